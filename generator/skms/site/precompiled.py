"""Templates compiled while the records are read.

Reading and judging records keeps one core busy, and compiling a hundred templates is the first thing that every process
would do afterwards. So another process does it meanwhile, once for all; what it hands over is what Jinja itself keeps
in a cache of bytecode.
"""

from __future__ import annotations

import multiprocessing
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import jinja2

from skms.pages import templates
from skms.site import children

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

Codes = dict[str, bytes]
"""Bytecode of templates, by the key that Jinja gives them."""


class _Cache(jinja2.BytecodeCache):
    """Bytecode in memory."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if code := self.codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


def compiling(root: Path) -> Callable[[], jinja2.Environment]:
    """Begin to compile the templates of `root`; call what is returned for the environment that has them."""
    if not hasattr(os, "fork") or (os.cpu_count() or 1) == 1:
        return lambda: templates.environment(root)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_compile, args=(root, theirs, ours, os.getpid()), daemon=True)
    worker.start()
    theirs.close()

    def ready() -> jinja2.Environment:
        codes: Codes = {}
        with suppress(EOFError):  # a template that is wrong says so when its page is made
            codes = ours.recv()
        ours.close()
        worker.join()
        environment = templates.environment(root)
        environment.bytecode_cache = _Cache(codes)
        return environment

    return ready


def _made_by_us(name: str) -> bool:
    """Say whether a template is one of the pages' own; those of the theme are compiled with the theme's filters."""
    return name.startswith(("components/", "pages/"))


def _compile(root: Path, answer: Connection, others: Connection, parent: int) -> None:
    """Compile every template and hand over what has become of it."""
    others.close()
    children.end_with(parent)
    environment = templates.environment(root)
    cache = environment.bytecode_cache = _Cache({})
    for name in environment.list_templates(filter_func=_made_by_us):
        with suppress(jinja2.TemplateError):
            environment.get_template(name)
    with suppress(OSError):  # where the records have errors, nobody waits for it
        answer.send(cache.codes)
