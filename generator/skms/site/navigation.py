"""The navigation: the parts of the site with their pages, and the hand-written pages that `mkdocs.yml` names."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from skms.pages import nav_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from skms.pages.page import Leaf


def title(leaf: Leaf) -> str:
    """Return what a page is called in the navigation."""
    return leaf.nav[-1] if leaf.nav and len(leaf.nav) > 1 else leaf.title


def tree(leaves: Iterable[tuple[Leaf, str]], written: Iterable[Any]) -> list[Any]:
    """Return the navigation as `mkdocs.yml` would write it; a part with one page is that page.

    A part may have groups of pages. What is written by hand comes first in a part that has no page of its own;
    a group that is written takes in the pages that name it as theirs.

    `leaves` are the pages that stand in it, with their addresses; `written` is what `mkdocs.yml` says itself.
    """
    parts: dict[str, list[Any]] = {}
    fronted: set[str] = set()
    for leaf, address in sorted(leaves, key=lambda pair: nav_order(pair[0])):
        part, *groups = (leaf.nav or ("",))[:-1] or leaf.nav or ("",)
        if len(leaf.nav or ()) == 1:
            fronted.add(escape(part))
        # The theme prints titles as they are.
        _below(parts.setdefault(escape(part), []), [escape(group) for group in groups]).append(address)
    for item in written:
        name, below = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(below, list) or escape(name) in parts:
            entries, more = parts.setdefault(escape(name), []), below if isinstance(below, list) else [below]
            joined = [_with_namesake(one, entries) for one in more]
            place = len(entries) if escape(name) in fronted else 0
            entries[place:place] = joined
        else:
            parts[name or below] = [item]
    return [below[0] if len(below) == 1 else {name: below} for name, below in parts.items()]


def without(written: Iterable[Any], hidden: Collection[str]) -> list[Any]:
    """Return what `mkdocs.yml` says without pages that are not shown, and without parts that are empty then."""
    rest: list[Any] = []
    for item in written:
        name, below = next(iter(item.items())) if isinstance(item, dict) else (None, item)
        if isinstance(below, list):
            below = without(below, hidden)
        elif isinstance(below, str) and PurePosixPath(below.lstrip("/")).as_posix() in hidden:
            continue
        if below:
            rest.append({name: below} if name is not None else below)
    return rest


def _with_namesake(written: Any, entries: list[Any]) -> Any:
    """Return a written entry; if it is a group, with the pages of the group of its name, which `entries` then lacks."""
    title, pages = next(iter(written.items())) if isinstance(written, dict) else ("", written)
    group = _group(entries, escape(title))
    if group is None or not isinstance(pages, list):
        return written
    entries.remove(group)
    return {title: [*pages, *group[escape(title)]]}


def _group(entries: list[Any], name: str) -> dict[str, list[Any]] | None:
    """Return the entry that is the group of a name."""
    return next((one for one in entries if isinstance(one, dict) and name in one), None)


def _below(entries: list[Any], groups: list[str]) -> list[Any]:
    """Return the entries of a group of a part, which is added where its first page comes."""
    for group in groups:
        found = _group(entries, group)
        if found is None:
            found = {group: []}
            entries.append(found)
        entries = found[group]
    return entries
