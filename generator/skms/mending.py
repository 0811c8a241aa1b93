"""Safe mends taken together: what rules offer is tried, and kept only where the findings become fewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skms.edits.steps import Drop, Mend, Refused, Step, Texts
from skms.edits.surgery import edited
from skms.findings import Finding, Route
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.rules import Rule, load_rules

ROUNDS = 5
"""One mend may bring another to light: a field whose name was wrong has a value that is wrong."""


@dataclass(frozen=True, slots=True)
class Mended:
    """New texts of the files, what they mend, and what the same rules say of the files then."""

    edit: Texts
    done: tuple[Finding, ...]


def mended(model: Model) -> Mended:
    """Mend what can be mended in one way only. Findings that an exception sets aside are left alone."""
    rules = [rule for rule in load_rules().values() if rule.mend]
    before = judge(model, only=rules)
    edit: dict[str, str | None] = {}
    now, left = model, before
    for _ in range(ROUNDS):
        texts = _round(now, rules, left)
        if not texts:
            break
        later = model_of({**now.texts, **texts}, model.as_of, model.settings)
        found = judge(later, only=rules)
        worse = {path for path in texts if _count(found, path) > _count(left, path)}
        if worse:  # a mend must never do harm: without the files in doubt all is as it was
            texts = {path: text for path, text in texts.items() if path not in worse}
            later = model_of({**now.texts, **texts}, model.as_of, model.settings)
            found = judge(later, only=rules)
        if len(_open(found)) >= len(_open(left)):
            break
        edit |= texts
        now, left = later, found
    still = {(one.code, one.file, one.message) for one in left}
    return Mended(edit, tuple(one for one in _open(before) if (one.code, one.file, one.message) not in still))


def _open(findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if not one.waived_by]


def _count(findings: tuple[Finding, ...], path: str) -> int:
    return sum(one.file == path for one in _open(findings))


def _round(model: Model, rules: list[Rule], findings: tuple[Finding, ...]) -> dict[str, str]:
    """The files after one mend for every finding that has one, as far as these do not meet."""
    steps: dict[str, list[Step]] = {}
    taken: dict[str, list[Route]] = {}
    for mends in _offers(model, rules, findings):
        routes = [(path, _span(step)) for path, step in mends]
        if any(_meets(route, other) for path, route in routes for other in taken.get(path, ())):
            continue
        for (path, step), (_, route) in zip(mends, routes, strict=True):
            steps.setdefault(path, []).append(step)
            taken.setdefault(path, []).append(route)
    texts: dict[str, str] = {}
    for path, todo in steps.items():
        for step in todo:
            try:
                texts[path] = edited(path, texts.get(path, model.texts[path]), [step])
            except Refused:
                continue
    return texts


def _offers(model: Model, rules: list[Rule], findings: tuple[Finding, ...]) -> Iterator[list[Mend]]:
    wanted = {(one.code, one.file, one.route, one.message) for one in _open(findings)}
    for rule in rules:
        for hit in rule.check(model):
            if rule.mend and (rule.code, hit.path, hit.route, hit.message) in wanted:
                offers = list(rule.mend(model, hit))
                if offers:
                    yield offers


def _span(step: Step) -> Route:
    """What a step touches: taking an item away moves its neighbours."""
    return step.route[:-1] if isinstance(step, Drop) and isinstance(step.route[-1], int) else step.route


def _meets(one: Route, other: Route) -> bool:
    short = min(len(one), len(other))
    return one[:short] == other[:short]
