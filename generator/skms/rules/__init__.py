"""Cross-record rules: one module each, found by file name.

A module `rules/<family>/<code>_<name>.py` has a docstring (what it says; `Why:`, `Bad:`, `Good:`), `SEVERITY` and
`check(model)`, a generator of hits. The docstring is the rule's page and its test: records under `Bad` give exactly
the findings marked `# expect` on their lines, records under `Good` give none. A line `# file: PATH` starts a record.
A rule whose hits can be mended in one way only also has `mend(model, hit)`, which yields paths and steps.

A rule with `NEEDS_BASE = True` judges a change: it has `check(model, base)`, and a line `# was: PATH` starts a record
as it was before. Such rules run where the state before is known (`skms check --changed-since`, `skms diff`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from skms.discover import modules
from skms.edits.steps import Mend
from skms.findings import Hit

PATTERN = r"[a-z]{3}\d{3}_[a-z0-9_]+"
EXAMPLE_DATE = date(2026, 7, 1)
"""As-of date of all examples in docstrings."""

_PARTS = re.compile(r"^(Why|Bad|Good):[ \t]*", re.MULTILINE)
_FILE = re.compile(r"^# (file|was): (\S+)[ \t]*\n", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """One rule: what its page says and what it runs."""

    code: str
    name: str
    severity: str
    says: str
    why: str
    bad: str
    good: str
    check: Callable[..., Iterable[Hit]]
    waivable: bool
    after_waivers: bool
    """`check` also gets the names of the exceptions that set something aside."""
    needs_base: bool
    """`check` also gets the model that a change started from; without one the rule does not run."""
    mend: Callable[[Any, Hit], Iterable[Mend]] | None = None
    """The steps that mend a hit, where there is one way only; `skms fix` takes them."""

    @property
    def family(self) -> str:
        """The letters of its code."""
        return self.code[:3]


@cache
def load_rules() -> Mapping[str, Rule]:
    """All rules by code, sorted."""
    found = (rule(name, module) for name, module in modules(__name__, PATTERN))
    return MappingProxyType({one.code: one for one in found})


def find(word: str) -> Rule | None:
    """A rule by code or name, in any case."""
    rules = load_rules()
    by_name = {one.name: one for one in rules.values()}
    return rules.get(word.upper()) or by_name.get(word.lower())


def rule(module_name: str, module: Any) -> Rule:
    """The rule that a module describes. ValueError where a part is missing."""
    code, _, rest = module_name.partition("_")
    said = parts(module.__doc__ or "")
    missing = [part for part in ("says", "Why", "Bad", "Good") if not said.get(part)]
    if missing:
        raise ValueError(f"{module_name}: its docstring lacks {', '.join(missing)}")
    return Rule(
        code.upper(), rest.replace("_", "-"), module.SEVERITY, said["says"], said["Why"], said["Bad"], said["Good"],
        module.check, getattr(module, "WAIVABLE", True), getattr(module, "AFTER_WAIVERS", False),
        getattr(module, "NEEDS_BASE", False), getattr(module, "mend", None),
    )  # fmt: skip


def parts(doc: str) -> dict[str, str]:
    """Cut a docstring: `says` (a paragraph), `Why` (a paragraph), `Bad` and `Good` (example records)."""
    pieces = _PARTS.split(doc)
    result = {"says": " ".join(pieces[0].split())}
    for title, text in zip(pieces[1::2], pieces[2::2], strict=True):
        result[title] = (
            " ".join(text.split()) if title == "Why" else textwrap.dedent(text.strip("\n")).rstrip() + "\n"
        )
    return result


def example_files(text: str) -> dict[str, str]:
    """The records of an example: `{path: text}`; each starts with a line `# file: PATH`."""
    return _example(text, "file")


def example_base(text: str) -> dict[str, str]:
    """The records of an example as they were before: each starts with a line `# was: PATH`."""
    return _example(text, "was")


def _example(text: str, mark: str) -> dict[str, str]:
    starts = list(_FILE.finditer(text))
    ends = [*(start.start() for start in starts[1:]), len(text)]
    pairs = zip(starts, ends, strict=True)
    return {start.group(2): text[start.end() : end] for start, end in pairs if start.group(1) == mark}
