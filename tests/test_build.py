"""Publishing: all or nothing, the same bytes everywhere, and nothing of a record but its text."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import get_context

from skms.pages.page import Crumb, Leaf, Page, Section, body
from skms.scaffold.starting import starter
from skms.site import csp, gate, markdown, mkdocs_adapter, navigation, reuse, stage, theme
from skms.site.build import Faulty, build
from skms.site.content import Content, checked
from skms.site.mkdocs_adapter import Preview
from skms.site.shell import headings_of

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small organisation; tests that change it take a copy."""
    root = tmp_path_factory.mktemp("organisation")
    for path, text in starter("Anvil & Sons <Ltd>", AS_OF).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.fixture
def own(organisation: Path, tmp_path: Path) -> Path:
    """A copy of the small organisation."""
    return Path(shutil.copytree(organisation, tmp_path / "own"))


@pytest.fixture(scope="module")
def site(organisation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small organisation with its search index."""
    output = tmp_path_factory.mktemp("built") / "site"
    build(organisation, output, checked(organisation, AS_OF), jobs=1)
    return output


def skms(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", "skms", *map(str, args)]
    env = {**os.environ, "NO_COLOR": "1", **environment}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


def tree(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def running(word: str) -> list[str]:
    """Command lines of processes that name something."""
    lines = subprocess.run(
        ["ps", "-eo", "args"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [line for line in lines if word in line]


def left_over(output: Path) -> set[str]:
    """What lies in the workshop and should not."""
    return {path.name for path in stage.workshop(output).iterdir()} - {"lock", reuse.FILE}


def test_two_builds_are_the_same(own: Path, site: Path, tmp_path: Path) -> None:
    output = tmp_path / "else where" / "docs"
    done = skms(
        "build", "--root", own, "--out", output, "--as-of", AS_OF, "--jobs", 2,
        TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="7", LANG="tr_TR.UTF-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert tree(output) == tree(site)


def test_refuses_records_with_errors_and_leaves_the_site(own: Path) -> None:
    assert skms("build", "--root", own, "--no-search").returncode == 0
    before = tree(own / "site")
    record = next((own / "catalogue" / "services").glob("*.yaml"))
    record.write_text(record.read_text("utf-8") + "no_such_field: 1\n", "utf-8")
    done = skms("build", "--root", own, "--no-search")
    assert done.returncode == 1
    assert f"{record.relative_to(own)}:" in done.stdout
    assert "Nothing was built" in done.stderr
    assert tree(own / "site") == before
    assert left_over(own / "site") == set()


def test_mkdocs_builds_the_same_pages_and_refuses_the_same_records(
    own: Path, site: Path, tmp_path: Path
) -> None:
    config = own / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("- skms", f'- skms: {{as_of: "{AS_OF}"}}'), "utf-8")
    output = tmp_path / "mkdocs"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tree(output) == tree(site)
    before = tree(output)
    record = next((own / "raci" / "roles").glob("*.yaml"))
    record.write_text(record.read_text("utf-8") + "no_such_field: 1\n", "utf-8")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "errors in the records" in done.stderr
    assert tree(output) == before


def test_a_faulty_page_is_not_published(own: Path) -> None:
    assert skms("build", "--root", own, "--no-search").returncode == 0
    before = tree(own / "site")
    with (own / "docs" / "contribute" / "index.md").open("a") as page:
        page.write("\n[gone](../gone/) <b onclick='x()'>x</b>\n")
    done = skms("build", "--root", own, "--no-search")
    assert done.returncode == 1
    assert "contribute/index.html: the link to /gone/ leads nowhere" in done.stdout
    assert "contribute/index.html: <b> has an event handler (onclick)" in done.stdout
    assert tree(own / "site") == before


def test_a_killed_build_leaves_the_site_and_does_not_hinder_the_next(own: Path) -> None:
    assert skms("build", "--root", own, "--no-search", "--as-of", AS_OF).returncode == 0
    before = tree(own / "site")
    service = own / "catalogue" / "services" / "email.yaml"
    service.write_text(service.read_text("utf-8").replace("title: ", "title: Changed ", 1), "utf-8")
    command = [
        sys.executable,
        "-m",
        "skms",
        "build",
        "--root",
        str(own),
        "--as-of",
        str(AS_OF),
        "--jobs",
        "2",
    ]
    start = time.monotonic()
    subprocess.run([*command, "--out", str(own / "other")], check=True, capture_output=True)
    whole = time.monotonic() - start
    chance = random.Random(4)
    for _ in range(6):
        victim = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 0.8) * whole)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        until(lambda: not running(str(own)))
        now = tree(own / "site")
        assert now in (before, tree(own / "other"))
    # Children of a killed build end with it; they hold the lock until then.
    for _ in range(50):
        done = skms("build", "--root", own, "--as-of", AS_OF)
        if done.returncode != 2:
            break
        time.sleep(0.1)
    assert done.returncode == 0, done.stderr
    assert tree(own / "site") == tree(own / "other")
    assert left_over(own / "site") == set()


def test_interrupted_build_says_so(own: Path) -> None:
    command = [sys.executable, "-m", "skms", "build", "--root", str(own), "--jobs", "2"]
    victim = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (own / ".skms" / "site" / "new").exists():
        time.sleep(0.01)
    victim.send_signal(signal.SIGINT)
    _, errors = victim.communicate()
    assert victim.returncode == 130
    assert errors.strip() == "Stopped."
    assert not (own / "site").exists()
    assert left_over(own / "site") == set()


def test_readers_never_miss_the_site(tmp_path: Path) -> None:
    output = tmp_path / "site"

    def publish(number: int) -> None:
        with stage.stage(output) as new:
            for name in ("index.html", "404.html", *(f"{n}.html" for n in range(20))):
                (new / name).write_text(str(number))

    publish(0)
    done, missed, seen = threading.Event(), [], set()

    def look() -> None:
        while not done.is_set():
            try:
                seen.add((output / "19.html").read_text())
            except OSError as error:
                missed.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 60):
        publish(number)
        assert {path.read_text() for path in output.iterdir()} == {str(number)}
    done.set()
    reader.join()
    assert not missed
    assert len(seen) > 1
    assert "" not in seen


def test_two_builds_of_one_site_do_not_mix(tmp_path: Path) -> None:
    output = tmp_path / "site"
    with stage.stage(output) as new:
        (new / "index.html").write_text("first")
        (new / "404.html").write_text("first")
        with pytest.raises(stage.Busy, match="Another build is writing"), stage.stage(output):
            pytest.fail("the second build began")
    assert (output / "index.html").read_text() == "first"


def test_a_failed_build_leaves_what_was_there(tmp_path: Path) -> None:
    output = tmp_path / "site"
    with stage.stage(output) as new:
        (new / "index.html").write_text("old")
        (new / "404.html").write_text("old")
    with pytest.raises(NotADirectoryError), stage.stage(output) as new:  # noqa: PT012 - it must get half-way
        (new / "index.html").write_text("new")
        (new / "index.html" / "x").write_text("no room")
    assert tree(output).keys() == {"index.html", "404.html"}
    assert (output / "index.html").read_text() == "old"
    assert left_over(output) == set()


def test_a_build_killed_between_two_renames_is_repaired(tmp_path: Path) -> None:
    output = tmp_path / "site"
    with stage.stage(output) as new:
        (new / "index.html").write_text("old")
        (new / "404.html").write_text("old")
    output.rename(stage.workshop(output) / "old")
    (stage.workshop(output) / "new").mkdir()
    with pytest.raises(ZeroDivisionError), stage.stage(output):
        raise ZeroDivisionError
    assert (output / "index.html").read_text() == "old"


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_room_is_said_in_one_sentence(own: Path, jobs: int) -> None:
    assert skms("build", "--root", own, "--no-search").returncode == 0
    before = tree(own / "site")
    # Files of more than so many blocks cannot be written, as if the disk were full.
    script = 'ulimit -f 30; exec "$@"'
    command = [sys.executable, "-m", "skms", "build", "--root", str(own), "--jobs", str(jobs), "--force"]
    done = subprocess.run(
        ["bash", "-c", script, "bash", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "The site cannot be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(own / "site") == before
    assert left_over(own / "site") == set()


def test_never_replaces_what_is_no_site(own: Path, tmp_path: Path) -> None:
    (own / "notes").mkdir()
    (own / "notes" / "index.html").write_text("mine")
    before = tree(own)
    for output, reason in (
        (own / "notes", "holds files that are not a site"),
        (own / "README.md", "is not a folder"),
        (own / "catalogue" / "site", "holds what the site is made of"),
        (own, "holds what the site is made of"),
        (tmp_path, "holds what the site is made of"),
    ):
        done = skms("build", "--root", own, "--out", output)
        assert done.returncode == 2, output
        assert reason in done.stderr
    assert tree(own) == before


def test_unchanged_pages_are_taken_over_and_the_site_is_as_if_made_anew(own: Path, tmp_path: Path) -> None:
    def published(as_of: date = AS_OF) -> tuple[int, dict[str, str], dict[str, str]]:
        content = checked(own, as_of)
        again = build(own, own / "site", content, jobs=1)
        build(own, tmp_path / "cold", content, jobs=1, afresh=True)
        return again.unchanged, tree(own / "site"), tree(tmp_path / "cold")

    _, first, cold = published()
    assert first == cold
    unchanged, again, _ = published()
    assert again == first
    assert unchanged == sum(path.endswith(".html") for path in first)
    records = unchanged - 1  # the page in docs/ is made every time, unless nothing at all has changed
    assert records > 10

    service = own / "catalogue" / "services" / "email.yaml"
    service.write_text(service.read_text("utf-8").replace("title: ", "title: Changed ", 1), "utf-8")
    unchanged, again, cold = published()
    assert again == cold
    assert 0 < unchanged < records

    # A file that somebody has changed by hand is made anew, and so is one that is gone.
    (own / "site" / "teams" / "index.html").write_text("<script>evil()</script>")
    (own / "site" / "services" / "email" / "index.html").unlink()
    next((own / "site" / "pagefind" / "fragment").iterdir()).write_bytes(b"")
    unchanged, again, cold = published()
    assert again == cold
    assert unchanged == records - 2

    # So is everything when the theme changes, even where it sees all of a page.
    frame = own / "site_templates" / "theme" / "page" / "main.html"
    frame.parent.mkdir(parents=True)
    frame.write_text('<main id="content">{{ page.content }}</main>')
    unchanged, again, cold = published()
    assert again == cold
    assert unchanged == 0

    unchanged, again, cold = published(date(2027, 11, 22))
    assert again == cold
    assert unchanged == 0


def test_notes_of_the_last_build_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    for text in (
        "",
        "{",
        "[]",
        '{"version": 1}',
        '{"version": 1, "pages": {"a": 1}, "search": []}',
        "\udcff",
    ):
        (tmp_path / reuse.FILE).write_text(text, "utf-8", errors="surrogateescape")
        assert reuse.load(tmp_path, tmp_path) == reuse.Last(tmp_path)


HOSTILE = """</title><script>alert(1)</script>"'><img src=x onerror=alert(1)> {{7*7}} {% include "x" %} &amp; \x85"""


def hostile(content: Content) -> Content:
    """The same content with a page whose every text tries to break out."""
    leaf = Leaf("services/hostile/", HOSTILE, None, "", "none")
    shown = Leaf("services/shown/", HOSTILE, ("Services", HOSTILE), "", "none")

    def render(wanted: Leaf) -> Page:
        if wanted not in (leaf, shown):
            return content.render(wanted)
        return Page(
            wanted.path, HOSTILE, HOSTILE, sections=(Section("s", HOSTILE, "<p>x</p>"),),
            crumbs=(Crumb(HOSTILE, "services/"),), facets={"team": (HOSTILE,)}, keywords=(HOSTILE,), record=HOSTILE,
            source=HOSTILE,
        )  # fmt: skip

    return replace(content, leaves=(*content.leaves, leaf, shown), render=render)


def test_record_text_stays_text_in_the_theme(organisation: Path, tmp_path: Path) -> None:
    content = hostile(checked(organisation, AS_OF))
    build(organisation, tmp_path / "site", content, jobs=1, index=False)  # the gate looks at every page
    for name in (
        "services/hostile/index.html",
        "services/shown/index.html",
        "services/index.html",
        "404.html",
    ):
        html = (tmp_path / "site" / name).read_text("utf-8")
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
        assert "49" not in html.split("<title>")[1].split("</title>")[0]


def rendered_alone(preview: Preview, path: str) -> str:
    """A page with the theme rendered for it alone, as MkDocs does for its own."""
    page = preview._page(path)
    assert isinstance(page, mkdocs_adapter.SitePage)
    page.active = True
    context = get_context(preview.nav, preview.files, preview.config, page)
    preview.plugin.on_page_context(context, page=page, config=preview.config, nav=preview.nav)
    value = page.value()
    theme.dress(page, value.title, value.summary, headings_of(value), page.canonical_url, value)
    page.content = page.html(value, context["base_url"])
    text = preview.env.plain.get_template("main.html").render(context)
    page.active = False
    return csp.secure(text, text.replace(page.content, ""))


def test_shells_make_the_same_page_as_the_theme(organisation: Path) -> None:
    content = hostile(checked(organisation, AS_OF))
    preview = Preview(organisation, content)
    for leaf in content.leaves:
        fast, slow = preview.page(leaf.path), rendered_alone(preview, leaf.path)
        assert fast is not None
        lines = [[line.strip() for line in html.split("\n") if line.strip()] for html in (fast, slow)]
        assert lines[0] == lines[1], leaf.path


def test_shared_templates_cannot_show_what_differs(organisation: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(organisation, tmp_path / "own"))
    footer = root / "site_templates" / "theme" / "partials" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("{% if page.meta.skms %}{{ page.meta.skms.crumbs | length }}{% endif %}")
    done = skms("build", "--root", root, "--no-search", "--jobs", 1)
    assert done.returncode == 3
    assert "page.meta.skms.crumbs differs from page to page" in done.stderr


def test_everything_searchable_is_indexed_and_nothing_else(organisation: Path, site: Path) -> None:
    content = checked(organisation, AS_OF)
    wanted = {f"/{leaf.path}" for leaf in content.leaves if content.render(leaf).search}
    found = set()
    for path in (site / "pagefind" / "fragment").iterdir():
        text = gzip.decompress(path.read_bytes()).decode().removeprefix("pagefind_dcd")
        found.add(json.loads(text)["url"])
    written = {"/contribute/"}
    assert found == wanted | written


def test_every_page_is_within_its_policy(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text("utf-8")
        assert "default-src 'none'" in html
        assert "unsafe-inline" not in html
        assert "unsafe-eval'" not in html.replace("wasm-unsafe-eval'", "")


def test_nothing_is_dated(site: Path) -> None:
    sitemap = (site / "sitemap.xml") if (site / "sitemap.xml").exists() else None
    assert sitemap is None or "lastmod" not in sitemap.read_text("utf-8")
    assert not (site / "sitemap.xml.gz").exists()


def test_markdown_gives_the_same_pages_in_another_engine(organisation: Path, tmp_path: Path) -> None:
    content = hostile(checked(organisation, AS_OF))
    markdown.write(organisation, tmp_path / "out", content)
    markdown.write(organisation, tmp_path / "out", content)  # its own output may be replaced
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "site")],
        cwd=tmp_path / "out", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for leaf in content.leaves:
        if leaf.path == "404.html":
            continue
        html = (tmp_path / "site" / leaf.path / "index.html").read_text("utf-8")
        assert body(content.render(leaf)) in html, leaf.path
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
    assert (tmp_path / "site" / "services" / "email.json").exists()


