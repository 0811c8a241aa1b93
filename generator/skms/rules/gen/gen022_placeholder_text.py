"""A text is `TBD`, `N/A`, `ND`, `?` or an unfilled template.

Why: Such a text looks like a fact and hides that nobody knows. What is not known is left out, so that it can be
seen to be missing.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    description: TBD  # expect
    cost_centre: n/a  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    description: First place to turn to with faults and questions.
"""

import re
from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.rules.gen._texts import texts

SEVERITY = "warning"

_HINT = (
    r"\btb[acd]\b|n/a|n\.a|\bnd\b|\?|\bto-?do\b|fixme|xxx|lorem|<|\{\{|\[(insert|fill|your)|fill (me )?in"
    r"|to be [acdf]|not (yet|def|det|kn|app)"
)
_PLACEHOLDER = re.compile(
    r"""(?: tb[acd] | n/?\.?a\.? | nd | \?+ | to-?do | fixme | xxx+ | fill\ (?:me\ )?in | lorem\ ipsum.*
          | (?:still\ )?to\ be\ (?:announced|confirmed|completed|decided|defined|determined|done|filled\ in)
          | not\ (?:yet\ )?(?:defined|determined|known|applicable)
          | (?:tb[acd]|to-?do|fixme)\s*[:(].* | (?-i:TODO|TBD|TBA|FIXME)\b.*
          | <[^<>]*> | \{\{.*\}\} | \[\s*(?:insert|fill|your)\b[^\]]*\]
        )\W*\Z""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)  # fmt: skip


def check(model: Model) -> Iterator[Hit]:
    """Read the free texts of records whose files hold something suspicious."""
    for record, route, text in texts(model, _HINT):
        if _PLACEHOLDER.match(text.strip()):
            shown = " ".join(text.split())[:40]
            remedy = "Write the fact, or leave the field out until you know it."
            yield hit(record, route, f"{shown!r} stands for something that is not known.", remedy)
