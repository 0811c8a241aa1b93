"""Official text stands in tier B, C or D, an official label in tier C or D, a notice is missing, or licensed text
would enter a public build.

Why: Publishers of standards allow to name their requirements, rarely to copy them. What the tier of a framework
allows is decided once, and a breach of it can cost the right to use any of it.

Bad:
    # file: policies/frameworks/iso27001-2022.yaml
    kind: framework
    title: ISO/IEC 27001:2022
    status: active
    publisher: ISO
    edition: "2022"
    licence: Copyright; identifiers only
    rights: {tier: C, notice: ISO/IEC 27001 is copyright of ISO.}
    nodes:
      - {id: A.5.1, title: Policies for information security, label_source: official}  # expect
      - id: A.5.2
        title: Who has which duty
        label_source: own-wording
        text: As it stands in the standard.  # expect
        text_source: official

Good:
    # file: policies/frameworks/iso27001-2022.yaml
    kind: framework
    title: ISO/IEC 27001:2022
    status: active
    publisher: ISO
    edition: "2022"
    licence: Copyright; identifiers only
    rights: {tier: C, notice: ISO/IEC 27001 is copyright of ISO.}
    nodes:
      - {id: A.5.1, title: Rules for security, label_source: own-wording}
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.words import plural

SEVERITY = "error"

FIELDS = {
    "title": ("label_source", "label", "CD"),
    "text": ("text_source", "text", "BCD"),
}
"""For each field of a node: where its source is said, its name, and the tiers that forbid official wording."""
NOTICED = "AB"
"""Tiers of which something published is shown: a text with attribution, or names with their trade-mark notice."""


def check(model: Model) -> Iterator[Hit]:
    """Compare the wording of the nodes with the tier of their framework."""
    for framework in model.of("framework"):
        rights = framework.data["rights"]
        if framework.live:
            for field in FIELDS:
                yield from _official(framework, field, rights["tier"])
            if rights["tier"] in NOTICED and not {"notice", "trademark_notice"} & set(rights):
                message = f"Tier {rights['tier']} needs the notice that the publisher asks for."
                yield hit(
                    framework,
                    ("rights",),
                    message,
                    "Add `notice` or `trademark_notice` under `rights`.",
                    on_key=True,
                )


def _official(framework: Record, field: str, tier: str) -> Iterator[Hit]:
    """One hit for a framework and field, whatever the number of nodes."""
    source, name, forbidding = FIELDS[field]
    nodes = framework.data["nodes"] if tier in forbidding else ()
    routes = [
        ("nodes", index, field)
        for index, node in enumerate(nodes)
        if field in node and node.get(source) == "official"
    ]
    if routes:
        entries = plural(len(routes), "entry", "entries")
        message = f"Official {name}s stand in {entries}, but tier {tier} does not allow that."
        where = [related(framework, route, "also official") for route in routes[1:]]
        remedy = f"Say it in words of your own and set `{source}: own-wording`."
        yield hit(framework, routes[0], message, remedy, where)
