"""Explain a rule: what it says, why it matters, a bad and a good example."""

from __future__ import annotations

import click

from skms.rules import Rule, find, load_rules
from skms.words import did_you_mean


@click.command(
    "rule",
    help="""Explain a rule, named by code or name; without one, list them all.

Examples:

\b
  skms rule GEN006
  skms rule two-accountables
""",
)
@click.argument("code", required=False)
def command(code: str | None) -> int:
    """Print one rule or the list."""
    rules = load_rules()
    if code is None:
        for rule in rules.values():
            click.echo(f"{rule.code}  {rule.severity:7}  {rule.name:26} {rule.says}")
        return 0
    rule_ = find(code)
    if rule_ is None:
        names = [*rules, *(rule.name for rule in rules.values())]
        raise click.UsageError(
            f"There is no rule {code!r}.{did_you_mean(code, names)} `skms rule` lists them."
        )
    click.echo(text(rule_))
    return 0


def text(rule: Rule) -> str:
    """A rule's page for the terminal."""
    head = f"{rule.code} {rule.name} ({rule.severity})"
    return "\n".join(
        [
            head,
            "=" * len(head),
            rule.says,
            *(["What can have been meant in one way only, `skms fix` mends."] if rule.mend else []),
            "",
            rule.why,
            "",
            "Bad:",
            _indent(rule.bad),
            "Good:",
            _indent(rule.good),
        ]
    ).rstrip()


def _indent(example: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in example.split("\n"))
