"""A site for fewer people: what is not for them is in no file, and a leak keeps the site from being published."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from skms import audience, pages
from skms.audience import LEVELS, NOT_SHOWN, narrowed
from skms.changes import Change
from skms.cli import run as command_line
from skms.exports import export
from skms.history import Event, History
from skms.judge import judge
from skms.model import Model
from skms.pages import templates
from skms.pages.page import Asset, Leaf, Page
from skms.scaffold.starting import starter
from skms.separated import duty_conflicts
from skms.site import leaks, markdown, secrets, written
from skms.site.build import Faulty, build
from skms.site.content import Content, checked, site_of
from skms.site.mkdocs_adapter import Preview, PublishError

AS_OF = date(2026, 11, 22)
WITH_MUCH = {"services", "suppliers", "contracts", "roles", "risks", "data"}
CONTRACT = """\
kind: contract
title: Heron secret hosting deal
owner: smo-lead
status: draft
type: saas
supplier: heron-hosting
classification: confidential
aliases: [old-heron-deal]
description: We pay Heron twice what others pay and must not say so.
value: {annual: {amount: "481300.00", currency: GBP}}
"""
SUPPLIER = """\
kind: supplier
title: Heron Hosting
owner: smo-lead
status: prospective
type: cloud
description: See [the deal](contract/heron-deal) for the price.
"""
SERVICE = """\
kind: service
title: Public enquiries
owner: smo-lead
status: idea
type: business
classification: public
audience: [public]
description: Anybody may ask.
cost: {annual: {amount: "731200.00", currency: GBP}}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small organisation with something to hide."""
    folder = tmp_path_factory.mktemp("own")
    texts = starter("Anvil", AS_OF)
    owner = (
        next(path for path in texts if path.startswith("raci/roles/"))
        .rpartition("/")[2]
        .removesuffix(".yaml")
    )
    texts |= {
        "catalogue/contracts/heron-deal.yaml": CONTRACT.replace("smo-lead", owner),
        "catalogue/suppliers/heron-hosting.yaml": SUPPLIER.replace("smo-lead", owner),
        "catalogue/services/public-enquiries.yaml": SERVICE.replace("smo-lead", owner),
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def content(root: Path, level: str) -> Content:
    return checked(root, AS_OF, audience=level)


@pytest.fixture(scope="module")
def internal(root: Path) -> Content:
    return content(root, "internal")


def test_the_narrowest_circle_sees_the_records_as_they_are(example: Model) -> None:
    assert narrowed(audience.at(example, "restricted")) is audience.at(example, "restricted")


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_nothing_hidden_is_left_in_the_records_of_the_example(example: Model, level: str) -> None:
    model = audience.at(example, level)
    shown = narrowed(model)
    assert {name for name in shown.records if not name.startswith("person/")} < set(model.records)
    assert all(audience.within(audience.class_of(one), level) for one in shown.of("service"))
    secret = secrets.secrets(model, shown, [])
    assert len(secret.by_word) > 50
    for record in shown.records.values():
        assert list(leaks.leaks(json.dumps(record.data, ensure_ascii=False), secret)) == [], record.name
    for file in export("json", shown):
        assert list(leaks.leaks(file.content.decode(), secret)) == []


def test_a_role_that_is_held_stays_held_and_its_holder_unnamed(example: Model) -> None:
    shown = narrowed(audience.at(example, "internal"))
    role = example.get("role/access-process-owner")
    hidden = shown.get("role/access-process-owner")
    assert role is not None
    assert hidden is not None
    assert role.data["holders"][0]["person"] == "anneke-visser"
    assert [one["person"] for one in hidden.data["holders"]] == [audience.SHELL]
    assert [one.title for one in shown.of("person")] == [NOT_SHOWN]


@pytest.mark.parametrize("level", ["public", "internal"])
def test_pages_of_the_example_do_without_what_is_hidden(example: Model, root: Path, level: str) -> None:
    """No template counts on a reference that other readers may not follow."""
    model = audience.at(example, level)
    shown = narrowed(model)
    secret = secrets.secrets(model, shown, secrets.own_texts())
    site = site_of(shown, (), templates.environment(root))
    made = 0
    for leaf in pages.all_leaves(shown):
        if leaf.module == "record" and leaf.path.partition("/")[0] not in WITH_MUCH:
            continue
        page = pages.render(shown, leaf, site)
        text = "\n".join(
            [page.title, page.summary, page.lead, *(one.title + one.html for one in page.sections)]
        )
        assert list(leaks.leaks(text, secret)) == [], leaf.path
        made += 1
    assert made > 150


def test_values_references_and_links_go_with_what_they_name(root: Path) -> None:
    from skms.pipeline import load

    model = audience.at(load(root, AS_OF), "internal")
    shown = narrowed(model)
    assert shown.get("contract/heron-deal") is None
    supplier = shown.get("supplier/heron-hosting")
    assert supplier is not None
    assert supplier.data["description"] == "See the deal for the price."
    service = shown.get("service/public-enquiries")
    assert service is not None
    assert "cost" not in service.data
    full = model.get("service/public-enquiries")
    assert full is not None
    assert "cost" in full.data


@pytest.mark.parametrize("level", LEVELS)
def test_every_circle_has_its_site(root: Path, tmp_path: Path, level: str) -> None:
    built = build(root, tmp_path / "site", content(root, level), jobs=1)
    assert built.pages > 20
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    said = "\n".join(
        "\n".join(leaks._unpacked(path.read_bytes()))
        for path in files
        if path.suffix not in (".woff2", ".png")
    )
    assert ("Public enquiries" in said) is True
    assert ("Heron secret hosting deal" in said) is (level in ("confidential", "restricted"))
    assert ("731200" in said) is (level in ("confidential", "restricted"))
    assert ("Heron Hosting" in said) is (level != "public")


def test_findings_do_not_tell_what_a_hidden_field_says(example: Model) -> None:
    model = audience.at(example, "internal")
    shown, found = narrowed(model), judge(model)
    about_money = [one for one in found if one.code == "STR002" and one.route[0] == "planned_cost"]
    assert [one.message for one in about_money] == [
        "2027 is planned to cost 305,000.00 GBP, but 260,000.00 GBP are approved."
    ]
    told = leaks.tellable(found, model, shown, secrets.secrets(model, shown, secrets.own_texts()))
    assert len(told) > 50
    assert not set(about_money) & set(told)
    # The same words at another place of the record say no less.
    elsewhere = replace(about_money[0], route=("kind",))
    assert leaks.tellable([elsewhere], model, shown, secrets.secrets(model, shown, [])) == ()


def test_a_record_that_lost_something_has_no_fingerprint_of_the_whole(example: Model) -> None:
    """With it, whoever knows the rest could try out what is hidden."""
    whole = example.records["contract/corran-learning"]
    review = {**whole.data["review"], "fingerprint": "0123456789abcdef-01234567"}
    records = {**example.records, whole.name: replace(whole, data={**whole.data, "review": review})}
    names = replace(example.names, records=records)
    shown = narrowed(audience.at(replace(example, names=names), "internal"))
    assert shown.records[whole.name].data["review"] == whole.data["review"]
    assert "fingerprint" in shown.records["policy/change-policy"].data["review"]


def test_those_who_are_not_shown_are_not_taken_for_one_person(example: Model, root: Path) -> None:
    """One shell stands for all of them: it holds every duty there is and can do nothing."""
    shown = narrowed(audience.at(example, "internal"))
    site = site_of(shown, (), templates.environment(root))
    assert [one.party.name for one in duty_conflicts(shown) if one.party.name == audience.NAMELESS] == []
    leaves = {leaf.path: leaf for leaf in pages.all_leaves(shown)}
    for path in ("readiness/", "education/", "separation-of-duties/", "sod-rules/audit-and-work/"):
        text = "\n".join(section.html for section in pages.render(shown, leaves[path], site).sections)
        assert "People who are not shown here are not counted" in text, path
        assert "Nobody ready" not in text
        assert "Not shown here</th>" not in text
    role = pages.render(shown, leaves["roles/access-manager/"], site)
    assert "holders are ready" not in "\n".join(section.html for section in role.sections)


def test_what_stands_for_a_hidden_name_is_no_news(example: Model) -> None:
    model = audience.at(example, "internal")

    def change(sentence: str) -> Change:
        return Change("notable", "fields", "raci/incident", sentence)

    news = change("Incident: “Title” changes from Fire to Incident.")
    noise = change(f"Incident: “For” changes from service/email to “{NOT_SHOWN}”.")
    past = History((Event("a" * 40, "2026-06-01T12:00:00+02:00", (news, noise)),))
    shown = narrowed(model)
    told = leaks.tellable_history(past, model, shown, secrets.secrets(model, shown, []))
    assert [event.changes for event in told.events] == [(news,)]


def test_a_page_that_says_too_much_is_not_published(internal: Content, root: Path, tmp_path: Path) -> None:
    first = internal.leaves[0]

    def render(leaf: Leaf) -> Page:
        page = internal.render(leaf)
        return replace(page, lead="<p>The Heron secret hosting deal.</p>") if leaf == first else page

    with pytest.raises(Faulty) as failed:
        build(root, tmp_path / "site", replace(internal, render=render, source=""), jobs=1, index=False)
    assert {one.page for one in failed.value.faults} == {f"{first.path}index.html"}
    assert (
        "“heron secret hosting deal”, which only contract/heron-deal says" in failed.value.faults[0].message
    )
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    "text",
    [
        "<p>Heron <b>secret</b>\n hosting&#32;deal</p>",
        '<a href="../contracts/heron-deal/">see</a>',
        '<p data-of="heron-deal">x</p>',
        '<a href="/contracts/old-heron-deal/">see</a>',
        '{"contract": "contract/heron-deal"}',
        "<p>WE PAY Heron twice what others pay, and must not say so!</p>",
        "<p>£481,300 a year</p>",
        "annual,481300.00,GBP",
        "<p>It costs 731200.00.</p>",
        '<p title="Heron secret hosting deal">x</p>',
        "https://example.org/?title=Heron%20secret%20hosting%20deal",
    ],
)
def test_what_may_not_be_said_is_found_however_it_is_written(internal: Content, text: str) -> None:
    assert internal.secret is not None
    found = list(leaks.leaks(text, internal.secret))
    assert any("heron-deal" in one or "public-enquiries" in one for one in found)


def test_files_beside_the_pages_are_searched_too(internal: Content, root: Path, tmp_path: Path) -> None:
    feed = Asset("feeds/all.atom", b"<feed><title>contract/heron-deal</title></feed>")
    leaking = replace(internal, assets=lambda: [*internal.assets(), feed], source="")
    with pytest.raises(Faulty) as failed:
        build(root, tmp_path / "site", leaking, jobs=1, index=False)
    assert {one.page for one in failed.value.faults} == {"feeds/all.atom"}


def test_packed_files_are_opened(internal: Content, tmp_path: Path) -> None:
    assert internal.secret is not None
    (tmp_path / "en.pf_fragment").write_bytes(
        gzip.compress(b'pagefind_dcd{"content":"Heron secret hosting deal"}')
    )
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("xl/sharedStrings.xml", "<t>heron-deal</t>")
    (tmp_path / "all.xlsx").write_bytes(book.getvalue())
    (tmp_path / "heron-deal.txt").write_text("")
    (tmp_path / "fine.html").write_text("<p>Heron Hosting</p><p>secret</p><p>hosting</p><p>deal</p>")
    found = leaks.search(tmp_path, internal.secret)
    assert [one.page for one in found] == ["all.xlsx", "en.pf_fragment", "heron-deal.txt"]


def test_what_is_said_in_public_is_no_secret(internal: Content) -> None:
    assert internal.secret is not None
    assert list(leaks.leaks("Heron Hosting, see heron-hosting", internal.secret)) == []


def test_the_command_builds_for_a_circle(root: Path, tmp_path: Path) -> None:
    args = ["build", "--root", str(root), "--as-of", "2026-11-22", "--no-search", "--jobs", "1"]
    assert command_line([*args, "--audience", "public", "--out", str(tmp_path / "site")]) == 0
    assert (tmp_path / "site/services/public-enquiries/index.html").is_file()
    assert not (tmp_path / "site/suppliers/heron-hosting").exists()


FOR_ALL = "---\nclassification: public\n---\n\n"
BY_HAND = {
    "docs/open.md": FOR_ALL
    + '# Open\n\nSee [the *inner* guide](inner/guide.md#inner-guide "Guide"). ![](open.png)\n',
    "docs/inner/guide.md": "# Inner guide\n\nBack to [the open page](../open.md). ![](../both.png) ![](../inner.png)\n",
    "docs/board.md": "---\nclassification: confidential\n---\n# Board\n\n![](board.png) ![](both.png)\n",
}
PICTURES = ("open.png", "both.png", "inner.png", "board.png", "loose.pdf")
NAVIGATION = """\
  - Guides:
      - The open page: open.md
      - The inner guide: inner/guide.md
      - For the board: ./board.md
  - Only for the board: board.md
