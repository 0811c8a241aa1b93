"""The way of one figure over its periods, on a scale of its own, with the line that it is to reach."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from skms.diagrams.plots import Point, Series, course, figure, frame, scale

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 210, 56, 44, 14, 36
HEADS = 12
"""As many periods can be named below each other's points; of more, every second or third is."""


def svg(title: str, heads: Sequence[str], values: Sequence[float], aim: float | None = None) -> Markup:
    """One line through the values of the periods, and a dashed one at the aim."""
    known = [*values, *([aim] if aim is not None else [])]
    ticks = scale(min(known), max(known))
    low, high = ticks[0], ticks[-1]
    step = (WIDTH - LEFT - RIGHT) / max(len(heads) - 1, 1)

    def at(index: int, value: float) -> Point:
        return LEFT + step * index, TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def name(side: str, x: float, y: float, text: str) -> str:
        return f'<text class="plot__name plot__name--{side}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'

    parts = []
    for tick in ticks:
        y = at(0, tick)[1]
        parts.append(f'<path class="plot__grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(name("end", LEFT - 10, y + 4, figure(tick)))
    every = -(-len(heads) // HEADS)
    for index, head in enumerate(heads):
        if (len(heads) - 1 - index) % every == 0:
            parts.append(name("middle", at(index, 0)[0], HEIGHT - 8, head))
    if aim is not None:
        y = at(0, aim)[1]
        parts.append(f'<path class="plot__today" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(name("start", WIDTH - RIGHT + 6, y + 4, "aim"))
    parts += course(Series(title, "first", tuple(values)), [at(*one) for one in enumerate(values)])
    return frame("trail", title, (0, 0, WIDTH, HEIGHT), parts)
