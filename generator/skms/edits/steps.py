"""What shall be different in one file: steps, and the data that must come out of them."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skms.findings import Route

Texts = Mapping[str, str | None]
"""Files after an edit; None for one that goes."""


class Refused(Exception):
    """The edit cannot be made as asked, and nothing was written; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Put:
    """Give a field a value, or a list one more item: the field and the item need not be there yet."""

    route: Route
    value: Any
    order: tuple[str, ...] = ()
    """The fields of the group in their usual order, so that a new one finds its place."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a field or an item away."""

    route: Route


@dataclass(frozen=True, slots=True)
class Rekey:
    """Call a field otherwise and keep its value: roles are keys in a RACI row."""

    route: Route
    key: str


@dataclass(frozen=True, slots=True)
class Relink:
    """In a prose text, let the links to a record or part lead to another one."""

    route: Route
    old: str
    new: str


Step = Put | Drop | Rekey | Relink
Mend = tuple[str, Step]
"""A step for the file at a path, offered by a rule."""


def relinked(text: str, old: str, new: str) -> str:
    """A Markdown text whose links to `old` (`kind/id` or `kind/id#part`) lead to `new`.

    >>> relinked("See [mail](service/email#help).", "service/email", "service/mail")
    'See [mail](service/mail#help).'
    """
    end = r"(?=[)>\s]|$)" if "#" in old else r"(?=[#)>\s]|$)"
    return re.sub(rf"(\]\(\s*<?|\]:\s*<?){re.escape(old)}{end}", lambda match: match[1] + new, text)


def result(data: Any, step: Step) -> Any:
    """A copy of the data as the step wants it. Refused where the route leads nowhere."""
    made = copy.deepcopy(data)
    *above, last = step.route
    box = made
    for key in above:
        box = box[key]
    match step:
        case Put(value=value) if isinstance(box, list) and last == len(box):
            box.append(value)
        case Put(value=value):
            box[last] = value
        case Drop():
            del box[last]
        case Relink(old=old, new=new):
            box[last] = relinked(box[last], old, new)
        case Rekey(key=key):
            if key != last and key in box:
                raise Refused(f"{key!r} stands in the same place as {last!r} already.")
            pairs = [(key if name == last else name, value) for name, value in box.items()]
            box.clear()
            box.update(pairs)
    return made


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of the same types: `1` is not `true`."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
