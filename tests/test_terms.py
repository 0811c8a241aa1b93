"""Terms of the glossary in texts: the first use on a page leads to the meaning, and nothing else does."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from skms import prose
from skms.model import Model
from skms.pages import _terms
from skms.pages._views import View
from skms.pages.page import Site
from skms.pages.templates import environment
from skms.pipeline import model_of

TERMS = {
    "incident": "title: Incident\nsynonyms: [Disturbance]\n",
    "major-incident": "title: Major incident\n",
    "sla": "title: Service Level Agreement\nabbreviations: [SLA, it]\n",
    "desk": "title: Supplier's desk\n",
    "rnd": "title: R&D\n",
    "old": "title: Bulletin\n",
}


def glossary(**terms: str) -> Model:
    head = "kind: glossary-term\nowner: x\ndefinition: What it means.\nstatus: "
    texts = {
        f"policies/glossary/{id}.yaml": f"{head}{'retired' if id == 'old' else 'active'}\n{text}"
        for id, text in terms.items()
    }
    service = "kind: service\ntitle: Mail\nowner: x\nstatus: live\ntype: technical\n"
    return model_of({**texts, "catalogue/services/mail.yaml": service}, date(2026, 11, 22))


MODEL = glossary(**TERMS)


def marked(text: str, seen: set[str] | None = None) -> str:
    """Markdown with every linked word as `[word→id]`."""
    html = prose.html(text, lambda _: None)
    made = _terms.linked(MODEL, html, lambda name: name.partition("/")[2], set() if seen is None else seen)
    return re.sub(r'<a class="term" href="([^"]*)">(.*?)</a>', r"[\2→\1]", str(made))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An incident and an incident.", "<p>An [incident→incident] and an incident.</p>"),
        ("Incident first.", "<p>[Incident→incident] first.</p>"),
        ("INCIDENT and incidents.", "<p>INCIDENT and incidents.</p>"),
        ("A disturbance is an incident.", "<p>A [disturbance→incident] is an incident.</p>"),
        # The longest words win, and leave the shorter ones to their own first use.
        ("A major incident.", "<p>A [major incident→major-incident].</p>"),
        (
            "A major incident, no incident.",
            "<p>A [major incident→major-incident], no [incident→incident].</p>",
        ),
        ("Service level agreement.", "<p>[Service level agreement→sla].</p>"),
        ("service level agreement.", "<p>[service level agreement→sla].</p>"),
        # Abbreviations count only as they are written.
        ("The SLA, the sla, It.", "<p>The [SLA→sla], the sla, It.</p>"),
        ("In it.", "<p>In [it→sla].</p>"),
        # Parts of words are none.
        ("Pre-incident, incident-like, preincident.", "<p>Pre-incident, incident-like, preincident.</p>"),
        ("The bulletin is gone.", "<p>The bulletin is gone.</p>"),
        # Where something else is meant already.
        ("# Incident\n\nAn incident.", "<h3>Incident</h3>\n<p>An [incident→incident].</p>\n"),
        ("`incident` incident", "<p><code>incident</code> [incident→incident]</p>\n"),
        (
            "```\nincident\n```\n\nincident",
            "<pre><code>incident\n</code></pre>\n<p>[incident→incident]</p>\n",
        ),
        ("**An incident**", "<p><strong>An [incident→incident]</strong></p>\n"),
        ("- incident\n- incident", "<ul>\n<li>[incident→incident]</li>\n<li>incident</li>\n</ul>\n"),
        # However the text is escaped: plain sentences are by another way than Markdown.
        ("The supplier's desk.", "<p>The [supplier&#39;s desk→desk].</p>"),
        ("The *very* supplier's desk.", "<p>The <em>very</em> [supplier's desk→desk].</p>\n"),
        ("Our R&D here.", "<p>Our [R&amp;D→rnd] here.</p>\n"),
    ],
)
def test_first_uses_are_linked(text: str, expected: str) -> None:
    assert marked(text) == expected


def test_words_of_a_link_stay_with_it() -> None:
    text = marked("See [the incident](https://example.org), an incident.")
    assert text.count("[incident→incident]") == 1
    assert text.index("[incident→incident]") > text.index("</a>")


def test_tables_are_linked_below_their_heads() -> None:
    text = marked("|Incident|\n|---|\n|incident|\n")
    assert "<th>Incident</th>" in text
    assert "<td>[incident→incident]</td>" in text


def test_once_for_all_texts_of_a_page() -> None:
    site = Site("x", "", "", "", "", "", date(2026, 11, 22), (), environment())
    view = View(MODEL, site, "services/mail/")
    first, second = view.prose("An incident."), view.prose("An incident with an SLA.")
    assert 'href="../../glossary/incident/"' in first
    assert "incident/" not in second
    assert "glossary/sla/" in second
    assert "glossary/incident/" in View(MODEL, site, "services/other/").prose("An incident.")


def test_a_term_does_not_lead_to_itself() -> None:
    site = Site("x", "", "", "", "", "", date(2026, 11, 22), (), environment())
    text = View(MODEL, site, "glossary/incident/").prose("An incident under an SLA, an incident.")
    assert "glossary/incident" not in text
    assert 'href="../../glossary/sla/"' in text


def test_without_a_glossary_nothing_happens() -> None:
    html = Markup("<p>An incident.</p>")
    assert _terms.linked(glossary(), html, lambda name: name, set()) is html


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["incident", "major incident", "SLA", "<b>", "&", "R&D", "the", "-", "Incident"])
    )
)
def test_only_links_are_added_and_each_once(words: list[str]) -> None:
    html = Markup("<p>{}</p>").format(" ".join(words))
    made = _terms.linked(MODEL, html, lambda name: name, set())
    assert re.sub(r"<a class=\"term\"[^>]*>|</a>", "", str(made)) == html
    linked = re.findall(r'href="([^"]*)"', made)
    assert len(linked) == len(set(linked))
    assert str(escape("<b>")) in made or "<b>" not in words
