"""Records of the generated registry that stand at its core: services and who provides, runs and answers for them."""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = (
    "Mailbox", "Payroll", "Network access", "Meeting room", "Backup", "Invoice", "Laptop", "Printing", "Travel",
    "Directory", "Storage", "Recruiting", "Telephony", "Archive", "Badge", "Contract", "Learning", "Reporting",
)  # fmt: skip
PLACES = ("North", "South", "East", "West", "Central", "Coast", "Harbour", "Valley")
FORENAMES = ("Ada", "Bela", "Chidi", "Dana", "Emil", "Fatou", "Goran", "Hana", "Imre", "Jaya", "Kofi", "Lena")
SURNAMES = ("Abara", "Brandt", "Castro", "Dumont", "Eklund", "Ferrari", "Gruber", "Horvat", "Ivanov")
DOMAINS = ("itsm", "security-risk", "architecture-sdlc", "p3m", "it-governance")
"""The five governance domains have fixed ids."""

IMPORTANT = 2
"""Of four suppliers the one whose contract says more."""

GROUP = 5
"""Of five indicators four measure service levels, and the fifth is a KPI."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many records of each kind there are; links wrap round within these."""

    of: dict[str, int]

    def pick(self, kind: str, number: int) -> str:
        """Return the id of a record of a kind, by any number."""
        return name(kind, number % self.of[kind])


def name(kind: str, number: int) -> str:
    """Return the id of the record of a kind with this number."""
    return DOMAINS[number] if kind == "governance-domain" else f"{kind}-{number:06d}"


def topic(number: int) -> str:
    """Return words for a title that differ from one number to the next."""
    return f"{TOPICS[number % len(TOPICS)]} {PLACES[number // len(TOPICS) % len(PLACES)].lower()} {number}"


