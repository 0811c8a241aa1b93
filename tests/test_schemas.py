"""The schemas of the kinds: standard, complete, explained, and read alike by both validators."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from skms import explain, fit
from skms.kinds import Kind, common, load_kinds, part_lists, resolve
from skms.parse import MAX_SCALAR, parse
from skms.scaffold import record

KINDS = load_kinds()
NAMES = sorted(KINDS)
WORDS = json.loads((resources.files("skms.kinds") / "_words.json").read_text("utf-8"))
TOP_WORDS = WORDS["$defs"]["top"]["properties"]
VALUE_WORDS = WORDS["$defs"]["value"]["properties"]
COMMON = [f"_common.{name}" for name in common()["$defs"]]

Route = tuple[str, ...]


def under(schema: Any, route: Route = ()) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Every schema node as written, references not followed."""
    yield route, schema
    for word in ("properties", "$defs"):
        for name, below in schema.get(word, {}).items():
            yield from under(below, (*route, name))
    for word in ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not"):
        if isinstance(schema.get(word), dict):
            yield from under(schema[word], (*route, f"({word})"))
    for below in schema.get("allOf", ()):
        yield from under(below, (*route, "(allOf)"))


def described(schema: dict[str, Any], route: Route = ()) -> Iterator[tuple[Route, dict[str, Any]]]:
    """Every value that a record may hold, references followed."""
    schema = resolve(schema)
    for name, below in schema.get("properties", {}).items():
        yield (*route, name), resolve(below)
        yield from described(below, (*route, name))
    for word in ("items", "additionalProperties"):
        if isinstance(schema.get(word), dict):
            yield from described(schema[word], (*route, "*"))


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


SPECIFIED = """
    agreement assessment attestation audit business-case calendar competency contract control
    course customer data-asset decision exception forum framework glossary-term governance-domain
    improvement indicator initiative interface interlock knowledge-article mapping measurement
    objective person policy principle process process-change raci review risk role service sod-rule
    strategy supplier team training-plan
"""


def test_every_kind_is_there() -> None:
    assert set(SPECIFIED.split()) <= set(KINDS)


def test_schemas_are_valid_draft_2020_12() -> None:
    for schema in (common(), WORDS, *(kind.schema for kind in KINDS.values())):
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        Draft202012Validator.check_schema(schema)


def test_ids_and_kind_words_agree(kind: Kind) -> None:
    assert kind.schema["$id"] == f"skms:kind/{kind.name}"
    assert kind.schema["properties"]["kind"]["const"] == kind.name
    assert kind.schema["title"] == kind.one
    assert kind.schema["additionalProperties"] is False


def test_only_known_words_of_our_own(kind: Kind) -> None:
    top = Draft202012Validator({"$ref": "#/$defs/top", "$defs": WORDS["$defs"]})
    value = Draft202012Validator({"$ref": "#/$defs/value", "$defs": WORDS["$defs"]})
    nodes = [*under(kind.schema), *under(common())]
    for route, node in nodes:
        ours = {word: node[word] for word in node if word.startswith("x-")}
        if node is kind.schema:
            assert set(ours) <= set(TOP_WORDS)
            top.validate(ours)
        else:
            assert set(ours) <= set(VALUE_WORDS), route
            value.validate(ours)


def test_every_word_of_our_own_is_used() -> None:
    nodes = [node for kind in KINDS.values() for _, node in under(kind.schema)]
    nodes += [node for _, node in under(common())]
    assert {word for node in nodes for word in node if word.startswith("x-")} == {*TOP_WORDS, *VALUE_WORDS}


def test_every_shared_definition_is_used() -> None:
    nodes = [node for kind in KINDS.values() for _, node in under(kind.schema)]
    nodes += [node for _, node in under(common())]
    used = {node["$ref"].rpartition("/")[2] for node in nodes if "$ref" in node}
    assert used == set(common()["$defs"])


def test_every_value_is_explained(kind: Kind) -> None:
    for route, node in described(kind.schema):
        if route[-1] != "*":
            assert len(node.get("title", "")) > 1, route
            assert node.get("description", "").endswith((".", '"')), route
            assert not node["title"].endswith("."), route


def test_no_choice_between_whole_schemas(kind: Kind) -> None:
    """`anyOf` and `oneOf` cannot say what is wrong."""
    for route, node in [*under(kind.schema), *under(common())]:
        assert not {"anyOf", "oneOf"} & set(node), route


def test_objects_are_closed(kind: Kind) -> None:
    for route, node in described(kind.schema):
        if node.get("type") == "object" and route != ("custom",):
            assert "additionalProperties" in node, route


