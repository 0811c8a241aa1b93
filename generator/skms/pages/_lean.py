"""Jinja without what our templates never use, where every value of every page passes through.

A call in a template asks whether the function wants the context, what is safe is made safe again, and a `call` block
becomes a macro object that counts its arguments. On ten thousand pages that is half the time. The results are the
same.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape


class Loose(dict[str, Any]):
    """Data in which a field that is left out reads as None, so that templates need not ask first."""

    __slots__ = ()

    def __missing__(self, key: str) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return self.get(name)


def loose(value: Any) -> Any:
    """Return a copy of data that is loose on every level."""
    if isinstance(value, dict):
        return Loose(
            [(key, loose(below) if type(below) in _NESTED else below) for key, below in value.items()]
        )
    return [loose(below) for below in value] if isinstance(value, list) else value


_NESTED = frozenset((dict, list))


def safe(value: object) -> str:
    """Return a value as HTML: text is escaped, what is safe already stays as it is."""
    if type(value) is Markup:
        return value
    return _escaped(value) if type(value) is str else str(escape(value))


@lru_cache(maxsize=1 << 16)
def _escaped(text: str) -> str:
    """Most texts (titles, states, addresses) stand on many pages."""
    return str(escape(text))


class _Context(Context):
    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        _loop_vars: Any = None,
        _block_vars: Any = None,
        **kwargs: Any,
    ) -> Any:
        return function(*args, **kwargs)


class _Template(jinja2.Template):
    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's own name
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        # Our globals are complete before the first template is read: no need to look in a chain of dicts.
        result = super().from_code(environment, code, dict(globals), uptodate)
        result.root_render_func.__globals__.update(escape=safe, Macro=_macro)
        return result


def _macro(
    environment: jinja2.Environment,
    function: Callable[..., str],
    name: str | None,
    arguments: list[str],
    *rest: Any,
) -> Callable[..., str]:
    """Return what a macro is called by: of the body of a `call` block, which has no name, the function itself."""
    if name is None and not arguments:
        return lambda: Markup(function())
    return Macro(environment, function, name, arguments, *rest)  # type: ignore[arg-type]


class Environment(jinja2.Environment):
    """An environment of such templates."""

    context_class = _Context
    template_class = _Template
