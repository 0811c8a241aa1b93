"""What templates are given: references as links, the owner block, the foot of a record's page.

References to records that the build may not show (`classification`) become plain words, and names of people with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from markupsafe import Markup

from skms import prose
from skms.audience import NAMELESS, NOT_SHOWN, class_of, within
from skms.dates import add, long_date, parse_date, words
from skms.fingerprints import bound
from skms.fit import Record
from skms.model import Model
from skms.pages import _terms
from skms.pages.page import Site, base, relative
from skms.roles import Holding, employer, holders, holdings, only_deputies


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a record, or its plain title where there is no page to link to."""

    title: str
    href: str | None = None
    status: str | None = None
    phase: str = "live"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner block: who answers for a record, the same on every page."""

    label: str
    role: Ref
    holders: tuple[Ref, ...]
    """Those who may be named here; with nobody to name, `vacant` says why."""
    vacant: bool
    deputies: tuple[Ref, ...]
    team: Ref | None
    channels: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """The last lines of a record's page."""

    facts: tuple[tuple[str, str], ...]
    links: tuple[Ref, ...]
    print_line: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty from an actor's side."""

    letters: tuple[str, ...]
    activity: Ref
    matrix: Ref


@dataclass(frozen=True, slots=True)
class View:
    """A page in the making: where it will stand and what it may show."""

    model: Model
    site: Site
    path: str
    explained: set[str] = field(default_factory=set, compare=False)
    """Terms of the glossary that texts of the page lead to already."""

    def url(self, target: str) -> str:
        """Address of a site path as seen from this page."""
        return relative(self.path, target)

    def href(self, text: str) -> str | None:
        """Address of the page of `kind/id` or `kind/id#part`; None where there is none, or it may not be shown."""
        base, mark, fragment = text.partition("#")
        name = self.model.resolve(base, ())
        record = self.model.get(name)
        if record is None or not visible(self.model, record):
            return None
        return self.url(path_of(self.model, record)) + (mark + fragment)

    def ref(self, record: Record | None, text: str = "", note: str = "", part: str = "") -> Ref:
        """A record as a link; `text` is shown where the record is missing."""
        if record is None:
            return Ref(text, note=note)
        plain = self._plain(record)
        if not note and not part:
            return plain
        href = f"{plain.href}#{part}" if plain.href and part else plain.href
        return Ref(plain.title, href, plain.status, plain.phase, note)

    def _plain(self, record: Record) -> Ref:
        """A record as a link without more; the same on all pages that lie as deep as this one."""
        known = self.model.once(_refs)
        key = (base(self.path), record.name)
        if key not in known:
            if visible(self.model, record):
                href = self.url(path_of(self.model, record))
                known[key] = Ref(record.title, href, record.status, record.phase)
            else:
                known[key] = Ref(NOT_SHOWN if record.kind == "person" else record.title)
        return known[key]

    def prose(self, text: str) -> Markup:
        """Markdown of a record as safe HTML; the first use of a term on the page leads to its meaning."""
        return _terms.linked(self.model, prose.html(text, self.href), self._meaning, self.explained)

    def _meaning(self, name: str) -> str | None:
        """Address of a term's page, but not from that page itself."""
        record = self.model.get(name)
        own = record is not None and path_of(self.model, record) == self.path
        return None if own else self.href(name)


def _refs(_: Model) -> dict[tuple[str, str], Ref]:
    """Links made so far, by the way up to the root and the record's name."""
    return {}


def _owners(_: Model) -> dict[tuple[str, str, str, str | None], Owner]:
    """Owner blocks made so far, by the way up to the root, role, label and scope."""
    return {}


def visible(model: Model, record: Record) -> bool:
    """Whether the build's classification allows a record's page."""
    return within(class_of(record), model.settings.classification)


def nameless(model: Model) -> bool:
    """Whether there are people whom the build may not name."""
    return model.get(NAMELESS) is not None


def path_of(model: Model, record: Record) -> str:
    """Site path of a record's page: `services/email/`."""
    return f"{model.kinds[record.kind].url}/{record.id}/"


def owner_role(model: Model, record: Record) -> Record | None:
    """The role that answers for a record: its owner; for a matrix that of its subject; for a team its head."""
    data = record.data
    if record.kind == "raci":
        subject = model.look(data.get("for"), "process", "service")
        return owner_role(model, subject) if subject else None
    return model.look(data.get("head" if record.kind == "team" else "owner"), "role")


