"""Agreements: what holds for which service, whether it can be kept, and what was achieved. Edge cases of the facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from skms.breaches import breaches
from skms.integration import interlocks_of_step
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.results import latest, of_target, results, service_state
from skms.rules import load_rules
from skms.service_levels import agreements_for, services_of, slas, target
from skms.supportability import Proof, all_proofs, proof

AS_OF = date(2026, 7, 1)
MONTH = "window: {duration: 1M, type: calendar}"


def indicator(id: str, dimension: str, unit: str) -> str:
    better = "lower-better" if unit == "minutes" else "higher-better"
    return (
        f"kind: indicator\ntitle: The {id}\nowner: x\nstatus: active\ntype: sli\ndimension: {dimension}\n"
        f"formula: as agreed\nunit: {unit}\ndirection: {better}\ndata_source: monitoring\n"
    )


def calendar(opens: str, closes: str, more: str = "") -> str:
    hours = f'{{day_of_week: [mon, tue, wed, thu, fri], opens: "{opens}", closes: "{closes}"}}'
    named = "kind: calendar\ntitle: Hours\nowner: x\nstatus: published\ntime_zone: Europe/London\n"
    return f"{named}hours: [{hours}]\n{more}"


def service(id: str, more: str = "", kind: str = "technical") -> tuple[str, str]:
    text = f"kind: service\ntitle: The {id}\nowner: x\nstatus: live\ntype: {kind}\n{more}"
    return f"catalogue/services/{id}.yaml", text


def agreement(id: str, covers: str, targets: list[str], more: str = "") -> tuple[str, str]:
    kind = "sla" if id.endswith("sla") else "ola"
    hours = "" if "service_hours" in more else "service_hours: 24x7\nsupport_hours: 24x7\n"
    dates = "" if "valid_from" in more else "valid_from: 2026-01-01\nvalid_through: 2026-12-31\n"
    text = (
        f"kind: agreement\ntitle: The {id}\nowner: x\nstatus: active\ntype: {kind}\nprovider: {id}-team\n"
        f"recipient: {'everybody' if kind == 'sla' else 'team/desk'}\ncovers: [{covers}]\n{dates}{hours}{more}"
        + ("targets:\n" + "".join(f"  - {{{one}, {MONTH}}}\n" for one in targets) if targets else "")
    )
    return f"catalogue/agreements/{id}.yaml", text


def there(percent: float) -> str:
    return f"id: availability, indicator: availability, operator: gte, value: {percent}"


def back(duration: str, clock: str = "24x7", priority: str = "p1", share: int = 95) -> str:
    scope = f"applies_to: {{priority: {priority}}}, " if priority else ""
    name = f"resolution-{priority or 'all'}"
    return (
        f"id: {name}, indicator: resolution, {scope}operator: lte, value: {duration}, clock: {clock}, "
        f"target_percent: {share}"
    )


BASE = {
    "catalogue/indicators/availability.yaml": indicator("availability", "availability", "percent"),
    "catalogue/indicators/resolution.yaml": indicator("resolution", "resolution", "minutes"),
    "catalogue/calendars/office.yaml": calendar("08:00", "18:00"),
    "catalogue/calendars/short.yaml": calendar("09:00", "17:00"),
}


def model(*files: tuple[str, str], as_of: date = AS_OF) -> Model:
    made = model_of({**BASE, **dict(files)}, as_of)
    assert [problem.message for problem in made.problems] == []
    return made


def proved(*files: tuple[str, str]) -> Proof:
    made = model(*files)
    return all_proofs(made)["agreement/mail-sla"]


def found(made: Model, code: str) -> list[str]:
    return [finding.message for finding in judge(made, only=[load_rules()[code]])]


def composed(depends_on: str, *files: tuple[str, str], promised: float = 99.0) -> Proof:
    return proved(
        agreement("mail-sla", "mail", [there(promised)]),
        service("mail", f"depends_on: {depends_on}\n"),
        *files,
    )


def test_a_default_sla_holds_where_there_is_no_other() -> None:
    made = model(
        service("mail", kind="business"), service("pay", kind="business"), service("host"),
        agreement("mail-sla", "mail", []), agreement("standard-sla", "", [], "default: true\n"),
    )  # fmt: skip
    mail, pay = made.get("service/mail"), made.get("service/pay")
    assert mail
    assert pay
    assert [one.id for one in slas(made, mail)] == ["mail-sla"]
    assert [one.id for one in slas(made, pay)] == ["standard-sla"]
    standard = made.get("agreement/standard-sla")
    assert standard
    assert [one.id for one in services_of(made, standard)] == ["pay"]


def test_an_agreement_for_another_offering_does_not_count() -> None:
    offers = "offerings: [{id: big, title: Big, status: live}, {id: small, title: Small, status: live}]\n"
    made = model(
        service("host", offers),
        agreement("big-ola", "host#big", []),
        agreement("small-ola", "host#small", []),
    )
    host = made.get("service/host")
    assert host
    assert [one.id for one in agreements_for(made, host)] == ["big-ola", "small-ola"]
    assert [one.id for one in agreements_for(made, host, fragment="big")] == ["big-ola"]


def test_the_lowest_promise_for_a_dependency_counts() -> None:
    (line,) = composed(
        "[{service: host}]", service("host"), agreement("a-ola", "host", [there(99.9)]),
        agreement("b-ola", "host", [there(98.5)]),
    ).availability  # fmt: skip
    assert (line.composition.product, line.verdict) == (Decimal("98.5"), "broken")


def test_without_an_agreement_the_design_and_what_is_below_count() -> None:
    (line,) = composed(
        "[{service: host}]", service("host", "design_availability_percent: 99.9\ndepends_on: [{service: net}]\n"),
        service("net"), agreement("net-ola", "net", [there(99.95)]),
    ).availability  # fmt: skip
    assert line.composition.product == Decimal("99.85005")
    assert line.verdict == "kept"


def test_what_nobody_promises_is_named_and_never_counts_as_kept() -> None:
    (line,) = composed("[{service: host}]", service("host")).availability
    assert (line.verdict, line.composition.unknown) == ("unknown", ("host",))
    assert any("host" in one for one in line.assumptions)


def test_a_group_that_a_person_switches_counts_as_series() -> None:
    parts = (service("a"), service("b"), agreement("a-ola", "a, b", [there(99)]))
    manual = composed("[{services: [a, b], failover: manual}]", *parts).availability[0]
    alone = composed("[{services: [a, b], failover: automatic}]", *parts).availability[0]
    both = composed(
        "[{services: [a, b], failover: automatic, common_cause_percent: 10}]", *parts
    ).availability[0]
    assert manual.composition.product == Decimal("98.01")
    assert (alone.composition.product, alone.composition.bound) == (Decimal("99.99"), Decimal(99))
    assert both.composition.product == Decimal("99.891")


def test_a_group_with_a_missing_member_does_not_break_the_calculation() -> None:
    (line,) = composed(
        "[{services: [a, gone], need: 2}]", service("a"), agreement("a-ola", "a", [there(99)])
    ).availability
    assert line.composition.product == Decimal(99)


def test_circles_of_dependencies_come_to_an_end() -> None:
    (line,) = composed(
        "[{service: a}]",
        service("a", "depends_on: [{service: b}]\n"),
        service("b", "depends_on: [{service: a}]\n"),
    ).availability
    assert line.verdict == "unknown"


def test_a_promise_in_shorter_hours_guarantees_less() -> None:
    hours = "service_hours: short\nsupport_hours: short\n"
    (line,) = proved(
        agreement("mail-sla", "mail", [there(80.0)], "service_hours: office\nsupport_hours: office\n"),
        service("mail", "depends_on: [{service: host}]\n"), service("host"),
        agreement("host-ola", "host", [there(100)], hours),
    ).availability  # fmt: skip
    assert (line.composition.product, line.composition.bound) == (Decimal(100), Decimal(80))


def test_hours_of_two_agreements_add_up() -> None:
    late = ("catalogue/calendars/late.yaml", calendar("16:00", "18:00"))
    early = ("catalogue/calendars/early.yaml", calendar("08:00", "09:00"))
    files = (
        agreement("mail-sla", "mail", [], "service_hours: office\nsupport_hours: short\n"),
        service("mail", "depends_on: [{service: host}]\n"), service("host", "provider: hosting\n"), late, early,
        agreement("day-ola", "host", [], "service_hours: short\nsupport_hours: short\n"),
    )  # fmt: skip
    one = proved(*files).hours[0]
    assert (one.verdict, one.cover and one.cover.missing) == ("broken", 600)
    rest = [
        agreement(f"{name}-ola", "host", [], f"service_hours: {name}\nsupport_hours: {name}\n")
        for name in ("late", "early")
    ]
    assert proved(*files, *rest).hours[0].verdict == "kept"


def test_nobody_makes_an_agreement_with_itself() -> None:
    important = "criticality: tier-1\n"
    files = (
        agreement("mail-sla", "mail", [there(99)]), service("mail", f"{important}depends_on: [{{service: host}}]\n"),
    )  # fmt: skip
    assert proved(*files, service("host", "provider: mail-sla-team\n")).missing == ()
    other = proved(*files, service("host", "provider: hosting\n"))
    assert [one.dimensions for one in other.missing] == [("availability",)]


def path(
    wanted: str, under: list[str], more: str = "supports: [mail-sla]\n", *files: tuple[str, str]
) -> tuple[int | None, str]:
    (line,) = proved(
        agreement("mail-sla", "mail", [wanted]), agreement("host-ola", "host", under, more), *files
    ).paths
    return line.total, line.verdict


def test_targets_for_all_priorities_support_each_of_them() -> None:
    assert path(back("4h"), [back("2h", priority="")]) == (120, "kept")
    assert path(back("4h"), [back("2h", priority="p2")]) == (0, "unknown")
    assert path(back("4h", priority=""), [back("2h"), back("6h", priority="p2")]) == (360, "broken")


def test_only_the_targets_named_are_supported() -> None:
    assert path(back("4h"), [back("2h")], "supports: [mail-sla#resolution-p1]\n")[1] == "kept"
    made = proved(
        agreement("mail-sla", "mail", [back("4h"), there(99)]),
        agreement("host-ola", "host", [back("2h")], "supports: [mail-sla#availability]\n"),
    )
    assert made.paths[0].verdict == "unknown"


def test_a_handover_takes_its_time_and_the_time_to_accept_it() -> None:
    interlock = (
        "catalogue/interlocks/over.yaml",
        "kind: interlock\ntitle: Over\nowner: x\nstatus: published\ntype: handover\n"
        "acceptance: {criteria: [known], within: {duration: 15m, clock: 24x7}, silence_means: accepted}\n"
        "timing: {handover: 5m, target: host-ola#resolution-p1}\n",
    )
    assert path(back("140m"), [back("2h")], "supports: [mail-sla]\n", interlock) == (140, "kept")
    assert path(back("139m"), [back("2h")], "supports: [mail-sla]\n", interlock) == (140, "broken")


def test_other_clocks_count_at_their_worst_start() -> None:
    assert path(back("4h", "office"), [back("2h", "short")]) == (240, "kept")
    assert path(back("239m", "office"), [back("2h", "short")]) == (240, "broken")


def test_shares_of_cases_add_up() -> None:
    files = (
        agreement("mail-sla", "mail", [back("9h", share=91)]),
        agreement("a-ola", "a", [back("1h")], "supports: [mail-sla]\n"),
        agreement("b-ola", "b", [back("1h")], "supports: [mail-sla]\n"),
    )
    (line,) = proved(*files).paths
    assert (line.joint, line.verdict) == (Decimal(90), "doubtful")


def test_an_agreement_without_dates_is_no_reason_to_stop() -> None:
    made = model(
        (
            "catalogue/agreements/mail-sla.yaml",
            "kind: agreement\ntitle: Mail\nowner: x\nstatus: active\ntype: sla\n",
        )
    )
    mail = made.get("agreement/mail-sla")
    assert mail
    assert proof(made, mail).availability == ()


def test_the_next_agreement_of_a_provider_carries_on() -> None:
    sla = agreement("mail-sla", "mail", [])
    dates = "supports: [mail-sla]\nvalid_from: {}\nvalid_through: {}\n"
    first = agreement("host-ola", "host", [], dates.format("2026-01-01", "2026-06-30"))
    text = agreement("host-ola", "host", [], dates.format("2026-07-01", "2026-12-31"))[1]
    following = ("catalogue/agreements/host-2-ola.yaml", text.replace("status: active", "status: agreed"))
    assert len(found(model(sla, first), "SLA007")) == 1
    assert found(model(sla, first, following), "SLA007") == []
    assert found(model(sla, (first[0], first[1] + "auto_renew: true\n")), "SLA007") == []


def measured(
    rows: list[str], targets: list[str], more: str = "", as_of: date = AS_OF, extra: str = ""
) -> Model:
    text = "kind: measurement\ntitle: Mail\nagreement: mail-sla\nrows:\n" + "".join(
        f"  - {{{row}}}\n" for row in rows
    )
    return model(
        service("mail", kind="business"), agreement("mail-sla", "mail", targets, more),
        ("catalogue/measurements/mail-sla-2026.yaml", text + extra), as_of=as_of,
    )  # fmt: skip


def states(made: Model) -> list[tuple[str, str]]:
    mail = made.get("agreement/mail-sla")
    assert mail
    return [(one.period, one.state) for one in results(made, mail)]


def row(period: str, more: str, name: str = "availability") -> str:
    return f'period: "{period}", target: {name}, {more}'


def test_availability_of_a_month_of_office_hours() -> None:
    hours = "service_hours: office\nsupport_hours: office\nvalid_from: 2026-06-01\n"
    made = measured([row("2026-06", "downtime_minutes: 42")], [there(99.5)], hours)
    mail = made.get("agreement/mail-sla")
    wanted = target(made, mail, "availability") if mail else None
    assert wanted
    (one,) = of_target(made, wanted)
    assert one.tally
    assert one.tally.total == 13200
    assert one.tally.left == 24
    assert one.state == "met"


def test_a_period_lacks_its_figure_only_after_its_lag() -> None:
    start = "valid_from: 2026-04-01\n"
    rows = [row("2026-04", "not_measured: Agent failed")]
    assert states(measured(rows, [there(99)], start, date(2026, 6, 15))) == [("2026-04", "not-measured")]
    later = states(measured(rows, [there(99)], start, date(2026, 6, 16)))
    assert later == [("2026-04", "not-measured"), ("2026-05", "no-data")]


def test_outages_count_within_the_clock_and_only_once() -> None:
    hours = "service_hours: office\nsupport_hours: office\nvalid_from: 2026-06-01\n"
    outages = (
        "outages:\n"
        '  - {id: a, start: "2026-06-03T17:30+01:00", end: "2026-06-03T20:00+01:00"}\n'
        '  - {id: b, start: "2026-06-03T17:45+01:00", end: "2026-06-03T18:30+01:00"}\n'
    )
    made = measured([row("2026-06", "source: monitoring")], [there(99.5)], hours, extra=outages)
    mail = made.get("agreement/mail-sla")
    assert mail
    (one,) = results(made, mail)
    assert one.time
    assert (one.time.down, one.time.outages) == (Decimal(30), 2)


def test_exclusions_count_as_far_as_they_are_agreed() -> None:
    allowed = (
        "valid_from: 2026-06-01\n"
        "exclusions: [{id: planned, title: Planned, code: planned-maintenance, max_minutes: 60}]\n"
    )
    made = measured(
        [row("2026-06", "downtime_minutes: 0, excluded: [{reason: planned, minutes: 100}]")],
        [there(99)],
        allowed,
    )
    mail = made.get("agreement/mail-sla")
    assert mail
    (one,) = results(made, mail)
    assert one.time
    assert (one.time.agreed, one.time.down) == (Decimal(30 * 1440 - 60), Decimal(40))
    assert found(made, "MEA004")


def test_cases_in_time_at_risk_too_few_and_none() -> None:
    rows = [
        row(f"2026-{month:02}", f"good: {good}, total: {total}", "resolution-p1")
        for month, good, total in ((2, 100, 100), (3, 96, 100), (4, 4, 5), (5, 0, 0), (6, 94, 100))
    ]
    made = measured(rows, [back("4h") + ", min_sample: 10"], "valid_from: 2026-02-01\n")
    assert [state for _, state in states(made)] == ["met", "at-risk", "below-sample", "no-events", "breached"]
    mail, product = made.get("agreement/mail-sla"), made.get("service/mail")
    assert mail
    assert product
    assert [one.period for one in latest(made, mail)] == ["2026-06"]
    assert service_state(made, product) == "breached"


def test_credits_follow_the_bands() -> None:
    bands = (
        "valid_from: 2026-06-01\nconsequences: [{target: availability, cap_percent: 8, "
        "bands: [{below_percent: 99.5, credit_percent: 5}, {below_percent: 98, credit_percent: 10}]}]\n"
    )
    for minutes, credit in ((100, 0), (300, 5), (2000, 8)):
        made = measured([row("2026-06", f"downtime_minutes: {minutes}")], [there(99.5)], bands)
        mail = made.get("agreement/mail-sla")
        assert mail
        assert results(made, mail)[0].credit == credit


def test_missed_twice_is_missed_twice_though_nothing_was_measured_between() -> None:
    down, gap = "downtime_minutes: 5000", "not_measured: Agent failed"
    rows = [row("2026-03", down), row("2026-04", gap), row("2026-05", down)]
    (one,) = breaches(measured(rows, [there(99)], "valid_from: 2026-03-01\n"))
    assert one.repeated
    assert [result.period for result in one.repeated] == ["2026-03", "2026-05"]
    assert not one.kept_since
    assert not one.answered
    (kept,) = breaches(
        measured([*rows, row("2026-06", "downtime_minutes: 0")], [there(99)], "valid_from: 2026-03-01\n")
    )
    assert kept.kept_since
    assert kept.repeated
    assert not kept.answered


def test_an_end_without_activity_fits_every_step_of_its_party() -> None:
    process = (
        "policies/processes/incident.yaml",
        "kind: process\ntitle: Incident\nowner: x\nstatus: published\nactivities:\n"
        "  - {id: a, title: A, next: [{to: b}]}\n  - {id: b, title: B}\n",
    )
    interlock = (
        "catalogue/interlocks/over.yaml",
        "kind: interlock\ntitle: Over\nowner: x\nstatus: published\ntype: handover\n"
        "from: {party: desk}\nto: {party: supplier/host, activity: incident#b}\n",
    )
    made = model(process, interlock)
    incident = made.get("process/incident")
    assert incident
    assert [one[0].id for one in interlocks_of_step(made, incident, "a", "b")] == ["over"]
    assert interlocks_of_step(made, incident, "b", "a") == ()


def test_a_year_of_a_plan_that_is_over_needs_what_it_brought() -> None:
    plan = 'annual: [{year: "2025", quantity: 10}, {year: "2026", quantity: 10}]'
    case = (
        "kind: business-case\ntitle: Fewer calls\nowner: x\nstatus: approved\nsubject: service/mail\n"
        f"benefits:\n  - {{id: calls, title: Fewer calls, type: cashable, {plan}%s}}\n"
    )
    path = "policies/business-cases/calls.yaml"
    assert len(found(model((path, case % "")), "MEA002")) == 1
    assert found(model((path, case % ', realised: [{period: "2025-Q4", quantity: 0}]')), "MEA002") == []
    assert found(model((path, case % ", start: 2026-01-01")), "MEA002") == []


@pytest.mark.parametrize(
    "dates",
    [
        "valid_from: 2026-05-01\nvalid_through: 2026-01-01\n",
        "valid_from: 9999-12-31\nvalid_through: 9999-12-31\n",
        "valid_from: 2026-01-01\nvalid_through: 9999-12-31\n",
        "valid_from: 2026-01-01\nvalid_through: 2026-01-01\n",
    ],
)
def test_strange_dates_and_durations_stop_nothing(dates: str) -> None:
    hours = f"{dates}service_hours: short\nsupport_hours: gone\n"
    made = model(
        agreement("mail-sla", "mail", [there(99), back("99999Y"), back("1m", "short", "p2")], hours),
        agreement("host-ola", "host", [there(0), back("99999h", "short")], f"supports: [mail-sla]\n{hours}"),
        service("mail", "depends_on: [{service: host}, {services: [host, gone], need: 9}]\nprovider: here\n"),
        service("host", "provider: there\n"),
    )
    assert "SLA002" in {finding.code for finding in judge(made)}
