"""MkDocs and its theme, as far as this project needs them: the only module that imports them.

`mkdocs build`, `mkdocs serve` and `skms build` all come through the plugin. It gives MkDocs a file for every page of
the site; the file's page is ready HTML, so that no record text reaches Python-Markdown, which has no safe mode. What
the theme prints unescaped (titles, descriptions, the navigation) is escaped here.
"""

from __future__ import annotations

import logging
import shutil
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
import mkdocs
from markupsafe import escape
from mkdocs import localization
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.build import get_context
from mkdocs.config import base, load_config
from mkdocs.config import config_options as options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import script_tag_filter

from skms.dates import parse_date
from skms.pages import templates
from skms.pages._filters import long_date
from skms.pages.page import body
from skms.settings import FILE as SETTINGS
from skms.settings import SettingsError
from skms.site import csp, gate, leaks, navigation, search, theme, written
from skms.site.content import Content, InvalidRecords, checked
from skms.site.plan import Collision, Plan, frame_of
from skms.site.sitemap import sitemap
from skms.texts import ROOTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skms.pages.page import Asset, Leaf, Page

Config = MkDocsConfig
SHELL = "skms:main.html"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/", SITEMAP)
"""Files of the theme's own search, which the site does not use, and the theme's sitemap, which has the day in it."""


class PublishError(Exception):
    """The site cannot be made; the message says why in one sentence."""


class SitePage(MkDocsPage):
    """A page that is ready HTML."""

    def __init__(self, leaf: Leaf, plan: Plan, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(navigation.title(leaf)), file, config)
        self.leaf = leaf
        self.above: SitePage | None = None
        """The nearest page above that stands in the navigation, for a page that does not."""
        self.parts: list[tuple[str, bool]] = []
        """What the page was put together from."""
        self._plan = plan

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no Markdown. The page is made when its turn to be written comes, so that memory stays small."""
        self.markdown = ""
        self.meta = {"template": SHELL}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave the content to `skms.site.theme`, which asks for it when it fills the page."""
        self.content = ""

    def value(self) -> Page:
        """Make the page."""
        return self._plan.page(self.leaf)

    @property
    def frame(self) -> str:
        """A hash of what templates can see besides the page."""
        return self._plan.frame

    def recalled(self, source: str) -> str | None:
        """Return the page as the build before made it, if that was of the same things."""
        return self._plan.recall(self.file.dest_uri, source)

    def html(self, value: Page, base: str) -> str:
        """Return the content of the page with what the search needs."""
        text = search.facts(value) + body(value)
        return theme.rebased(text, base) if self.leaf.path == NOT_FOUND else text


class SkmsConfig(base.Config):  # type: ignore[no-untyped-call]
    """Options of the plugin in `mkdocs.yml`."""

    root = options.Type(str, default=".")
    """Folder with `skms.yml`, from the folder of `mkdocs.yml`."""
    as_of = options.Type(str, default="")
    """Date for everything that depends on the day; today when empty."""


