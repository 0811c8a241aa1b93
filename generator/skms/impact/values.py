"""What an impact is: plain frozen values, in words that a reader understands without the records."""

from __future__ import annotations

from dataclasses import dataclass

from skms.fit import Record


@dataclass(frozen=True, slots=True)
class Item:
    """One record that is affected, and how."""

    record: Record
    text: str
    """Goes on after the record's title: `loses its only holder`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that share what happens to them."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that follows, in the order of its weight."""

    subject: Record
    question: str
    """What was asked: `if this person leaves`."""
    groups: tuple[Group, ...]


def by_title(items: list[Item]) -> tuple[Item, ...]:
    """Items in the order in which people look for them."""
    return tuple(sorted(items, key=lambda one: (one.record.title, one.record.name, one.text)))
