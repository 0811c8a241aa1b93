"""Rules over the model: sorted findings without duplicates; waived ones are kept and marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from skms.dates import long_date, parse_date
from skms.findings import SEVERITIES, Finding, Hit, Route, sort_key
from skms.model import Model
from skms.pipeline import no_garbage_collection
from skms.rules import Rule, load_rules
from skms.spans import Spans, locate, place


@dataclass(frozen=True, slots=True)
class Waiver:
    """A live exception of type `rule` whose first day has come."""

    name: str
    rules: frozenset[str]
    """Codes and names."""
    record: str
    route: Route
    """Route of the sub-element it is restricted to; `()` for the whole record."""
    over: date | None
    """Its last day, where that is past. What it covered then comes back as a matter of the clock, not as an error: a
    date that passes must not break an unrelated change."""


def judge(
    model: Model,
    *,
    strict_clock: bool = False,
    only: Iterable[Rule] | None = None,
    base: Model | None = None,
    before_each: Callable[[], None] = lambda: None,
) -> tuple[Finding, ...]:
    """Run all rules (or `only` these) and return their findings, sorted.

    Rules about changes run only with a `base`, the model that the change started from. What `before_each` raises
    before a rule ends the run.
    """
    with no_garbage_collection():
        found = _findings(model, strict_clock, only, base, before_each)
        return tuple(sorted(dict.fromkeys(found), key=sort_key))


def _findings(
    model: Model,
    strict_clock: bool,
    only: Iterable[Rule] | None,
    base: Model | None,
    before_each: Callable[[], None],
) -> Iterator[Finding]:
    every = tuple(load_rules().values())
    rules = every if only is None else tuple(only)
    waivers = _by_record(_waivers(model))
    # Whether a waiver is used shows only when the rules that it names have run too.
    run = every if any(rule.after_waivers for rule in rules) else rules
    found: list[tuple[Rule, Hit]] = []
    for rule in run:
        if not rule.after_waivers:
            before_each()
            found += ((rule, hit) for hit in _hits(rule, model, base))
    marked = [(rule, hit, _waiver(rule, hit, waivers)) for rule, hit in found]
    used = {waiver.name for _, _, waiver in marked if waiver}
    marked += [(rule, hit, None) for rule in rules if rule.after_waivers for hit in rule.check(model, used)]
    tables: dict[str, Spans] = {}
    wanted = {rule.code for rule in rules}
    for rule, hit, waiver in marked:
        if rule.code in wanted:
            yield _finding(model, rule, hit, waiver, strict_clock, tables)


def _hits(rule: Rule, model: Model, base: Model | None) -> Iterable[Hit]:
    if not rule.needs_base:
        return rule.check(model)
    return rule.check(model, base) if base else ()


def _waivers(model: Model) -> Iterator[Waiver]:
    for record in model.of("exception"):
        data = record.data
        start, end = parse_date(data.get("valid_from")), parse_date(data.get("valid_to"))
        if data.get("type") != "rule" or not record.live or not start or not end or start > model.as_of:
            continue
        last = max([end, *(d for e in data.get("extensions", []) if (d := parse_date(e.get("until"))))])
        named = next(link for link in model.links(record.name) if link.route == ("subject",))
        subject, fragment = model.get(named.target), named.fragment
        part = model.part(subject, fragment) if subject and fragment else None
        if subject and (part or not fragment):
            rules, route = frozenset(data.get("ignore", ())), part[0] if part else ()
            yield Waiver(record.name, rules, subject.name, route, last if last < model.as_of else None)


def _by_record(waivers: Iterable[Waiver]) -> Mapping[str, list[Waiver]]:
    found: dict[str, list[Waiver]] = {}
    for waiver in sorted(waivers, key=lambda waiver: (waiver.over is not None, waiver.name)):
        found.setdefault(waiver.record, []).append(waiver)
    return found


def _waiver(rule: Rule, hit: Hit, waivers: Mapping[str, list[Waiver]]) -> Waiver | None:
    """The waiver that covers a hit; one in force before one that is over."""
    if rule.waivable:
        for waiver in waivers.get(hit.record or "", ()):
            names_rule = rule.code in waiver.rules or rule.name in waiver.rules
            if names_rule and hit.route[: len(waiver.route)] == waiver.route:
                return waiver
    return None


def _finding(
    model: Model, rule: Rule, hit: Hit, waiver: Waiver | None, strict_clock: bool, tables: dict[str, Spans]
) -> Finding:
    line, column, end = locate(hit, _table(model, hit.path, tables))
    other = tuple(place(one, _table(model, one.path, tables)) for one in hit.related)
    own, help_text = hit.severity or rule.severity, hit.help
    if waiver and waiver.over:
        own = "clock" if own == "error" else own
        help_text += f" It was set aside by {waiver.name}, which ended on {long_date(waiver.over)}."
    waived_by = waiver.name if waiver and not waiver.over else None
    severity = _severity(rule, own, model.settings.severity, strict_clock)
    return Finding(
        rule.code, rule.name, severity, hit.path, line, column, hit.message, help_text, hit.record, hit.route, other,
        waived_by, own == "clock", end, hit.topic,
    )  # fmt: skip


def _table(model: Model, path: str, tables: dict[str, Spans]) -> Spans:
    if path not in tables:
        tables[path] = model.spans(path)
    return tables[path]


def _severity(rule: Rule, own: str, raised: Mapping[str, str], strict_clock: bool) -> str:
    if own == "clock":
        own = "error" if strict_clock else "warning"
    wish = raised.get(rule.code) or raised.get(rule.name)
    return min(own, wish, key=SEVERITIES.index) if wish else own
