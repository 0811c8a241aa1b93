"""A record violates its schema: unknown kind or field, wrong type or value, missing field.

Why: A misspelt field is a fact that nobody will ever find. The schema says which fields a kind has and what they
hold; anything of your own goes under `custom`.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    titel: Service desk  # expect
    title: Service desk
    status: active
    type: squad  # expect

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
"""

from collections.abc import Iterator

from skms.edits.steps import Mend
from skms.findings import Hit
from skms.model import Model
from skms.rules.gen import _shapes

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Report what the kinds' schemas found."""
    yield from model.found.get("wrong-shape", ())


def mend(model: Model, hit: Hit) -> Iterator[Mend]:
    """Write the value, or the name of the field, as it was certainly meant."""
    yield from _shapes.mends(model, hit)
