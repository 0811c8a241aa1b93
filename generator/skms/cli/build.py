"""Check the records and publish the site.

Exit code 1 where the records have errors or a page has a fault; the site that is there stays as it is.
"""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms.cli._common import (
    as_of_option,
    baseline_option,
    find_root,
    read_baseline,
    root_option,
    spinner,
    strict_option,
    unwritable,
    wants_color,
)

if TYPE_CHECKING:
    from skms.site.content import InvalidRecords
    from skms.site.gate import Fault

SHOWN = 20
LEVELS = ("public", "internal", "confidential", "restricted")
DEFAULTS = {"html": "site", "markdown": "build/markdown"}


@click.command(
    "build",
    help="""Check the records and publish the site; where they have errors, the site that is there stays.

Examples:

\b
  skms build
  skms build --out public --as-of 2027-01-01
  skms build --audience public --out public
  skms build --baseline baseline.json
  skms build --no-search --jobs 1
  skms build --format markdown --out ../for-another-engine
""",
)
@root_option
@as_of_option
@strict_option
@baseline_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder of the site, beside skms.yml (default: site; for Markdown build/markdown).",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(sorted(DEFAULTS)),
    default="html",
    help="The site, or Markdown files and a mkdocs.yml for another engine (without search and gate).",
)
@click.option(
    "--audience",
    type=click.Choice(LEVELS),
    default=None,
    help="Show only what these readers may see (default: the classification of skms.yml).",
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Number of processes (default: one a core)."
)
@click.option("--no-search", is_flag=True, help="Leave out the search index.")
@click.option(
    "--force", is_flag=True, help="Make every page anew, even if nothing it is made of has changed."
)
def command(
    root: Path | None,
    as_of: date,
    strict_clock: bool,
    baseline: Path | None,
    out: Path | None,
    audience: str | None,
    jobs: int | None,
    no_search: bool,
    force: bool,
    style: str,
) -> int:
    """Build the site."""
    # Said once is enough, and in our README.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from skms.settings import SettingsError
    from skms.site import markdown
    from skms.site.build import BuildFailed, Faulty, build
    from skms.site.content import InvalidRecords, checked
    from skms.site.mkdocs_adapter import PublishError
    from skms.site.precompiled import compiling
    from skms.site.search import SearchFailed
    from skms.site.stage import Busy, NotASite
    from skms.site.written import UnknownClass

    folder = find_root(root)
    known = read_baseline(baseline)
    output = Path.cwd() / (out or folder / DEFAULTS[style])
    start = time.monotonic()
    ready = compiling(folder) if jobs != 1 else None
    try:
        with spinner("Checking the records and building the site …"):
            content = checked(
                folder, as_of, strict_clock=strict_clock, audience=audience, known=known, ready=ready
            )
            if style == "markdown":
                built = markdown.write(folder, output, content)
            else:
                built = build(folder, output, content, jobs=jobs or 0, index=not no_search, afresh=force)
    except InvalidRecords as error:
        return refused(error)
    except Faulty as error:
        return faulty(error.faults)
    except (SettingsError, PublishError, UnknownClass, Busy, NotASite, SearchFailed) as error:
        raise click.ClickException(str(error)) from error
    except BuildFailed as error:
        raise RuntimeError(f"{error}\n{error.details}") from error
    except OSError as error:
        raise unwritable(error, "The site") from error
    unchanged = f" ({built.unchanged:,} unchanged)" if built.unchanged else ""
    seconds = time.monotonic() - start
    click.echo(
        f"{built.pages:,} pages{unchanged}, {built.files:,} files in {_shown(output)}, {seconds:.1f} s"
    )
    return 0


def refused(error: InvalidRecords) -> int:
    """Report the findings because of which nothing was built."""
    from skms.reports.text_report import report

    text = report(error.model, error.findings, color=wants_color())
    click.echo(text, nl=not text.endswith("\n"), color=True)
    click.echo("Nothing was built, because the records have errors.", err=True)
    return 1


def faulty(faults: tuple[Fault, ...]) -> int:
    """Report the faults because of which the site was not published."""
    for fault in faults[:SHOWN]:
        click.echo(f"{fault.page}: {fault.message}")
    if len(faults) > SHOWN:
        click.echo(f"… and {len(faults) - SHOWN:,} more")
    click.echo("The site was not published, because pages have faults.", err=True)
    return 1


def _shown(path: Path) -> str:
    """Write a path as seen from where one is."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
