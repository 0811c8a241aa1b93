"""Days that move: when things begin and end, and when they were and will be reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from skms.changes.change import Change
from skms.changes.comparison import Comparison, Pair, told
from skms.changes.fields import Difference
from skms.changes.generic import describe, sides, where
from skms.changes.naming import subject
from skms.changes.places import place
from skms.changes.wording import duration, value
from skms.dates import add, long_date, minutes, parse_date
from skms.kinds import marked
from skms.meaning import node

REVIEW = ("review",)
DAYS = ("valid_from", "valid_through", "valid_to", "effective_from", "notice_days", "extensions")
TAKES = {"*": (REVIEW, *((field,) for field in DAYS)), "contract": (("start",), ("end",))}


def changes(found: Comparison) -> Iterator[Change]:
    """One sentence for each day that moves; the fields of a review together."""
    for pair in found.of():
        yield from _review(found, pair)
        ends = {pattern for pattern, _ in marked(pair.record.kind, "x-expires")}
        for pattern in (*TAKES["*"], *TAKES.get(pair.record.kind, ())):
            for one in pair.under(*pattern) if pattern != REVIEW else ():
                yield from _day(found, pair, one, ends=one.pattern in ends)


def _review(found: Comparison, pair: Pair) -> Iterator[Change]:
    there = pair.under(*REVIEW)
    if not there:
        return
    of = subject(found, pair)
    before, after = (data.get("review", {}) for data in pair.data)
    last = parse_date(after.get("last_reviewed"))
    every = after.get("frequency")
    if last and before.get("last_reviewed") != after.get("last_reviewed"):
        due = f"; the next review is due by {long_date(add(last, every))}" if every else ""
        yield told(
            pair, "notable", f"{of} was reviewed on {long_date(last)}{due}.", there[0], route=("review",)
        )
    if before.get("frequency") != every:
        yield _frequency(found, pair, before.get("frequency"), every)
    if before.get("reviewer") != after.get("reviewer"):
        yield _reviewer(found, pair, before.get("reviewer"), after.get("reviewer"))
    if before.get("last_reviewed") and not after.get("last_reviewed"):
        yield told(pair, "breaking", f"{of} no longer says when it was reviewed.", there[0])


def _frequency(found: Comparison, pair: Pair, before: str | None, after: str | None) -> Change:
    of, at = subject(found, pair), pair.under(*REVIEW)[0]
    words = [duration(side or "") for side in (before, after)]
    if before and after:
        less = minutes(after) > minutes(before)
        often = f"{'less' if less else 'more'} often"
        sentence = f"{of} is to be reviewed {often}: every {words[1]} instead of every {words[0]}."
        return told(pair, "breaking" if less else "notable", sentence, at, words[0], words[1])
    if after:
        return told(pair, "notable", f"{of} is now to be reviewed every {words[1]}.", at, "", words[1])
    return told(
        pair,
        "breaking",
        f"{of} is no longer to be reviewed at set times; it was every {words[0]}.",
        at,
        words[0],
    )


def _day(found: Comparison, pair: Pair, one: Difference, *, ends: bool) -> Iterator[Change]:
    if one.pattern == ("extensions", "*"):
        until = value(found, pair.record, {}, (one.after or one.before)["until"])
        state = f"prolonged until {until}" if one.after else f"no longer prolonged until {until}"
        yield told(pair, "notable", f"{where(found, pair, one)}{state}.", one)
        return
    old, new = sides(found, pair, one)
    days = isinstance(one.before, int) and isinstance(one.after, int)
    if not days and not (parse_date(one.before) or parse_date(one.after)):
        yield from describe(found, pair, (one,))
        return
    field = f"{where(found, pair, one)}“{place(found, pair, one).field}”"
    if not (old and new):
        state = f"is new: {new}" if new else f"is no longer stated; it was {old}"
        yield told(pair, "breaking" if ends and new else "notable", f"{field} {state}.", one, old, new)
        return
    later = one.after > one.before
    verb = ("rises" if later else "falls") if days else "moves"
    tail = "" if later or days else ", which is earlier"
    grade = "breaking" if ends and not later else "notable"
    yield told(pair, grade, f"{field} {verb} from {old} to {new}{tail}.", one, old, new)


def _reviewer(found: Comparison, pair: Pair, before: str | None, after: str | None) -> Change:
    schema = node(node(found.after.kinds[pair.record.kind].schema, "review"), "reviewer")
    old, new = (value(found, pair.record, schema, side) for side in (before, after))
    of, at = subject(found, pair), pair.under(*REVIEW)[0]
    if not old:
        return told(pair, "notable", f"{new} is now to review {of}.", at, "", new)
    if not new:
        return told(pair, "notable", f"{of} no longer says who reviews it; it was {old}.", at, old)
    return told(pair, "notable", f"The reviewer of {of} changes from {old} to {new}.", at, old, new)
