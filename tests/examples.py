"""Small record trees with marks: in docstrings of rules and in tests/cases.

A mark `# expect` stands on the line where a finding is expected; `# expect: CODE CODE` says of which rules. A file that
cannot hold the mark on its line (a broken one) is named in `expect.txt` of its case: `PATH:LINE CODE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from skms.findings import Finding
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.rules import EXAMPLE_DATE, Rule, example_base, example_files

MARK = re.compile(r"# expect(?::((?: [A-Z]{3}\d{3})+))?[ \t]*$")
Place = tuple[str, str, int]
"""Code, file and line."""


def marks(files: Mapping[str, str], code: str = "") -> list[Place]:
    """Where findings are expected, sorted; `code` is the rule of marks that name none."""
    found = []
    for path, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            mark = MARK.search(line)
            codes = (mark.group(1) or code).split() if mark else []
            found += [(named, path, number) for named in codes]
    return sorted(found)


def places(findings: Iterable[Finding]) -> list[Place]:
    """Where findings are, sorted."""
    return sorted((finding.code, finding.file, finding.line) for finding in findings)


def tree(folder: Path) -> dict[str, str]:
    """The texts below a folder by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".yaml", ".yml", ".md"}
    }


def examined(rule: Rule, text: str) -> tuple[Model, tuple[Finding, ...], list[Place]]:
    """The model of an example, what one rule finds in it, and what is marked.

    A file that was there before and is gone may be marked on its first line.
    """
    files, was = example_files(text), example_base(text)
    model = model_of(files, EXAMPLE_DATE)
    found = judge(model, only=[rule], base=model_of(was, EXAMPLE_DATE) if was else None)
    gone = {path: old for path, old in was.items() if path not in files}
    return model, found, sorted([*marks(files, rule.code), *marks(gone, rule.code)])
