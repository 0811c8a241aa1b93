"""What several tests share: the example organisation, read once, on a fixed date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from skms.model import Model

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files instead of comparing them")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def as_of() -> date:
    """The date on which the example organisation is looked at."""
    return AS_OF


@pytest.fixture(scope="session")
def example() -> Model:
    """The example organisation."""
    from skms.pipeline import load

    return load(ROOT, AS_OF)
