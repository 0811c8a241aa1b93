"""A business case has fewer than two options or none that does nothing.

Why: Without the option to leave things as they are, nobody sees what the money buys.

Bad:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: in-review
    owner: head-of-smo
    subject: service/portal
    options: [{id: rebuild, title: Rebuild}, {id: reface, title: New surface}]  # expect

Good:
    # file: policies/business-cases/portal.yaml
    kind: business-case
    title: Case for the portal
    status: in-review
    owner: head-of-smo
    subject: service/portal
    options: [{id: rebuild, title: Rebuild}, {id: nothing, title: Leave it, do_nothing: true}]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.model import Model, hit

SEVERITY = "error"


def check(model: Model) -> Iterator[Hit]:
    """Look at the options of cases that are still to be decided or in force; a draft may be incomplete."""
    for record in model.of("business-case"):
        options = record.data.get("options", ())
        if record.phase == "ended" or record.status == "draft" or not options:
            continue
        nothing = any(one.get("do_nothing") for one in options)
        if not nothing or len(options) < 2:
            message = (
                "The case compares only one option." if nothing else "No option of the case is to do nothing."
            )
            remedy = (
                "Add an option with `do_nothing: true`: what happens, and what it costs, without the case."
            )
            remedy = "Add the options that were weighed against it." if nothing else remedy
            yield hit(record, ("options",), message, remedy, on_key=True)
