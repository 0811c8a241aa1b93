"""One of the seven principles is missing once any is adopted.

Why: The seven guiding principles balance each other: who keeps three of them has taken sides. They are known by their
`node`: GP1 to GP7 of ITIL 4.

Bad:
    # file: policies/principles/focus-on-value.yaml
    kind: principle
    title: Focus on value
    status: active
    owner: head-of-smo
    statement: Ask first who is better off.
    node: itil-4#GP1  # expect

Good:
    # file: policies/principles/one-language.yaml
    kind: principle
    title: One language
    status: active
    owner: head-of-smo
    statement: We call a thing by one name.
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "error"

_SEVEN = {
    "GP1": "Focus on value", "GP2": "Start where you are", "GP3": "Progress iteratively with feedback",
    "GP4": "Collaborate and promote visibility", "GP5": "Think and work holistically",
    "GP6": "Keep it simple and practical", "GP7": "Optimize and automate",
}  # fmt: skip


def check(model: Model) -> Iterator[Hit]:
    """Look at the nodes of all live principles; nothing is said while a record of one is broken."""
    adopted = {
        link.fragment: record
        for record in model.of("principle") if record.live
        for link in model.links(record.name) if link.route == ("node",) and link.fragment in _SEVEN
    }  # fmt: skip
    missing = [f"{key} ({title})" for key, title in _SEVEN.items() if key not in adopted]
    if adopted and missing and not _broken(model):
        first = adopted[min(adopted, key=str)]
        message = f"Of the seven principles adopted with this one, {one_of(missing, 'and')} {_verb(missing)} missing."
        yield hit(first, ("node",), message, "Add a record for each, in your own words, with its `node`.")


def _broken(model: Model) -> bool:
    return any(not record.valid for record in model.records.values() if record.kind == "principle")


def _verb(missing: list[str]) -> str:
    return "is" if len(missing) == 1 else "are"
