"""Whether what is promised to customers is still carried by what it rests on, after a target has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal

from skms.changes.comparison import Comparison, Pair
from skms.changes.naming import name
from skms.changes.wording import number, several
from skms.fit import Record
from skms.model import Model
from skms.service_levels import agreements_for, supporting
from skms.support_paths import PathLine
from skms.supportability import AvailabilityLine, Proof, all_proofs

Key = tuple[str, str, str]
"""SLA, target, service (empty for a time)."""
Line = AvailabilityLine | PathLine


def no_longer(found: Comparison, pair: Pair, target: str) -> str:
    """`, which … no longer underpins`, or `, so that … is no longer underpinned`; nothing where nothing gets worse."""
    record = pair.after
    if record is None or not record.live or found.before.get((pair.before or record).name) is None:
        return ""
    former = {new: old for old, new in found.renames.items()}
    worse: list[tuple[str, str, Line]] = []
    for sla in _affected(found.after, record):
        old = _verdicts(found.before, former.get(sla, sla))
        for key, line in _lines(found.after, sla).items():
            # Of the agreement itself only this target counts, of others every line that there was before.
            counts = key[0] == target if sla == record.name else key in old
            if counts and line.verdict == "broken" and old.get(key) in ("kept", "doubtful", None):
                worse.append((sla, key[0], line))
    own = [line for sla, _, line in worse if sla == record.name]
    if own:
        return _own(found, own)
    others = list(dict.fromkeys(sla for sla, _, _ in worse))
    if others:
        titles = several(name(found, sla) for sla in others)
        return f", which no longer underpins {titles}"
    return ""


def _affected(model: Model, agreement: Record) -> Iterable[str]:
    """The SLAs that may rest on an agreement: itself, or all in force that a chain could lead up to."""
    proofs = all_proofs(model)
    return [agreement.name] if agreement.name in proofs else proofs


def _lines(model: Model, sla: str) -> Mapping[tuple[str, str], Line]:
    found: Proof | None = all_proofs(model).get(sla)
    if found is None:
        return {}
    lines: dict[tuple[str, str], Line] = {
        (one.target.id, one.service.name): one for one in found.availability
    }
    return lines | {(one.target.id, ""): one for one in found.paths}


def _verdicts(model: Model, sla: str) -> Mapping[tuple[str, str], str]:
    return {key: line.verdict for key, line in _lines(model, sla).items()}


def _own(found: Comparison, lines: list[Line]) -> str:
    """The SLA itself asks for more than it rests on."""
    line = lines[0]
    under = _underpinning(found.after, line)
    who = several(name(found, one.name) for one in under)
    verb = "underpins" if len(under) == 1 else "underpin"
    if isinstance(line, AvailabilityLine):
        carried = f"only {number(line.composition.product.quantize(Decimal('0.0001'), ROUND_DOWN))} % may be expected"
        return f", which {who} no longer {verb}: {carried}" if who else f", although {carried}"
    return f", which {who} no longer {verb}" if who else ""


def _underpinning(model: Model, line: Line) -> list[Record]:
    """The OLAs and UCs that promise less than what rests on them does."""
    if isinstance(line, PathLine):
        return list(dict.fromkeys(one.record for one in line.steps if one.target))
    promised = line.target.figure
    weak = {
        promise.name
        for part in line.composition.lines
        for promise in part.part.promises
        if promise.percent is not None and promised is not None and promise.percent < promised
    }
    services = [one for key in sorted(weak) if (one := model.get(f"service/{key}"))]
    found = [agreement for service in services for agreement in agreements_for(model, service)]
    direct = [one for one, _ in supporting(model, line.target.agreement)]
    return found or direct
