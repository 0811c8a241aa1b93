"""Records of the generated registry about governance, improvement and people."""

from __future__ import annotations

from core import DOMAINS, Totals, kpi, name, topic

PRINCIPLES = (
    "Value first",
    "Start small",
    "Show early",
    "Join up",
    "See the whole",
    "Keep it plain",
    "Let it run",
)


def governance_domain(i: int, t: Totals) -> str:
    borders = "".join(
        f"  - {{to: {other}, topic: Shared decisions, mechanism: forum, ref: {name('forum', 0)}}}\n"
        for other in DOMAINS
        if other != DOMAINS[i]
    )
    return f"""\
kind: governance-domain
title: Governance of {DOMAINS[i].replace("-", " ")}
owner: {t.pick("role", i)}
status: active
frameworks: [{name("framework", 0)}]
indicators: [{kpi(t, i)}]
interfaces:
{borders}"""


def framework(i: int, t: Totals) -> str:
    nodes = "".join(
        f"  - {{id: P{at}, title: Practice {at}, label_source: own-wording, type: practice, assessable: true}}\n"
        for at in range(1, 6)
    )
    return f"""\
kind: framework
title: House model {i}
description: The practices by which the organisation measures itself.
status: active
publisher: Example Organisation
edition: "2026"
licence: Own work
rights: {{tier: A, notice: Own work.}}
node_types: [practice]
scale: {{min: 0, max: 4}}
nodes:
{nodes}"""


def mapping(i: int, t: Totals) -> str:
    return f"""\
kind: mapping
title: From one house model to the other
status: active
from: {name("framework", 0)}
to: {name("framework", 1)}
pairs:
  - {{from: P1, relation: equivalent-to, to: P1, rationale: Same words, confidence: high, method: human}}
  - {{from: P2, relation: subset-of, to: P3, rationale: Narrower, confidence: medium, method: human}}
"""


def principle(i: int, t: Totals) -> str:
    return f"""\
kind: principle
title: {PRINCIPLES[i]}
owner: {t.pick("role", i)}
status: active
statement: Before anything is built or bought we say whose day becomes better by it.
rationale: Effort without a purpose is the dearest kind.
implications: [Proposals name who gains, Reports that nobody reads are stopped]
"""


def forum(i: int, t: Totals) -> str:
    return f"""\
kind: forum
title: {("Service management", "Supplier", "Change", "Architecture", "Portfolio")[i % 5]} board {i}
description: Decides what the owners cannot decide alone.
owner: {t.pick("role", i)}
status: active
level: strategic
governance_domains: [{", ".join(DOMAINS)}]
chair: {t.pick("role", i + 1)}
secretary: {t.pick("role", i + 2)}
members: [{", ".join(t.pick("role", i + at) for at in range(1, 6))}]
cadence: 3M
quorum: {{min_members: 3}}
decision_types: [{{type: Agree a level of service {i}, method: majority}}]
meetings: [{{date: 2026-10-13, minutes: MIN-{i}}}]
"""


def strategy(i: int, t: Totals) -> str:
    return f"""\
kind: strategy
title: Charter of the office
description: Why there is an office, and what it may decide.
owner: {name("role", 0)}
status: active
smo_type: service-integrator
mandate: Keeps the catalogue and the rules, and reports what was promised and what came of it.
vision: Every service has an owner and a promise.
scope: {{it: true, non_it: [hr, facilities, finance]}}
delivery_model: {{form: hybrid, hours: {t.pick("calendar", 0)}, sourcing: internal}}
governance: {{forums: [{name("forum", 0)}], reports_to: {t.pick("role", 4)}}}
goals: [{t.pick("objective", 0)}]
champion: {{role: {t.pick("role", 3)}, committed_on: 2026-01-05, evidence: Minutes}}
sponsor: {t.pick("role", 4)}
funding:
  - {{id: f26, source: Budget, year: "2026", amount: {{amount: "90000.00", currency: EUR}}, status: released}}
planned_cost: [{{year: "2026", amount: {{amount: "90000.00", currency: EUR}}}}]
milestones: [{{id: m1, title: Catalogue complete, due: 2027-06-30, owner: {name("role", 0)}}}]
resourcing: [{{role: {name("role", 0)}, fte_required: 0.2, source: internal}}]
"""


def business_case(i: int, t: Totals) -> str:
    return f"""\
kind: business-case
title: Case for {topic(i).lower()}
owner: {t.pick("role", i)}
status: in-review
subject: service/{t.pick("service", i)}
options:
  - {{id: nothing, title: As it is, summary: Everything stays., do_nothing: true}}
  - {{id: portal, title: A portal, summary: Staff order for themselves.}}
preferred: portal
horizon_years: 3
discount_rate_percent: 3.5
base_year: "2027"
currency: EUR
costs: [{{id: build, title: Building it, type: capex, amounts: [20000, 2000, 2000, 2000], confidence: high}}]
benefits:
  - id: time
    title: Time of staff
    type: non-cashable
    objective: {t.pick("objective", i)}
    indicator: {kpi(t, i)}
    annual: [{{year: "2028", amount: "15000.00"}}, {{year: "2029", amount: "15000.00"}}]
    owner: {t.pick("role", i + 1)}
    start: 2028-01-01
"""


