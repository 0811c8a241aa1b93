"""The pages of the site: one module a page, or a family of pages, found by file name.

A module exposes `leaves(model)`, `page(model, leaf, site)` and perhaps `assets(model, site)`. A module with
`GENERIC = True` (a list of any kind, a page of any record) gives way where another module has the same path.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from skms import discover
from skms.pages._overview import any_shown
from skms.pages._places import order as nav_order
from skms.pages._places import placed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from skms.model import Model
    from skms.pages.page import Asset, Leaf, Page, Site

__all__ = ["all_assets", "all_leaves", "modules", "nav_order", "render"]
HELPERS = {"page", "templates"}


class ClashingPages(Exception):
    """Two page modules claim the same path."""


@cache
def modules() -> dict[str, ModuleType]:
    """Return the page modules by name."""
    found = discover.modules(__name__, r"[a-z][a-z0-9_]*")
    result = {name: module for name, module in found if name not in HELPERS}
    for name, module in result.items():
        if not (callable(getattr(module, "leaves", None)) and callable(getattr(module, "page", None))):
            raise discover.MisnamedModule(f"{__name__}.{name}: a page module needs leaves() and page()")
    return result


def all_leaves(model: Model) -> tuple[Leaf, ...]:
    """Return every page of the site, sorted by path, without making any."""
    chosen: dict[str, Leaf] = {}
    # Generic modules come first, so that the page of its own replaces the generic one.
    for module in sorted(modules().values(), key=lambda module: not _generic(module)):
        for leaf in module.leaves(model):
            before = chosen.get(leaf.path)
            if before and not _generic(modules()[before.module]):
                raise ClashingPages(f"{leaf.path!r} is claimed by {before.module} and {leaf.module}")
            chosen[leaf.path] = placed(leaf)
    return tuple(_in_use(model, chosen[path]) for path in sorted(chosen))


def _in_use(model: Model, leaf: Leaf) -> Leaf:
    """Take a page about records that nobody has written yet out of the navigation; it can still be linked to."""
    kinds = leaf.about or tuple({leaf.subject} & model.kinds.keys())
    return leaf if leaf.nav is None or any_shown(model, kinds) else replace(leaf, nav=None)


def render(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page of a leaf."""
    result: Page = modules()[leaf.module].page(model, leaf, site)
    return result


def all_assets(model: Model, site: Site) -> Iterator[Asset]:
    """Yield every file that stands beside the pages."""
    for module in modules().values():
        if hasattr(module, "assets"):
            yield from module.assets(model, site)


def _generic(module: ModuleType) -> bool:
    """Say whether a module's pages give way to pages of the same path."""
    return bool(getattr(module, "GENERIC", False))