def test_a_written_group_takes_in_the_pages_of_its_name() -> None:
    leaves = [
        (Leaf("downloads/", "Downloads", ("Contribute", "In & out", "Downloads"), "", "m"), "downloads.md"),
        (Leaf("own/", "Own", ("Contribute", "Own"), "", "m"), "own.md"),
    ]
    written = [
        {"Contribute": ["start.md", {"In & out": [{"Bring in": "import.md"}]}, {"Alone": ["alone.md"]}]}
    ]
    assert navigation.tree(leaves, written) == [
        {
            "Contribute": [
                "start.md",
                {"In & out": [{"Bring in": "import.md"}, "downloads.md"]},
                {"Alone": ["alone.md"]},
                "own.md",
            ]
        }
    ]


def test_navigation_joins_records_and_written_pages() -> None:
    leaves = [
        (Leaf("services/", "Services", ("Services",), "", ""), "services.md"),
        (Leaf("services/x/", "X", ("Services", "By <team>"), "", ""), "x.md"),
        (Leaf("", "Home", ("Home",), "", ""), "index.md"),
    ]
    tree_ = navigation.tree(leaves, [{"Services": ["more.md"]}, {"Guide": "guide.md"}, "plain.md"])
    assert tree_ == [
        "index.md", {"Services": ["services.md", "x.md", "more.md"]}, {"Guide": "guide.md"}, "plain.md",
    ]  # fmt: skip
    assert navigation.title(leaves[1][0]) == "By <team>"


