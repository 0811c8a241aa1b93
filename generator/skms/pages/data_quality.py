"""Data quality: what is wrong with the records, who can mend it, and what was set aside until when.

Everything the checks say is shown to everybody, so that trust in the records is earned in the open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from skms.dates import long_date, parse_date
from skms.due import Due
from skms.findings import SEVERITIES, Finding, counts
from skms.fit import Record
from skms.model import Model
from skms.pages._overview import caller, everything, facet, late, overview, team_of, vacancies
from skms.pages._views import Ref, View, owner_role, visible
from skms.pages.page import Leaf, Page, Section, Site
from skms.pages.reference_rules import rule_path
from skms.rules import find

EXPECTED = ("role", "team", "person", "supplier", "framework")
"""Kinds that exist to be referred to; a record of them that nothing names is an orphan."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as the page shows it."""

    finding: Finding
    record: Ref | None
    kind: str
    owner: Ref | None
    rule: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A live exception from a rule, with what it sets aside and how long it lasts."""

    record: Ref
    rules: tuple[tuple[str, str], ...]
    subject: Ref | None
    until: str
    days: int | None
    used: int


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf("data-quality/", "Data quality", ("Contribute", "Data quality"), "", "data_quality")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page."""
    view, call = View(model, site, leaf.path), caller(site, "data_quality")
    open_ = [_problem(view, finding) for finding in site.findings if not finding.waived_by]
    open_.sort(key=lambda one: SEVERITIES.index(one.finding.severity))
    overdue = late(model)
    empty, orphans = vacancies(model), _orphans(model)
    waivers = _waivers(view)
    names = {one.finding.code: f"{one.finding.code} {one.finding.name}" for one in open_}
    facets = [
        facet("severity", "Severity", ((one.finding.severity,) for one in open_)),
        facet("rule", "Rule", ((one.finding.code,) for one in open_), lambda code: names[code]),
        facet("kind", "Kind", ((one.kind,) for one in open_), lambda kind: model.kinds[kind].many),
    ]
    sections = [
        Section("findings", "Open findings", call("findings", open_, facets)),
        Section("by-rule", "By rule", call("by_rule", _by_rule(open_))),
        Section("by-owner", "By owner", call("by_owner", _by_owner(open_))),
        Section("vacancies", "Vacant roles", call("vacant", [_with_team(view, role) for role in empty])),
        Section("overdue", "Overdue", call("overdue", [_late(view, one) for one in overdue])),
        Section("waivers", "Set aside for a while", call("waivers", waivers)),
        Section("orphans", "Named nowhere", call("orphans", [_with_kind(view, one) for one in orphans])),
    ]
    figures = _figures(counts(site.findings), len(empty), len(overdue), len(orphans))
    lead = call("figures_", figures, long_date(site.as_of), sum(1 for _ in everything(model)))
    return overview(view, leaf, "What the checks found in these records, open to everybody.", sections, lead)


def _figures(
    found: dict[str, int], empty: int, overdue: int, orphans: int
) -> list[tuple[int, str, str, str]]:
    """Return the figures at the top: number, noun, note, tone."""
    return [
        (found["error"], "errors", "nothing with errors is published", "bad" if found["error"] else "ok"),
        (found["warning"], "warnings", "", "warn" if found["warning"] else "ok"),
        (found["waived"], "set aside", "by an exception with an end", "idle"),
        (empty, "vacant roles", "", "warn" if empty else "ok"),
        (overdue, "overdue", "reviews, tests and dates", "warn" if overdue else "ok"),
        (orphans, "named nowhere", "", "idle"),
    ]


def _problem(view: View, finding: Finding) -> Problem:
    """Return a finding with links to its record, that record's owner, and its rule."""
    record = view.model.records.get(finding.record or "")
    role = owner_role(view.model, record) if record else None
    ref = view.ref(record) if record and record.valid else None
    rule = _rule(view, finding.code)
    return Problem(finding, ref, record.kind if record else "", view.ref(role) if role else None, rule)


def _by_rule(problems: list[Problem]) -> list[tuple[Problem, str, int]]:
    """Return one problem of each rule with what the rule says and the number of all, most first."""
    counted = Counter(one.finding.code for one in problems)
    first = {one.finding.code: one for one in reversed(problems)}
    return [
        (first[code], rule.says if (rule := find(code)) else "", count)
        for code, count in counted.most_common()
    ]


def _by_owner(problems: list[Problem]) -> list[tuple[Ref | None, int]]:
    """Return the roles that can mend something, with the number of findings, most first."""
    return Counter(one.owner for one in problems).most_common()


def _orphans(model: Model) -> list[Record]:
    """Return the live records that exist to be referred to but are not."""
    found = (record for kind in EXPECTED for record in model.of(kind))
    return [one for one in found if one.live and visible(model, one) and not model.backlinks(one.name)]


def _with_team(view: View, role: Record) -> tuple[Ref, Ref | None]:
    team = team_of(view.model, role)
    return view.ref(role), view.ref(team) if team else None


def _with_kind(view: View, record: Record) -> tuple[Ref, str]:
    return view.ref(record), view.model.kinds[record.kind].one


def _late(view: View, one: Due) -> tuple[Due, Ref, Ref | None]:
    role = owner_role(view.model, one.record)
    return one, view.ref(one.record), view.ref(role) if role else None


def _waivers(view: View) -> list[Waiver]:
    """Return the live exceptions from rules, the one that ends first at the top."""
    used = Counter(finding.waived_by for finding in view.site.findings)
    records = (one for one in view.model.of("exception") if one.live and one.data.get("type") == "rule")
    found = [_waiver(view, one, used[one.name]) for one in records if visible(view.model, one)]
    return sorted(found, key=lambda one: (one.until or "9999", one.record.title))


def _waiver(view: View, record: Record, used: int) -> Waiver:
    """Return an exception with its countdown; an extension moves the end."""
    data = record.data
    ends = [data.get("valid_to"), *(one.get("until") for one in data.get("extensions", ()))]
    day = max((day for end in ends if (day := parse_date(end))), default=None)
    subject = view.model.get(view.model.resolve(str(data.get("subject", "")), ()))
    rules = tuple((word, _rule(view, word)) for word in data.get("ignore", ()))
    return Waiver(
        view.ref(record), rules, view.ref(subject) if subject else None, day.isoformat() if day else "",
        (day - view.model.as_of).days if day else None, used,
    )  # fmt: skip


def _rule(view: View, word: str) -> str:
    """Return the address of a rule's page by its code or name; nothing where there is no such rule."""
    rule = find(word)
    return view.url(rule_path(rule)) if rule else ""