class SkmsPlugin(BasePlugin[SkmsConfig]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the pages that are made from records."""

    def __init__(self) -> None:
        self.given: Plan | None = None
        """Set by `write`; without it the plugin reads the records itself."""
        self.plan: Plan
        self.pages: dict[str, SitePage] = {}
        self.serving = False
        self.left_out: frozenset[str] = frozenset()
        """Hand-written pages, and files beside them, that are not for the readers of the site."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is only looked at."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the records, and refuse before anything is written when they have errors."""
        root = _root(config, self.config.root)
        self.plan = self.given or Plan(_read(root, self.config.as_of))
        site = self.plan.content.site
        config.site_name = escape(site.name)
        config.site_url = site.url or config.site_url
        self.plan.frame = frame_of(
            site, root, [mkdocs.__version__, Path(config.config_file_path).read_text("utf-8")]
        )
        self.plan.seen.base = f"{urlsplit(config.site_url or '').path.rstrip('/')}/"
        config.repo_url = site.repo_url or config.repo_url
        config.extra["as_of"] = long_date(site.as_of)
        config.theme.static_templates -= {NOT_FOUND, SITEMAP}
        config.theme.dirs[:0] = [str(folder / "theme") for folder in templates.folders(root)]
        config.theme.get_env = lambda: _environment(config, theme.Loader)  # type: ignore[method-assign]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add a file for every page; which process makes it shows later."""
        for file in [
            file for file in files if file.src_uri.startswith(UNUSED) or file.src_uri.endswith(".map")
        ]:
            files.remove(file)
        self._leave_out(files, config)
        taken = {file.dest_uri: file.src_uri for file in files}
        content = self.plan.content
        self.pages = {
            leaf.path: _page(leaf, self.plan, config)
            for leaf in content.leaves
            if leaf.nav or not self.plan.on_demand
        }
        for page in self.pages.values():
            if page.file.dest_uri in taken:
                raise PluginError(f"{taken[page.file.dest_uri]} and a page of the records have one address.")
            files.append(page.file)
        in_nav = [(page.leaf, page.file.src_uri) for page in self.pages.values() if page.leaf.nav]
        config.nav = navigation.tree(in_nav, navigation.without(config.nav or [], self.left_out))
        return files

    def _leave_out(self, files: Files, config: MkDocsConfig) -> None:
        """Take hand-written pages that are not for the readers of the site from those that are written."""
        there = {
            file.src_uri: file
            for file in files
            if file.src_dir not in config.theme.dirs and file.inclusion is not InclusionLevel.EXCLUDED
        }
        texts = {path: file.content_string for path, file in there.items() if path.endswith(written.NAMING)}
        texts["mkdocs.yml"] = Path(config.config_file_path).read_text("utf-8")
        try:
            self.left_out = written.left_out(texts, there.keys(), self.plan.content.level)
        except written.UnknownClass as error:
            raise PluginError(str(error)) from error
        for path in self.left_out:
            there[path].inclusion = InclusionLevel.EXCLUDED

    def on_page_markdown(self, markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Leave plain words where a hand-written page links to one that is left out."""
        return written.unlinked(page.file.src_uri, markdown, self.left_out)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Put every page that is not in the navigation under the nearest page that is."""
        for page in self.pages.values():
            self.place(page)
        return nav

    def place(self, page: SitePage) -> None:
        """Put a page that is not in the navigation under the nearest page that is."""
        if page.leaf.nav:
            return
        above = page.leaf.path.rstrip("/")
        while above and not self.pages.get(f"{above}/", page).leaf.nav:
            above = above.rpartition("/")[0]
        page.above = self.pages[f"{above}/"] if above else None
        page.parent = page.above.parent if page.above else None

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> Any:
        """Let the pages of records be made by shells, and leave what is not ours to the other processes."""
        # MkDocs asks for this in its dirty mode, which shards use, just before it makes a page or copies a file.
        places = {leaf.path: number for number, leaf in enumerate(self.plan.content.leaves)}
        for number, file in enumerate(files):
            if isinstance(file.page, SitePage):
                place = places[file.page.leaf.path]
                file.is_modified = partial(self.plan.claim, place)  # type: ignore[method-assign]
            elif file.generated_by is None and not self.plan.mine(number):
                file.is_modified = lambda: False  # type: ignore[method-assign]
        if not self.plan.on_demand:
            taken = {file.dest_uri: file.src_uri for file in files}
            assets = chain(self.plan.content.assets(), self._sitemap(files, config))
            try:
                self.plan.write(assets, Path(config.site_dir), taken)
            except Collision as error:
                raise PluginError(str(error)) from error
        return theme.Shells(env, _environment(config, theme.MarkingLoader), SHELL)

    def _sitemap(self, files: Files, config: MkDocsConfig) -> Iterator[Asset]:
        """Yield the sitemap, where the address of the site is known."""
        if config.site_url:
            ours = [leaf.path for leaf in self.plan.content.leaves if leaf.path != NOT_FOUND]
            by_hand = [file.url.removeprefix("./") for file in files.documentation_pages()]
            yield sitemap(config.site_url, ours + by_hand)

    def on_page_context(self, context: Any, page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> Any:
        """Give the page that is shown at any depth an absolute base."""
        if page.file.dest_uri == NOT_FOUND:
            context["base_url"] = self.plan.seen.base
        return context

    def on_post_page(self, output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give a hand-written page its policy, and look at every page that is written."""
        if not isinstance(page, SitePage):
            output = csp.secure(output, output.replace(page.content or "", ""))
        parts = page.parts if isinstance(page, SitePage) else []
        self.plan.look(
            page.file.dest_uri, output, parts if "".join(text for text, _ in parts) == output else ()
        )
        # `mkdocs serve` writes a script of its own into every page.
        return csp.loosened(output) if self.serving and self.plan.whole else output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Finish what `mkdocs build` has made: the gate and the search index."""
        if self.plan.whole and not self.serving:
            site = Path(config.site_dir)
            faults = gate.verdict(self.plan.seen, gate.files_below(site))
            if faults:
                raise PluginError("\n".join(f"{fault.page}: {fault.message}" for fault in faults[:50]))
            search.index(site, self.plan.names)
            secret = self.plan.content.secret
            if secret and (told := leaks.search(site, secret)):
                shutil.rmtree(site)
                raise PluginError("\n".join(f"{fault.page}: {fault.message}" for fault in told[:50]))

    def on_serve(self, server: Any, config: MkDocsConfig, builder: Callable[..., None]) -> Any:
        """Watch the records and templates too."""
        root = _root(config, self.config.root)
        for path in (*(root / name for name in ROOTS), root / SETTINGS, root / templates.FOLDER):
            if path.exists():
                server.watch(str(path))
        return server


def configure(root: Path, site: Path) -> MkDocsConfig:
    """Read `mkdocs.yml`. Raises `PublishError`."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise PublishError(f"No mkdocs.yml in {root}.")
    try:
        config = load_config(str(path), site_dir=str(site))
    except (ConfigurationError, Abort) as error:
        raise PublishError(f"mkdocs.yml cannot be used: {' '.join(str(error).split())}") from error
    if not isinstance(config.plugins.get("skms"), SkmsPlugin):
        raise PublishError("mkdocs.yml does not name the plugin: add `skms` to its `plugins`.")
    return config


def is_plain(config: MkDocsConfig) -> bool:
    """Say whether `mkdocs.yml` brings in nothing from elsewhere, so that it tells all there is to know."""
    text = Path(config.config_file_path).read_text("utf-8")
    others = any(word in text for word in ("!ENV", "INHERIT", "!relative", "snippets"))
    return not (others or config.hooks or config.theme.custom_dir or list(config.plugins) != ["skms"])


def write(config: MkDocsConfig, plan: Plan) -> None:
    """Write this process's share of the site and note in `plan` what was seen. Raises `PublishError`."""
    _plugin(config).given = plan
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config.plugins.on_startup(command="build", dirty=True)
    try:
        mkdocs_build(config, dirty=True)
    except Abort as error:
        raise PublishError(f"MkDocs could not build the site. {error.__context__ or ''}".rstrip()) from error


class Preview:
    """The site without a build: every page made when it is asked for."""

    def __init__(self, root: Path, content: Content) -> None:
        """Go through MkDocs' own build up to where it would write. Raises `PublishError`."""
        logging.getLogger("mkdocs").setLevel(logging.ERROR)
        self.config = config = configure(root, root / "site")
        self.plugin = _plugin(config)
        self.plan = self.plugin.given = Plan(content, whole=False, on_demand=True)
        config.plugins.on_startup(command="serve", dirty=False)
        config = config.plugins.on_config(config)
        files, env = get_files(config), config.theme.get_env()
        files.add_files_from_theme(env, config)
        try:
            self.files = config.plugins.on_files(files, config=config)
        except PluginError as error:
            raise PublishError(str(error)) from error
        set_exclusions(self.files, config)
        self.nav = config.plugins.on_nav(get_navigation(self.files, config), config=config, files=self.files)
        self.env = config.plugins.on_env(env, config=config, files=self.files)
        self.written = {file.url.removeprefix("./"): file for file in self.files.documentation_pages()}

    def page(self, path: str) -> str | None:
        """Return the HTML of the page at a site path."""
        page = self._page(path)
        if page is None:
            return None
        self.plan.names = []
        page.read_source(self.config)
        page.markdown = self.config.plugins.on_page_markdown(
            page.markdown or "", page=page, config=self.config, files=self.files
        )
        page.render(self.config, self.files)
        page.active = True
        try:
            context: Any = get_context(self.nav, self.files, self.config, page)
            context = self.config.plugins.on_page_context(
                context, page=page, config=self.config, nav=self.nav
            )
            output = self.env.get_template(page.meta.get("template", "main.html")).render(context)
            return self.config.plugins.on_post_page(output, page=page, config=self.config)
        finally:
            page.active = False

    def file(self, path: str) -> bytes | None:
        """Return a file beside the pages: of the theme, of the hand-written pages, or of the records."""
        shown = (file for file in self.files if file.inclusion is not InclusionLevel.EXCLUDED)
        file = next((file for file in shown if file.dest_uri == path), None)
        if file and not file.is_documentation_page():
            return file.content_bytes
        return next((asset.content for asset in self.plan.content.assets() if asset.path == path), None)

    def _page(self, path: str) -> MkDocsPage | None:
        if path in self.written:
            return self.written[path].page
        leaf = next((leaf for leaf in self.plan.content.leaves if leaf.path == path), None)
        if leaf is None:
            return None
        page = _page(leaf, self.plan, self.config)
        self.plugin.place(page)
        return page


def _plugin(config: MkDocsConfig) -> SkmsPlugin:
    plugin = config.plugins["skms"]
    assert isinstance(plugin, SkmsPlugin), "configure() has made sure of it"
    return plugin


def _read(root: Path, as_of: str) -> Content:
    """Read and check the records for MkDocs' own commands."""
    day = parse_date(as_of) if as_of else date.today()
    if day is None:
        raise PluginError(f"mkdocs.yml: as_of: {as_of!r} is not a date such as 2026-01-31.")
    try:
        return checked(root, day)
    except (SettingsError, InvalidRecords) as error:
        raise PluginError(str(error)) from error


def _root(config: MkDocsConfig, root: str) -> Path:
    return (Path(config.config_file_path).parent / root).resolve()


def _environment(config: MkDocsConfig, loader: type[theme.Loader]) -> jinja2.Environment:
    """Return what the theme makes for itself, with a loader and an address filter of our own."""
    env = jinja2.Environment(loader=loader(config.theme.dirs), auto_reload=False)
    env.filters["url"] = theme.url
    env.filters["script_tag"] = script_tag_filter
    localization.install_translations(env, config.theme.locale, config.theme.dirs)
    return env


def _page(leaf: Leaf, plan: Plan, config: MkDocsConfig) -> SitePage:
    """Return the page of a leaf, with the file that MkDocs wants for every page."""
    stem = leaf.path.removesuffix(".html").rstrip("/") or "index"
    shown = InclusionLevel.NOT_IN_NAV if not leaf.nav else InclusionLevel.INCLUDED
    file = File.generated(config, f"{stem}.md", content="", inclusion=shown)
    file.dest_uri = leaf.path if leaf.path.endswith(".html") else f"{leaf.path}index.html"
    file.url = leaf.path or "./"
    file.generated_by = "skms"
    return SitePage(leaf, plan, file, config)
