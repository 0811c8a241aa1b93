"""A mapping repeats a key; both lines are named.

Why: Most tools silently keep the last of the two, so that what somebody wrote, and what a reviewer read, is lost.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    title: Help desk  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Report what parsing found."""
    yield from model.found.get("duplicate-key", ())
