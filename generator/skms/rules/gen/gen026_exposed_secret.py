"""A value looks like a password, key or token.

Why: Whatever is committed stays in the history for ever and is published. A secret that stood here must be changed,
not just deleted.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    description: "Shared login: password = Winter2026!x"  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    description: The shared login is kept in the vault; ask the lead for the password.
"""

import re
from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.rules.gen._texts import texts

SEVERITY = "error"

_HINT = (
    r"private key|a[ks]ia[0-9a-z]{16}|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk_live_|eyj|aiza|://[^/@]*:[^/@]*@"
    r"|passw|passphrase|pwd|secret|token|api.?key"
)
_SECRETS = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("an access key", re.compile(r"\bA[KS]IA[0-9A-Z]{16}\b")),
    (
        "an access token",
        re.compile(r"\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{20,})"),
    ),
    ("an access key", re.compile(r"\b(?:sk_live_\w{16,}|AIza[\w-]{35})")),
    ("a signed token", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*")),
    ("a password in an address", re.compile(r"://[^/\s:@]+:[^/\s:@]{3,}@")),
    (
        "a password or key",
        re.compile(
            r"(?:passw(?:or)?d|passphrase|pwd|secret|token|api.?key)\b[\"']?\s*[:=]\s*[\"']?(?=\S*\d)(?=\S*[a-z])\S{8,}",
            re.IGNORECASE,
        ),
    ),
)
_NAMED = re.compile(r"passw(?:or)?d|passphrase|pwd|secret|token|api.?key", re.IGNORECASE)
_MIXED = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])\S{8,}\Z")


def check(model: Model) -> Iterator[Hit]:
    """Compare the free texts of records with the forms that secrets have; the message does not repeat them."""
    for record, route, text in texts(model, _HINT):
        found = [what for what, form in _SECRETS if form.search(text)]
        if not found and _NAMED.search(str(route[-1])) and _MIXED.match(text):
            found = ["a password or key"]
        if found:
            remedy = "Change it where it is used, take it out here, and say where it is kept instead."
            yield hit(record, route, f"The text looks as if it held {found[0]}.", remedy)
