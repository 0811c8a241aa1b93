"""Where the spreadsheets of the site are, and whether there are any."""

from __future__ import annotations

from skms.kinds import Kind
from skms.model import Model
from skms.pages._views import visible

FOLDER = "downloads/"
MOST = 3000
"""Records of which spreadsheets are made with the site: a workbook of more takes longer than the site itself."""


def made_here(model: Model) -> bool:
    """Whether spreadsheets are made with the site."""
    return len(model.records) <= MOST


def count(model: Model, kind: Kind) -> int:
    """How many records of a kind the site shows."""
    return sum(visible(model, record) for record in model.of(kind.name))


def path_of(model: Model, kind: Kind) -> str | None:
    """Site path of the CSV file of a kind; None where there is none."""
    return f"{FOLDER}{kind.name}.csv" if made_here(model) and count(model, kind) else None