def assessment(i: int, t: Totals) -> str:
    items = "".join(
        f"  - {{node: P{at}, score: 1, comment: As expected, "
        f"evidence: [{{url: https://files.example.org/{at}, dated: 2026-03-02}}]}}\n"
        for at in range(1, 6)
    )
    return f"""\
kind: assessment
title: House model, spring 2026
owner: {t.pick("role", i)}
status: done
type: maturity
framework: {name("framework", 0)}
scope: {{organisation: All teams}}
assessor: {t.pick("role", i + 7)}
method: self
date: 2026-03-27
items:
{items}"""


def sod_rule(i: int, t: Totals) -> str:
    return f"""\
kind: sod-rule
title: Nobody audits their own work
owner: {t.pick("role", 1)}
status: active
roles: [{t.pick("role", 5)}, {t.pick("role", 11)}]
level: any
severity: error
rationale: A second look finds what the first one missed.
"""


def objective(i: int, t: Totals) -> str:
    return f"""\
kind: objective
title: {topic(i)} that people count on
description: Staff get what they need in the time they were told, and know whom to ask.
owner: {t.pick("role", i)}
status: active
level: enterprise
by: 2028-12-31
success_factors: [The catalogue is complete, Every team knows its part]
indicators: [{kpi(t, i)}]
weight: {1 + i % 3}
"""


def risk(i: int, t: Totals) -> str:
    return f"""\
kind: risk
title: Loss of {topic(i).lower()}
owner: {t.pick("role", i)}
status: treating
statement:
  cause: One site holds most of the equipment
  event: The site cannot be entered or has no power
  effect: Staff wait for a day and customers get no answer
category: operations
governance_domain: {DOMAINS[i % 5]}
subjects: [service/{t.pick("service", i)}, service/{t.pick("service", i + 3)}]
inherent: {{likelihood: 3, impact: 4}}
residual: {{likelihood: 2, impact: 3}}
appetite: 9
treatment: mitigate
controls: [{t.pick("control", i)}]
"""


def control(i: int, t: Totals) -> str:
    rule = t.pick("policy", i)
    return f"""\
kind: control
title: {topic(i)} is looked at
description: The owner looks at a sample of cases and writes down what was found.
owner: {t.pick("role", i)}
status: active
type: {("preventive", "detective", "corrective", "directive")[i % 4]}
nature: manual
operator: {t.pick("role", i + 1)}
implements: ["{rule}#s1", "{rule}#s2"]
implementation_status: implemented
frequency: 3M
evidence: [{{type: report, location: "https://files.example.org/{i}", dated: 2026-08-03, renew_after: 12M}}]
tests: [{{date: 2026-08-04, method: test, result: satisfied}}]
"""


def improvement(i: int, t: Totals) -> str:
    return f"""\
kind: improvement
title: Faster {topic(i).lower()}
description: Most of the time goes by while nobody works on the case.
owner: {t.pick("role", i)}
status: in-progress
source: {{text: Idea of a colleague}}
area: {("people", "process", "technology", "supplier")[i % 4]}
subjects: [service/{t.pick("service", i)}]
objective: {t.pick("objective", i)}
indicator: {kpi(t, i)}
baseline: {{value: 80, date: 2026-06-30}}
target: {{value: 90, by: 2027-06-30}}
effort: s
value: 3
urgency: 2
risk_reduction: 1
tasks: [{{id: try, title: Try it with one team, owner: {t.pick("role", i)}, due: 2027-03-31}}]
"""


def audit(i: int, t: Totals) -> str:
    """Of six processes, the last audit of all that are left."""
    end = t.of["process"] if i + 1 == t.of["audit"] else i * 6 + 6
    scope = ", ".join(f"process/{name('process', at)}" for at in range(i * 6, end))
    return f"""\
kind: audit
title: Look at {topic(i).lower()}
owner: {t.pick("role", i)}
status: held
type: internal
criteria: [policy/{t.pick("policy", i * 6)}]
scope: [{scope}]
lead_auditor: {t.pick("role", i * 6 - 2)}
held_on: 2026-03-24
sample: Twenty cases of a month
conclusions: Sound, with small faults.
findings:
  - {{id: notes, type: strength, statement: Every case can be followed., evidence: Twenty cases}}
"""


def attestation(i: int, t: Totals) -> str:
    at = i % t.of["policy"]
    return f"""\
kind: attestation
title: {topic(at)} policy, confirmation of 2026
description: Those who lead confirm that they know it.
status: open
policy: {name("policy", at)}
policy_version: "1.{at % 9}"
from: 2026-11-02
to: 2026-12-18
population: {{roles: [{t.pick("role", i)}, {t.pick("role", i + 1)}]}}
method: form
target_percent: 90
responses: [{{who: person/{t.pick("person", i)}, on: 2026-11-03, answer: accept}}]
"""