"""


@pytest.fixture
def by_hand(root: Path, tmp_path: Path) -> Path:
    """The same organisation with pages of its own."""
    folder = tmp_path / "by-hand"
    shutil.copytree(root, folder)
    for path, text in BY_HAND.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    for name in PICTURES:
        (folder / "docs" / name).write_bytes(name.encode())
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + NAVIGATION, "utf-8")
    return folder


def publish(root: Path, tmp_path: Path, level: str) -> Path:
    build(root, tmp_path / "site", content(root, level), jobs=1, index=False)
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("level", "pages_there", "files_there"),
    [
        ("public", {"open"}, {"open.png"}),
        (
            "internal",
            {"open", "inner/guide", "contribute"},
            {"open.png", "both.png", "inner.png", "loose.pdf"},
        ),
        ("confidential", {"open", "inner/guide", "contribute", "board"}, set(PICTURES)),
    ],
)
def test_pages_written_by_hand_have_their_readers_too(
    by_hand: Path, tmp_path: Path, level: str, pages_there: set[str], files_there: set[str]
) -> None:
    site = publish(by_hand, tmp_path, level)
    assert {
        one for one in ("open", "inner/guide", "contribute", "board") if (site / one).exists()
    } == pages_there
    assert {one for one in PICTURES if (site / one).exists()} == files_there
    everything = "\n".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert ("The inner guide" in everything) is (level != "public")
    assert ("or the board" in everything) is (level == "confidential")
    page = (site / "open/index.html").read_text("utf-8")
    assert ("See the <em>inner</em> guide." in page) is (level == "public")
    assert ("inner/guide" in page) is (level != "public")


def test_plain_mkdocs_leaves_the_same_pages_out(by_hand: Path, tmp_path: Path) -> None:
    with (by_hand / "skms.yml").open("a") as settings:
        settings.write("classification: public\n")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site")]
    subprocess.run(command, cwd=by_hand, check=True, capture_output=True)
    ours = {path.name for path in (tmp_path / "site").iterdir()}
    assert {"open", "open.png"} <= ours
    assert not ours & {"inner", "board", "contribute", "both.png", "loose.pdf"}


def test_the_preview_leaves_the_same_pages_out(by_hand: Path) -> None:
    preview = Preview(by_hand, content(by_hand, "public"))
    page = preview.page("open/")
    assert page is not None
    assert "See the <em>inner</em> guide." in page
    assert preview.file("open.png") == b"open.png"
    assert preview.page("inner/guide/") is preview.page("board/") is preview.file("board.png") is None


def test_markdown_for_another_engine_leaves_the_same_pages_out(by_hand: Path, tmp_path: Path) -> None:
    markdown.write(by_hand, tmp_path / "out", content(by_hand, "public"))
    assert not (tmp_path / "out/docs/board.md").exists()
    assert not (tmp_path / "out/docs/board.png").exists()
    assert "board.md" not in (tmp_path / "out/mkdocs.yml").read_text("utf-8")
    assert "See the *inner* guide." in (tmp_path / "out/docs/open.md").read_text("utf-8")


def test_a_link_that_cannot_be_taken_out_is_told(by_hand: Path, tmp_path: Path) -> None:
    with (by_hand / "docs/open.md").open("a") as page:
        page.write('\nA [reference][1] and <a href="../board/">another</a>.\n\n[1]: inner/guide.md\n')
    with pytest.raises(Faulty) as failed:
        publish(by_hand, tmp_path, "public")
    assert [(one.page, one.message) for one in failed.value.faults] == [
        ("open/index.html", "the link to /board/ leads nowhere"),
        ("open/index.html", "the link to /inner/guide/ leads nowhere"),
    ]


def test_what_stands_in_a_page_written_by_hand_is_no_excuse(by_hand: Path, tmp_path: Path) -> None:
    (by_hand / "docs/open.md").write_text(f"{FOR_ALL}Ask about the Heron secret hosting deal.\n", "utf-8")
    with pytest.raises(Faulty) as failed:
        publish(by_hand, tmp_path, "internal")
    assert {one.page for one in failed.value.faults} == {"open/index.html"}
    assert (
        "“heron secret hosting deal”, which only contract/heron-deal says" in failed.value.faults[0].message
    )


def test_neither_is_what_stands_in_a_template_of_their_own(by_hand: Path, tmp_path: Path) -> None:
    foot = "theme/partials/logo.html"
    (by_hand / "site_templates" / foot).parent.mkdir(parents=True)
    (by_hand / "site_templates" / foot).write_text("<p>Heron secret hosting deal</p>", "utf-8")
    with pytest.raises(Faulty):
        publish(by_hand, tmp_path, "internal")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("# Page\n", "internal"),
        ("---\ntitle: Page\n---\n", "internal"),
        ("---\ntitle: Page\nclassification: restricted\n...\n# Page", "restricted"),
        ("A rule\n\n---\nclassification: public\n---\n", "internal"),
    ],
)
def test_a_page_says_who_may_read_it(text: str, own: str) -> None:
    assert written.class_of("page.md", text) == own


@pytest.mark.parametrize(
    "text",
    [
        "---\nclassification: secret\n---\n",
        "---\nclassification: [confidential]\n---\n",
        "---\nclassification:\n---\n",
        "---\nclassification: confidential\ntitle: a: b\n---\n",
        "---\nclassification: confidential\n",
        "title: Page\nClassification: confidential\n\n# Page",
    ],
)
def test_who_may_read_a_page_is_never_guessed(by_hand: Path, tmp_path: Path, text: str) -> None:
    (by_hand / "docs/open.md").write_text(text, "utf-8")
    with pytest.raises(PublishError, match=r"open\.md: "):
        publish(by_hand, tmp_path, "public")
    with pytest.raises(PublishError, match=r"open\.md: "):
        Preview(by_hand, content(by_hand, "public"))


@pytest.mark.parametrize("level", LEVELS[:-1])
def test_our_guides_quote_nothing_that_their_readers_may_not_see(example: Model, level: str) -> None:
    model = audience.at(example, level)
    secret = secrets.secrets(model, narrowed(model), secrets.own_texts())
    docs = Path(__file__).parents[1] / "docs"
    texts = {
        path.name: path.read_text("utf-8") for path in (*docs.glob("*.md"), *docs.glob("contribute/*.md"))
    }
    shown = {
        name: text for name, text in texts.items() if audience.within(written.class_of(name, text), level)
    }
    assert {name: told for name, text in shown.items() if (told := list(leaks.leaks(text, secret)))} == {}
    assert ("audience.md" in shown, "kinds.md" in shown) == (True, level != "public")
