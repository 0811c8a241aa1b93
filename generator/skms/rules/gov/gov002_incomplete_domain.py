"""A domain lacks forum, policy, framework, KPI, recent assurance, or interface or reason towards another domain.

Why: A domain governs only if somebody meets, a rule stands, a yardstick is named, a figure is watched and somebody
looks from outside. And most trouble sits at the borders: each of the ten pairs has an interface, or a reason why it
needs none. Assurance is an assessment or audit of its frameworks, policies or processes within 24 months.

Bad:
    # file: policies/governance/itsm.yaml
    kind: governance-domain
    title: Service management
    status: active  # expect
    owner: head-of-smo
    frameworks: []
    # file: policies/governance/p3m.yaml
    kind: governance-domain
    title: Projects
    status: active  # expect
    owner: head-of-smo
    frameworks: []
    no_interface: [{to: itsm, reason: There are no projects yet.}]

Good:
    # file: policies/governance/itsm.yaml
    kind: governance-domain
    title: Service management
    status: active
    owner: head-of-smo
    frameworks: [fitsm]
    indicators: [on-target]
    # file: policies/frameworks/fitsm.yaml
    kind: framework
    title: FitSM
    status: active
    publisher: ITEMO
    edition: "3"
    licence: CC BY 4.0
    rights: {tier: A}
    nodes: [{id: GR1, title: Commitment}]
    # file: catalogue/indicators/on-target.yaml
    kind: indicator
    title: Services on target
    status: active
    owner: head-of-smo
    type: kpi
    dimension: quality
    formula: met / all
    unit: percent
    direction: higher-better
    # file: policies/assessments/first.yaml
    kind: assessment
    title: First look
    status: done
    owner: head-of-smo
    type: maturity
    framework: fitsm
    date: 2026-05-01
    # file: policies/policies/rules.yaml
    kind: policy
    title: Service management policy
    status: published
    owner: head-of-smo
    type: policy
    governance_domain: itsm
    # file: policies/forums/board.yaml
    kind: forum
    title: Board
    status: active
    owner: head-of-smo
    level: strategic
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    decision_types: [{type: Promise a service level, method: majority}]
"""

from collections.abc import Iterator

from skms.assurance import assured_on, may_be_assured
from skms.dates import add
from skms.findings import Hit
from skms.fit import Record
from skms.governance import belonging, domains, pairs
from skms.model import Model, hit
from skms.words import one_of

SEVERITY = "warning"

BORDERS = ("interfaces", "no_interface")
DOMAIN = ("governance_domain", "governance_domains")


def check(model: Model) -> Iterator[Hit]:
    """One finding for a domain, and one for each pair whose border nobody describes."""
    found = domains(model)
    for domain in found.values():
        if domain and (lacks := tuple(_lacks(model, domain))):
            message = f"The domain {domain.id!r} has no {one_of(lacks)}."
            remedy = "Add what is missing, or point its `governance_domain` here."
            yield hit(domain, ("status",), message, remedy)
    for pair in pairs(model):
        one, other = found[pair.one], found[pair.other]
        if not one or not other or pair.stated:
            continue
        if not model.unclear(one, *BORDERS) and not model.unclear(other, *BORDERS):
            message = f"Nothing is written about the border between {one.title!r} and {other.title!r}."
            remedy = f"Add an entry with `to: {other.id}` under `interfaces`, or under `no_interface` with the reason."
            yield hit(one, ("kind",), message, remedy, on_key=True)


def _lacks(model: Model, domain: Record) -> Iterator[str]:
    policies = belonging(model, domain, "policy")
    if not belonging(model, domain, "forum") and not model.may_be_meant(domain, "forum", *DOMAIN):
        yield "forum"
    if not policies and not model.may_be_meant(domain, "policy", *DOMAIN):
        yield "published policy"
    if not domain.data["frameworks"]:
        yield "framework"
    if not domain.data.get("indicators"):
        yield "KPI"
    frameworks = [model.look(text, "framework") for text in domain.data["frameworks"]]
    looked = [*filter(None, frameworks), *policies, *belonging(model, domain, "process")]
    days = [day for one in looked if (day := assured_on(model, one))]
    months = int(model.settings.limit("assurance-months", 24))
    if model.unclear(domain, "frameworks") or any(may_be_assured(model, one) for one in looked):
        return
    if not days or add(max(days), f"{months}M") < model.as_of:
        yield f"assessment or audit within {months} months"
