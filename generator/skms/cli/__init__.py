"""The command line `skms`: one module a command, found by file name. Only this package prints and exits.

Command modules are imported when they are run, so that help stays quick; a command's one-line help is the first line
of its module's docstring.
"""

from __future__ import annotations

import errno
import importlib
import pkgutil
import re
import sys
from functools import cache
from pathlib import Path

import click

from skms import __version__
from skms.words import near

EXAMPLES = """
Examples:

\b
  skms check                         check all records
  skms new service lone-worker-app   start a record from a commented scaffold
  skms show service/email            everything about one record
  skms build                         check, then publish the site into site/
  skms serve                         the site while you edit
  skms rule two-accountables         what a finding means and how to mend it
"""


@cache
def _commands() -> dict[str, str]:
    """Command name → module name."""
    names = (info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return {name.rstrip("_").replace("_", "-"): name for name in names if re.fullmatch(r"[a-z]+_?", name)}


class Commands(click.Group):
    """Finds commands by file name and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, sorted."""
        return sorted(_commands())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import one command."""
        module = _commands().get(name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the command that was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in _commands():
            guess = near(args[0], _commands())
            hint = f" Did you mean {guess!r}?" if guess else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint} `skms --help` lists them.", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(module)) for name, module in sorted(_commands().items())])


def _summary(module: str) -> str:
    import ast  # only help needs it

    source = Path(__path__[0], f"{module}.py").read_text("utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0].rstrip(".")


@click.group(
    cls=Commands,
    help=f"Check, explain and publish the records of a Service Management Office.\n{EXAMPLES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="skms %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback when something unforeseen happens.")
def app(debug: bool) -> None:
    """Group callback; the options are read in `main`."""


def main(args: list[str] | None = None) -> None:
    """Entry point. Exit codes: 0 clean, 1 findings, 2 usage or settings, 3 internal, 130 interrupted."""
    sys.exit(run(sys.argv[1:] if args is None else args))


def run(args: list[str]) -> int:
    """Run one command line and return its exit code; every foreseen failure is one sentence on stderr."""
    try:
        result = app.main(args=args, prog_name="skms", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        full = isinstance(error, OSError) and error.errno == errno.ENOSPC
        if full and "--debug" not in args:
            click.echo("Error: There is no space left to write to.", err=True)
            return 2
        if "--debug" in args:
            import traceback

            traceback.print_exc()
        else:
            click.echo(
                f"skms failed: {type(error).__name__}: {error}\n"
                "This is a fault of skms; run `skms --debug …` and report it.",
                err=True,
            )
        return 3
