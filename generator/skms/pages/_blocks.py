"""The larger blocks that stand on nearly every page: tables, banners, matrices, lists of duties.

They are Python for the same reason as the small marks of `_html`. Templates reach them through `components/`, where
it is said what they are for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from skms.pages._filters import long_date, words
from skms.pages._html import badge, duty_list, facts, fold, letters, link, some, split
from skms.pages._lean import safe
from skms.raci import MEANING
from skms.words import plural

if TYPE_CHECKING:
    from skms.due import Due
    from skms.fit import Record
    from skms.pages._record_facts import Actor, Matrix, MatrixRow
    from skms.pages._views import DutyRow, Ref, View

Column = str | tuple[str, str]
"""A heading, or one with a class."""
Body = Callable[[], str]
"""What stands in a `call` block."""
VACANT = ' <span class="skms-quiet">▲ vacant</span>'
MAX_ACTORS = 14
"""Columns of a matrix on a page that is about something else."""


def table(
    caption: str,
    columns: Iterable[Column],
    id: str = "",
    hide_caption: bool = False,
    tall: bool = False,
    sort: bool = False,
    fit: bool = False,
    stack: bool = False,
    *,
    caller: Body,
) -> Markup:
    """A table in a scroll region that the keyboard can reach."""
    title = safe(caption)
    region = f"scroll{' scroll--tall' if tall else ''}{' scroll--fit' if fit else ''}"
    own = f"data{' data--stack' if stack else ''}"
    more = (f' id="{safe(id)}"' if id else "") + (" data-sort" if sort else "")
    hidden = ' class="skms-hidden"' if hide_caption else ""
    return Markup(
        f'<div class="{region}" role="region" tabindex="0" aria-label="{title}">\n<table class="{own}"{more}>\n'
        f"<caption{hidden}>{title}</caption>\n<thead><tr>\n{''.join(map(_heading, columns))}</tr></thead>\n<tbody>\n"
        f"{caller()}\n</tbody>\n</table>\n</div>"
    )


def _heading(column: Column) -> str:
    if isinstance(column, str):
        return f'<th scope="col">{safe(column)}</th>\n'
    return f'<th scope="col" class="{safe(column[1])}">{safe(column[0])}</th>\n'


def banner(
    tone: str,
    sign: str,
    title: str,
    text: str = "",
    due: str = "",
    hide: bool = False,
    caller: Body | None = None,
) -> Markup:
    """A note above the content of a page."""
    more = (f' data-due="{safe(due)}"' if due else "") + (" hidden" if hide else "")
    said = f"<p>{safe(text)}</p>" if text else ""
    return Markup(
        f'<div class="banner tone-{safe(tone)}" role="note"{more}>\n'
        f'  <span class="banner__sign" aria-hidden="true">{safe(sign)}</span>\n'
        f"  <div><p><strong>{safe(title)}</strong></p>{said}{caller() if caller else ''}</div>\n</div>"
    )


def overdue(due: str, as_of: str, last: str | None = None) -> Markup:
    """The banner of a review: shown when it was due on the day of the build, otherwise hidden for dates.js."""
    title = f"The review of this page was due on {long_date(due)}"
    text = (
        f"Last reviewed on {long_date(last)}. What it says may no longer be right."
        if last
        else "It has never been reviewed."
    )
    return banner("warn", "▲", title, text, due, due >= as_of)


def legend(codes: Iterable[str]) -> Markup:
    """What the letters of a matrix mean."""
    items = "".join(
        f'<li><span class="letter letter--{code}" aria-hidden="true">{code}</span>'
        f'<span><span class="skms-hidden">{code}: </span>{MEANING[code]}</span></li>\n'
        for code in codes
    )
    return Markup(f'<ul class="legend" aria-label="What the letters mean">\n{items}</ul>')


def matrix(view: Matrix) -> Markup:
    """A RACI matrix with its legend."""
    caption = safe(view.caption)
    heads, rows = "".join(map(_actor, view.actors)), "".join(map(_matrix_row, view.rows))
    return Markup(
        f'{legend(view.letters)}\n<div class="scroll" role="region" tabindex="0" aria-label="{caption}">\n'
        f'<table class="matrix">\n<caption>{caption}</caption>\n<thead><tr><th scope="col">Activity</th>\n{heads}'
        f"</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def is_wide(view: Matrix) -> bool:
    """Whether a matrix has more columns than fit beside each other."""
    return len(view.actors) > MAX_ACTORS


def fitting(view: Matrix) -> Markup:
    """The matrix, or the same by activity where it would have to be scrolled sideways."""
    return by_activity(view) if is_wide(view) else matrix(view)


def by_activity(view: Matrix) -> Markup:
    """A matrix with its letters as columns: as wide as the page however many take part."""
    columns = ["Activity", *(MEANING[code] for code in view.letters)]
    rows = "".join(_turned(row, view) for row in view.rows)
    return table(view.caption, columns, hide_caption=True, stack=True, caller=lambda: rows)


def _turned(row: MatrixRow, view: Matrix) -> str:
    title = f'<a href="{safe(row.href)}">{safe(row.title)}</a>' if row.href else safe(row.title)
    note = f'<span class="note">{safe(row.gap)}</span>' if row.gap else ""
    cells = "".join(
        f'<td data-label="{MEANING[code]}">{_named(row, view, code)}</td>\n' for code in view.letters
    )
    return f'<tr><th scope="row">{title}{note}</th>\n{cells}</tr>\n'


def _named(row: MatrixRow, view: Matrix, code: str) -> str:
    found = [actor for actor, cell in zip(view.actors, row.cells, strict=True) if code in cell]
    return ", ".join(f"{link(one.ref)}{VACANT if one.vacant else ''}" for one in found)


def _actor(actor: Actor) -> str:
    return f'<th scope="col"><span class="tilt">{link(actor.ref)}{_vacancy(actor)}</span></th>\n'


def _vacancy(actor: Actor) -> str:
    return (
        ' <span aria-hidden="true">▲</span><span class="skms-hidden">(vacant)</span>' if actor.vacant else ""
    )


def _matrix_row(row: MatrixRow) -> str:
    more = (' class="gap"' if row.gap else "") + (f' id="{safe(row.anchor)}"' if row.anchor else "")
    title = f'<a href="{safe(row.href)}">{safe(row.title)}</a>' if row.href else safe(row.title)
    note = f'<span class="note">{safe(row.gap)}</span>' if row.gap else ""
    return f'  <tr{more}><th scope="row">{title}{note}</th>\n{"".join(map(_matrix_cell, row.cells))}</tr>\n'


def _matrix_cell(cell: tuple[str, ...]) -> str:
    if cell:
        return f"<td>{letters(cell)}</td>\n"
    return '<td><span class="none" aria-hidden="true">·</span><span class="skms-hidden">no part</span></td>\n'


def duty_groups(groups: Iterable[tuple[str, str, Sequence[DutyRow]]]) -> Markup:
    """Activities by letter, each group under a heading."""
    parts = [
        f'<h3 id="_duty-{code}">{meaning} <span class="skms-quiet">'
        f"{plural(len(rows), 'activity', 'activities')}</span></h3>\n{duty_list(rows)}\n"
        for code, meaning, rows in groups
    ]
    return Markup("".join(parts))


def owned(pairs: Sequence[tuple[str, Record]], view: View) -> Markup:
    """What somebody owns, by kind; in which way is said where it is not simply as the owner."""
    kinds: dict[str, list[Ref]] = {}
    for field, one in pairs:
        note = "" if field == "owner" else words(field).lower()
        kinds.setdefault(one.kind, []).append(replace(view.ref(one), note=note))
    rows = [(view.model.kinds[kind].many, some(refs)) for kind, refs in kinds.items()]
    return facts(rows) if rows else Markup()


def due_list(found: Sequence[Due], view: View) -> Markup:
    """What is due soon."""
    if not found:
        return Markup()
    shown, others = split([_due_row(one, view) for one in found])
    rest = (
        fold(f"{len(others):,} more", _due_table("More that is due within 90 days", others)) if others else ""
    )
    return _due_table("Due within 90 days", shown) + rest


def _due_table(caption: str, rows: Sequence[str]) -> Markup:
    return table(caption, ("What", "Where", "Due"), hide_caption=True, caller=lambda: "".join(rows))


def _due_row(one: Due, view: View) -> str:
    late = f" {badge('Overdue', 'warn', '▲')}" if one.day and one.late(view.site.as_of) else ""
    day = f"{long_date(one.day)}{late}" if one.day else badge("Never done", "warn", "▲")
    return f'<tr><th scope="row">{safe(words(one.what))}</th><td>{link(view.ref(one.record))}</td><td>{day}</td></tr>\n'
