"""Downloads: the records as JSON, as a workbook and as one CSV file a table, as `skms export` writes them."""

from __future__ import annotations

from collections.abc import Iterator

from skms.exports import csv_, json_, xlsx
from skms.fit import Record
from skms.model import Model
from skms.pages._downloads import FOLDER, count, made_here, path_of
from skms.pages._overview import caller, overview
from skms.pages._views import Ref, View, visible
from skms.pages.page import Asset, Leaf, Page, Section, Site


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the page."""
    yield Leaf(FOLDER, "Downloads", ("Contribute", "Downloads"), "", "spreadsheets")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the page."""
    view, call = View(model, site, leaf.path), caller(site, "downloads")
    whole = [Ref("Everything as JSON", view.url(json_.NAME), note="every record with all its fields")]
    kinds = []
    if made_here(model):
        whole.append(
            Ref("Everything as a workbook", view.url(xlsx.NAME), note="a sheet for every kind and list")
        )
        kinds = [
            (Ref(kind.many, view.url(path)), count(model, kind))
            for kind in sorted(model.kinds.values(), key=lambda kind: kind.many)
            if (path := path_of(model, kind))
        ]
    sections = [
        Section("all", "Everything", call("whole", whole, made_here(model))),
        Section("kinds", "By kind of record", call("kinds", kinds)),
    ]
    return overview(view, leaf, "The records of this site for spreadsheets and other programs.", sections)


def assets(model: Model, site: Site) -> Iterator[Asset]:
    """Yield the files."""
    shown = shown_records(model)
    for file in json_.files(model, shown):
        yield Asset(file.path, file.content)
    if made_here(model):
        for file in xlsx.files(model, shown):
            yield Asset(file.path, file.content)
        for file in csv_.files(model, shown):
            yield Asset(f"{FOLDER}{file.path}", file.content)


def shown_records(model: Model) -> list[Record]:
    """The records that the site shows."""
    return [record for record in model.records.values() if record.valid and visible(model, record)]
