"""A minimal client of a language server that talks over its standard input and output."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SECONDS = 30


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
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
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
            self.send({"id": message["id"], "result": [self.section(item.get("section")) for item in params["items"]]})
        elif "id" in message and "method" in message:
            self.send({"id": message["id"], "result": None})

    def section(self, name: str | None) -> dict[str, Any]:
        """The settings below a prefix, as an editor hands them out."""
        prefix = f"{name}."
        return {key.removeprefix(prefix): value for key, value in self.settings.items() if key.startswith(prefix)}

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