def owner(view: View, role: Record, label: str = "Accountable", scope: str | None = None) -> Owner:
    """The owner block of a role."""
    known, key = view.model.once(_owners), (base(view.path), role.name, label, scope)
    if key not in known:
        known[key] = _owner(view, role, label, scope)
    return known[key]


def _owner(view: View, role: Record, label: str, scope: str | None) -> Owner:
    model = view.model
    there = holders(model, role, scope)
    deputies_only = only_deputies(model, role)
    main = () if deputies_only else there
    named = tuple(one for one in main if visible(model, one.person))
    team = model.look(role.data.get("team"), "team")
    return Owner(
        label, view.ref(role), tuple(holding_ref(view, one) for one in named), not main,
        tuple(holding_ref(view, one) for one in _deputies(model, role) if visible(model, one.person)),
        view.ref(team) if team else None, tuple(channels(team)),
    )  # fmt: skip


def holding_ref(view: View, one: Holding) -> Ref:
    """A holder as a link, with the supplier for supplier's staff and the scope where there is one."""
    supplier = employer(view.model, one.person)
    scope = view.model.get(one.scope)
    notes = (f"for {scope.title}" if scope else "", supplier.title if supplier else "")
    return view.ref(one.person, note=", ".join(filter(None, notes)))


def channels(team: Record | None) -> Iterable[Ref]:
    """How a team is reached."""
    contact = team.data.get("contact", {}) if team else {}
    if contact.get("channel"):
        yield Ref(contact["channel"], prose.safe_url(contact.get("url", "")))
    if contact.get("email"):
        yield Ref(contact["email"], f"mailto:{contact['email']}")


def next_review(record: Record) -> str | None:
    """The day the next review is due, as `YYYY-MM-DD`; None where no review is planned."""
    review = record.data.get("review", {})
    last = parse_date(review.get("last_reviewed"))
    return add(last, review["frequency"]).isoformat() if last and review.get("frequency") else None


def foot(view: View, record: Record) -> Foot:
    """Owner, version, dates, source and links of a record's page."""
    model, site = view.model, view.site
    role = owner_role(model, record)
    due, review = next_review(record), record.data.get("review", {})
    last = parse_date(review.get("last_reviewed"))
    facts = (
        ("Owner", role.title if role else ""),
        ("Version", str(record.data.get("version", ""))),
        ("Last reviewed", _reviewed(model, record, last)),
        ("Next review due", _due(due, review)),
        ("Source file", record.path),
        ("Id", record.name),
    )
    links = (
        Ref("Edit this record", site.edit_base + quote(record.path) if site.edit_base else None),
        Ref("History", site.history_base + quote(record.path) if site.history_base else None),
        Ref("Report a problem", report_link(site, record)),
        Ref("As data (JSON)", view.url(path_of(model, record).rstrip("/") + ".json")),
    )
    printed = [
        f"Owner: {role.title}" if role else "",
        f"Version {record.data['version']}" if "version" in record.data else "",
    ]
    line = " · ".join([*filter(None, printed), f"As of {long_date(site.as_of)}", record.path])
    return Foot(tuple(fact for fact in facts if fact[1]), tuple(link for link in links if link.href), line)


def report_link(site: Site, record: Record) -> str | None:
    """Where a problem with a page is reported, with the record's name filled in."""
    if not site.issue_base:
        return None
    mark = "&" if "?" in site.issue_base else "?"
    key = "subject" if site.issue_base.startswith("mailto:") else "title"
    return f"{site.issue_base}{mark}{key}={quote(f'{record.title} ({record.name})')}"


def _reviewed(model: Model, record: Record, last: date | None) -> str:
    """When and by whom it was reviewed, and whether it is still what they read."""
    if last is None:
        return ""
    who = model.look(record.data["review"].get("reviewed_by"), "role", "person")
    by = f" by {who.title}" if who and visible(model, who) else ""
    state = bound(model, record)
    since = ""
    if state and (state.changed or state.touched):
        since = "; changed since" if state.changed else "; entered by hand"
    return f"{long_date(last)}{by}{since}"


def _due(due: str | None, review: dict[str, str]) -> str:
    day = parse_date(due)
    return f"{long_date(day)} (every {words(review['frequency'])})" if day else ""


def _deputies(model: Model, role: Record) -> tuple[Holding, ...]:
    return tuple(one for one in holdings(model, role) if one.deputy and one.on(model.as_of))