def test_states(kind: Kind) -> None:
    assert ("x-lifecycle" in kind.schema) == ("status" in kind.schema["properties"])
    if "x-lifecycle" not in kind.schema:
        return
    words = kind.schema["x-lifecycle"]
    states = [*words["planned"], *words["live"], *words["ended"]]
    assert kind.schema["properties"]["status"]["enum"] == states
    assert len(states) == len(set(states))
    assert set(words.get("aside", ())) <= {*words["planned"], *words["ended"]}
    assert {state for targets in words["edges"].values() for state in targets} | set(words["edges"]) <= set(
        states
    )
    assert not set(words["ended"]) & set(words["edges"]), "nothing comes after the end"
    for route, node in described(kind.schema):
        assert node.get("x-past", True) is True or set(node["x-past"]) <= set(states), route


def test_every_state_can_be_reached(kind: Kind) -> None:
    edges = kind.lifecycle.edges
    reached, new = set(), set(list(kind.lifecycle.phases)[:1])
    while new:
        reached |= new
        new = {target for state in new for target in edges.get(state, ())} - reached
    assert reached == set(kind.lifecycle.phases)


def test_what_statuses_ask_for_exists(kind: Kind) -> None:
    fields = kind.schema["properties"]
    assert set(kind.schema["required"]) <= set(fields)
    for entry in kind.schema.get("x-required", ()):
        assert entry["from"] in kind.lifecycle.phases
        assert {*entry["fields"], *entry.get("unless", ())} <= set(fields)
        assert not set(entry["fields"]) & set(kind.schema["required"])
        for name, wanted in entry.get("when", {}).items():
            assert {wanted} if isinstance(wanted, str) else set(wanted) <= set(fields[name]["enum"])


def test_references_name_kinds_and_lists(kind: Kind) -> None:
    for route, node in [*under(kind.schema), *under(common())]:
        if "x-ref" in node:
            assert set(node["x-ref"]) <= set(KINDS), route
        lists = {path[-1] for name in node.get("x-ref", [kind.name]) for path, _ in part_lists(name)}
        if of := node.get("x-part-of"):
            holders = resolve(kind.schema["properties"][of])["x-ref"]
            lists = {path[-1] for name in holders for path, _ in part_lists(name)}
        if node is not kind.schema and "x-part" in node:
            assert set(node["x-part"]) <= lists, route
        assert not node.get("x-part-required") or "x-part" in node, route


def test_parts_have_the_field_that_names_them(kind: Kind) -> None:
    for route, node in described(kind.schema):
        if "x-id" in node:
            assert node["x-id"] in resolve(node["items"])["required"], route


def test_siblings_exist(kind: Kind) -> None:
    for route, node in [((), kind.schema), *described(kind.schema)]:
        due = node.get("x-due", {})
        assert {due[word] for word in ("last", "every") if due} <= set(node.get("properties", {})), route
        for below in node.get("properties", {}).values():
            assert resolve(below).get("x-after", next(iter(node["properties"]))) in node["properties"], route


