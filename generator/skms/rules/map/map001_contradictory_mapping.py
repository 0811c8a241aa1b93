"""A pair of nodes is mapped twice.

Why: Two relations for one pair contradict each other, and coverage reckoned through them is a matter of luck. Both
directions count as one pair, in whatever records they stand.

Bad:
    # file: policies/mappings/fitsm-iso.yaml
    kind: mapping
    title: FitSM to ISO
    status: active
    from: fitsm
    to: iso
    pairs:
      - {from: CHM, relation: intersects-with, to: A.8.32}
      - {from: CHM, relation: equal-to, to: A.8.32}  # expect

Good:
    # file: policies/mappings/fitsm-iso.yaml
    kind: mapping
    title: FitSM to ISO
    status: active
    from: fitsm
    to: iso
    pairs: [{from: CHM, relation: intersects-with, to: A.8.32}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Compare the pairs of all live mappings."""
    seen: dict[frozenset[tuple[str, str]], tuple[Record, int]] = {}
    for record in model.of("mapping"):
        ends = [record.data[side].removeprefix("framework/") for side in ("from", "to")]
        for index, pair in enumerate(record.data["pairs"] if record.live else ()):
            key = frozenset(((ends[0], pair["from"]), (ends[1], pair["to"])))
            first, place = seen.setdefault(key, (record, index))
            if (first, place) != (record, index):
                message = (
                    f"{pair['from']} and {pair['to']} are mapped a second time, here as {pair['relation']}."
                )
                word = first.data["pairs"][place]["relation"]
                where = [related(first, ("pairs", place), f"the first time, as {word}")]
                yield hit(record, ("pairs", index), message, "Keep one of the two.", where)
