"""The Jinja environment of the pages: autoescape always on, a missing value is an error.

A template in `pages/` is a file of macros, one for the lead or a section of a page; `call` makes its HTML. The records
repository's own `site_templates/` is searched first, so an organisation can replace a single
template. The package's own templates lie in the project's root in a source checkout and inside the package in a
wheel.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from skms.pages import _blocks, _filters, _html, _lean

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "site_templates"


def folders(root: Path | None = None) -> tuple[Path, ...]:
    """Return the template folders that exist, the records repository's own first."""
    package = Path(__file__).resolve().parents[1]
    shipped = next(path for path in (package / FOLDER, package.parents[1] / FOLDER) if path.is_dir())
    own = (root / FOLDER).resolve() if root else shipped
    return (shipped,) if own == shipped or not own.is_dir() else (own, shipped)


def environment(root: Path | None = None) -> jinja2.Environment:
    """Return the environment that makes every page of the site from the templates of `root` and our own."""
    return from_folders(folders(root))


def from_folders(paths: Iterable[Path]) -> jinja2.Environment:
    """Return an environment that searches `paths` in their order."""
    result = _lean.Environment(
        loader=jinja2.FileSystemLoader([str(path) for path in paths]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    result.filters.update(_filters.FILTERS)
    result.globals |= {"html": _html, "blocks": _blocks}
    return result


def call(templates: jinja2.Environment, file: str, macro: str, *values: Any) -> Markup:
    """Return the HTML that a macro of `pages/<file>.html` makes of its values."""
    result: Markup = getattr(templates.get_template(f"pages/{file}.html").module, macro)(*values)
    return result


def component(templates: jinja2.Environment, file: str, macro: str, *values: Any) -> Markup:
    """Return the HTML that a macro of `components/<file>.html` makes of its values."""
    result: Markup = getattr(templates.get_template(f"components/{file}.html").module, macro)(*values)
    return result
