"""Start a record: commented, valid, minimal."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skms.cli._asking import ask, ask_text, on_terminal
from skms.cli._common import as_of_option, find_root, load_model, root_option, spinner, unwritable
from skms.kinds import Kind, common, load_kinds
from skms.words import did_you_mean, one_of

if TYPE_CHECKING:
    from skms.model import Model


@click.command(
    "new",
    help="""Start a record of a KIND with an ID: every field that its status needs, each explained.

The ID becomes the name of the file. On a terminal you are asked for what the record must say; --no-input, and
everything that is not a terminal, takes guesses and examples instead, which are marked.

Examples:

\b
  skms new service lone-worker-app
  skms new service lone-worker-app --no-input
  skms new service payslips --status proposed --set domain=hr
  skms new role payslips-owner --set title="Owner of payslips" --set team=payroll
  skms new team payroll --set contact.email=payroll@example.org --out raci/teams/finance
""",
)
@click.argument("kind", required=False, default="")
@click.argument("record_id", metavar="ID", required=False, default="")
@click.option("--set", "pairs", multiple=True, metavar="FIELD=VALUE", help="Set a field. May be repeated.")
@click.option("--status", help="Start in this status (default: the first); later ones need more fields.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder or file to write (default: the folder of the kind).",
)
@click.option("--no-input", is_flag=True, help="Ask nothing, not even on a terminal.")
@root_option
@as_of_option
def command(
    kind: str,
    record_id: str,
    pairs: tuple[str, ...],
    status: str | None,
    out: Path | None,
    no_input: bool,
    root: Path | None,
    as_of: date,
) -> int:
    """Write one new record."""
    from skms.model import parts_by_list
    from skms.scaffold import CannotScaffold, record

    kinds = load_kinds()
    asking = on_terminal() and not no_input
    if not (kind and record_id) and not asking:
        raise click.UsageError("Say the kind and the id, as in `skms new service lone-worker-app`.")
    kind = kind or ask_text("Kind", f"What sort of record is it? Kinds are {', '.join(kinds)}.", _no_kind)
    if said := _no_kind(kind):
        raise click.UsageError(f"{said} Kinds are {one_of(kinds)}.")
    record_id = record_id or ask_text("Id", common()["$defs"]["id"]["description"], _no_id)
    if said := _no_id(record_id):
        raise click.UsageError(said)
    given = _given(pairs, status)
    base = find_root(root)
    with spinner("Reading records …"):
        model = load_model(base, as_of)
    path = _path(kinds[kind], record_id, out, base)
    _check_free(model, f"{kind}/{record_id}", path)
    known = {name: [other.id for other in model.of(name) if other.live] for name in kinds}
    if asking:
        given = _answers(kind, record_id, given, known, as_of)
    try:
        _write(path, record(kinds, kind, record_id, given, known, as_of, parts_by_list(model)))
    except CannotScaffold as error:
        raise click.UsageError(str(error)) from error
    click.echo(_shown(path, base))
    return 0


def _answers(
    kind: str, record_id: str, given: dict[str, str], known: dict[str, list[str]], as_of: date
) -> dict[str, str]:
    """What is given, and what the answers add."""
    from skms.scaffold import CannotScaffold, record
    from skms.scaffold.questions import next_question

    kinds, asked = load_kinds(), list[str]()

    def fits(name: str, answer: str) -> str:
        try:
            record(kinds, kind, record_id, {**given, name: answer}, known, as_of)
        except CannotScaffold as error:
            return str(error)
        return ""

    while question := next_question(kinds, kind, record_id, given, known, as_of, asked):
        name = question.name
        asked.append(name)
        answer = ask(question, partial(fits, name))
        given = {**given, name: answer} if answer else given
    return given


def _no_kind(kind: str) -> str:
    """Why this is no kind; empty where it is one."""
    kinds = load_kinds()
    return "" if kind in kinds else f"There is no kind {kind!r}.{did_you_mean(kind, kinds)}"


def _no_id(record_id: str) -> str:
    """Why this cannot be an id; empty where it can."""
    from skms.edits.rename import check_id
    from skms.edits.steps import Refused

    try:
        check_id(record_id)
    except Refused as error:
        return str(error)
    return ""


def _given(pairs: tuple[str, ...], status: str | None) -> dict[str, str]:
    given = {"status": status} if status else {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name:
            raise click.UsageError(f"--set needs FIELD=VALUE, such as --set title=E-mail; got {pair!r}.")
        given[name.strip()] = value
    return given


def _path(kind: Kind, record_id: str, out: Path | None, root: Path) -> Path:
    if out is None:
        return root / kind.folder / f"{record_id}.yaml"
    if out.suffix not in (".yaml", ".yml"):
        return out / f"{record_id}.yaml"
    if out.stem != record_id:
        raise click.UsageError(
            f"The file of {record_id!r} must be called {record_id}.yaml, not {out.name}: its name is its id."
        )
    return out


def _check_free(model: Model, name: str, path: Path) -> None:
    other = model.records.get(name)
    if other:
        raise click.UsageError(f"{name} exists already: {other.path}.")
    former = model.names.aliases.get(name)
    if former:
        raise click.UsageError(f"{name} is a former id of {former}; ids are never used again.")
    if path.exists():
        raise click.UsageError(f"{path} exists already; it is left as it is.")


def _write(path: Path, text: str) -> None:
    started = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            started = True
            file.write(text)
    except OSError as error:
        if started:  # half a record is worse than none
            path.unlink(missing_ok=True)
        raise unwritable(error, path) from error


def _shown(path: Path, root: Path) -> str:
    full = path.resolve()
    return str(full.relative_to(root)) if full.is_relative_to(root) else str(path)
