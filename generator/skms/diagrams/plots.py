"""Plots of figures: radar, columns of money by year, lines over time, a field of five by five, a road of milestones.

They take plain values and have no styles of their own; the site's style sheet colours the classes. Each stands beside a
table that says the same, so texts inside are short: names that do not fit are numbers explained in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, copysign, cos, floor, log10, pi, sin

from markupsafe import Markup, escape

from skms.dates import long_date

REACH, WIDE, FEW = 108, 180, 8
"""Length of the axes of a radar, with few of them and with many."""
WIDTH, HEIGHT, LEFT, TOP = 640, 260, 70, 24
CELL = 84
ROW, NAMES, ROAD = 30, 200, 420
LETTER = 5.8
"""Width of a letter of a label, on the safe side."""
SHORT, LONG = 34, 80
AXIS, AXIS_LETTER = 46, 6.5
"""Longest name of an axis, and the width of one of its letters where none may be lost."""
TICKS = 5
FIVE = 5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name; None is a value that is not known. `mark` is the CSS class `series--…`."""

    name: str
    mark: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Stone:
    """One milestone: its name, its day, how it stands (`done`, `late`, `open`) and that in words."""

    name: str
    day: date
    state: str
    words: str


def radar(title: str, axes: Sequence[str], series: Sequence[Series], most: int) -> Markup:
    """A net with one axis for each name; every series is a closed line over it."""
    count = len(axes)
    length = REACH if count <= FEW else WIDE

    def at(index: int, value: float) -> Point:
        turn = 2 * pi * index / count - pi / 2
        reach = length * value / most
        return reach * cos(turn), reach * sin(turn)

    parts = [_loop("plot__grid", [at(i, ring) for i in range(count)]) for ring in range(1, most + 1)]
    left = right = low = high = 0.0
    for index, name in enumerate(axes):
        x, y = at(index, most * 1.1)
        side = "middle" if abs(x) < 1 else "start" if x > 0 else "end"
        y += 0 if side != "middle" else copysign(6, y)
        long = AXIS_LETTER * len(name[:AXIS]) / (2 if side == "middle" else 1)
        left, right = min(left, x - long * (side != "start")), max(right, x + long * (side != "end"))
        low, high = min(low, y - 12), max(high, y + 12)
        parts.append(f'<path class="plot__grid" d="M0 0{_to(at(index, most))}"/>')
        parts.append(
            f'<text class="plot__name plot__name--{side}" x="{x:.0f}" y="{y + 4:.0f}">{_cut(name, AXIS)}</text>'
        )
    parts += [
        f'<text class="plot__tick" x="4" y="{at(0, ring)[1] + 4:.0f}">{ring}</text>'
        for ring in range(1, most + 1)
    ]
    for one in series:
        points = [at(index, value or 0) for index, value in enumerate(one.values)]
        parts.append(_loop(f"plot__area series--{one.mark}", points))
        parts += [
            _dot(f"plot__dot series--{one.mark}", point, f"{axes[i]}, {one.name}: {figure(one.values[i])}")
            for i, point in enumerate(points) if one.values[i] is not None
        ]  # fmt: skip
    box = (round(left) - 4, round(low) - 4, round(right - left) + 8, round(high - low) + 8)
    return frame("radar", title, box, parts)


def columns(
    title: str, heads: Sequence[str], bars: Sequence[Series], line: Series | None = None, unit: str = ""
) -> Markup:
    """Columns side by side under common heads, above or below zero, and a line across them, in a unit."""
    known = [
        value for one in (*bars, *((line,) if line else ())) for value in one.values if value is not None
    ]
    ticks = scale(min([0.0, *known]), max([0.0, *known]))
    low, high = ticks[0], ticks[-1]
    span: float = high - low or 1.0
    step = (WIDTH - LEFT) / max(len(heads), 1)
    thick = min(40.0, step * 0.7 / max(len(bars), 1))

    def y(value: float) -> float:
        return TOP + (high - value) / span * (HEIGHT - 2 * TOP)

    parts = [f'<path class="plot__grid" d="M{LEFT} {y(value):.1f}H{WIDTH}"/>' for value in ticks]
    parts.append(f'<path class="plot__axis" d="M{LEFT} {y(0):.1f}H{WIDTH}"/>')
    parts += [
        f'<text class="plot__name plot__name--end" x="{LEFT - 6}" y="{y(value) + 4:.0f}">{figure(value)}</text>'
        for value in ticks
    ]
    if unit:
        parts.append(f'<text class="plot__name plot__name--start" x="0" y="11">{escape(unit)}</text>')
    for index, head in enumerate(heads):
        middle = LEFT + step * (index + 0.5)
        parts.append(
            f'<text class="plot__name plot__name--middle" x="{middle:.0f}" y="{HEIGHT - 4}">{_cut(head)}</text>'
        )
        for place, one in enumerate(bars):
            value = one.values[index]
            if value:
                x = middle + (place - len(bars) / 2) * thick
                parts.append(
                    f'<rect class="plot__bar series--{one.mark}" x="{x:.1f}" y="{min(y(value), y(0)):.1f}" '
                    f'width="{thick - 2:.1f}" height="{abs(y(value) - y(0)):.1f}">'
                    f"<title>{escape(head)}, {escape(one.name)}: {figure(value)}</title></rect>"
                )
    if line:
        points = [
            (LEFT + step * (i + 0.5), y(value)) for i, value in enumerate(line.values) if value is not None
        ]
        parts += course(line, points)
    return frame("columns", title, (0, 0, WIDTH, HEIGHT), parts)


