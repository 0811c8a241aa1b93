"""What is published: the pages and files of one model, made when they are wanted. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from skms import pages
from skms.audience import LEVELS, at, narrowed
from skms.history import History, history
from skms.judge import judge
from skms.known import sift
from skms.pages import templates
from skms.pages.page import Site
from skms.pipeline import load
from skms.site import leaks, secrets
from skms.site.reuse import digest

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    import jinja2

    from skms.findings import Finding
    from skms.known import Mark
    from skms.model import Model
    from skms.pages.page import Asset, Leaf, Page
    from skms.settings import Settings
    from skms.site.secrets import Secrets


class InvalidRecords(Exception):
    """The records have errors, so nothing is published."""

    def __init__(self, model: Model, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{sum(map(is_error, findings))} errors in the records; run `skms check`.")
        self.model = model
        self.findings = findings


@dataclass(frozen=True)
class Content:
    """The pages of a site and how each is made."""

    site: Site
    leaves: tuple[Leaf, ...]
    render: Callable[[Leaf], Page]
    assets: Callable[[], Iterable[Asset]]
    source: str = ""
    """Hash of the records, the settings and the day; empty where the content comes from elsewhere."""
    secret: Secrets | None = None
    """What no file of the site may say; None where the site shows everything."""
    level: str = LEVELS[-1]
    """Whom the site is for."""


def checked(
    root: Path,
    as_of: date,
    *,
    strict_clock: bool = False,
    audience: str | None = None,
    known: Counter[Mark] | None = None,
    ready: Callable[[], jinja2.Environment] | None = None,
) -> Content:
    """Read and check the records below `root`, for a site of this class or that of the settings.

    Findings that are `known` already keep nothing from being published; the site shows them.
    `ready` gives templates that were compiled meanwhile (`skms.site.precompiled`). Raises `InvalidRecords`, and
    `SettingsError` for `skms.yml`.
    """
    model = at(load(root, as_of), audience)
    findings = judge(model, strict_clock=strict_clock)
    new = sift(findings, known).new if known else findings
    if any(map(is_error, new)):
        raise InvalidRecords(model, new)
    return content_of(model, findings, root, ready() if ready else None)


def is_error(finding: Finding) -> bool:
    """Say whether a finding keeps the records from being published."""
    return finding.severity == "error" and not finding.waived_by


def content_of(
    model: Model, findings: tuple[Finding, ...], root: Path, environment: jinja2.Environment | None = None,
    past: History | None = None,
) -> Content:  # fmt: skip
    """Return the content of the site of a checked model; `root` may bring templates of its own.

    What changed in the `past` is read from Git, unless it is given.
    """
    past = history(root, model.settings, model.as_of) if past is None else past
    shown, secret = narrowed(model), None
    if shown is not model:
        secret = secrets.secrets(model, shown, secrets.own_texts())
        findings = leaks.tellable(findings, model, shown, secret)
        past = leaks.tellable_history(past, model, shown, secret)
    site = site_of(shown, findings, environment or templates.environment(root), past)
    return Content(
        site,
        pages.all_leaves(shown),
        lambda leaf: pages.render(shown, leaf, site),
        partial(pages.all_assets, shown, site),
        digest([repr(model.settings), str(model.as_of), *map(repr, findings), repr(past), *_texts(model)]),
        secret,
        model.settings.classification,
    )


def _texts(model: Model) -> Iterator[str]:
    """Yield all that the records say."""
    for path, text in sorted(model.texts.items()):
        yield path
        yield text if isinstance(text, str) else repr(text)


def site_of(
    model: Model, findings: tuple[Finding, ...], environment: jinja2.Environment, past: History | None = None
) -> Site:
    """Return what pages need to know beside the records."""
    settings = model.settings
    edit, log, commit, issues = _bases(settings)
    return Site(
        name=settings.name,
        url=settings.url,
        repo_url=settings.repository,
        edit_base=edit,
        history_base=log,
        issue_base=settings.issues or issues,
        as_of=model.as_of,
        findings=findings,
        templates=environment,
        history=past or History(),
        commit_base=commit,
    )


def _bases(settings: Settings) -> tuple[str, str, str, str]:
    """Return where the repository's host edits a file, shows its history and a commit, and takes reports."""
    address = settings.repository.rstrip("/")
    if not address:
        return "", "", "", ""
    if "gitlab" in urlsplit(address).netloc:
        address += "/-"
    branch = settings.branch
    log = f"{address}/commits/{branch}/"
    return f"{address}/edit/{branch}/", log, f"{address}/commit/", f"{address}/issues/new"
