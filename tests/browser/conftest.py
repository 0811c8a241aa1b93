"""The example site, built once and served under a sub-path, in a browser that notes everything that goes wrong.

A page that asks another host for anything, logs an error, breaks its Content-Security-Policy or opens a dialog fails
the test that looked at it.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BASE = "/knowledge/"
"""Sites are often published below a path; one built for that works at the root of a host as well."""
SKMS = str(Path(sys.executable).with_name("skms"))
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; one worker runs them all, so that one browser does."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (make test installs it if it may)")
                )


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder below BASE as a plain web server does, with the site's own page for unknown addresses."""

    extensions_map = {  # noqa: RUF012 - the base class has it so
        **http.server.SimpleHTTPRequestHandler.extensions_map, ".wasm": "application/wasm", ".js": "text/javascript",
    }  # fmt: skip

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(BASE)) if path.startswith(BASE) else "/nowhere"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Served:
    """A built site, where it lies and where it is served."""

    folder: Path
    url: str
    origin: str

    def pages(self) -> list[str]:
        """The site paths of all pages."""
        return sorted(
            path.parent.relative_to(self.folder).as_posix().replace(".", "", 1).rstrip("/") + "/"
            for path in self.folder.rglob("index.html")
        )

    def record(self, path: str) -> dict[str, Any]:
        """The machine twin of a record page."""
        return json.loads((self.folder / f"{path.rstrip('/')}.json").read_text("utf-8"))


@dataclass
class Trouble:
    """What went wrong in a browser context."""

    notes: list[str] = field(default_factory=list)


def copied(root: Path, target: Path) -> Path:
    """Copy a registry, to be published below BASE."""
    for name in ("catalogue", "policies", "raci", "docs", "site_templates"):
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name)
    shutil.copy(root / "mkdocs.yml", target)
    settings = (root / "skms.yml").read_text("utf-8")
    (target / "skms.yml").write_text(
        re.sub(r"(?m)^url: .*$", f"url: https://skms.example.org{BASE}", settings), "utf-8"
    )
    return target


def build(root: Path, target: Path) -> None:
    """Build the site of a registry; the output of a failed build is shown."""
    command = [SKMS, "build", "--root", str(root), "--out", str(target), "--as-of", "2026-11-22"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder while it is wanted."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    yield Served(folder, origin + BASE, origin)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Served]:
    """The example organisation's site, built once, by whichever worker comes first."""
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    target = shared / "example-site"
    with (shared / "example-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            build(copied(root, shared / "example"), target)
    yield from serve(target)


@pytest.fixture(scope="module")
def publish(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Callable[..., Served]]:
    """Build and serve the example organisation after a change: `publish(change)`, which gets the copy's folder."""
    with contextlib.ExitStack() as stack:

        def one(change: Callable[[Path], None]) -> Served:
            work = tmp_path_factory.mktemp("changed")
            change(copied(root, work / "records"))
            build(work / "records", work / "site")
            return stack.enter_context(contextlib.contextmanager(serve)(work / "site"))

        yield one


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root Chromium has no sandbox, and it only ever sees this site: no other host can be reached.
        arguments = [
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ]  # fmt: skip
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


Open = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, site: Served) -> Iterator[Open]:
    """Open a page: `open_page("services/email/", width=320, color_scheme="dark")`; afterwards nothing went wrong."""
    contexts: list[BrowserContext] = []
    trouble = Trouble()

    def open_one(
        path: str = "", width: int = 1280, missing: bool = False, at: Served = site, **options: Any
    ) -> Page:
        settings = {"reduced_motion": "reduce", "viewport": {"width": width, "height": 900}, **options}
        context = browser.new_context(**settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch(context, at.origin, trouble, missing)
        page = context.new_page()
        page.goto(at.url + path, wait_until="load")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert trouble.notes == []


def watch(context: BrowserContext, origin: str, trouble: Trouble, missing: bool = False) -> None:
    """Note requests to other hosts, missing files, errors, violations of the policy and dialogs."""

    def request(asked: Any) -> None:
        if not asked.url.startswith((origin, "data:", "blob:")):
            trouble.notes.append(f"asks another host: {asked.url}")

    def dialog(box: Any) -> None:
        trouble.notes.append(f"a dialog opened: {box.message}")
        box.dismiss()

    def console(message: Any) -> None:
        wanted = missing and "404" in message.text
        if message.type in {"error", "warning"} and not wanted:
            trouble.notes.append(f"{message.type} at {message.location.get('url', '')}: {message.text}")

    def response(answer: Any) -> None:
        if answer.status >= 400 and not (missing and answer.request.is_navigation_request()):
            trouble.notes.append(f"{answer.status}: {answer.url}")

    context.on("request", request)
    context.on("dialog", dialog)
    context.on("console", console)
    context.on("weberror", lambda error: trouble.notes.append(f"script error: {error.error}"))
    context.on("response", response)
