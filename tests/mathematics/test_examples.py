"""The examples in the docstrings of the mathematics give what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from skms import mathematics

MODULES = sorted(module.name for module in pkgutil.iter_modules(mathematics.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(f"skms.mathematics.{name}"))
    assert failed == 0


def test_there_are_examples() -> None:
    assert (
        sum(doctest.testmod(importlib.import_module(f"skms.mathematics.{name}"))[1] for name in MODULES) >= 15
    )
