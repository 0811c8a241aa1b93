"""Findings that are known already: those of the commit a change starts from, or of a baseline file.

A finding is recognised by what it says, not by its line, so that moving text about makes nothing new, nor does another
day or another count. Both sides are counted: a second finding of the same words is a new one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from skms.findings import ALSO, Finding, Place

VERSION = 1
Mark = tuple[str, str, str, str]
"""Code, record (or file where there is none), keys on the way to the value, message (or topic where there is one)."""


class BadBaseline(Exception):
    """A baseline file that cannot be used; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings split by whether they are known."""

    new: tuple[Finding, ...]
    known: int
    gone: int
    """Known ones that are found no more."""


def sift(findings: Iterable[Finding], known: Counter[Mark]) -> Sifted:
    """Keep what is new; waived findings stay, because they count for nothing anyway."""
    left = Counter(known)
    new = []
    hidden = 0
    for finding in findings:
        own = marks([finding])
        if own and own <= left:
            hidden += 1
        else:
            new.append(finding)
        left -= own
    return Sifted(tuple(new), hidden, sum(left.values()))


def marks(findings: Iterable[Finding]) -> Counter[Mark]:
    """What a set of findings makes known: each place for itself, so that mending one leaves the others known."""
    return Counter(
        mark_of(finding, place)
        for finding in findings
        if not finding.waived_by
        for place in (None, *(one for one in finding.related if one.message == ALSO))
    )


def mark_of(finding: Finding, place: Place | None = None) -> Mark:
    """By what a finding is known again, at its own place or at another where the same is wrong.

    Places in lists are left out: an entry put in above moves them.
    """
    at = place or finding
    keys = ".".join(step for step in at.route if isinstance(step, str))
    return finding.code, at.record or at.file, keys, finding.topic or finding.message


def dump(findings: Iterable[Finding]) -> str:
    """A baseline file: one line a finding, sorted, so that its changes read well in a pull request."""
    rows = sorted(marks(findings).items())
    lines = [
        json.dumps(
            {"code": code, "where": where, "field": keys, "message": message, "count": count},
            ensure_ascii=False,
        )
        for (code, where, keys, message), count in rows
    ]
    body = ",\n  ".join(lines)
    return (
        f'{{"version": {VERSION}, "findings": [\n  {body}\n]}}\n'
        if lines
        else f'{{"version": {VERSION}, "findings": []}}\n'
    )


def read(text: str) -> Counter[Mark]:
    """Read what `dump` wrote. Raises `BadBaseline`."""
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            raise BadBaseline(
                f"The baseline is of version {data['version']!r}; this is for version {VERSION}."
            )
        rows = data["findings"]
        found: Counter[Mark] = Counter()
        for row in rows:
            found[row["code"], row["where"], row["field"], row["message"]] += int(row["count"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadBaseline(
            "The baseline is not what `skms check --write-baseline` writes; write it anew."
        ) from error
    return found
