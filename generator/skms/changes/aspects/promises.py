"""What is promised: figures compared in the direction that matters, clocks, hours, and what no longer carries them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from skms.changes.aspects._carried import no_longer
from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe, sides
from skms.changes.naming import lower, name, subject, upper
from skms.changes.wording import duration, number, several
from skms.codes import within
from skms.dates import minutes
from skms.mathematics.decimals import exact

TAKES = {"agreement": (("targets",), ("exclusions",), ("covers",), ("supports",))}
FIGURES = ("value", "operator")
HIGHER = ("gte", "gt")
SHARE = "target_percent"


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as a sentence speaks of it."""

    title: str
    """`availability`, `resolution for P1`"""
    by: str
    """` promised for Email`, ` that Meridale promises for Hosting`"""
    higher: bool
    percent: bool


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each target that is new, gone, tightened or loosened."""
    for pair in found.of("agreement"):
        seen: set[str] = set()
        for one in pair.under("targets", "*"):
            if len(one.pattern) == 2:
                yield _whole(found, pair, one)
            elif one.pattern[2] in FIGURES:
                if one.steps[1] not in seen:
                    seen.add(one.steps[1])
                    yield _figure(found, pair, one)
            elif one.pattern[2] == SHARE:
                yield _share(found, pair, one)
            elif one.pattern[2] == "clock":
                yield _clock(found, pair, one)
            else:
                yield from describe(found, pair, (one,))
        yield from _rest(found, pair)


def _rest(found: Comparison, pair: Pair) -> Iterator[Change]:
    yield from describe(found, pair, (one for one in pair.under("targets") if len(one.pattern) == 1))
    for one in pair.under("exclusions"):
        if one.pattern == ("exclusions", "*") and one.before is None:
            what = one.after["title"]
            sentence = f"{subject(found, pair)}: “{what}” no longer counts against what is promised."
            yield told(pair, "breaking", sentence, one)
        else:
            yield from describe(found, pair, (one,))
    covers = pair.at("covers")
    if covers:
        title = name(found, pair.record.name)
        for words, side, grade in (
            ("no longer covers", covers.before, "breaking"),
            ("now covers", covers.after, "notable"),
        ):
            if side:
                yield told(
                    pair, grade, f"{title} {words} {several(name(found, each) for each in side)}.", covers
                )
    supports = pair.at("supports")
    if supports:
        for change in describe(found, pair, (supports,)):
            yield replace(change, level="breaking") if supports.before and pair.relied_on else change


def _entry(pair: Pair, one: Difference, side: int) -> dict[str, Any]:
    """The target on one side."""
    route = (one.old_route, one.new_route)[side]
    entry: dict[str, Any] = pair.data[side]["targets"][route[1]]
    return entry


def _promise(found: Comparison, pair: Pair, entry: dict[str, Any]) -> Promise:
    data = pair.record.data
    indicator = found.look(str(entry.get("indicator")))
    dimension = str(indicator.data.get("dimension", "")) if indicator and indicator.valid else ""
    percent = indicator is not None and indicator.data.get("unit") == "percent"
    title = within(dimension) if dimension else (lower(indicator.title) if indicator else entry["id"])
    scope = [within(each) for each in entry.get("applies_to", {}).values()]
    after = pair.data[1]
    services = several(name(found, text) for text in after.get("covers", ())) or "every other service"
    who = name(found, after.get("provider")) if data.get("type") in ("ola", "uc") else ""
    by = f"that {who} promises for {services}" if who else f"promised for {services}"
    words = f"{title}{f' for {several(scope)}' if scope else ''} {by}"
    return Promise(title, words, entry.get("operator") in HIGHER, percent)


def _figure(found: Comparison, pair: Pair, one: Difference) -> Change:
    before, after = _entry(pair, one, 0), _entry(pair, one, 1)
    promise = _promise(found, pair, after)
    old, new = _shown(before["value"], promise), _shown(after["value"], promise)
    if before["operator"] != after["operator"]:
        words = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}
        old, new = f"{words[before['operator']]} {old}", f"{words[after['operator']]} {new}"
        sentence = f"{upper(promise.by)} changes from {old} to {new}."
        return told(pair, "breaking", sentence, one, old, new)
    up = _size(after["value"]) > _size(before["value"])
    time = isinstance(after["value"], str)
    verb = ("lengthens" if up else "shortens") if time else ("rises" if up else "falls")
    worse = up != promise.higher
    tail = no_longer(found, pair, str(after["id"]))
    sentence = f"{upper(promise.by)} {verb} from {old} to {new}{tail}."
    return told(pair, "breaking" if worse or tail else "notable", sentence, one, old, new)


def _shown(what: Any, promise: Promise) -> str:
    return duration(what) if isinstance(what, str) else number(what) + (" %" if promise.percent else "")


def _size(what: Any) -> Decimal:
    return Decimal(minutes(what)) if isinstance(what, str) else exact(what)


def _share(found: Comparison, pair: Pair, one: Difference) -> Change:
    promise = _promise(found, pair, _entry(pair, one, 1))
    old, new = (f"{number(100 if side is None else side)} %" for side in (one.before, one.after))
    worse = (100 if one.after is None else one.after) < (100 if one.before is None else one.before)
    sentence = f"{upper(promise.by)} is to be kept in {new} of the cases instead of {old}."
    return told(pair, "breaking" if worse else "notable", sentence, one, old, new)


def _clock(found: Comparison, pair: Pair, one: Difference) -> Change:
    promise = _promise(found, pair, _entry(pair, one, 1))
    old, new = (side or "the service hours" for side in sides(found, pair, one))
    sentence = f"{upper(promise.by)} counts by another clock: {new} instead of {old}."
    return told(pair, "notable", sentence, one, old, new)


def _whole(found: Comparison, pair: Pair, one: Difference) -> Change:
    entry = one.before if one.after is None else one.after
    promise = _promise(found, pair, entry)
    sign = "at least" if promise.higher else "at most"
    figure = f"{sign} {_shown(entry['value'], promise)}"
    if one.after is None:
        return told(pair, "breaking", f"{upper(promise.by)} is dropped: it was {figure}.", one, figure)
    return told(pair, "notable", f"{upper(promise.by)} is new: {figure}.", one, "", figure)
