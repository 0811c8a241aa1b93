"""The small marks that stand on every page, thousands of times: badges, letters, links.

They are Python, not macros, because a macro call costs ten times as much and a large site has millions of them.
All of them say their meaning in words; symbol and shape repeat it, so that they read in black and white, in forced
colours and aloud. Templates reach them through `components/badges.html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from markupsafe import Markup

from skms.pages._filters import words
from skms.pages._lean import safe
from skms.pages._views import DutyRow, Foot, Owner, Ref
from skms.raci import MEANING
from skms.words import plural

Item = TypeVar("Item")

LEAVING = frozenset({"retiring", "exiting"})
REFUSED = frozenset({"rejected", "revoked", "cancelled"})
BARS = 4
MANY = 8
"""Longest list that is set in one column."""
FEW = 4
"""As many places make an entry too long for a column."""
HALF = 3
"""Longest list beside a term that is set in one column."""
LONG = 12
"""Longest list that is shown whole; of a longer one the first `MANY` are, and the others are folded away."""


@cache
def badge(text: str, tone: str = "idle", sign: str = "", shape: str = "plain") -> Markup:
    """A word in a box. `tone`: ok, warn, bad, info, idle; `shape`: plain, live, planned, ended, leaving."""
    mark = f'<span class="badge__sign" aria-hidden="true">{safe(sign)}</span>' if sign else ""
    return Markup(f'<span class="badge badge--{shape} tone-{tone}">{mark}{safe(text)}</span>')


@cache
def status(state: str, phase: str) -> Markup:
    """A state of a lifecycle; `phase`: planned, live or ended."""
    text = words(state)
    if state in LEAVING:
        return badge(text, "warn", "◐", "leaving")
    if state == "on-hold":
        return badge(text, "warn", "‖", "planned")
    if state in REFUSED:
        return badge(text, "bad", "✕", "ended")
    if state == "pilot":
        return badge(text, "info", "●", "live")
    tone, sign = {"planned": ("info", "○"), "ended": ("idle", "■")}.get(phase, ("ok", "●"))
    return badge(text, tone, sign, phase if phase in ("planned", "ended") else "live")


@cache
def tier(value: str) -> Markup:
    """A criticality, `tier-1` to `tier-4`, with bars."""
    number = int(value[-1:]) if value[-1:].isdigit() else BARS
    tone = "info" if number == 1 else "idle"
    lit = BARS + 1 - number
    bars = '<i class="on"></i>' * lit + "<i></i>" * (BARS - lit)
    return Markup(
        f'<span class="badge badge--plain tone-{tone}"><span class="badge__bars" aria-hidden="true">{bars}</span>'
        f"{safe(words(value))}</span>"
    )


@cache
def severity(value: str, waived: bool = False) -> Markup:
    """The severity of a finding."""
    if waived:
        return badge("Waived", "idle", "⊘", "ended")
    if value == "error":
        return badge("Error", "bad", "✕")
    return badge("Note", "info", "i", "live") if value == "info" else badge("Warning", "warn", "▲")


@cache
def letter(code: str) -> Markup:
    """One RACI letter with its meaning."""
    return Markup(
        f'<span class="letter letter--{code}"><span aria-hidden="true">{code}</span>'
        f'<span class="skms-hidden">{MEANING[code]}</span></span>'
    )


def letters(codes: Iterable[str]) -> Markup:
    """Several RACI letters."""
    return _letters(tuple(codes))


@cache
def _letters(codes: tuple[str, ...]) -> Markup:
    comma = '<span class="skms-hidden">, </span>'
    return Markup(f'<span class="letters">{comma.join(map(letter, codes))}</span>')


@cache
def link(ref: Ref) -> Markup:
    """A record as a link, with its state where it is not in normal use; plain text without an address."""
    title = safe(ref.title)
    parts = [f'<a href="{safe(ref.href)}">{title}</a>' if ref.href else title]
    if ref.status and (ref.phase != "live" or ref.status in LEAVING or ref.status == "pilot"):
        parts.append(status(ref.status, ref.phase))
    if ref.note:
        parts.append(f'<span class="skms-quiet">{safe(ref.note)}</span>')
    return Markup(" ".join(parts))


def name(ref: Ref) -> Markup:
    """A record as a link without its state: for tables that have a column for it."""
    return link(replace(ref, status=None))


def links(refs: Iterable[Ref], columns: bool = False) -> Markup:
    """A list of records."""
    return _list([f"<li>{link(ref)}</li>\n" for ref in refs], columns, " data-pagefind-ignore")


def some(refs: Sequence[Ref]) -> Markup:
    """A list of records that stays short: of many the first, and the others one press away."""
    shown, others = split(refs)
    wide = len(shown) > HALF
    return links(shown, wide) + (fold(f"{len(others):,} more", links(others, wide)) if others else "")


def split(found: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]]:
    """What of a list is shown at once, and what is folded away."""
    return (found, ()) if len(found) <= LONG else (found[:MANY], found[MANY:])


def fold(label: str, body: str) -> Markup:
    """What a reader may do without at first. Finding in the page and links into it open it, and paper shows it."""
    return Markup(f'<details class="fold"><summary>{safe(label)}</summary>\n{body}\n</details>')


def _list(items: Iterable[str], columns: bool, more: str = "") -> Markup:
    wide = " links--columns" if columns else ""
    return Markup(f'<ul class="links{wide}"{more}>\n{"".join(items)}</ul>')


def chip(text: str, href: str = "", count: int | str | None = None) -> Markup:
    """A short link, or word, with a count."""
    tail = f' <span class="chip__count">{safe(count)}</span>' if count is not None else ""
    if href:
        return Markup(f'<a class="chip" href="{safe(href)}">{safe(text)}{tail}</a>')
    return Markup(f'<span class="chip">{safe(text)}{tail}</span>')


def chips(refs: Iterable[Ref]) -> Markup:
    """Short links in a row."""
    rows = "".join(f"<li>{chip(ref.title, ref.href or '', ref.note or None)}</li>" for ref in refs)
    return Markup(f'<ul class="chips">{rows}</ul>')


def number(value: int) -> str:
    """A number with separators."""
    return f"{value:,}"


@cache
def meter(share: float) -> Markup:
    """A share from 0 to 1 as a bar with its percentage."""
    return Markup(
        '<span class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect width="{round(share * 100, 1)}" height="8"/></svg><b>{round(share * 100)} %</b></span>'
    )


def facts(items: Sequence[tuple[str, object]]) -> Markup:
    """A list of `(label, value)`; values are text or safe HTML, empty ones are left out."""
    rows = "".join(
        f"<dt>{safe(label)}</dt><dd>{safe(value)}</dd>\n" for label, value in items if value not in (None, "")
    )
    return Markup(f'<dl class="facts">\n{rows}</dl>')


@cache
def owner(view: Owner) -> Markup:
    """The owner block: the accountable role, its holders or the vacancy, deputies, team and channel."""
    nobody = (
        badge("Vacant", "warn", "▲")
        if view.vacant
        else Markup('<span class="skms-quiet">Not shown here</span>')
    )
    held = [f"<dd>{link(holder)}</dd>" for holder in view.holders] or [f"<dd>{nobody}</dd>"]
    held += [f'<dd class="skms-small">Deputy: {link(deputy)}</dd>' for deputy in view.deputies]
    label = "Held by" if view.holders or not view.vacant else "Holder"
    groups = [(view.label, f"<dd>{link(view.role)}</dd>"), (label, "".join(held))]
    if view.team:
        groups.append(("Team", f"<dd>{link(view.team)}</dd>"))
    if view.channels:
        groups.append(("Contact", "".join(f"<dd>{_reach(channel)}</dd>" for channel in view.channels)))
    inner = "".join(f"<div><dt>{safe(title)}</dt>{html}</div>\n" for title, html in groups)
    return Markup(f'<dl class="owner">\n{inner}</dl>')


def _reach(channel: Ref) -> Markup:
    """A way to reach somebody; an address that is too long for its line breaks before the sign."""
    name, sign, host = channel.title.partition("@")
    if not (sign and channel.href):
        return link(channel)
    return Markup(f'<a href="{safe(channel.href)}">{safe(name)}<wbr>@{safe(host)}</a>')


def record_foot(view: Foot) -> Markup:
    """Owner, version, dates, source and links at the end of a record's page."""
    chips_ = "".join(
        f'<li><a class="chip" href="{safe(ref.href)}">{safe(ref.title)}</a></li>\n' for ref in view.links
    )
    return Markup(
        f'<div class="record-foot">\n{facts(view.facts)}\n<ul class="chips skms-screen">\n{chips_}</ul>\n'
        f'<p class="skms-print">{safe(view.print_line)}</p>\n</div>'
    )


def duty_list(rows: Sequence[DutyRow]) -> Markup:
    """Activities with their letters and the matrices they stand in; one that recurs is said once."""
    groups: dict[tuple[object, ...], list[DutyRow]] = {}
    for row in rows:
        groups.setdefault((*row.letters, row.activity.title), []).append(row)
    wide = len(groups) > MANY and max(map(len, groups.values())) < FEW
    shown, others = split(
        [f"<li>{letters(found[0].letters)} {_places(found)}</li>\n" for found in groups.values()]
    )
    rest = (
        fold(plural(len(others), "more activity", "more activities"), _list(others, wide)) if others else ""
    )
    return _list(shown, wide) + rest


def _places(rows: Sequence[DutyRow]) -> str:
    first = rows[0]
    places = dict.fromkeys(replace(row.matrix, href=row.activity.href) for row in rows)
    if len(places) == 1:
        return f'{link(first.activity)} <span class="skms-quiet">in {link(first.matrix)}</span>'
    return f'{safe(first.activity.title)} <span class="skms-quiet">in {", ".join(map(link, places))}</span>'
