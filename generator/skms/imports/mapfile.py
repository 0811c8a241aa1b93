"""Reading an import map: the file or a shipped one by name, its shape, its expressions; all that is wrong at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from skms import formats, texts
from skms.findings import Hit, Place, Route
from skms.imports import expressions, values
from skms.imports.expressions import Expression, Wrong
from skms.kinds import Kind, load_kinds
from skms.parse import parse
from skms.spans import locate, spans
from skms.words import did_you_mean, one_of


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are set aside on purpose."""

    file: str
    rows: str
    when: Expression
    because: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry under `records`: how a row becomes (part of) a record."""

    number: int
    file: str
    rows: str
    kind: Kind
    ids: tuple[Expression, ...]
    key: Expression | None
    when: Expression | None
    group: bool
    adds_to: bool
    agrees: Mapping[str, Expression]
    constants: Mapping[str, Any]
    fields: values.Group


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map that can be worked with."""

    name: str
    format: str | None
    header: int | None
    transpose: bool
    skips: tuple[Skip, ...]
    entries: tuple[Entry, ...]


class BadMap(Exception):
    """The map cannot be used. `places` say where and why, with line and column."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}:{p.column}: {p.message}" for p in places))
        self.places = places


def shipped() -> Mapping[str, str]:
    """Text of every map that comes with the product, by name."""
    folder = resources.files(__package__) / "maps"
    found = {
        entry.name.removesuffix(".yaml"): entry for entry in folder.iterdir() if entry.name.endswith(".yaml")
    }
    return {name: found[name].read_text("utf-8") for name in sorted(found)}


def load(name: str) -> ImportMap:
    """Read a map by its path or its shipped name. `BadMap` says everything that is wrong with it."""
    path = Path(name)
    if path.is_file():
        text = texts.decode(path.read_bytes())
        if isinstance(text, texts.Unreadable):
            raise BadMap([Place(name, text.line, text.column, text.message)])
        return read(text, name, path.name.removesuffix(".yml").removesuffix(".yaml").removesuffix(".map"))
    if name in shipped():
        return read(shipped()[name], f"{name}.yaml (shipped with skms)", name)
    hint = did_you_mean(name, shipped()) or f" Maps that come with skms are {one_of(shipped(), 'and')}."
    raise BadMap(
        [Place(name, 1, 1, f"There is no such file, and no map of this name comes with skms.{hint}")]
    )


def read(text: str, file: str, name: str) -> ImportMap:
    """Read the text of a map."""
    source = parse(file, text)
    hits = list(source.hits)
    if not hits and source.data is not None:
        hits += [_hit(file, error) for error in _validator().iter_errors(source.data)]
    made: ImportMap | None = None
    if not hits and source.data is not None:
        reader = _Reader(file, source.data)
        made = reader.map(name)
        hits += reader.hits
    if made is None or hits:
        table = spans(text)
        places = [Place(file, *locate(hit, table)[:2], f"{hit.message} {hit.help}".strip()) for hit in hits]
        raise BadMap(sorted(places, key=lambda place: (place.line, place.column)))
    return made


@cache
def _validator() -> Draft202012Validator:
    text = (resources.files(__package__) / "map.schema.json").read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def _hit(file: str, error: ValidationError) -> Hit:
    """A schema error in words."""
    if error.context:
        plain = all(inner.validator == "required" for inner in error.context)
        error = error.context[0] if plain else best_match([error]) or error
    route: Route = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(_properties(error))
        instance: Any = error.instance
        stray = next(key for key in instance if key not in known)
        hint = did_you_mean(stray, known) or f" Known here are {one_of(known)}."
        return Hit(file, (*route, stray), f"{stray!r} is nothing that a map can say here.{hint}", on_key=True)
    if error.validator == "required":
        lacking = error.message.split("'")[1]
        return Hit(file, route, f"{lacking!r} is missing here.", on_key=True)
    if error.instance is None:
        return Hit(
            file,
            route,
            "There is no value here.",
            "Text that starts with a quote or bracket is put in quotes.",
        )
    return Hit(file, route, f"This is not what a map can say here: {error.message}.")


def _properties(error: ValidationError) -> Mapping[str, Any]:
    return dict(error.schema.get("properties", {})) if isinstance(error.schema, dict) else {}


class _Reader:
    """Reads the parts of a map whose shape is right, and gathers what is wrong in them."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self.file, self.data, self.tables = file, data, data.get("tables", {})
        self.hits: list[Hit] = []

    def map(self, name: str) -> ImportMap:
        wanted = self.data.get("format")
        if wanted is not None and wanted not in formats.formats():
            known = formats.formats()
            hint = did_you_mean(wanted, known) or f" Formats are {one_of(known, 'and')}."
            self.wrong(("format",), f"There is no format {wanted!r}.{hint}")
        skips = [self.skip(index, raw) for index, raw in enumerate(self.data.get("skip", []))]
        entries = [self.entry(index, raw) for index, raw in enumerate(self.data["records"])]
        return ImportMap(
            name, wanted, self.data.get("header"), self.data.get("transpose", False),
            tuple(filter(None, skips)), tuple(filter(None, entries)),
        )  # fmt: skip

    def wrong(self, route: Route, message: str, *, on_key: bool = False) -> None:
        self.hits.append(Hit(self.file, route, message, on_key=on_key))

    def expression(self, text: str, route: Route) -> Expression:
        try:
            return expressions.parse(text, self.tables)
        except Wrong as error:
            self.wrong(route, str(error))
            return Expression(text, (), ())

    def skip(self, index: int, raw: Mapping[str, Any]) -> Skip:
        when = self.expression(raw["when"], ("skip", index, "when"))
        return Skip(raw.get("file", ""), raw.get("rows", ""), when, raw["because"])

    def entry(self, index: int, raw: Mapping[str, Any]) -> Entry | None:
        here: Route = ("records", index)
        kind = load_kinds().get(raw["kind"])
        if kind is None:
            kinds = load_kinds()
            hint = did_you_mean(raw["kind"], kinds) or f" Kinds are {one_of(kinds)}."
            self.wrong((*here, "kind"), f"There is no kind {raw['kind']!r}.{hint}")
            return None
        ids = raw.get("id", [])
        ids = ids if isinstance(ids, list) else [ids]
        fields = values.Group({})
        try:
            fields = values.parse_group(raw.get("fields", {}), self.tables)
        except values.BadValue as error:
            self.wrong((*here, "fields", *error.route), str(error))
        for word, names in (("fields", list(fields.fields)), ("set", list(raw.get("set", {})))):
            self.known(kind, (*here, word), names, raw.get(word, {}))
        for name in set(fields.fields) & set(raw.get("set", {})):
            self.wrong(
                (*here, "set", name), f"{name!r} stands under `fields` too; keep one of the two.", on_key=True
            )
        return Entry(
            index, raw.get("file", ""), raw.get("rows", ""), kind,
            tuple(self.expression(text, (*here, "id")) for text in ids),
            self.expression(raw["key"], (*here, "key")) if "key" in raw else None,
            self.expression(raw["when"], (*here, "when")) if "when" in raw else None,
            raw.get("group", False), raw.get("adds_to", False),
            {name: self.expression(text, (*here, "agrees", name)) for name, text in raw.get("agrees", {}).items()},
            raw.get("set", {}), fields,
        )  # fmt: skip

    def known(self, kind: Kind, route: Route, names: list[str], raw: Mapping[str, Any]) -> None:
        """Every field must be one of the kind's."""
        allowed = kind.schema["properties"]
        for name in names:
            if name not in allowed or name == "kind":
                written = next(iter(_written(name, raw)), name)
                hint = did_you_mean(name, allowed) or f" Fields are {one_of(allowed)}."
                self.wrong(
                    (*route, written), f"{name!r} is not a field of a {kind.one.lower()}.{hint}", on_key=True
                )


def _written(name: str, raw: Mapping[str, Any]) -> Iterator[str]:
    return (key for key in raw if key.partition(".")[0].removesuffix("[]") == name)
