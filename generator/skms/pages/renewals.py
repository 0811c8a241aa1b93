"""Renewals: contracts, agreements and certificates that end, by the day until which something has to be decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from skms.dates import parse_date
from skms.model import Model
from skms.pages import _agreements
from skms.pages._overview import caller, overview, records
from skms.pages._views import Ref, View
from skms.pages.page import Leaf, Page, Section, Site


@dataclass(frozen=True, slots=True)
class Renewal:
    """One thing that ends."""

    ref: Ref
    what: str
    end: date
    by: date
    """The last day to decide; its end where no notice is needed."""
    notice: _agreements.Notice | None


def leaves(model: Model) -> Iterator[Leaf]:
    """Yield the calendar."""
    yield Leaf("renewals/", "Renewals", ("Services", "Renewals"), "contract", "renewals")


def page(model: Model, leaf: Leaf, site: Site) -> Page:
    """Make the calendar, by year and quarter of the decision."""
    view, call = View(model, site, leaf.path), caller(site, "renewals")
    found = sorted([*_ending(view), *_certificates(view)], key=lambda one: (one.by, one.ref.title))
    now = model.as_of
    open_ones = [one for one in found if one.by < now and not (one.notice and one.notice.decision)]
    groups: dict[str, list[Renewal]] = {}
    for one in found:
        if one not in open_ones:
            groups.setdefault(f"{one.by.year}, quarter {(one.by.month + 2) // 3}", []).append(one)
    sections = [Section("past", "The day is past, and nothing is decided", call("table", open_ones, "Past"))]
    sections += [
        Section(f"q{title[:4]}-{title[-1]}", title, call("table", group, f"To decide in {title}"))
        for title, group in groups.items()
    ]
    return overview(
        view, leaf, "By when which contract, agreement or certificate has to be decided.", sections
    )


def _ending(view: View) -> Iterator[Renewal]:
    for kind in ("contract", "agreement"):
        for record in records(view.model, kind):
            notice = _agreements.notice(view, record) if record.live else None
            if notice:
                by = notice.decide_by or notice.end
                yield Renewal(view.ref(record), view.model.kinds[kind].one, notice.end, by, notice)


def _certificates(view: View) -> Iterator[Renewal]:
    for supplier in records(view.model, "supplier"):
        for one in supplier.data.get("certifications", ()) if supplier.live else ():
            end = parse_date(one.get("valid_to"))
            if end:
                yield Renewal(view.ref(supplier, note=str(one["scheme"])), "Certificate", end, end, None)
