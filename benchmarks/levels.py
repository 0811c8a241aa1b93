"""Records of the generated registry about what is promised, measured and agreed with suppliers."""

from __future__ import annotations

from core import GROUP, IMPORTANT, Totals, important, name, provider, topic

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10")
"""Since the agreements began; the last of them is closed on the date of the benchmark."""

HANDED_OVER = ("process-interlock", "data-interchange", "data-ownership")
"""What a contract says about a case that crosses its border."""


def level(t: Totals, number: int) -> str:
    """Return an indicator of service levels: of availability for even numbers, of time for odd ones."""
    at = number % (t.of["indicator"] // GROUP * (GROUP - 1))
    return name("indicator", at // (GROUP - 1) * GROUP + at % (GROUP - 1))


def indicator(i: int, t: Totals) -> str:
    place = i % GROUP
    head = f"kind: indicator\ntitle: {topic(i)}, figure\nowner: {t.pick('role', i)}\nstatus: active\n"
    if place == GROUP - 1:
        return head + f"""\
description: Looked at every month by the owner of the objective, together with the teams that can change it.
type: kpi
dimension: cost
formula: Cases closed in time / cases closed
numerator: Closed in time
denominator: Closed
unit: percent
direction: higher-better
data_source: {t.pick("service", i)}
collection: automatic
frequency: 1M
measured_by: {t.pick("role", i + 1)}
objective: {t.pick("objective", i // 5)}
baseline: {{value: 80, date: 2025-12-31}}
target: {{value: 90, by: 2027-12-31}}
thresholds: {{green: 90, amber: 80}}
"""  # fmt: skip
    what = "dimension: resolution\nformula: End - start\nunit: minutes\ndirection: lower-better\n"
    if place % 2 == 0:
        what = "dimension: availability\nformula: Time up / agreed time\nunit: percent\ndirection: higher-better\n"
    return f"{head}type: sli\n{what}data_source: {t.pick('service', i)}\n"


def calendar(i: int, t: Totals) -> str:
    return f"""\
kind: calendar
title: Office hours {i}
description: Weekdays from eight to six, but for public holidays.
owner: {t.pick("role", i)}
status: published
version: "1.{i % 9}"
time_zone: Europe/London
hours: [{{day_of_week: [mon, tue, wed, thu, fri], opens: "08:00", closes: "18:00"}}]
holidays:
  - {{date: 2026-12-25, title: Christmas Day}}
  - {{date: 2027-01-01, title: New Year’s Day}}
"""


def customer(i: int, t: Totals) -> str:
    return f"""\
kind: customer
title: {topic(i)} department
description: Everybody in the department and its visitors.
owner: {t.pick("role", i)}
status: active
team: {t.pick("team", i)}
review: {{frequency: 12M, last_reviewed: 2026-05-04}}
channels: {{order: portal, escalation: service desk, complaint: yearly review}}
"""


def _covered(i: int, t: Totals) -> tuple[str, list[int]]:
    """Return the type of an agreement and the services it covers. All business services have an SLA."""
    group, place = divmod(i, 4)
    services = t.of["service"]
    if place < 2:
        business = [j for j in range(services) if j % 4 != 3]
        return "sla", business[group * 2 + place :: _slas(t)]
    if place == 2:
        inside = [j for j in range(3, services, 4) if j % 12 != 11]
        return "ola", [inside[group % len(inside)]]
    bought = range(11, services, 12)
    return "uc", [bought[group % len(bought)]]


def _slas(t: Totals) -> int:
    return sum(1 for i in range(t.of["agreement"]) if i % 4 < 2)


def agreement(i: int, t: Totals) -> str:
    kind, covered = _covered(i, t)
    by = provider(covered[0], t) if kind != "sla" else t.pick("team", i)
    to = f"team/{t.pick('team', i + 1)}" if kind != "sla" else f"customer/{t.pick('customer', i)}"
    by = by if "/" in by else f"team/{by}"
    hours = t.pick("calendar", i)
    basis = ""
    if kind == "uc":
        contract = by.replace("supplier", "contract").removeprefix("contract/")
        basis = f"contract: {contract}\nclauses: [{contract}#service-level]\n"
    return f"""\
kind: agreement
title: {topic(i)}, service levels
owner: {t.pick("role", i)}
status: active
type: {kind}
provider: {by}
recipient: {to}
covers: [{", ".join(name("service", one) for one in covered)}]
{basis}valid_from: 2026-07-01
service_hours: {hours}
support_hours: {hours}
targets:
  - id: availability
    indicator: {level(t, i * 2)}
    operator: gte
    value: {97 if kind == "sla" else 99.5}
    clock: {hours}
    window: {{duration: 1M, type: calendar}}
  - id: resolution
    indicator: {level(t, i * 2 + 1)}
    operator: lte
    value: {16 if kind == "sla" else 8}h
    clock: {hours}
    target_percent: 90
    window: {{duration: 1M, type: calendar}}
reporting: {{purpose: Yearly review, frequency: 12M, recipients: [{to}], content: all}}
signatures:
  - {{party: {by}, date: 2026-06-10, evidence: minutes}}
  - {{party: {to}, date: 2026-06-12, evidence: minutes}}
"""


def measurement(i: int, t: Totals) -> str:
    """The figures of one agreement."""
    rows = "".join(
        f"  - {{period: {month}, target: availability, downtime_minutes: {(i + at) % 40}, source: monitoring}}\n"
        f"  - {{period: {month}, target: resolution, good: {95 + (i + at) % 5}, total: 100, source: tickets}}\n"
        for at, month in enumerate(MONTHS)
    )
    return f"""\
kind: measurement
title: {topic(i)}, second half of 2026
agreement: {name("agreement", i)}
rows:
{rows}"""


def contract(i: int, t: Totals) -> str:
    """The contract of the supplier with the same number."""
    kinds: tuple[str, ...] = ("service-level", "data-return")
    if i % 4 == IMPORTANT:
        kinds = ("service-level", "raci", "data-ownership", "process-interlock", "data-interchange", "exit")
    clauses = "".join(
        f"  - {{id: {one}, title: Annex {at}, type: {one}, party: both, text: As agreed in annex {at}., due: always}}\n"
        for at, one in enumerate(kinds, 1)
    )
    return f"""\
kind: contract
title: {topic(i)}, frame contract
owner: {t.pick("role", i)}
status: active
supplier: {name("supplier", i)}
reference: C-{i:06d}
type: master
signed_on: 2026-01-12
start: 2026-02-01
notice_days: {{customer: 90, supplier: 180}}
value: {{annual: {{amount: "{1000 + i}.00", currency: EUR}}}}
clauses:
{clauses}"""


def data_asset(i: int, t: Totals) -> str:
    return f"""\
kind: data-asset
title: Data of {topic(i).lower()}
description: What is known about each case, from the first contact to its end.
owner: {t.pick("role", i)}
status: active
data_classification: internal
personal_data: false
steward: {t.pick("role", i + 1)}
custodian: team/{t.pick("team", i)}
retention: {{period: 5Y, basis: Retention schedule}}
locations: [{{country: "IE", purpose: storage, party: team/{t.pick("team", i)}}}]
system_of_record: {t.pick("service", i)}
quality: [{{rule: Every case has an owner, target_percent: 99}}]
"""


def interface(i: int, t: Totals) -> str:
    return f"""\
kind: interface
title: Feed of {topic(i).lower()}
description: Open cases with their next date.
owner: {t.pick("role", i)}
status: published
version: "1.{i % 9}"
from: {{party: team/{t.pick("team", i)}, system: {t.pick("service", i)}}}
to: {{party: team/{t.pick("team", i + 1)}, system: {t.pick("service", i + 1)}}}
direction: one-way
purpose: Both teams see the same cases
payload: {{record_type: other, format: csv}}
key_mapping: {{local_id: case, remote_id: ticket}}
transport: sftp
error_handling: {{retry: next day, manual_fallback: telephone list}}
data_assets: [{t.pick("data-asset", i)}]
data_classification: internal
"""


def interlock(i: int, t: Totals) -> str:
    """From the last step of a process to an important supplier, or else to the first step of the next process."""
    one, other = i % t.of["process"], (i + 1) % t.of["process"]
    lead, follower = t.pick("role", one + 2), t.pick("role", other + 2)
    outside = important(i, t)
    to, clauses = f"{{party: {follower}, activity: {name('process', other)}#sort}}", ""
    if outside is not None:
        to, follower = f"{{party: supplier/{name('supplier', outside)}, desk: Operations desk}}", lead
        bound = [f"{name('contract', outside)}#{word}" for word in HANDED_OVER]
        clauses = f"\nclauses: [{', '.join(bound)}]"
    return f"""\
kind: interlock
title: Hand-over {i}
description: Cases that turn out to be somebody else’s.
owner: {t.pick("role", i)}
status: published
version: "1.{i % 9}"
type: handover
trigger: The case belongs elsewhere
from: {{party: {lead}, activity: {name("process", one)}#solve}}
to: {to}
carries: [{{item: Case, interface: {t.pick("interface", i)}, data_assets: [{t.pick("data-asset", i)}]}}]
case_owner: {{before: {lead}, during: {lead}, after: {follower}}}
record_of_truth: {t.pick("service", i)}
acceptance:
  criteria: [All is written down]
  within: {{duration: 4h, clock: {t.pick("calendar", i)}}}
  silence_means: accepted
rejection: {{reasons: [Not ours], return_to: "{name("process", one)}#solve", max_bounces: 2}}
terminal: true{clauses}
test: {{method: One case followed, last: 2026-09-18, frequency: 12M}}
"""


def review(i: int, t: Totals) -> str:
    return f"""\
kind: review
title: Review of {topic(i).lower()}
owner: {t.pick("role", i)}
status: held
type: supplier
subject: supplier/{t.pick("supplier", i)}
period: {{from: 2026-01-01, to: 2026-06-30}}
date: 2026-07-14
chair: {t.pick("role", i + 1)}
attendees: [{t.pick("role", i)}]
results:
  - {{topic: What was promised, rating: 4, note: Kept}}
  - {{topic: What comes next, note: Renewal in spring}}
evidence: Minutes {i}
"""


WRITERS = {
    "indicator": indicator, "calendar": calendar, "customer": customer, "agreement": agreement,
    "measurement": measurement, "contract": contract, "data-asset": data_asset, "interface": interface,
    "interlock": interlock, "review": review,
}  # fmt: skip
