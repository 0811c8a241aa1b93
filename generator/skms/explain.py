"""JSON Schema errors as sentences that a service owner understands: what is wrong, what is allowed, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource

from skms.findings import Hit, Route
from skms.kinds import COMMON_ID, FORMATS, Kind, Schema, common, load_kinds, resolve
from skms.parse import Source
from skms.slips import meant_by_a_slip, missing_field, outdented, properties
from skms.spans import Spans, spans
from skms.words import SCHEMA_TYPES, did_you_mean, one_of, shown, type_name, with_article


@cache
def validator(kind: str) -> Draft202012Validator:
    """The explaining validator of a kind; its registry is closed and formats are asserted."""
    registry: Registry[Any] = Registry().with_resource(COMMON_ID, Resource.from_contents(common()))
    made: Draft202012Validator = _Validator(
        load_kinds()[kind].schema, registry=registry, format_checker=_format_checker()
    )
    return made


def _format_checker() -> FormatChecker:
    checker = FormatChecker()
    for name, holds in FORMATS.items():
        checker.checks(name)(holds)
    return checker


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    """Python's `$` also stands before a last line break; in JSON Schema, and for the fast validator, it is the end."""
    exact = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    if isinstance(value, str) and not re.search(exact, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Validator: Any = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def explain(source: Source, data: dict[str, Any], kind: Kind) -> Iterator[Hit]:
    """One hit for every cause why `data` is not valid for `kind`; at least one."""
    return _reasons(source, data, validator(kind.name), with_article(kind.one.lower()))


def explain_settings(source: Source, data: dict[str, Any], schema: Schema) -> Iterator[Hit]:
    """The same for a file that is no record."""
    return _reasons(source, data, _Validator(schema), "")


def _reasons(source: Source, data: dict[str, Any], judge: Draft202012Validator, noun: str) -> Iterator[Hit]:
    table = spans(source.text)
    errors = list(judge.iter_errors(data))
    left = dict(outdented(errors))
    explained = meant_by_a_slip(errors)
    for (*outer, key), parent in left.items():
        explained |= {(*outer, parent), (*outer, parent, key)}
    seen: set[tuple[Route, str]] = set()
    lengths = {
        tuple(error.absolute_path) for error in errors if error.validator in ("minLength", "maxLength")
    }
    ordered = sorted(errors, key=lambda e: [str(step) for step in e.absolute_path])
    for error in ordered or [ValidationError("The record does not have the shape of its kind.")]:
        route: Route = tuple(error.absolute_path)
        if error.validator == "required" and (*route, missing_field(error)) in explained:
            continue
        if error.validator == "type" and error.instance is None and route in explained:
            continue
        if error.validator == "pattern" and route in lengths:
            continue  # a text that is empty or far too long has one thing wrong with it
        for hit in _hits(error, source, noun, table, left):
            if (hit.route, hit.message) not in seen:
                seen.add((hit.route, hit.message))
                yield hit


def _hits(
    error: ValidationError, source: Source, noun: str, table: Spans, left: Mapping[Route, str]
) -> Iterator[Hit]:
    route: Route = tuple(error.absolute_path)
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        known = list(properties(error.schema))
        for key in instance:
            if key not in known:
                message, help_text = _unknown(key, route, source, noun, known, left.get((*route, key)))
                yield Hit(source.path, (*route, key), message, help_text, on_key=True, rule="wrong-shape")
        return
    if error.validator in ("anyOf", "oneOf") and error.context:
        best = best_match([error])
        if best is not None and best is not error:
            yield from _hits(best, source, noun, table, left)
            return
    message, help_text = _sentence(error, source, route, table)
    on_key = error.validator in ("required", "dependentRequired", "minProperties", "propertyNames")
    yield Hit(source.path, route, message, help_text, on_key=on_key, rule="wrong-shape")


def _unknown(
    key: str, route: Route, source: Source, noun: str, known: list[str], parent: str | None
) -> tuple[str, str]:
    """What is said of a key that is no field here."""
    if parent is not None:
        return f"{key!r} stands too far left: it is a part of `{parent}`.", "Indent it by two spaces more."
    if key == "id" and not route and noun:
        stem = PurePosixPath(source.path).stem
        return (
            f"'id' is not a field of {noun}.",
            f"Delete the line: the id of a record is the name of its file, here {stem!r}.",
        )
    owner = _where(route) if route else noun or "the settings"
    help_text = f"Fields are {one_of(known)}." + (
        " Anything of your own goes under `custom`." if noun else ""
    )
    return f"{shown(key)} is not a field of {owner}.{did_you_mean(key, known)}", help_text


def _sentence(error: ValidationError, source: Source, route: Route, table: Spans) -> tuple[str, str]:
    node = resolve(error.schema) if isinstance(error.schema, dict) else {}
    where = _where(route)
    value: Any = error.instance
    limit: Any = error.validator_value
    about = _about(node)
    match error.validator:
        case "required" | "dependentRequired":
            missing = missing_field(error)
            below = resolve(node.get("properties", {}).get(missing, {}))
            return (
                f"{_where(route, capital=True)} lacks the field {missing!r}.",
                f"Add `{missing}: …`. {_about(below)}".strip(),
            )
        case "type":
            return _wrong_type(value, limit, where, about, _raw(source, route, table))
        case "enum" | "const":
            allowed = [str(option) for option in (limit if error.validator == "enum" else [limit])]
            return (
                f"{shown(value)} is not allowed for {where}.{did_you_mean(str(value), allowed)}",
                f"Allowed: {one_of(allowed)}.",
            )
        case "format" if limit == "time-zone":
            return f"There is no time zone {value!r}.", "Write it as area and city, such as `Europe/London`."
        case "pattern" | "format":
            return _wrong_form(value, where, node), about
        case "minLength" | "maxLength":
            bound = f"at least {limit}" if error.validator == "minLength" else f"at most {limit:,}"
            return f"{_up(where)} has {len(value):,} characters; allowed are {bound}.", about
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            word = "least" if "inimum" in error.validator else "most"
            return f"{shown(value)} is outside the range of {where}: at {word} {limit}.", about
        case "minItems" | "minProperties":
            return (
                f"{_up(where)} is empty or too short; at least {limit} must be given.",
                about or "Leave the field out where nothing is known.",
            )
        case "uniqueItems":
            return f"{_up(where)} names something twice.", "Keep one of the two."
        case "propertyNames":
            return f"{_up(where)} has a key that is not allowed: {error.message}.", about
        case "not":
            return f"{_up(where)} does not go together with the fields beside it.", about
        case _:
            return f"{_up(where)} is not as its schema asks: {error.message}.", about


def _wrong_form(value: Any, where: str, node: dict[str, Any]) -> str:
    if node.get("format") == "date" and _DAY.fullmatch(str(value)):
        return f"There is no day {value} in the calendar."
    noun = f" ({str(node['title']).lower()})" if "title" in node else ""
    return f"{shown(value)} does not have the form that {where} needs{noun}."


def _wrong_type(value: Any, expected: Any, where: str, about: str, raw: str) -> tuple[str, str]:
    types = [expected] if isinstance(expected, str) else list(expected)
    wanted = one_of(SCHEMA_TYPES.get(name, name) for name in types)
    if value is None:
        return (
            f"{_up(where)} has no value.",
            f"Give {wanted}, or leave the field out where it is not known. {about}".strip(),
        )
    if "string" in types and isinstance(value, (int, float)):
        return (
            f"{_up(where)} must be text, but {raw or value} is read as {type_name(value)}.",
            f'Quote it: "{raw or value}".',
        )
    if "boolean" in types and isinstance(value, str):
        return f"{shown(value)} is not true or false.", f"Write true or false for {where}, without quotes."
    if isinstance(value, str) and {"number", "integer"} & set(types):
        return (
            f"{shown(value)} is text, but {where} is {wanted}.",
            "Write the bare figure, without quotes, signs or units.",
        )
    if "array" in types:
        return f"{_up(where)} must be a list.", "Write each item on a line of its own, starting with `- `."
    return f"{_up(where)} must be {wanted}, not {type_name(value)}.", about


def _about(node: dict[str, Any]) -> str:
    """What the schema says of a field, with its examples."""
    about = str(node.get("description", ""))
    examples = one_of([str(example) for example in node.get("examples", [])])
    said = not examples or "such as" in about.lower() or "for example" in about.lower()
    return about if said else f"{about} Such as {examples.rstrip('.')}.".strip()


def _where(route: Route, *, capital: bool = False) -> str:
    """A route in words: `owner`, `rows, item 2, activity`."""
    if not route:
        return "The record" if capital else "the record"
    steps = [f"item {step + 1}" if isinstance(step, int) else f"`{step}`" for step in route]
    return ", ".join(steps)


def _up(words: str) -> str:
    return words[:1].upper() + words[1:]


def _raw(source: Source, route: Route, table: Spans) -> str:
    span = table.get(route)
    if not span or not span.end_column:
        return ""
    return source.text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