def lines(title: str, heads: Sequence[str], series: Sequence[Series], most: float) -> Markup:
    """One line for each series over common heads; the last value is marked with the number of the series."""
    step = (WIDTH - LEFT - 40) / max(len(heads) - 1, 1)

    def at(index: int, value: float) -> Point:
        return LEFT + step * index, TOP + (most - value) / most * (HEIGHT - 2 * TOP)

    parts = []
    for value in range(int(most) + 1):
        y = at(0, value)[1]
        parts.append(f'<path class="plot__grid" d="M{LEFT} {y:.1f}H{WIDTH - 40}"/>')
        parts.append(
            f'<text class="plot__name plot__name--end" x="{LEFT - 8}" y="{y + 4:.0f}">{value}</text>'
        )
    for index, head in enumerate(heads):
        side = "middle" if 0 < index < len(heads) - 1 else "start" if index == 0 else "end"
        parts.append(
            f'<text class="plot__name plot__name--{side}" x="{at(index, 0)[0]:.0f}" y="{HEIGHT - 2}">'
            f"{_cut(head)}</text>"
        )
    for number, one in enumerate(series, start=1):
        points = [at(i, value) for i, value in enumerate(one.values) if value is not None]
        parts += course(one, points)
        if points:
            x, y = points[-1]
            parts.append(
                f'<text class="plot__name plot__name--start" x="{x + 8:.0f}" y="{y + 4:.0f}">{number}</text>'
            )
    return frame("lines", title, (0, 0, WIDTH, HEIGHT), parts)


def spans(title: str, rows: Sequence[tuple[str, float | None, float | None]], most: int) -> Markup:
    """One row for each name, from where it stood (a ring) to where it stands (a disc), on a scale from 0 to `most`."""
    names = _names(name for name, _, _ in rows)
    height = 24 + ROW * len(rows)

    def x(value: float) -> float:
        return names + value / most * ROAD

    parts = []
    for value in range(most + 1):
        parts.append(f'<path class="plot__grid" d="M{x(value):.1f} 20V{height}"/>')
        parts.append(f'<text class="plot__name plot__name--middle" x="{x(value):.0f}" y="13">{value}</text>')
    for index, (name, before, now) in enumerate(rows):
        y = 24 + ROW * index + ROW // 2
        parts.append(
            f'<text class="plot__name plot__name--start" x="0" y="{y + 4}">{_cut(name, LONG)}</text>'
        )
        if before is not None and now is not None:
            parts.append(f'<path class="plot__span" d="M{x(before):.1f} {y}H{x(now):.1f}"/>')
        parts += [
            f'<circle class="plot__{mark}" cx="{x(value):.1f}" cy="{y}" r="5">'
            f"<title>{escape(name)}, {said}: {figure(value)}</title></circle>"
            for mark, said, value in (("from", "before", before), ("to", "now", now)) if value is not None
        ]  # fmt: skip
    return frame("spans", title, (0, 0, names + ROAD + 12, height), parts)


