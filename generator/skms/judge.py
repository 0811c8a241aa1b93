"""Rules over the model: sorted findings without duplicates; waived ones are kept and marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from skms.dates import parse_date
from skms.findings import SEVERITIES, Finding, Hit, Route, sort_key
from skms.model import Model
from skms.rules import Rule, load_rules
from skms.spans import Spans, locate, place

_NEVER_WAIVED = frozenset({*(f"GEN{n:03}" for n in range(1, 8)), "RAC004"})


@dataclass(frozen=True, slots=True)
class Waiver:
    """A live exception of type `rule`, on the as-of date."""

    name: str
    rules: frozenset[str]
    """Codes and names."""
    record: str
    route: Route
    """Route of the sub-element it is restricted to; `()` for the whole record."""


def judge(model: Model, *, strict_clock: bool = False, only: Iterable[Rule] | None = None) -> tuple[Finding, ...]:
    """Run all rules (or `only` these) and return their findings, sorted."""
    rules = tuple(only) if only is not None else tuple(load_rules().values())
    waivers = list(_waivers(model))
    found = [(rule, hit) for rule in rules if not rule.after_waivers for hit in rule.check(model)]
    marked = [(rule, hit, _waived_by(rule, hit, waivers)) for rule, hit in found]
    used = {name for _, _, name in marked if name}
    marked += [(rule, hit, None) for rule in rules if rule.after_waivers for hit in rule.check(model, used)]
    tables: dict[str, Spans] = {}
    findings = (_finding(model, rule, hit, waiver, strict_clock, tables) for rule, hit, waiver in marked)
    return tuple(sorted(dict.fromkeys(findings), key=sort_key))


def waivable(rule: Rule) -> bool:
    """Whether an exception may set this rule aside."""
    return rule.waivable and rule.code not in _NEVER_WAIVED and rule.family != "EXC"


def _waivers(model: Model) -> Iterable[Waiver]:
    for record in model.of("exception"):
        data = record.data
        start, end = parse_date(data.get("valid_from")), parse_date(data.get("valid_to"))
        if data.get("type") != "rule" or not record.live or not start or not end:
            continue
        last = max([end, *(d for e in data.get("extensions", []) if (d := parse_date(e.get("until"))))])
        if not start <= model.as_of < last + timedelta(days=1):
            continue
        target, _, fragment = str(data["subject"]).partition("#")
        subject = model.records.get(target)
        part = model.part(subject, fragment) if subject and fragment else None
        if subject and (part or not fragment):
            yield Waiver(record.name, frozenset(data.get("ignore", ())), subject.name, part[0] if part else ())


def _waived_by(rule: Rule, hit: Hit, waivers: Iterable[Waiver]) -> str | None:
    if not waivable(rule):
        return None
    for waiver in waivers:
        names_rule = rule.code in waiver.rules or rule.name in waiver.rules
        if names_rule and hit.record == waiver.record and hit.route[: len(waiver.route)] == waiver.route:
            return waiver.name
    return None


def _finding(
    model: Model, rule: Rule, hit: Hit, waived_by: str | None, strict_clock: bool, tables: dict[str, Spans]
) -> Finding:
    line, column, end = locate(hit, _table(model, hit.path, tables))
    other = tuple(place(one, _table(model, one.path, tables)) for one in hit.related)
    return Finding(
        rule.code, rule.name, _severity(rule, hit, model.settings.severity, strict_clock), hit.path, line, column,
        hit.message, hit.help, hit.record, hit.route, other, waived_by, rule.severity == "clock", end,
    )  # fmt: skip


def _table(model: Model, path: str, tables: dict[str, Spans]) -> Spans:
    if path not in tables:
        tables[path] = model.spans(path)
    return tables[path]


def _severity(rule: Rule, hit: Hit, raised: Mapping[str, str], strict_clock: bool) -> str:
    own = hit.severity or rule.severity
    if own == "clock":
        own = "error" if strict_clock else "warning"
    wish = raised.get(rule.code) or raised.get(rule.name)
    return min(own, wish, key=SEVERITIES.index) if wish else own
