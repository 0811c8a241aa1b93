"""A forum meeting or report is later than 1.5 times its interval, or a process or critical supplier was neither
assessed nor audited for 24 months.

Why: A forum that does not meet decides nothing, and a report that nobody sends is read by nobody. Limits are set in
`skms.yml`: `limits: {cadence-factor: 1.5, assurance-months: 24}`. Assurance is asked for once there is an assessment
or audit at all.

Bad:
    # file: policies/forums/board.yaml
    kind: forum
    title: Service management board
    status: active
    owner: head-of-smo
    level: strategic
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    decision_types: [{type: Promise a service level, method: majority}]
    meetings:
      - {date: 2026-03-10}  # expect
      - {date: 2026-02-10}

Good:
    # file: policies/forums/board.yaml
    kind: forum
    title: Service management board
    status: active
    owner: head-of-smo
    level: strategic
    governance_domains: [itsm]
    chair: head-of-smo
    members: [head-of-smo]
    cadence: 1M
    quorum: {min_members: 1}
    decision_types: [{type: Promise a service level, method: majority}]
    meetings: [{date: 2026-05-26}]
"""

from collections.abc import Iterator
from datetime import date, timedelta

from skms.assurance import assured_on, may_be_assured, starts
from skms.dates import add, long_date, parse_date, words
from skms.findings import Hit, Route
from skms.fit import Record
from skms.model import Model, hit

SEVERITY = "clock"


def check(model: Model) -> Iterator[Hit]:
    """Compare meetings, reports and assurance with the as-of date."""
    for forum in model.of("forum"):
        if forum.live:
            found = _latest(forum.data.get("meetings", ()), ("meetings",))
            yield from _missed(model, forum, "meeting", forum.data["cadence"], found, ("cadence",))
    for agreement in model.of("agreement"):
        reporting = agreement.data.get("reporting")
        if agreement.live and reporting:
            start = parse_date(agreement.data.get("valid_from"))
            found = _latest(reporting.get("issued", ()), ("reporting", "issued"))
            if not found and start:
                found = start, ("reporting", "frequency")
            yield from _missed(
                model, agreement, "report", reporting["frequency"], found, ("reporting", "frequency")
            )
    if starts(model):
        yield from _unassured(model)


def _latest(entries: list[dict[str, str]], route: Route) -> tuple[date, Route] | None:
    dated = [
        (day, (*route, index, "date"))
        for index, one in enumerate(entries)
        if (day := parse_date(one["date"]))
    ]
    return max(dated, default=None)


def _missed(
    model: Model, record: Record, what: str, every: str, latest: tuple[date, Route] | None, field: Route
) -> Iterator[Hit]:
    remedy = f"Hold the {what} and enter its day, or change the interval."
    remedy = remedy if what == "meeting" else "Send the report and enter its day under `issued`."
    rhythm = words(every).removeprefix("1 ")
    if latest is None:
        yield hit(record, field, f"There is to be a {what} every {rhythm}, but none is recorded.", remedy)
        return
    day, route = latest
    factor = model.settings.limit("cadence-factor", 1.5)
    if day + timedelta((add(day, every) - day).days * factor) < model.as_of:
        since = "The last one was" if route != field else "It has been in force without one since"
        message = f"There is to be a {what} every {rhythm}. {since} {long_date(day)}."
        yield hit(record, route, message, remedy)


def _unassured(model: Model) -> Iterator[Hit]:
    months = int(model.settings.limit("assurance-months", 24))
    for record in (*model.of("process"), *model.of("supplier")):
        wanted = record.kind == "process" or record.data.get("tier") == "critical"
        last = assured_on(model, record)
        late = last is None or add(last, f"{months}M") < model.as_of
        if record.live and wanted and late and not may_be_assured(model, record):
            kind = "process" if record.kind == "process" else "critical supplier"
            since = f"since {long_date(last)}" if last else "so far"
            message = (
                f"The {kind} was neither assessed nor audited {since}; every {months} months is expected."
            )
            remedy = "Put it into the scope of the next assessment or audit."
            yield hit(record, ("kind",), message, remedy, on_key=True)
