"""The policy allows no exception, or the rule cannot be waived.

Why: Some things hold without exception: a reader who relies on the policy does not know that somebody set it aside.

Bad:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: draft
    owner: security-manager
    type: standard
    subject: policy/patching  # expect
    # file: policies/policies/patching.yaml
    kind: policy
    title: Patching
    status: draft
    owner: security-manager
    type: standard
    exceptions: {allowed: false}
    # file: policies/exceptions/old-names.yaml
    kind: exception
    title: Old names in the matrix
    status: draft
    owner: security-manager
    type: rule
    subject: raci/incident
    ignore:
      - dangling-reference  # expect
      - two-acountables  # expect

Good:
    # file: policies/exceptions/late-patch.yaml
    kind: exception
    title: Late patching of the print server
    status: draft
    owner: security-manager
    type: standard
    subject: policy/patching
    # file: policies/policies/patching.yaml
    kind: policy
    title: Patching
    status: draft
    owner: security-manager
    type: standard
    exceptions: {allowed: true, approver: security-manager}
    # file: policies/exceptions/old-names.yaml
    kind: exception
    title: Old names in the matrix
    status: draft
    owner: security-manager
    type: rule
    subject: raci/incident
    ignore: [two-accountables]
"""

from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.rules import Rule, load_rules
from skms.words import did_you_mean

SEVERITY = "error"
WAIVABLE = False


def check(model: Model) -> Iterator[Hit]:
    """Look at what every exception that is not over deviates from."""
    rules = {key: rule for rule in load_rules().values() for key in (rule.code, rule.name)}
    for record in model.of("exception"):
        if record.phase != "ended":
            yield from _policy(model, record)
            yield from _rules(record, rules)


def _policy(model: Model, record: Record) -> Iterator[Hit]:
    target = next(model.get(link.target) for link in model.links(record.name) if link.route == ("subject",))
    if record.data["type"] == "rule" or target is None or target.kind != "policy":
        return
    if target.data.get("exceptions", {}).get("allowed") is False:
        where = [related(target, ("exceptions",), f"{target.id} allows none", True)]
        message = f"The policy {target.id!r} allows no exceptions."
        yield hit(record, ("subject",), message, "Keep to the policy, or have it changed.", where)


def _rules(record: Record, rules: dict[str, Rule]) -> Iterator[Hit]:
    for index, name in enumerate(record.data.get("ignore", ())):
        rule = rules.get(name)
        if rule is None:
            message = f"There is no rule {name!r}.{did_you_mean(name, rules)}"
            yield hit(record, ("ignore", index), message, "`skms rule` lists all rules.")
        elif not rule.waivable:
            message = f"The rule {name!r} cannot be set aside."
            yield hit(record, ("ignore", index), message, "Mend what it reports, and take it out here.")
