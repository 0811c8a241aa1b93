"""The gate: what it must let pass, and every fault it must find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skms.site import csp, gate, markup, tags

SCRIPT = "<script>theme()</script>"
HEAD = f'<!doctype html>\n<html lang="en"><head>{csp.CHARSET}<title>A page</title>{SCRIPT}</head>'
FRAME = f"{HEAD}<body>%s</body></html>"


def faults(body: str, path: str = "a/b/index.html", files: tuple[str, ...] = ()) -> list[str]:
    """What the gate says about a page with this body."""
    html = csp.secure(FRAME % body, FRAME % "")
    seen = gate.Seen()
    gate.look(seen, path, html)
    return [fault.message for fault in gate.verdict(seen, {path, *files})]


GOOD = [
    "<p>Text &amp; more &lt; 5</p>",
    '<h2 id="one">One</h2><a href="#one">here</a>',
    '<a href="https://example.org/x?y=1#z">out</a><a href="mailto:a@example.org">mail</a><a href="tel:+44">call</a>',
    '<ul><li>a<ul><li>b</li></ul></li></ul><dl><dt>x</dt><dd>y</dd></dl>',
    "<table><thead><tr><th scope='col'>x</th></tr></thead><tbody><tr><td>y</td></tr></tbody></table>",
    '<svg viewBox="0 0 1 1"><g><path d="M0 0"/><a href="#t"><text id="t">t</text></a></g></svg>',
    '<label for="f">F</label><input id="f" disabled><br><img src="../x.png" alt="a > b">'.replace(" > ", " &gt; "),
    '<details><summary>More</summary><p aria-describedby="d">x</p><p id="d">y</p></details>',
    '<script src="../../s.js"></script><script type="application/json" id="c">{"a": "<b>"}</script>',
    "<!-- a <comment> --><p>x</p>",
]  # fmt: skip


@pytest.mark.parametrize("body", GOOD)
def test_lets_good_pages_pass(body: str) -> None:
    assert faults(body, files=("a/x.png", "s.js")) == []


BAD = {
    "inline script": ("<script>alert(1)</script>", "an inline script is not the theme's own"),
    "module script": ('<script type="module">alert(1)</script>', "an inline script is not the theme's own"),
    "handler": ('<p onclick="x()">x</p>', "<p> has an event handler (onclick)"),
    "handler, other case": ('<p OnClick="x()">x</p>', "<p> has an event handler (onclick)"),
    "style attribute": ('<p style="color: red">x</p>', "<p> has a style of its own"),
    "style element": ("<style>p {}</style>", "<style> is not allowed"),
    "frame": ('<iframe src="x.html"></iframe>', "<iframe> is not allowed"),
    "base": ('<base href="/">', "<base> is not allowed"),
    "javascript link": ('<a href="javascript:alert(1)">x</a>', "a link has the scheme javascript:"),
    "hidden javascript link": ('<a href="java&#10;script:alert(1)">x</a>', "a link has the scheme javascript:"),
    "data link": ('<a href="data:text/html,x">x</a>', "a link has the scheme data:"),
    "picture from elsewhere": ('<img src="https://example.org/x.png" alt="">', "<img> loads https://example.org/x.png"),
    "picture without scheme": ('<img src="//example.org/x.png" alt="">', "<img> loads //example.org/x.png"),
    "script from elsewhere": ('<script src="https://example.org/x.js"></script>', "<script> loads"),
    "style from elsewhere": ('<link rel="stylesheet" href="//example.org/x.css">', "<link> loads"),
    "drawing from elsewhere": ('<svg><use href="https://example.org/#a"/></svg>', "<use> loads"),
    "form to elsewhere": ('<form action="https://example.org/"></form>', "<form> loads"),
    "refresh": ('<meta http-equiv="refresh" content="0">', "<meta> sends the reader elsewhere"),
    "dead link": ('<a href="../nowhere/">x</a>', "the link to /a/nowhere leads nowhere"),
    "dead root link": ('<a href="../../nowhere/">x</a>', "the link to /nowhere/ leads nowhere"),
    "dead file": ('<img src="x.png" alt="">', "the link to /a/b/x.png leads nowhere"),
    "dead anchor": ('<a href="#x">x</a>', "the link to /a/b/index.html#x leads to no place on that page"),
    "out of the site": ('<a href="../../../x/">x</a>', "leads out of the site"),
    "double id": ('<p id="x">x</p><p id="x">x</p>', "the id “x” is used 2 times"),
    "label without field": ('<label for="x">x</label>', "no element has the id “x”"),
    "unclosed": ("<div><p>x</p>", "</body> closes nothing"),
    "crossed": ("<b><i>x</b></i>", "</b> closes nothing"),
    "paragraph with block": ("<p><div>x</div></p>", "<div> stands in <p>"),
    "row without table": ("<div><tr></tr></div>", "<tr> stands in <div>"),
    "item without list": ("<div><li>x</li></div>", "<li> stands in <div>"),
    "link in link": ('<a href="#"><span><a href="#">x</a></span></a>', "<a> stands in another link or button"),
    "stray <": ("<p>5 < 6</p>", "is no proper tag"),
    "self-closed": ("<div/><p>x</p>", "<div> is closed like <br>"),
    "double attribute": ('<p class="a" class="b">x</p>', "<p> has an attribute twice"),
    "broken attribute": ('<p class="a"title="b">x</p>', "is no proper tag"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "message"), BAD.values(), ids=BAD.keys())
def test_finds_faults(body: str, message: str) -> None:
    found = faults(body)
    assert any(message in fault for fault in found), found


def test_parts_that_many_pages_share_are_looked_into() -> None:
    found = faults('<header><p onclick="x()" id="x">x</p><a href="../gone/">x</a></header><p id="x"></p>')
    assert "<p> has an event handler (onclick)" in found
    assert "the id “x” is used 2 times" in found
    assert "the link to /a/gone leads nowhere" in found


def test_a_page_needs_a_policy() -> None:
    seen = gate.Seen()
    gate.look(seen, "index.html", "<!doctype html><p>x</p>")
    assert [fault.message for fault in seen.faults] == ["the page has no Content-Security-Policy"]


def test_anchors_on_other_pages_and_a_site_below_a_path() -> None:
    one, other = gate.Seen(base="/know/"), gate.Seen(base="/know/")
    page = csp.secure(FRAME % '<p id="here">x</p>', FRAME % "")
    link = csp.secure(FRAME % '<a href="/know/b/#here">x</a><a href="../b/#there">x</a>', FRAME % "")
    gate.look(one, "b/index.html", page)
    gate.look(other, "a/index.html", link)
    found = gate.verdict(gate.merge([one, other]), {"a/index.html", "b/index.html"})
    assert found == (gate.Fault("a/index.html", "the link to /b/#there leads to no place on that page"),)


def test_policy_allows_the_theme_and_nothing_of_the_content() -> None:
    body = "<script>evil()</script>"
    html = csp.secure(FRAME % body, FRAME % "")
    assert csp.digest("theme()") in html
    assert csp.digest("evil()") not in html
    assert "unsafe-inline" not in html


@given(st.text(alphabet="<>/\"'= abcdpx&;!-", max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    seen = gate.Seen()
    gate.look(seen, "index.html", text)
    for token in markup._TAGS.findall(text):
        tags.read(token)