def decision(i: int, t: Totals) -> str:
    return f"""\
kind: decision
title: One way of doing {topic(i).lower()}
owner: {t.pick("role", i)}
status: accepted
date: 2026-06-16
topic: Whether two teams may do it differently
context: Customers were told different things by two teams.
options: [Keep both ways, Agree on one]
decision: One way for all, to be looked at again after a year.
consequences: Texts on the portal are written anew.
policies: [{t.pick("policy", i)}]
decided_by: forum/{t.pick("forum", i)}
requester: {t.pick("role", i)}
"""


def exception(i: int, t: Totals) -> str:
    at = i % t.of["policy"]
    return f"""\
kind: exception
title: Later reports of {topic(at).lower()}
description: The outstation has no line until spring.
owner: {t.pick("role", at)}
status: approved
type: policy
subject: policy/{name("policy", at)}#s3
reason: Reports come by post.
justification: A line would cost more than a year of waiting.
risk: low
requester: {t.pick("role", at + 4)}
approver: {t.pick("role", at + 1)}
requested_on: 2026-09-01
approved_on: 2026-09-08
valid_from: 2026-09-08
valid_to: 2027-06-30
remediation: {t.pick("improvement", i)}
"""


def initiative(i: int, t: Totals) -> str:
    return f"""\
kind: initiative
title: Renewal of {topic(i).lower()}
description: New equipment at every site.
owner: {t.pick("role", i)}
status: delivering
level: project
manager: {t.pick("role", i + 1)}
method: agile
stage: Second site
affects: [{t.pick("service", i)}]
tolerances: {{time: 2M, cost_percent: 10}}
baseline: {{start: 2026-02-02, end: 2027-03-31, cost: {{amount: "120000.00", currency: EUR}}}}
forecast: {{start: 2026-02-02, end: 2027-04-30, cost: {{amount: "122000.00", currency: EUR}}}}
"""


def process_change(i: int, t: Totals) -> str:
    at = i % t.of["process"]
    return f"""\
kind: process-change
title: Cost before cause {i}
description: Every case gets its cost first, so that the dearest are looked at first.
owner: {t.pick("role", at)}
status: assessed
process: {name("process", at)}
reason: audit
from_version: "2.{at % 9}"
to_version: "3.0"
impact: {{roles: [{t.pick("role", at + 2)}], services: [{t.pick("service", i)}]}}
"""


def knowledge_article(i: int, t: Totals) -> str:
    return f"""\
kind: knowledge-article
title: "{topic(i)}: what to do"
description: First help for the desk.
owner: {t.pick("role", i)}
status: published
version: "1.{i % 9}"
type: {("how-to", "known-error", "runbook", "faq")[i % 4]}
services: [{t.pick("service", i)}, {t.pick("service", i + 9)}]
audience: [it]
confidence: verified
body: |
  Ask since when, and whether a colleague sees the same. **If both do**, look at the platform first: it is named on the
  page of the service, with the hours in which somebody answers.

  1. Sign out and in again.
  2. Try another device.
  3. Write down the time and hand the case on.
"""


def glossary_term(i: int, t: Totals) -> str:
    return f"""\
kind: glossary-term
title: {topic(i)} quota
owner: {t.pick("role", i)}
status: active
definition: What a team may use in a month without asking. What is left at its end is lost.
see_also: [{t.pick("glossary-term", i + 1)}]
"""


def competency(i: int, t: Totals) -> str:
    return f"""\
kind: competency
title: Running {topic(i).lower()}
description: Keeps it up, knows its weak points and can explain it to somebody new.
owner: {t.pick("role", i)}
status: active
category: {("technology", "process", "people")[i % 3]}
"""


def course(i: int, t: Totals) -> str:
    return f"""\
kind: course
title: First steps in {topic(i).lower()}
description: Two days with exercises.
owner: {t.pick("role", i)}
status: active
type: workshop
provider: team/{t.pick("team", i)}
workload_hours: 14
teaches: [{{competency: {t.pick("competency", i)}, to_level: 2}}]
"""


def training_plan(i: int, t: Totals) -> str:
    at = i % t.of["role"]
    return f"""\
kind: training-plan
title: Plan for 2027, {i}
status: agreed
person: {t.pick("person", at)}
period: {{from: 2026-10-01, to: 2027-09-30}}
items:
  - id: next
    competency: {t.pick("competency", at + 1)}
    course: {t.pick("course", at + 1)}
    target_level: 2
    due: 2027-03-31
    status: planned
observations:
  - {{responsibility: "{name("role", at)}#plan", level: 2, on: 2026-11-03, observer: {t.pick("role", at + 3)}}}
approved_by: {t.pick("role", at + 3)}
"""


WRITERS = {
    "governance-domain": governance_domain, "framework": framework, "mapping": mapping, "principle": principle,
    "forum": forum, "strategy": strategy, "business-case": business_case, "assessment": assessment,
    "sod-rule": sod_rule, "objective": objective, "risk": risk, "control": control, "improvement": improvement,
    "audit": audit, "attestation": attestation, "decision": decision, "exception": exception,
    "initiative": initiative, "process-change": process_change, "knowledge-article": knowledge_article,
    "glossary-term": glossary_term, "competency": competency, "course": course, "training-plan": training_plan,
}  # fmt: skip
