"""A file under a root is not UTF-8 YAML holding exactly one mapping.

Why: A file that cannot be read says nothing, and what is not read cannot be checked or published. Anchors, aliases,
tags and several documents are refused too, because they let a short file mean something very large or something else.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: "Service desk  # expect
    status: active

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: "Service desk"
    status: active
    type: team
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Report what reading and parsing found."""
    yield from model.found.get("unreadable-file", ())
