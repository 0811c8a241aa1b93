"""What breaks if somebody leaves, a role ends, a supplier goes or a service fails. Nothing here prints or writes.

One module a kind of record, found by its name; for every other kind `other` tells who would be left with a dead
reference. All of it is worked out for the as-of date from what the records say, and promises nothing beyond them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from skms.fit import Record
from skms.impact.values import Group, Impact, Item
from skms.model import Model

__all__ = ["Group", "Impact", "Item", "impact"]

_MODULES = frozenset(info.name for info in iter_modules(__path__))
_NO_KINDS = frozenset({"values", "outage", "heirs"})


def impact(model: Model, record: Record) -> Impact:
    """What breaks without a record, strongest first; groups without an entry are left out."""
    name = record.kind.replace("-", "_")
    module = import_module(f"{__name__}.{name if name in _MODULES - _NO_KINDS else 'other'}")
    groups = tuple(group for group in module.groups(model, record) if group.items)
    return Impact(record, str(module.QUESTION), groups)
