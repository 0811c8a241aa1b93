"""What others get: files that their tools accept, checked against what their specifications ask for."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.published import faults

from skms.cli import run as command_line
from skms.exports import export, formats
from skms.model import Model
from skms.pipeline import model_of
from skms.settings import Settings

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
DURATION = re.compile(r"[1-9][0-9]*[mhdwMQY]\Z")
ENTITY = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*\Z")
TOKEN = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*\Z")


def documents(model: Model, style: str) -> list[dict[str, Any]]:
    (file,) = export(style, model)
    return list(yaml.safe_load_all(file.content))


@pytest.mark.parametrize(
    ("schema", "document"),
    [
        (
            "openslo/openslo.schema.json",
            {"apiVersion": "openslo/v1", "kind": "SLO", "metadata": {}, "spec": {}},
        ),
        ("oscal/catalog.json", {"catalog": {"uuid": "1"}}),
        ("oscal/profile.json", {"profile": {}}),
        ("oscal/component.json", {"component-definition": {}}),
        ("sarif-2.1.0.json", {"version": "2.1.0", "runs": [{}]}),
    ],
)
def test_published_schemas_refuse_what_is_wrong(schema: str, document: dict[str, Any]) -> None:
    assert faults(schema, document)


def test_every_format_says_which_kinds_it_knows(example: Model) -> None:
    for name, module in formats().items():
        assert module.KINDS is None or set(module.KINDS) <= set(example.kinds), name
        assert callable(module.files)


def test_json_holds_every_field_of_every_record(example: Model) -> None:
    (file,) = export("json", example)
    data = json.loads(file.content)
    for record in example.records.values():
        (found,) = [one for one in data["records"][record.kind] if one["id"] == record.id]
        assert {key: value for key, value in found.items() if key in record.data and key != "id"} == {
            key: value for key, value in record.data.items() if key != "id"
        }


def test_kinds_can_be_chosen(example: Model) -> None:
    (file,) = export("json", example, ["supplier"])
    assert set(json.loads(file.content)["records"]) == {"supplier"}


def test_sqlite_is_sound_and_links_are_foreign_keys(example: Model, tmp_path: Path) -> None:
    (file,) = export("sqlite", example)
    (tmp_path / "catalogue.sqlite").write_bytes(file.content)
    base = sqlite3.connect(tmp_path / "catalogue.sqlite")
    try:
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("SELECT count(*) FROM records").fetchone() == (len(example.records),)
        for kind in example.by_kind:
            table = kind.replace("-", "_")
            count = base.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            assert count == (len(example.of(kind)),)
        (amount,) = base.execute(
            'SELECT "value.annual.amount" FROM contract WHERE record = ?', ("contract/ashgrove-fleet",)
        ).fetchone()
        assert amount == example.records["contract/ashgrove-fleet"].data["value"]["annual"]["amount"]
        links = base.execute("SELECT count(*) FROM links WHERE target IS NOT NULL").fetchone()[0]
        assert links == sum(
            link.target is not None for name in example.records for link in example.links(name)
        )
    finally:
        base.close()


def test_openslo_keeps_to_its_specification(example: Model) -> None:
    """OpenSLO v1: names, windows, indicators and objectives; a value needs an operator, and a target is below 100."""
    found = documents(example, "openslo")
    services = {one["metadata"]["name"] for one in found if one["kind"] == "Service"}
    slos = [one for one in found if one["kind"] == "SLO"]
    assert {
        one["metadata"]["name"]: some for one in found if (some := faults("openslo/openslo.schema.json", one))
    } == {}
    assert len(slos) > 50
    names = [(one["kind"], one["metadata"]["name"]) for one in found]
    assert len(names) == len(set(names))
    for one in found:
        assert set(one) == {"apiVersion", "kind", "metadata", "spec"}
        assert one["apiVersion"] == "openslo/v1"
        assert LABEL.match(one["metadata"]["name"])
        assert len(one["spec"]["description"]) <= 1050
    for one in slos:
        spec = one["spec"]
        assert spec["service"] in services
        (window,) = spec["timeWindow"]
        assert DURATION.match(window["duration"])
        assert ("calendar" in window) is not window["isRolling"]
        (objective,) = spec["objectives"]
        assert 0 <= objective["target"] < 1
        assert len(str(objective["target"])) < 8, "99.9 % is 0.999"
        metric = spec["indicator"]["spec"]
        assert ("op" in objective) is ("value" in objective) is ("thresholdMetric" in metric)
        assert ("thresholdMetric" in metric) is not ("ratioMetric" in metric)
        assert spec["budgetingMethod"] in ("Occurrences", "Timeslices")
        assert ("timeSliceTarget" in objective) is (spec["budgetingMethod"] == "Timeslices")


def test_openslo_names_what_it_cannot_express(example: Model) -> None:
    (file,) = export("openslo", example)
    head = [line for line in file.content.decode().splitlines() if line.startswith("#")]
    assert "# agreement/backup-ola#data-loss" in head


def test_backstage_entities_are_well_formed_and_refer_to_each_other(example: Model) -> None:
    found = documents(example, "backstage")
    names = {(one["kind"].lower(), one["metadata"]["name"]) for one in found}
    assert len(names) == len(found)
    assert {kind for kind, _ in names} == {"component", "group", "user"}
    for one in found:
        assert one["apiVersion"] == "backstage.io/v1alpha1"
        name, spec = one["metadata"]["name"], one["spec"]
        assert ENTITY.match(name)
        assert len(name) <= 63
        references = [*spec.get("dependsOn", []), *([spec["owner"]] if "owner" in spec else [])]
        references += [f"group:{group}" for group in (*spec.get("memberOf", []), *spec.get("children", []))]
        references += [f"group:{spec['parent']}"] if "parent" in spec else []
        assert {tuple(reference.split(":")) for reference in references} <= names
        for link in one["metadata"].get("links", []):
            assert link["url"].startswith("http")


BACKSTAGE = Path(__file__).parent / "editor/node_modules/@backstage/catalog-model"
# The policies that a Backstage catalogue applies to every entity before it takes it, and the schemas of the kinds.
POLICIES = """
const m = require(process.argv[1]);
const policy = m.EntityPolicies.allOf([new m.SchemaValidEntityPolicy(), new m.DefaultNamespaceEntityPolicy(),
  new m.NoForeignRootFieldsEntityPolicy(), new m.FieldFormatEntityPolicy()]);
