"""The one way in which kinds, rules, pages, reports, formats and commands are found: by file name.

Strictness keeps a misnamed file from being ignored in silence: every module in a folder of plug-ins must match the
folder's pattern, or start with an underscore, or it is a programming error.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from types import ModuleType


class MisnamedModule(Exception):
    """A module lies in a folder of plug-ins, but its name does not follow the folder's pattern."""


@cache
def modules(package: str, pattern: str) -> tuple[tuple[str, ModuleType], ...]:
    """Return `(name, module)` for every module of `package`, sub-packages included, sorted by name.

    `pattern` must match the whole of a module's own name. Modules whose names start with an underscore are helpers
    and are passed over. Raises `MisnamedModule` for any other name.
    """
    root = importlib.import_module(package)
    found = []
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        name = info.name.rpartition(".")[2]
        if info.ispkg or name.startswith("_"):
            continue
        if not re.fullmatch(pattern, name):
            raise MisnamedModule(f"{info.name}: the name does not match {pattern!r}")
        found.append((name, importlib.import_module(info.name)))
    return tuple(sorted(found, key=lambda pair: pair[0]))