def test_folders_differ_and_lie_under_a_root() -> None:
    assert len({kind.folder for kind in KINDS.values()}) == len(KINDS)
    assert len({kind.url for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("pattern", ["(?=a)b", r"(a)\1", "(?<!a)b"])
def test_slow_patterns_are_refused(pattern: str) -> None:
    """The engine that takes time in proportion to the text knows neither look-around nor back references."""
    with pytest.raises(jsonschema_rs.ValidationError):
        fit.validator({"pattern": pattern})


def runs_away(pattern: str) -> bool:
    """Whether Python's engine, which explains what is wrong, loses itself in the longest text there may be."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(2)
    try:
        for piece in ("a", "a-", "1.", "@", "9", "A", "https://", "tel:"):
            re.search(pattern, piece * (MAX_SCALAR // len(piece)) + "\n\n")
    except TimeoutError:
        return True
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return False


def test_a_pattern_that_runs_away_is_noticed() -> None:
    assert runs_away("^(a+)+$")


def test_patterns_are_anchored_and_do_not_run_away() -> None:
    schemas = [common(), *(kind.schema for kind in KINDS.values())]
    for pattern in {node["pattern"] for schema in schemas for _, node in under(schema) if "pattern" in node}:
        fit.validator({"pattern": pattern})
        assert pattern.startswith("^"), pattern
        assert not runs_away(pattern), pattern


@pytest.mark.parametrize("name", NAMES + COMMON)
def test_examples_are_valid(name: str) -> None:
    schema = common()["$defs"][name.partition(".")[2]] if name in COMMON else KINDS[name].schema
    for route, node in under(schema):
        shape = resolve(node)
        for example in node.get("examples", ()):
            assert fit.validator(shape).is_valid(example), (route, example)


def drafts() -> Iterator[tuple[str, dict[str, Any]]]:
    """A valid record of every kind in every status."""
    for name, kind in KINDS.items():
        for values in [{"status": status} for status in kind.lifecycle.phases] or [{}]:
            text = record(KINDS, name, "example", values, {}, date(2026, 11, 22))
            data = parse("example.yaml", text).data
            assert data is not None
            yield name, data


DRAFTS = list(drafts())
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["", "x\n", "2026-02-30", "2026-02-28", "2026-02-28\n", "12M", "1.0\n", "AT\n", "٣"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(data: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Routes of all values of a record."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, below in pairs:
        yield (*route, step)
        yield from places(below, (*route, step))


def put(data: Any, route: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a route."""
    if not route:
        return value
    first, *rest = route
    if isinstance(data, dict):
        return {**data, first: put(data.get(first), tuple(rest), value)}
    return [put(item, tuple(rest), value) if index == first else item for index, item in enumerate(data)]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_both_validators_agree(data: st.DataObject) -> None:
    """The fast one says which records are valid, the other one why they are not: they must not differ."""
    name, draft = data.draw(st.sampled_from(DRAFTS))
    fields = [(field,) for field in KINDS[name].schema["properties"]]
    route = data.draw(st.sampled_from([*places(draft), *fields, ("stray",)]))
    changed = put(draft, route, data.draw(VALUES))
    fast = fit.schema_validator(name).is_valid(changed)
    slow = not list(explain.validator(name).iter_errors(changed))
    assert fast == slow, (route, changed)


# Of single kinds


def test_an_exception_may_be_made_for_any_part_of_any_record() -> None:
    subject = KINDS["exception"].schema["properties"]["subject"]
    assert set(subject["x-ref"]) == set(KINDS)
    assert subject["x-ref"][0] == "service", "which a bare id means"
    assert set(subject["x-part"]) == {path[-1] for name in KINDS for path, _ in part_lists(name)}


@pytest.mark.parametrize(("field", "kind_"), [("activities", "process"), ("rows", "raci")])
def test_what_is_to_be_looks_as_what_is(field: str, kind_: str) -> None:
    """A process change holds activities and rows as in process and matrix, but they are not parts for others yet."""

    def shape(node: Any) -> Any:
        if isinstance(node, dict):
            return {word: shape(below) for word, below in node.items() if word != "x-part-of"}
        return [shape(below) for below in node] if isinstance(node, list) else node

    to_be = KINDS["process-change"].schema["properties"]["to_be"]["properties"][field]
    assert shape(to_be["items"]) == shape(KINDS[kind_].schema["properties"][field]["items"])


@pytest.mark.parametrize(
    ("target", "valid"),
    [
        ({"duration": "2d", "clock": "24x7"}, True),
        ({"duration": "8h", "clock": "office-hours"}, True),
        ({"duration": "2d", "clock": "office-hours"}, False),
    ],
)
def test_days_are_counted_around_the_clock_only(target: dict[str, str], valid: bool) -> None:
    """One day of office hours may mean two things."""
    schema = {"$ref": "skms:common#/$defs/target"}
    assert fit.validator(schema).is_valid(target) == valid


@pytest.mark.parametrize(
    ("type_", "provider", "recipient", "valid"),
    [
        ("sla", "desk", "all-staff", True),
        ("sla", "desk", "team/desk", False),
        ("ola", "network", "team/desk", True),
        ("ola", "supplier/hosting", "team/desk", False),
        ("ola", "network", "all-staff", False),
        ("uc", "supplier/hosting", "team/desk", True),
        ("uc", "hosting", "team/desk", False),
    ],
)
def test_the_type_of_an_agreement_says_between_whom(
    type_: str, provider: str, recipient: str, valid: bool
) -> None:
    data = {
        "kind": "agreement", "title": "Mail", "owner": "desk-lead", "status": "draft", "type": type_,
        "provider": provider, "recipient": recipient,
    }  # fmt: skip
    assert fit.schema_validator("agreement").is_valid(data) == valid


def test_the_scaffold_keeps_to_the_type_of_an_agreement() -> None:
    known = {"team": ["desk"], "supplier": ["hosting"]}
    given = {"type": "uc", "status": "negotiating"}
    data = parse("a.yaml", record(KINDS, "agreement", "mail-uc", given, known, date(2026, 11, 22))).data
    assert data is not None
    assert (data["provider"], data["contract"]) == ("supplier/hosting", "mail-uc-contract")
