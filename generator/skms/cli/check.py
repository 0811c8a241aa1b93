"""Check all records: the default of every hook and pipeline.

Exit code 0 when nothing at or above `--fail-on` is found, else 1. What a baseline or an earlier commit knows already
neither shows nor fails.
"""

from __future__ import annotations

import pkgutil
from collections import Counter
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from skms import reports
from skms.cli._common import (
    as_of_option,
    baseline_option,
    find_root,
    load_model,
    read_baseline,
    root_option,
    spinner,
    strict_option,
    unwritable,
    wants_color,
)
from skms.findings import SEVERITIES, Finding
from skms.known import Mark, dump, marks, sift
from skms.model import Model
from skms.words import plural

FORMATS = sorted(
    info.name.removesuffix("_report")
    for info in pkgutil.iter_modules(reports.__path__)
    if not info.name.startswith("_")
)


@click.command(
    "check",
    help="""Check all records against their schemas and the rules.

Examples:

\b
  skms check
  skms check --format json
  skms check --format sarif --output findings.sarif --format text
  skms check --as-of 2027-01-01 --strict-clock
  skms check --changed-since origin/main
  skms check --write-baseline baseline.json
  skms check --baseline baseline.json
""",
)
@root_option
@as_of_option
@strict_option
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="How to report (default: text). May be repeated.",
)
@click.option(
    "--output",
    "outputs",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="File for the format named before it; without one it goes to standard output.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Mildest severity that fails the run.",
)
@click.option(
    "--changed-since",
    "since",
    metavar="REF",
    help="Only what was not found yet where this branch left REF: what the change itself brings.",
)
@baseline_option
@click.option(
    "--write-baseline",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything that is found now into such a file, and pass.",
)
def command(
    root: Path | None,
    as_of: date,
    strict_clock: bool,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    fail_on: str,
    since: str | None,
    baseline: Path | None,
    target: Path | None,
) -> int:
    """Run the check."""
    from skms.judge import judge
    from skms.pipeline import no_garbage_collection

    # Between two pauses, and as long as the model is there, all of its values would be looked at for nothing.
    click.get_current_context().with_resource(no_garbage_collection())
    formats = formats or ("text",)
    if len(outputs) > len(formats):
        raise click.UsageError("Each --output needs a --format of its own.")
    if since and baseline:
        raise click.UsageError("--changed-since and --baseline answer the same question; give one of them.")
    with spinner("Checking records …"):
        model = load_model(root, as_of)
        base = model_at(find_root(root), since, model) if since else None
        findings = judge(model, strict_clock=strict_clock, base=base)
        if target:
            return write_baseline(target, findings)
        known = marks(judge(base, strict_clock=strict_clock)) if base else read_baseline(baseline)
    if known is not None:
        findings = only_new(findings, known, "the baseline" if baseline else f"{since}")
    for name, output in zip(formats, (*outputs, *[None] * (len(formats) - len(outputs))), strict=True):
        write(name, model, findings, output)
    return int(fails(findings, fail_on))


def model_at(root: Path, ref: str, model: Model) -> Model:
    """The records where this branch left another, seen on the same day and with the same settings."""
    from skms.git import GitUnavailable, fork_point
    from skms.pipeline import model_of
    from skms.texts import read_git

    try:
        return model_of(read_git(root, fork_point(root, ref)), model.as_of, model.settings)
    except GitUnavailable as error:
        raise click.UsageError(str(error)) from error


def write_baseline(path: Path, findings: tuple[Finding, ...]) -> int:
    """Write all that is found."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump(findings), "utf-8", newline="\n")
    except OSError as error:
        raise unwritable(error, path) from error
    count = plural(sum(not one.waived_by for one in findings), "finding")
    click.echo(f"{count} in {path}. From now on: skms check --baseline {path}")
    return 0


def only_new(findings: tuple[Finding, ...], known: Counter[Mark], what: str) -> tuple[Finding, ...]:
    """Leave out what is known, and say on standard error how much that is."""
    sifted = sift(findings, known)
    if sifted.known:
        click.echo(f"Not shown: {plural(sifted.known, 'finding')} of {what}.", err=True)
    if sifted.gone:
        click.echo(f"Mended: {plural(sifted.gone, 'finding')} of {what}.", err=True)
    return sifted.new


def write(name: str, model: Model, findings: tuple[Finding, ...], output: Path | None) -> None:
    """Write one report to a file or to standard output."""
    report = import_module(f"skms.reports.{name}_report").report
    text = report(model, findings, color=output is None and wants_color())
    if output is None:
        click.echo(text, nl=not text.endswith("\n"), color=True)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, "utf-8")
    except OSError as error:
        raise unwritable(error, output) from error


def fails(findings: tuple[Finding, ...], fail_on: str) -> bool:
    """Whether an open finding is at least as bad as `fail_on`."""
    if fail_on == "never":
        return False
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.severity in bad and not finding.waived_by for finding in findings)