const kinds = [m.componentEntityV1alpha1Validator, m.groupEntityV1alpha1Validator, m.userEntityV1alpha1Validator];
const fault = async (entity) => {
  try {
    const named = await policy.enforce(entity);
    const known = await Promise.all(kinds.map((kind) => kind.check(named)));
    return known.filter(Boolean).length === 1 ? null : "of no kind";
  } catch (error) { return error.message; }
};
const all = Promise.all(JSON.parse(require("fs").readFileSync(0, "utf8")).map(fault));
all.then((found) => console.log(JSON.stringify(found)));
"""


def refused(entities: list[dict[str, Any]]) -> dict[str, str]:
    """The entities that Backstage would not take, and why."""
    done = subprocess.run(
        ["node", "-e", POLICIES, str(BACKSTAGE)],
        input=json.dumps(entities),
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = zip(entities, json.loads(done.stdout), strict=True)
    return {one["metadata"]["name"]: fault for one, fault in pairs if fault}


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.skipif(not BACKSTAGE.is_dir(), reason="run `npm ci` in tests/editor")
def test_backstage_takes_every_entity(example: Model) -> None:
    found = documents(example, "backstage")
    assert refused(found) == {}
    wrong = [
        {**found[0], "metadata": {**found[0]["metadata"], "name": "x" * 64}},
        {**found[1], "spec": {}},
        {**found[2], "metadata": {**found[2]["metadata"], "name": "tagged", "tags": ["Not a tag"]}},
    ]
    assert len(refused(wrong)) == 3


def nodes(data: Any, key: str) -> Iterator[Any]:
    """Every value of a key, wherever it stands."""
    if isinstance(data, dict):
        yield from (value for name, value in data.items() if name == key)
        for value in data.values():
            yield from nodes(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from nodes(value, key)


def test_oscal_documents_have_ids_titles_and_controls_that_exist(example: Model) -> None:
    files = {file.path: json.loads(file.content) for file in export("oscal", example)}
    catalogs = {path: set() for path in files if "/catalogs/" in path}
    seen: list[str] = []
    for path, document in files.items():
        (sort, body), *others = document.items()
        assert not others
        assert faults(f"oscal/{sort.partition('-')[0]}.json", document) == [], path
        assert sort in ("catalog", "profile", "component-definition")
        assert set(body["metadata"]) == {"title", "last-modified", "version", "oscal-version"}
        assert body["metadata"]["last-modified"] == "2026-11-22T00:00:00Z"
        for found in nodes(body, "uuid"):
            assert uuid.UUID(found).version == 5
            seen.append(found)
        if sort == "catalog":
            catalogs[path] = {one["id"] for group in nodes(body, "controls") for one in group}
            ids = [*catalogs[path], *(one["id"] for group in nodes(body, "groups") for one in group)]
            assert all(TOKEN.match(one) for one in ids)
            assert len(ids) == len(set(ids))
            framework = example.records[f"framework/{Path(path).stem}"]
            assert len(ids) == len(framework.data["nodes"])
    assert len(seen) == len(set(seen))
    groups = {path: {one["id"] for some in nodes(files[path], "groups") for one in some} for path in catalogs}
    for path, document in files.items():
        if "profile" in document:
            (one,) = document["profile"]["imports"]
            known = path.replace("profiles", "catalogs")
            assert one["href"] == f"../catalogs/{Path(path).name}"
            assert set(one["include-controls"][0]["with-ids"]) <= catalogs[known] | groups[known]
    definition = files["oscal/component-definition.json"]["component-definition"]
    assert len(definition["components"]) > 50
    for component in definition["components"]:
        for implementation in component["control-implementations"]:
            known = f"oscal/{implementation['source']}"
            ids = {one["control-id"] for one in implementation["implemented-requirements"]}
            assert ids
            assert ids <= catalogs[known] | groups[known]


def owned() -> Model:
    team = "kind: team\ntitle: {0}\nstatus: active\ntype: team\n{1}"
    role = (
        "kind: role\ntitle: Lead\nstatus: active\ntype: owner\npurpose: Leads.\nteam: {0}\n"
        "responsibilities: [{{id: lead, text: Leads.}}]\n"
    )
    supplier = "kind: supplier\ntitle: North\nowner: {0}\nstatus: prospective\ntype: external\n"
    texts = {
        "raci/teams/office.yaml": team.format(
            "Office", 'external_ids: [{scheme: code-owner, id: "@smo/office"}]\n'
        ),
        "raci/teams/desk.yaml": team.format("Desk", "parent: office\n"),
        "raci/teams/water.yaml": team.format(
            "Water", 'external_ids: [{scheme: code-owner, id: "@smo/water"}]\n'
        ),
        "raci/roles/lead.yaml": role.format("desk"),
        "raci/roles/other.yaml": role.format("water"),
        "catalogue/suppliers/a.yaml": supplier.format("lead"),
        "catalogue/suppliers/b.yaml": supplier.format("other"),
        "catalogue/suppliers/c.yaml": supplier.format("lead"),
    }
    model = model_of(texts, date(2026, 11, 22), Settings())
    assert all(record.valid for record in model.records.values())
    return model


def test_codeowners_follow_role_team_and_the_team_above() -> None:
    (file,) = export("codeowners", owned())
    lines = [line for line in file.content.decode().splitlines() if line and not line.startswith("#")]
    assert lines == [
        "/catalogue/suppliers/ @smo/office",
        "/catalogue/suppliers/b.yaml @smo/water",
        "/raci/roles/ @smo/office",
        "/raci/roles/other.yaml @smo/water",
        "/raci/teams/ @smo/office",
        "/raci/teams/water.yaml @smo/water",
    ]


def test_drift_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in owned().texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(str(text))
    (tmp_path / "skms.yml").write_text("name: Test\n")
    monkeypatch.chdir(tmp_path)
    command = ["export", "codeowners", "--out", ".github/CODEOWNERS"]
    assert command_line([*command, "--check"]) == 1
    assert ".github/CODEOWNERS: missing" in capsys.readouterr().out
    assert command_line(command) == 0
    assert command_line([*command, "--check"]) == 0
    supplier = tmp_path / "catalogue/suppliers/c.yaml"
    supplier.write_text(supplier.read_text().replace("lead", "other"))
    assert command_line([*command, "--check"]) == 1
    assert ".github/CODEOWNERS: out of date" in capsys.readouterr().out


def test_an_unknown_kind_is_a_plain_failure(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    assert command_line(["export", "json", "--root", str(root), "--kind", "suplier"]) == 2
    assert "Did you mean 'supplier'?" in capsys.readouterr().err


def test_the_day_and_the_settings_decide_and_nothing_else(example: Model) -> None:
    other = replace(example, as_of=date(2027, 1, 1))
    (one,), (two,) = export("json", example), export("json", other)
    assert one != two


def test_codeowners_of_the_example_are_up_to_date(example: Model, root: Path) -> None:
    (file,) = export("codeowners", example)
    assert (root / "CODEOWNERS").read_bytes() == file.content, "skms export codeowners --out CODEOWNERS"
    lines = [line for line in file.content.decode().splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"/\S+ @tarnbrook/[a-z-]+", line) for line in lines)