def test_a_plugin_is_needed(own: Path) -> None:
    config = own / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("- skms", "- search"), "utf-8")
    done = skms("build", "--root", own)
    assert done.returncode == 2
    assert "add `skms` to its `plugins`" in done.stderr


@contextmanager
def served(root: Path) -> Iterator[Callable[[str], tuple[int, str]]]:
    """Serve a folder and watch it; gives a function that asks for a path."""
    from skms.site.serve import start, watch

    server, state = start(root, AS_OF, 0)
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}),
        threading.Thread(target=watch, args=(state, stop, lambda text: None)),
    ]
    for thread in threads:
        thread.start()

    def get(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(state.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    try:
        yield get
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join()


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_serve_follows_changes(own: Path) -> None:
    record = own / "catalogue" / "services" / "email.yaml"
    with served(own) as get:
        assert get("services/email/")[0] == 200
        assert "__skms__/live.js" in get("")[1]
        assert get("assets/stylesheets/site.css")[0] == 200
        assert json.loads(get("services/email.json")[1])
        assert get("contribute/")[0] == 200
        text = record.read_text("utf-8")
        time.sleep(0.3)  # the watcher has begun
        record.write_text(text.replace("title: ", "title: Zebra ", 1), "utf-8")
        until(lambda: "Zebra" in get("services/email/")[1])
        record.write_text(text + "no_such_field: 1\n", "utf-8")
        until(lambda: json.loads(get("__skms__/findings.json")[1])["counts"]["error"] == 1)
        (finding,) = [
            each
            for each in json.loads(get("__skms__/findings.json")[1])["findings"]
            if each["severity"] == "error"
        ]
        assert finding["file"] == "catalogue/services/email.yaml"
        assert finding["line"] == text.count("\n") + 1
        record.write_text(text, "utf-8")
        until(lambda: json.loads(get("__skms__/findings.json")[1])["counts"]["error"] == 0)
        (own / "skms.yml").write_text("name: [1]\n", "utf-8")
        until(lambda: "skms.yml:1:7" in json.loads(get("__skms__/findings.json")[1])["failure"])


def test_serve_shows_only_the_site(own: Path) -> None:
    with served(own) as get:
        outside = (
            "skms.yml ../skms.yml %2e%2e/skms.yml pagefind/%2e%2e/%2e%2e/skms.yml __skms__/serve.py nowhere/"
        )
        for path in outside.split():
            status, text = get(path)
            assert status == 404, path
            assert "name:" not in text.partition("<body")[0]


def test_gate_failures_are_reported_together(organisation: Path, tmp_path: Path) -> None:
    content = checked(organisation, AS_OF)
    wrong = Leaf("wrong/", "Wrong", None, "", "none")
    page = Page(
        "wrong/",
        "Wrong",
        "x",
        sections=(Section("a", "A", '<a href="../gone/">x</a>'), Section("a", "A", "")),
    )
    broken = replace(
        content,
        leaves=(*content.leaves, wrong),
        render=lambda leaf: page if leaf is wrong else content.render(leaf),
    )
    with pytest.raises(Faulty) as raised:
        build(organisation, tmp_path / "site", broken, jobs=1, index=False)
    assert raised.value.faults == (
        gate.Fault("wrong/index.html", "the id “a” is used 2 times"),
        gate.Fault("wrong/index.html", "the link to /gone/ leads nowhere"),
    )
    assert not (tmp_path / "site").exists()
