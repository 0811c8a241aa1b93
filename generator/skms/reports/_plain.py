"""What reports share: text without characters that could steer a terminal or break a file format."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from skms.findings import Finding, counts
from skms.model import Model
from skms.words import plural

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text on one line, with every control character shown as a box."""
    return _CONTROL.sub("\N{WHITE SQUARE}", text.replace("\n", " ").replace("\t", " "))


def summary(model: Model, findings: Iterable[Finding]) -> str:
    """`120 records: 2 errors, 1 warning, 3 waived`."""
    number = counts(findings)
    found = [
        plural(number[severity], noun)
        for severity, noun in (("error", "error"), ("warning", "warning"), ("info", "note"))
        if number[severity]
    ]
    waived = [f"{number['waived']:,} waived"] if number["waived"] else []
    return f"{plural(len(model.everything), 'record')}: {', '.join([*(found or ['no findings']), *waived])}"


def fingerprints(findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a name that stays the same while lines move; equal findings are numbered."""
    seen: dict[str, int] = {}
    for finding in findings:
        what = "\0".join((finding.code, finding.record or finding.file, finding.topic or finding.message))
        seen[what] = seen.get(what, 0) + 1
        yield finding, hashlib.sha256(f"{what}\0{seen[what]}".encode("utf-8", "replace")).hexdigest()[:32]
