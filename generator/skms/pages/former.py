"""A page at every former address of a record, which leads to the present one: ids change, links in e-mails do not."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from skms.fit import Record
from skms.model import Model
from skms.pages._views import path_of, visible
from skms.pages.page import Crumb, Leaf, Page, Site, relative

SCRIPT = "assets/javascripts/moved.js"


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield a page for every alias of a record that is shown."""
    for alias, name in model.names.aliases.items():
        record = model.get(name)
        if record and alias not in model.records and visible(model, record):
            path = f"{model.kinds[record.kind].url}/{alias.partition('/')[2]}/"
            yield Leaf(path, f"Moved: {record.title}", None, name, "former")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page: a link for everybody, and a script that follows it."""
    record = model.records[leaf.subject]
    kind = model.kinds[record.kind]
    summary = f"This {kind.one.lower()} has a new address."
    crumbs = (Crumb(kind.many, f"{kind.url}/"),)
    return Page(leaf.path, leaf.title, summary, _lead(model, leaf, record), crumbs=crumbs, search=False)


def _lead(model: Model, leaf: Leaf, record: Record) -> str:
    target = relative(leaf.path, path_of(model, record))
    link = Markup('<p>You will find it at <a href="{}" data-moved>{}</a>.</p>').format(target, record.title)
    return link + Markup('<script src="{}" defer></script>').format(relative(leaf.path, SCRIPT))
