"""Check all records: the default of every hook and pipeline.

Exit code 0 when nothing at or above `--fail-on` is found, else 1.
"""

from __future__ import annotations

import pkgutil
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from skms import reports
from skms.cli._common import as_of_option, load_model, root_option, spinner, strict_option, wants_color
from skms.findings import SEVERITIES, Finding
from skms.model import Model

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
def command(
    root: Path | None,
    as_of: date,
    strict_clock: bool,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    fail_on: str,
) -> int:
    """Run the check."""
    from skms.judge import judge

    formats = formats or ("text",)
    if len(outputs) > len(formats):
        raise click.UsageError("Each --output needs a --format of its own.")
    with spinner("Checking records …"):
        model = load_model(root, as_of)
        findings = judge(model, strict_clock=strict_clock)
    for name, output in zip(formats, (*outputs, *[None] * (len(formats) - len(outputs))), strict=True):
        write(name, model, findings, output)
    return int(fails(findings, fail_on))


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
        raise click.UsageError(f"{output} cannot be written: {error.strerror}.") from error


def fails(findings: tuple[Finding, ...], fail_on: str) -> bool:
    """Whether an open finding is at least as bad as `fail_on`."""
    if fail_on == "never":
        return False
    bad = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(finding.severity in bad and not finding.waived_by for finding in findings)
