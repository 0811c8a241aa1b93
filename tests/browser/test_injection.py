"""Records whose every text is an attack: shown as text everywhere, in search too, and nothing ever runs."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from skms.kinds import load_kinds, resolve
from skms.parse import parse

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "{{7*7}}{% raw %}${7*7}",
    '"><svg onload=alert(1)>',
    "</title><script>alert(1)</script>",
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)",
    "<a href='javascript:alert(1)'>go</a>",
    "![x](https://elsewhere.example/x.png)",
    "--><script>alert(1)</script><!--",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<style>@import 'https://elsewhere.example/x.css';</style>",
)
CLOSED = {"enum", "const", "pattern", "format", "x-ref", "x-part"}


def attacked(schema: dict[str, Any], value: Any, payloads: Any) -> Any:
    """The value with a payload in every text that the schema leaves free."""
    node = resolve(schema)
    if isinstance(value, dict):
        # `ignore` names rules, and forums share out the decisions of one type.
        left = {key: {"items": {"enum": []}} for key in ("ignore", "decision_types")}
        known = {**node.get("properties", {}), **left}
        return {key: attacked(known.get(key, {"enum": []}), below, payloads) for key, below in value.items()}
    if isinstance(value, list):
        return [attacked(node.get("items", {"enum": []}), below, payloads) for below in value]
    if not isinstance(value, str) or CLOSED & node.keys() or "anyOf" in node or "oneOf" in node:
        return value
    payload = next(payloads)
    if "\n" in payload and node.get("contentMediaType") != "text/markdown":
        payload = next(payloads)
    return payload[: node.get("maxLength", 1000)].rstrip(".")


def attack(target: Path) -> list[str]:
    """Attack the longest record of every kind, and return the paths of their pages."""
    payloads = itertools.cycle(PAYLOADS)
    pages = []
    for kind in load_kinds().values():
        path = max((target / kind.folder).rglob("*.yaml"), key=lambda path: path.stat().st_size)
        data = attacked(kind.schema, parse("any.yaml", path.read_text("utf-8")).data, payloads)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
        pages.append(f"{kind.url}/{path.stem}/")
    return pages


@pytest.fixture(scope="module")
def hostile(publish: Any) -> tuple[Any, list[str]]:
    """The site of the attacked example organisation, and the paths of the attacked pages."""
    pages: list[str] = []
    return publish(lambda target: pages.extend(attack(target))), pages


def test_attacks_are_shown_as_text(hostile: Any, open_page: Any) -> None:
    site, paths = hostile
    page = open_page("", at=site)
    shown = ""
    for path in ["", "a-to-z/", *sorted({path.split("/")[0] + "/" for path in paths}), *paths]:
        if not (site.folder / path / "index.html").exists():
            continue
        page.goto(site.url + path, wait_until="load")
        page.mouse.move(400, 400)
        shown += page.locator("body").inner_text()
        assert (
            page.evaluate("document.querySelectorAll('article script, article iframe, article style').length")
            == 0
        )
        assert (
            page.evaluate(
                "document.querySelectorAll('article [onerror], article [onload], article [onfocus]').length"
            )
            == 0
        )
        schemes = page.evaluate(
            "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).protocol)"
        )
        assert set(schemes) <= {"http:", "https:", "mailto:", "tel:"}, path
    for payload in PAYLOADS[:2]:
        assert payload in shown
    assert "{{7*7}}" in shown
    assert "${7*7}" in shown


@pytest.mark.parametrize(
    "words", ["alert", "script", "<script>alert(1)</script>", "javascript", "<img src=x onerror=alert(1)>"]
)
def test_attacks_stay_text_in_search(hostile: Any, open_page: Any, words: str) -> None:
    site, _ = hostile
    page = open_page("", at=site)
    page.keyboard.press("/")
    page.locator("[data-search-input]").fill(words)
    page.locator("[data-search-status]").filter(has_text=re.compile("result|Nothing found")).wait_for()
    assert (
        page.evaluate("document.querySelectorAll('dialog img, dialog script, dialog svg[onload]').length")
        == 0
    )