def kpi(t: Totals, number: int) -> str:
    """Return a KPI."""
    return name("indicator", number % (t.of["indicator"] // GROUP) * GROUP + GROUP - 1)


def provider(i: int, t: Totals) -> str:
    """Return who provides the service with this number: every twelfth is a supplier's."""
    return f"supplier/{t.pick('supplier', i)}" if i % 12 == 11 else t.pick("team", i)


def important(i: int, t: Totals) -> int | None:
    """Return the number of the important supplier that comes at this place, if there are so many."""
    found = i * 4 + IMPORTANT
    return found if found < t.of["supplier"] else None


def person(i: int, t: Totals) -> str:
    who = f"{FORENAMES[i % len(FORENAMES)]} {SURNAMES[i // len(FORENAMES) % len(SURNAMES)]} {i}"
    # What the role asks for that this person holds, and the one in which they stand in.
    skills = sorted({t.pick("competency", role % t.of["role"]) for role in (i, i - 1)})
    seen = "".join(
        f"\n  - {{competency: {one}, level: 3, on: 2026-03-02, assessor: {t.pick('role', i + 5)}}}"
        for one in skills
    )
    return f"""\
kind: person
title: {who}
status: active
contact: {who.lower().replace(" ", ".")}@example.org
team: {t.pick("team", i)}
competences:{seen}
"""


def role(i: int, t: Totals) -> str:
    above = f"reports_to: {name('role', i // 8)}\n" if i else ""
    # The role that leads process i - 2 says so, as the process and its matrix do.
    led = name("process", i - 2) if 0 <= i - 2 < t.of["process"] else ""
    leads = f"    activities: [{led}#sort, {led}#solve]\n" if led else ""
    return f"""\
kind: role
title: {topic(i)} owner
status: active
type: {("owner", "manager", "staff", "governance")[i % 4]}
purpose: Answers for {topic(i).lower()} towards the customers and keeps it useful, affordable and within the rules.
team: {t.pick("team", i)}
{above}responsibilities:
  - id: plan
    text: Agrees each year what is needed, what it may cost and how its quality is measured.
{leads}  - id: report
    text: Tells the customers every quarter what was promised, what was delivered and what changes next.
  - id: improve
    text: Keeps the list of improvements and sees to it that the most useful ones are done first.
authorities:
  - text: May stop a change that endangers the agreed quality until the customers have agreed to it in writing.
competences: [{{competency: {t.pick("competency", i)}, level: 2}}]
holders:
  - {{person: {t.pick("person", i)}, from: 2026-09-15, fte: 0.2}}
  - {{person: {t.pick("person", i + 1)}, from: 2026-09-15, deputy: true}}
"""


def team(i: int, t: Totals) -> str:
    above = f"parent: {name('team', i // 6)}\n" if i else ""
    kind = "smo" if i == 0 else ("department", "team", "function", "virtual-team")[i % 4]
    return f"""\
kind: team
title: {topic(i)} team
status: active
type: {kind}
domain: {("it", "hr", "facilities", "finance")[i % 4]}
{above}head: {t.pick("role", i)}
description: >-
  Looks after {topic(i).lower()} from the first idea to the last day, together with the suppliers named on the
  services. The team meets every Monday, plans for two weeks at a time and keeps its backlog open to everybody.
  New colleagues spend their first month with the service desk.
cost_centre: CC-{1000 + i}
contact:
  channel: "#team-{i}"
  email: team-{i}@example.org
  url: https://intranet.example.org/teams/{i}
"""


def supplier(i: int, t: Totals) -> str:
    return f"""\
kind: supplier
title: {PLACES[i % len(PLACES)]} {TOPICS[i % len(TOPICS)].lower()} partners {i}
owner: {t.pick("role", i)}
status: active
legal_name: {PLACES[i % len(PLACES)]} Partners {i} Ltd
country: "{("AT", "DE", "IE", "NL")[i % 4]}"
tier: {("standard", "low", "high", "standard")[i % 4]}
type: {("external", "cloud", "intra-group", "external")[i % 4]}
description: Delivers {topic(i).lower()} under a frame agreement and takes part in the weekly change meeting.
contacts:
  - {{purpose: service, desk: Operations desk, channel: ticket bridge}}
  - {{purpose: escalation-1, desk: Duty manager, channel: hotline}}
  - {{purpose: commercial, desk: Account team, channel: shared mailbox}}
substitutability: {("easy", "medium", "hard")[i % 3]}
evaluation: {{frequency: 5Y}}
"""


def service(i: int, t: Totals) -> str:
    technical = i % 4 == 3
    # Links go to technical services with lower numbers, so that no chain returns to its start.
    below = sorted({base - base % 4 + 3 for base in (i // 2, i // 5) if base - base % 4 + 3 < i})
    needs = "".join(f"\n  - {{service: {name('service', j)}}}" for j in below)
    text = f"""\
kind: service
title: {topic(i)}
owner: {t.pick("role", i)}
status: live
type: {"technical" if technical else "business"}
domain: {("it", "hr", "facilities", "finance")[i % 4]}
provider: {provider(i, t)}
audience: [employee]
description: >-
  {topic(i)} for everybody who works here, from ordering to handing back. Runs around the clock and is looked
  after on working days. Ordering takes a minute in the portal; the answer comes within a working day.
tags: [{PLACES[i % len(PLACES)].lower()}, bench]
criticality: tier-3
data_classification: internal
data_assets: [{t.pick("data-asset", i)}]
objectives: [{t.pick("objective", i)}]
customers: [{t.pick("customer", i)}]
documents: [{{type: runbook, url: "https://wiki.example.org/runbooks/{i}"}}]
service_hours: {t.pick("calendar", i)}
support_hours: {t.pick("calendar", i)}
support_channels: [{{channel: portal, url: "https://portal.example.org/{i}", scope: Weekdays 08:00 to 18:00}}]
"""
    if needs:
        text += f"depends_on:{needs}\n"
    if technical:
        return text + "design_availability_percent: 99.9\n"
    return text + f"""\
business_owner: {t.pick("role", i + 3)}
value_proposition: Staff get on with their work.
charging: {{model: none}}
offerings:
  - {{id: standard, title: Standard, status: live}}
request_types:
  - {{id: new, title: Ask for {topic(i).lower()}, offering: standard, category: provisioning, approval: none,
     target: {{duration: 8h, clock: 24x7}}, automation: assisted, status: live}}
"""  # fmt: skip


def policy(i: int, t: Totals) -> str:
    control = t.pick("control", i)
    return f"""\
kind: policy
title: {topic(i)} policy
owner: {t.pick("role", i)}
description: What is expected of everybody who uses or provides {topic(i).lower()}.
status: published
version: "1.{i % 9}"
type: {("policy", "standard", "guideline")[i % 3]}
governance_domain: {DOMAINS[i % 5]}
approver: {t.pick("role", i + 1)}
approval: {{by: {t.pick("role", i + 1)}, date: 2026-01-20, evidence: MIN-{i}}}
effective_from: 2026-02-01
applies_to: {{teams: [{t.pick("team", i)}], services: [{t.pick("service", i)}, {t.pick("service", i + 7)}]}}
purpose: Work stays safe and predictable.
statements:
  - {{id: s1, text: "{topic(i)} shall be used for work only.", modality: shall, controls: [{control}]}}
  - {{id: s2, text: Access shall be approved by the owner., modality: shall, controls: [{control}]}}
  - {{id: s3, text: Faults should be reported within a day., modality: should}}
exceptions: {{allowed: true, approver: {t.pick("role", i + 1)}}}
revisions: [{{version: "1.{i % 9}", date: 2026-01-20, comment: Suppliers added}}]
"""


def process(i: int, t: Totals) -> str:
    lead = t.pick("role", i + 2)
    return f"""\
kind: process
title: {topic(i)} management
owner: {t.pick("role", i)}
description: >-
  From the first sign of need to a closed case. Everybody may open a case; the team named below sorts it within an
  hour, solves it or hands it on, and tells whoever asked what was done.
status: published
version: "2.{i % 9}"
manager: {t.pick("role", i + 1)}
governance_domain: {DOMAINS[i % 5]}
purpose: Every case about {topic(i).lower()} is answered in time.
scope: {{in: [cases of staff], out: [projects]}}
policies: [{t.pick("policy", i)}]
triggers: [{{id: asked, title: Somebody asks or a monitor alerts}}]
inputs: [{{id: case, title: Case, from: team/{t.pick("team", i)}}}]
outputs: [{{id: answer, title: Answer, to: team/{t.pick("team", i + 1)}}}]
indicators: [{kpi(t, i)}]
activities:
  - {{id: begin, type: start, title: Begin, next: [{{to: sort}}]}}
  - {{id: sort, title: Sort and assign, lane: {lead}, inputs: [case], next: [{{to: solve}}]}}
  - {{id: solve, title: Solve the case, lane: {lead}, outputs: [answer], next: [{{to: done}}]}}
  - {{id: done, type: end, title: Done}}
"""


def raci(i: int, t: Totals) -> str:
    """Every other matrix is for a process and covers its activities; the others are for services."""
    lead, desk = t.pick("role", i // 2 + 2), t.pick("team", i)
    rows: tuple[tuple[str, str], ...]
    if i % 2 == 0 and i // 2 < t.of["process"]:
        subject, rows = f"process/{name('process', i // 2)}", (("sort", ""), ("solve", ""))
    else:
        subject = f"service/{t.pick('service', i * 3)}"
        rows = (
            ("own-service", "Own the service"),
            ("approve-changes", "Approve changes"),
            ("own-cost", "Own cost"),
        )
    others = f"team/{desk}: R, {t.pick('role', i // 2 + 5)}: C, {t.pick('role', i // 2 + 6)}: I"
    outside = important(i // 2, t) if i % 2 else None
    bound = ""
    if outside is not None:
        others += f", supplier/{name('supplier', outside)}: R"
        bound = f"    bound_by: {{supplier/{name('supplier', outside)}: contract/{name('contract', outside)}#raci}}\n"
    text = "".join(
        f"  - activity: {activity}\n" + (f"    title: {title}\n" if title else "")
        + f"    assign: {{{lead}: A/R, {others}}}\n" + bound
        for activity, title in rows
    )  # fmt: skip
    return f"""\
kind: raci
title: Who does what in {topic(i).lower()}
description: >-
  Who answers, who works, who is asked and who is told. Agreed with the
  teams in January and looked at again whenever one of them changes what it does.
status: published
version: "1.{i % 9}"
for: {subject}
rows:
{text}"""


WRITERS = {
    "person": person, "role": role, "team": team, "supplier": supplier, "service": service, "policy": policy,
    "process": process, "raci": raci,
}  # fmt: skip