def field(title: str, across: str, up: str, points: Sequence[tuple[int, int, str, str]]) -> Markup:
    """Five by five cells with numbered marks: `(across 1–5, up 1–5, number, name)`."""
    width = height = FIVE * CELL + 50
    parts = []
    for step in range(FIVE + 1):
        at = 40 + step * CELL
        parts.append(
            f'<path class="plot__grid" d="M{at} 4V{FIVE * CELL + 4}M40 {step * CELL + 4}H{FIVE * CELL + 40}"/>'
        )
    for step in range(1, FIVE + 1):
        parts.append(
            f'<text class="plot__name plot__name--middle" x="{40 + (step - 0.5) * CELL:.0f}" y="{FIVE * CELL + 20}">'
            f"{step}</text>"
        )
        parts.append(
            f'<text class="plot__name plot__name--end" x="32" y="{(FIVE - step + 0.5) * CELL + 8:.0f}">{step}</text>'
        )
    parts.append(
        f'<text class="plot__title" x="{40 + FIVE * CELL / 2:.0f}" y="{FIVE * CELL + 40}">{escape(across)}</text>'
    )
    parts.append(
        f'<text class="plot__title" transform="translate(12 {FIVE * CELL / 2:.0f}) rotate(-90)">{escape(up)}</text>'
    )
    taken: dict[tuple[int, int], int] = {}
    for x, y, number, name in points:
        place = taken.setdefault((x, y), 0)
        taken[x, y] = place + 1
        left = 40 + (x - 1) * CELL + 20 + place % 3 * 24
        top = 4 + (FIVE - y) * CELL + 20 + place // 3 * 24
        parts.append(
            f'<g class="plot__mark"><title>{escape(name)}</title><circle cx="{left}" cy="{top}" r="11"/>'
            f'<text x="{left}" y="{top + 4}">{escape(number)}</text></g>'
        )
    return frame("field", title, (0, 0, width, height), parts)


def road(title: str, stones: Sequence[Stone], today: date) -> Markup:
    """Milestones one below the other on a common line of time, with the day of the build."""
    days = [one.day for one in stones] + [today]
    first, last = date(min(days).year, 1, 1), date(min(max(days).year + 1, date.max.year), 1, 1)
    span = (last - first).days

    names = _names(one.name for one in stones)

    def x(day: date) -> float:
        return names + (day - first).days / span * ROAD

    height = 24 + ROW * len(stones) + 6
    parts = []
    for year in range(first.year, last.year + 1):
        at = x(date(year, 1, 1))
        parts.append(f'<path class="plot__grid" d="M{at:.1f} 22V{height}"/>')
        if year < last.year:
            parts.append(f'<text class="plot__name plot__name--start" x="{at + 3:.0f}" y="16">{year}</text>')
    parts.append(
        f'<path class="plot__today" d="M{x(today):.1f} 6V{height}"><title>{long_date(today)}</title></path>'
    )
    for index, one in enumerate(stones):
        y = 24 + ROW * index + ROW / 2
        parts.append(
            f'<text class="plot__name plot__name--start" x="0" y="{y + 4:.0f}">{_cut(one.name, LONG)}</text>'
        )
        parts.append(
            f'<g class="stone stone--{one.state}"><title>{escape(one.name)}: {escape(one.words)}</title>'
            f'<path d="M{x(one.day):.1f} {y - 8:.0f}l8 8l-8 8l-8 -8z"/></g>'
        )
    return frame("road", title, (0, 0, names + ROAD + 12, height), parts)


def course(one: Series, points: Sequence[Point]) -> list[str]:
    if not points:
        return []
    (x, y), *rest = points
    way = f"M{x:.1f} {y:.1f}{''.join(map(_to, rest))}"
    dots = [_dot(f"plot__dot series--{one.mark}", point, one.name) for point in points]
    return [f'<path class="plot__line series--{one.mark}" d="{way}"/>', *dots]


def _loop(name: str, points: Sequence[Point]) -> str:
    return f'<polygon class="{name}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _dot(name: str, point: Point, words: str) -> str:
    x, y = point
    return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{escape(words)}</title></circle>'


def _to(point: Point) -> str:
    return f"L{point[0]:.1f} {point[1]:.1f}"


def _cut(name: str, most: int = SHORT) -> Markup:
    return escape(name if len(name) <= most else f"{name[: most - 1].rstrip()}…")


def _names(names: Iterable[str]) -> int:
    """Room for the longest of the names that stand left of a plot."""
    return max(NAMES, int(LETTER * max((min(len(name), LONG) for name in names), default=0)) + 16)


def scale(low: float, high: float) -> list[float]:
    """Round figures from at most `low` to at least `high`, a handful of them."""
    high = high if high > low else low + 1
    rough = (high - low) / TICKS
    power: float = 10 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    return [step * number for number in range(floor(low / step), ceil(high / step) + 1)]


def figure(value: float | None) -> str:
    if value is None:
        return "not known"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.1f}"


def frame(kind: str, title: str, box: tuple[int, int, int, int], parts: Sequence[str]) -> Markup:
    left, top, width, height = box
    return Markup(
        f'<svg class="chart plot plot--{kind}" role="img" viewBox="{left} {top} {width} {height}" width="{width}" '
        f'height="{height}" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
