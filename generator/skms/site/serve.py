"""`skms serve`: the site while somebody edits the records. Nothing is built; a page is made when it is asked for."""

from __future__ import annotations

import json
import mimetypes
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from markupsafe import escape

from skms.findings import SEVERITIES, counts
from skms.pages import templates
from skms.settings import FILE
from skms.site.live import Snapshot, after, judged, snapshot
from skms.site.mkdocs_adapter import Preview
from skms.texts import ROOTS

if TYPE_CHECKING:
    from datetime import date

HOST = "127.0.0.1"
OWN = "__skms__/"
INJECTED = (
    f'<link rel="stylesheet" href="/{OWN}live.css">'
    f'<script src="/{OWN}live.js" data-pages="{{pages}}" defer></script></body>'
)
BUILT = ("pagefind/", "search/")
"""Folders that only a build makes."""
FIRST = 0.5
"""Seconds that the rules wait for the browser to ask for its page after a change."""
BEAT = 15.0
"""Seconds after which a quiet stream of events says that it is alive."""


@dataclass(eq=False)
class State:
    """What is served at the moment. Requests and the watcher share it under its lock."""

    root: Path
    as_of: date
    address: str
    now: Snapshot
    preview: Preview
    changed: threading.Condition = field(default_factory=threading.Condition)
    pages: int = 0
    """Counts changes of pages; a browser that has seen another number loads its page again."""
    findings: int = 0
    """Counts changes of findings."""
    asked: threading.Event = field(default_factory=threading.Event)
    """Set once a page has been asked for since the last change."""
    checking: bool = False
    failure: str = ""
    """Why the last change could not be taken over."""


def start(root: Path, as_of: date, port: int) -> tuple[ThreadingHTTPServer, State]:
    """Open the port (0: any that is free) and read everything. Raises OSError, `SettingsError` and `PublishError`."""

    class Handler(_Handler):
        """Answers with the state of this server."""

    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    try:
        address = f"http://{HOST}:{server.server_port}/"
        now = snapshot(root, as_of, address)
        state = Handler.shared = State(root, as_of, address, now, Preview(root, now.content))
    except BaseException:
        server.server_close()
        raise
    return server, state


def watch(state: State, stop: threading.Event, tell: Callable[[str], None]) -> None:
    """Take over every change until told to stop; `tell` is called with one line about each."""
    from watchfiles import watch as changes

    paths = [state.root / name for name in (*ROOTS, FILE, "mkdocs.yml", "docs")]
    paths += templates.folders(state.root)
    for batch in changes(*filter(Path.exists, paths), debounce=100, step=30, stop_event=stop):
        names = sorted({_relative(Path(path), state.root) for _, path in batch})
        tell(f"Changed: {', '.join(names[:3])}{' …' if len(names) > 3 else ''}")
        if now := take_over(state, names):
            # Rules look at all records; the next change need not wait for them.
            threading.Thread(target=look_over, args=(state, now), daemon=True).start()


def take_over(state: State, names: list[str]) -> Snapshot | None:
    """Read what has changed and show it at once, without its findings; None where it cannot be shown."""
    records_only = all(name.startswith(ROOTS) for name in names)
    try:
        if records_only:
            now = after(state.now, names)
        else:
            now = snapshot(state.root, state.as_of, state.address)
        with state.changed:
            if records_only and _navigation(now) == _navigation(state.now):
                state.preview.plan.content = now.content
            else:
                state.preview = Preview(state.root, now.content)
            state.now, state.failure, state.checking = now, "", True
            state.asked.clear()
            state.pages += 1
            state.changed.notify_all()
        return now
    except Exception as error:  # noqa: BLE001 - a template or setting that somebody edits may fail in any way
        _fail(state, error)
        return None


def look_over(state: State, now: Snapshot) -> None:
    """Find what is wrong with what is shown, unless something newer is shown meanwhile."""

    def go_on() -> None:
        if state.now is not now:
            raise _Superseded

    # Until it has its page, the browser has the machine for itself.
    state.asked.wait(FIRST)
    try:
        checked = judged(now, go_on)
        with state.changed:
            go_on()
            state.now, state.checking = checked, False
            state.preview.plan.content = checked.content
            state.findings += 1
            state.changed.notify_all()
    except _Superseded:
        return
    except Exception as error:  # noqa: BLE001 - a rule meets records that somebody is in the middle of writing
        _fail(state, error)


