"""A personal e-mail address or telephone number stands outside `person.contact`.

Why: What people may see of a colleague is decided in one place, the person's record. Scattered copies stay when
somebody leaves. Name the role or the shared mailbox instead.

Bad:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    contact: {email: sam.carter@example.org}  # expect
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    contact: sam.carter@example.org

Good:
    # file: raci/teams/desk.yaml
    kind: team
    title: Service desk
    status: active
    type: team
    contact: {email: desk@example.org}
    # file: raci/people/sam.yaml
    kind: person
    title: Sam Carter
    status: active
    contact: sam.carter@example.org
"""

import re
import unicodedata
from collections.abc import Iterator

from skms.findings import Hit
from skms.fit import Record
from skms.model import Model, hit, related
from skms.rules.gen._texts import texts

SEVERITY = "warning"

_EMAIL = re.compile(r"([^\s@<>:;,\"'()]+)@[^\s@<>:;,\"'()]+")
_NUMBER = re.compile(r"(?:\+|\b0)\d[\d /()-]{5,}\d")
_WORD = re.compile(r"[a-z]+")


def check(model: Model) -> Iterator[Hit]:
    """Look in texts for what stands in a person's contact, and for addresses made of a person's names."""
    people = model.of("person")
    contacts = {_plain(person.data["contact"]): person for person in people if "contact" in person.data}
    names = {frozenset(_WORD.findall(_ascii(person.title))): person for person in people}
    hint = r"@|\d[\d /()-]{5}" if any(contact.isdigit() for contact in contacts) else "@"
    for record, route, text in texts(model, hint, but="person"):
        person = _person(text, contacts, names)
        if person:
            where = [related(person, ("contact",), f"{person.title}'s own record")]
            message = f"This is the personal contact of {person.title}."
            yield hit(record, route, message, "Name a role, a shared mailbox or a desk instead.", where)


def _person(text: str, contacts: dict[str, Record], names: dict[frozenset[str], Record]) -> Record | None:
    for match in _EMAIL.finditer(text):
        parts = frozenset(_WORD.findall(_ascii(match.group(1))))
        found = contacts.get(_plain(match.group())) or (names.get(parts) if len(parts) > 1 else None)
        if found:
            return found
    numbers = (contacts.get(_plain(match.group())) for match in _NUMBER.finditer(text))
    return next((found for found in numbers if found), None)


def _plain(contact: str) -> str:
    """An address or number without what is only there for the eye."""
    return contact.lower() if "@" in contact else re.sub(r"[^\d]", "", contact)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
