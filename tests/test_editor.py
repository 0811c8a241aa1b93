"""The schema in a real editor's language server: completion, help under the mouse, errors while typing.

Needs node and `npm ci` in tests/editor; `SKMS_LANGUAGE_SERVER` may name another installed yaml-language-server.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from skms.kinds import load_kinds
from skms.schema_export import SCHEMA_FILE, combined, editor_settings, modeline

SERVER = Path(
    os.environ.get("SKMS_LANGUAGE_SERVER")
    or Path(__file__).parent / "editor/node_modules/yaml-language-server/bin/yaml-language-server"
)
SECONDS = 60
pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(
        not SERVER.is_file(), reason="run `npm ci` in tests/editor, or set SKMS_LANGUAGE_SERVER"
    ),
]


class Client:
    """One running language server with one workspace; answers the server's own questions from `settings`."""

    def __init__(self, command: list[str], workspace: Path, settings: dict[str, Any]) -> None:
        self.workspace = workspace
        self.settings = settings
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.last_id = 0
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=workspace
        )
        self.guard = threading.Timer(SECONDS, self.process.kill)
        self.guard.start()
        folder = {"uri": workspace.as_uri(), "name": "records"}
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "publishDiagnostics": {},
            },
        }
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": capabilities,
            },
        )
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.guard.cancel()
        self.process.kill()
        self.process.communicate()

    def open(self, name: str, text: str) -> None:
        """Open a file, saved or not."""
        document = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def problems(self, name: str) -> list[dict[str, Any]]:
        """What the server finds wrong in an open file."""
        while self.uri(name) not in self.diagnostics:
            self.handle(self.read())
        return self.diagnostics[self.uri(name)]

    def complete(self, name: str, line: int, column: int) -> dict[str, dict[str, Any]]:
        """The completions at a place, by label."""
        answer = self.request("textDocument/completion", self.place(name, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer
        return {item["label"]: item for item in items}

    def hover(self, name: str, line: int, column: int) -> str:
        """What the editor shows under the mouse."""
        answer = self.request("textDocument/hover", self.place(name, line, column))
        return str(answer["contents"]["value"]) if answer else ""

    def uri(self, name: str) -> str:
        return (self.workspace / name).as_uri()

    def place(self, name: str, line: int, column: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": column}}

    def request(self, method: str, params: dict[str, Any]) -> Any:
        self.last_id += 1
        wanted = self.last_id
        self.send({"id": wanted, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == wanted and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self.handle(message)

    def notify(self, method: str, params: dict[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def handle(self, message: dict[str, Any]) -> None:
        """Keep diagnostics; answer questions about the settings; acknowledge everything else."""
        params = message.get("params", {})
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            self.send(
                {
                    "id": message["id"],
                    "result": [self.section(item.get("section")) for item in params["items"]],
                }
            )
        elif "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})

    def section(self, name: str | None) -> dict[str, Any]:
        """The settings below a name, nested, as an editor hands them out."""
        found: dict[str, Any] = {}
        for key, value in self.settings.items():
            first, *steps = key.split(".")
            if first == name:
                below = found
                for step in steps[:-1]:
                    below = below.setdefault(step, {})
                below[steps[-1]] = value
        return found

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the language server has stopped"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message


GOOD = "kind: team\ntitle: Service desk\nstatus: active\ntype: function\n"
KNOWN = {"role": ["head-of-smo", "desk-lead"], "team": ["desk"]}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A language server on a workspace that `skms schema --write` has prepared."""
    workspace = tmp_path_factory.mktemp("records")
    (workspace / SCHEMA_FILE).parent.mkdir()
    (workspace / SCHEMA_FILE).write_text(json.dumps(combined(load_kinds(), KNOWN)), "utf-8")
    settings = {
        "yaml.schemaStore.enable": False,
        "yaml.completion": True,
        "yaml.hover": True,
        "yaml.validate": True,
    }
    with Client(
        ["node", str(SERVER), "--stdio"], workspace, {**settings, **json.loads(editor_settings(None))}
    ) as client:
        # The server answers questions before it has read its settings; its first verdict comes after.
        client.open("raci/teams/first.yaml", GOOD)
        client.problems("raci/teams/first.yaml")
        yield client


def test_a_good_record_has_no_problem(editor: Client) -> None:
    editor.open("raci/teams/desk.yaml", GOOD)
    assert editor.problems("raci/teams/desk.yaml") == []


def test_a_misspelt_field_is_underlined(editor: Client) -> None:
    editor.open("raci/teams/misspelt.yaml", GOOD + "parnet: it\n")
    (problem,) = editor.problems("raci/teams/misspelt.yaml")
    assert problem["range"]["start"] == {"line": 4, "character": 0}
    assert "parnet" in problem["message"]


def test_a_value_that_is_not_allowed_is_underlined(editor: Client) -> None:
    editor.open("raci/deep/er/value.yaml", GOOD.replace("active", "actve"))
    (problem,) = editor.problems("raci/deep/er/value.yaml")
    assert problem["range"]["start"]["line"] == 2
    assert '"dissolved"' in problem["message"]


@pytest.mark.parametrize(("status", "lacking"), [("idea", False), ("proposed", True), ("on-hold", False)])
def test_what_a_status_asks_for_is_asked_for(editor: Client, status: str, lacking: bool) -> None:
    name = f"catalogue/services/{status}.yaml"
    editor.open(name, f"kind: service\ntitle: E-mail\nowner: a\nstatus: {status}\ntype: business\n")
    messages = " ".join(problem["message"] for problem in editor.problems(name))
    assert ("value_proposition" in messages) is lacking


def test_fields_are_completed_and_explained(editor: Client) -> None:
    editor.open("catalogue/services/a.yaml", "kind: service\ntitle: E-mail\ncri\n")
    found = editor.complete("catalogue/services/a.yaml", 2, 3)
    assert "tier-1 is mission-critical" in str(found["criticality"]["documentation"])
    assert "title" not in found


def test_fields_of_another_kind_are_not_offered(editor: Client) -> None:
    editor.open("raci/people/a.yaml", "kind: person\n\n")
    found = editor.complete("raci/people/a.yaml", 1, 0)
    assert "team" in found
    assert "criticality" not in found


def test_values_are_completed(editor: Client) -> None:
    editor.open("policies/policies/a.yaml", "kind: policy\nstatus: \n")
    states = list(load_kinds()["policy"].lifecycle.phases)
    assert sorted(editor.complete("policies/policies/a.yaml", 1, 8)) == sorted(states)


def test_ids_are_completed(editor: Client) -> None:
    editor.open("catalogue/services/owner.yaml", "kind: service\nowner: \n")
    assert list(editor.complete("catalogue/services/owner.yaml", 1, 7)) == KNOWN["role"]
    editor.open("raci/matrices/a.yaml", "kind: raci\nrows:\n  - activity: a\n    assign:\n      \n")
    assert {"head-of-smo", "team/desk"} <= set(editor.complete("raci/matrices/a.yaml", 4, 6))


def test_an_id_that_is_new_is_no_problem(editor: Client) -> None:
    editor.open("raci/teams/head.yaml", GOOD + "head: somebody-else\n")
    assert editor.problems("raci/teams/head.yaml") == []


def test_a_new_file_is_offered_the_kinds(editor: Client) -> None:
    editor.open("raci/new.yaml", "kind: \n")
    assert set(load_kinds()) <= set(editor.complete("raci/new.yaml", 0, 6))


def test_the_mouse_shows_what_a_field_means(editor: Client) -> None:
    editor.open("raci/roles/a.yaml", "kind: role\nreports_to: head\n")
    assert "The id of the role it reports to." in editor.hover("raci/roles/a.yaml", 1, 3)


def test_the_modeline_ties_a_record_without_settings(editor: Client) -> None:
    name = "elsewhere/deep/a.yaml"
    editor.open(name, f"{modeline(name)}\n{GOOD}parnet: it\n")
    (problem,) = editor.problems(name)
    assert "parnet" in problem["message"]
