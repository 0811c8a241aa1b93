"""The glossary: every term with its meaning on one page, by letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms.model import Model
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Term:
    """A word and its meaning; `other` are synonyms and abbreviations."""

    id: str
    ref: Ref
    definition: str
    other: tuple[str, ...]
    see_also: tuple[Ref, ...]


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the glossary."""
    yield Leaf(
        f"{model.kinds['glossary-term'].url}/",
        "Glossary",
        ("Policies", "Glossary"),
        "glossary-term",
        "glossary",
    )


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the glossary; a section a letter."""
    view, call = View(model, site, leaf.path), caller(site, "glossary")
    letters: dict[str, list[Term]] = {}
    for record in records(model, "glossary-term"):
        if record.live:
            data = record.data
            see = (link for link in model.links(record.name) if link.route[0] == "see_also")
            term = Term(
                record.id,
                view.ref(record),
                str(data["definition"]),
                (*data.get("synonyms", ()), *data.get("abbreviations", ())),
                tuple(view.ref(model.get(link.target), link.text) for link in see),
            )
            letters.setdefault(record.title[:1].upper(), []).append(term)
    html = call("terms", letters)
    return overview(
        view, leaf, "What words mean in this house.", [Section("terms", "Terms", html)], wide=False
    )
