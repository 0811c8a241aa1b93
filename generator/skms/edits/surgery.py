"""Steps applied to the text of a file: cut where they point to, then read again to see that nothing else changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from skms.edits.cuts import Cut, cuts
from skms.edits.slots import Slots, comments, slots
from skms.edits.steps import Put, Refused, Rekey, Relink, Step, result, same
from skms.parse import parse
from skms.texts import Unreadable


def read(path: str, text: str | Unreadable | None) -> tuple[str, dict[str, Any]]:
    """The text and data of a file that is to be edited. Refused where it cannot be read."""
    source = parse(path, text if text is not None else "")
    if source.data is None or source.hits:
        raise Refused(f"{path} cannot be read, so nothing was changed: {source.hits[0].message}")
    return source.text, source.data


def edited(path: str, text: str | Unreadable | None, steps: Iterable[Step]) -> str:
    """The text of a file after some steps, each seen from the data that the one before has left."""
    now, data = read(path, text)
    for batch in _batches(data, steps):
        table = slots(now)
        wanted = data
        for step in sorted(
            batch, key=lambda one: -len(one.route)
        ):  # a key changes only after what stands below it
            wanted = result(wanted, step)
        after = spliced(now, [cut for step in batch for cut in cuts(now, table, step)])
        _check(path, after, wanted)
        if not all(_stays_within(table, step) for step in batch):
            _check_comments(path, now, after)
        now, data = after, wanted
    return now


def spliced(text: str, cuts: Iterable[Cut]) -> str:
    """Make all cuts, from the end to the start."""
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _batches(data: Any, steps: Iterable[Step]) -> list[list[Step]]:
    """Steps that leave the structure as it is go together; the others one at a time."""
    batches: list[list[Step]] = []
    simple = False
    for step in steps:
        now = isinstance(step, (Rekey, Relink)) or (isinstance(step, Put) and _swaps(data, step))
        if simple and now:
            batches[-1].append(step)
        else:
            batches.append([step])
        simple = now
    return batches


def _swaps(data: Any, step: Put) -> bool:
    """Whether one scalar takes the place of another."""
    try:
        for key in step.route:
            data = data[key]
    except (KeyError, IndexError, TypeError):
        return False
    return not isinstance(data, (dict, list)) and not isinstance(step.value, (dict, list))


def _stays_within(table: Slots, step: Step) -> bool:
    """Whether only a word is swapped, so that no comment can be near."""
    return (
        step.route in table
        and isinstance(step, (Rekey, Put))
        and table[step.route].style in ("plain", "'", '"')
    )


def _check(path: str, after: str, wanted: Any) -> None:
    source = parse(path, after)
    if source.hits or not same(source.data, wanted):
        raise Refused(f"{path} is written in a way that cannot be changed safely; change it by hand.")


def _check_comments(path: str, before: str, after: str) -> None:
    lost = Counter(comments(before, slots(before))) - Counter(comments(after, slots(after)))
    if lost:
        raise Refused(
            f"{path} has a comment where something is to go: {next(iter(lost))!r}. Move or delete it first."
        )
