"""Filters of the templates: dates, durations and plain words for the codes used in records."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from skms import dates
from skms.pages._countries import country
from skms.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ACRONYMS = {
    "it": "IT",
    "hr": "HR",
    "smo": "SMO",
    "pmo": "PMO",
    "raci": "RACI",
    "id": "id",
    "ip": "IP",
    "dpa": "DPA",
    "els": "ELS",
    "sla": "SLA",
    "ola": "OLA",
    "uc": "UC",
    "kpi": "KPI",
    "sli": "SLI",
    "csat": "CSAT",
    "api": "API",
    "csv": "CSV",
    "edi": "EDI",
    "https": "HTTPS",
    "json": "JSON",
    "sftp": "SFTP",
    "xml": "XML",
    "rpo": "RPO",
    "rto": "RTO",
    "rasci": "RASCI",
    "sfia": "SFIA",
    "esco": "ESCO",
    "prince2": "PRINCE2",
    "pm2": "PM²",
    "msp": "MSP",
    "p1": "P1",
    "p2": "P2",
    "p3": "P3",
    "p4": "P4",
}
PHRASES = {
    "major-nc": "Major nonconformity",
    "minor-nc": "Minor nonconformity",
    "dis-benefit": "Disbenefit",
    "non-cashable": "Non-cashable",
    "handover": "Hand-over",
    "mq": "Message queue",
    "saas": "Software as a service",
    "sow": "Statement of work",
    "nda": "Non-disclosure agreement",
    "dpa": "Data processing agreement",
    "dora-art30": "DORA, article 30",
    "ip": "Intellectual property",
    "sim": "Supplier integration",
    "igm": "Integrated governance",
    "ci": "Configuration item",
    "sod": "Separation of duties",
    "els-exit": "End of early-life support",
    "how-to": "How-to guide",
    "higher-better": "Higher is better",
    "lower-better": "Lower is better",
    "target-is-best": "On target is best",
    "with-consent": "With our consent",
    "on-the-job": "On the job",
    "two-way": "Both ways",
    "raci-vs": "RACI-VS",
    "post-implementation": "After implementation",
}
"""Codes that need more than their dashes taken out."""


_TICKS = re.compile("`([^`]+)`")


def long_date(value: str | date) -> str:
    """Write a date for people: `2026-03-15` → `15 March 2026`. Text that is no date stays as it is."""
    day = value if isinstance(value, date) else dates.parse_date(value)
    return dates.long_date(day) if day else str(value)


def duration(value: str) -> str:
    """Write a duration for people: `12M` → `12 months`. Text that is no duration stays as it is."""
    try:
        return dates.words(value)
    except ValueError:
        return value


@cache
def words(value: object) -> str:
    """Write a code of a record for people: `smo-client` → `SMO client`, `in-review` → `In review`."""
    if str(value) in PHRASES:
        return PHRASES[str(value)]
    parts = str(value).replace("_", "-").split("-")
    text = " ".join(ACRONYMS.get(part, part) for part in parts)
    return text[:1].upper() + text[1:]


def ticks(text: str) -> Markup:
    """A sentence in which names of fields stand between backticks, with these as code."""
    return Markup(_TICKS.sub(r"<code>\1</code>", str(escape(text))))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "long_date": long_date,
    "duration": duration,
    "words": words,
    "plural": plural,
    "ticks": ticks,
    "country": country,
}
