"""What an import has to say about rows."""

from __future__ import annotations

from dataclasses import dataclass

from skms.imports.rows import Row


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row could not become (part of) a record; a note where it did, but something is worth knowing."""

    file: str
    place: str
    """Cell (`B7`), row or path (`groups[3].name`)."""
    line: int
    """Line of the file; 0 where the format has no lines."""
    message: str
    help: str = ""
    note: bool = False


def about(
    row: Row, message: str, help_text: str = "", column: str | None = None, *, note: bool = False
) -> Trouble:
    """A trouble with a row, or with one of its columns or keys."""
    return Trouble(row.file, row.place(column), row.line, message, help_text, note)


def order(trouble: Trouble) -> tuple[str, int, str, str]:
    """In the order of the files."""
    return trouble.file, trouble.line, trouble.place, trouble.message
