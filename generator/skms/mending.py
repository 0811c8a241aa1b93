"""Safe mends taken together: what rules offer is tried, and kept only where the findings become fewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from skms.edits.steps import Drop, Mend, Refused, Step, Texts
from skms.edits.surgery import edited
from skms.findings import Finding, Route
from skms.judge import judge
from skms.model import Model
from skms.pipeline import model_of
from skms.rules import Rule, load_rules

ROUNDS = 12
"""One mend may bring another to light: a field whose name was wrong has a value that is wrong, and what that names is
misspelt. Each round ends with less to mend, so that this bound is never met in earnest."""


@dataclass(frozen=True, slots=True)
class Mended:
    """New texts of the files, what they mend, and what the same rules say of the files then."""

    edit: Texts
    done: tuple[Finding, ...]


def mended(model: Model) -> Mended:
    """Mend what can be mended in one way only, until nothing is left. What an exception sets aside is left alone."""
    rules = [rule for rule in load_rules().values() if rule.mend]
    edit: dict[str, str | None] = {}
    done: list[Finding] = []
    now, left = model, judge(model, only=rules)
    for _ in range(ROUNDS):
        texts = _round(now, rules, left)
        later, found = _after(now, rules, texts)
        worse = {path for path in texts if _layers(rules, found, path) > _layers(rules, left, path)}
        if worse:  # a mend must never do harm: without the files in doubt all is as it was
            texts = {path: text for path, text in texts.items() if path not in worse}
            later, found = _after(now, rules, texts)
        if not texts or _layers(rules, found) >= _layers(rules, left):
            break
        still = {_said(one) for one in found}
        done += [one for one in _open(left) if _said(one) not in still]
        edit |= texts
        now, left = later, found
    return Mended(edit, tuple(done))


def _after(model: Model, rules: list[Rule], texts: dict[str, str]) -> tuple[Model, tuple[Finding, ...]]:
    later = model_of({**model.texts, **texts}, model.as_of, model.settings)
    return later, judge(later, only=rules)


def _open(findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if not one.waived_by]


def _said(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.file, finding.message


def _layers(rules: list[Rule], findings: tuple[Finding, ...], path: str | None = None) -> tuple[int, ...]:
    """How many findings each rule has, in the order in which these build on each other: a record is read once its kind
    is known, what it names is looked at once it has its shape, and a part once the record is found. Fewer of one sort
    outweigh more of those after it."""
    count = Counter(
        "" if one.route == ("kind",) else one.code for one in _open(findings) if path in (None, one.file)
    )
    return tuple(count[code] for code in ("", *sorted(rule.code for rule in rules)))


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