class _Superseded(Exception):
    """What is judged is not what is shown any more."""


def _fail(state: State, error: Exception) -> None:
    with state.changed:
        state.failure = str(error)
        state.checking = False
        state.findings += 1
        state.changed.notify_all()


def report(state: State) -> dict[str, Any]:
    """Return the findings for the panel in the page, the worst first."""
    open_ones = [finding for finding in state.now.findings if not finding.waived_by]
    paths = {leaf.subject: f"/{leaf.path}" for leaf in state.now.content.leaves if leaf.subject}
    rows = [
        {**asdict(finding), "page": paths.get(finding.record or "", "")}
        for finding in sorted(open_ones, key=lambda finding: SEVERITIES.index(finding.severity))
    ]
    return {
        "counts": counts(state.now.findings),
        "findings": rows,
        "checking": state.checking,
        "failure": state.failure,
    }


def answer(state: State, path: str) -> tuple[HTTPStatus, str, bytes]:
    """Return status, media type and content for a path without its leading slash."""
    if path == f"{OWN}findings.json":
        return HTTPStatus.OK, "application/json", json.dumps(report(state)).encode()
    if path.startswith(OWN):
        return _own_file(path.removeprefix(OWN))
    page_path = path.removesuffix("index.html")
    with state.changed:
        if page_path == "" or page_path.endswith("/"):
            html = state.preview.page(page_path)
            if html is not None:
                state.asked.set()
                return HTTPStatus.OK, "text/html; charset=utf-8", _injected(state, html)
        elif (content := state.preview.file(path)) is not None:
            return HTTPStatus.OK, _media_type(path), content
        # The index of the last build, if there was one.
        built = (state.root / "site" / path).resolve()
        if path.startswith(BUILT) and built.is_relative_to(state.root / "site") and built.is_file():
            return HTTPStatus.OK, _media_type(path), built.read_bytes()
        missing = state.preview.page("404.html") or "<h1>Not found</h1></body>"
        return HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", _injected(state, missing)


class _Handler(BaseHTTPRequestHandler):
    """Answers requests from the state of the server."""

    shared: State
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer one request."""
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if path == f"{OWN}events":
            with suppress(OSError):
                self._events()
            return
        try:
            status, kind, content = answer(self.shared, path)
        except Exception as error:  # noqa: BLE001 - a template that somebody edits may fail in any way
            status, kind = HTTPStatus.INTERNAL_SERVER_ERROR, "text/html; charset=utf-8"
            content = _injected(self.shared, _failed(error))
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(content)

    def _events(self) -> None:
        """Tell the browser about every change until it leaves."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        for text in _stream(self.shared):
            self.wfile.write(text.encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are nobody's news."""


def _stream(state: State) -> Iterator[str]:
    """Yield events: at once what is there, then every change."""
    told = (-1, -1)
    while True:
        with state.changed:
            if (state.pages, state.findings) == told:
                state.changed.wait(BEAT)
            now = (state.pages, state.findings)
        if now == told:
            yield ": still here\n\n"
        if now[0] != told[0]:
            yield f"event: pages\ndata: {now[0]}\n\n"
        if now[1] != told[1]:
            yield f"event: findings\ndata: {now[1]}\n\n"
        told = now


def _navigation(now: Snapshot) -> list[tuple[str, object, str]]:
    return [(leaf.path, leaf.nav, leaf.title) for leaf in now.content.leaves if leaf.nav]


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _own_file(name: str) -> tuple[HTTPStatus, str, bytes]:
    if name not in ("live.js", "live.css"):
        return HTTPStatus.NOT_FOUND, "text/plain", b""
    return HTTPStatus.OK, _media_type(name), resources.files("skms.site").joinpath(name).read_bytes()


def _media_type(path: str) -> str:
    if path.endswith(".js"):
        return "text/javascript; charset=utf-8"
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _injected(state: State, html: str) -> bytes:
    """Return a page with the panel, which knows how many changes the page has seen."""
    return html.replace("</body>", INJECTED.format(pages=state.pages), 1).encode("utf-8", "xmlcharrefreplace")


def _failed(error: Exception) -> str:
    """Return a page that says which template failed and how."""
    text = escape("".join(traceback.format_exception(error)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>This page cannot be made</title></head>'
        f"<body><h1>This page cannot be made</h1><p>{escape(error)}</p><pre>{text}</pre></body></html>"
    )
