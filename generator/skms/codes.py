"""Codes and amounts of records in plain words, the same in pages and in sentences about changes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

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
    "s": "S",
    "m": "M",
    "l": "L",
    "xl": "XL",
}
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
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


@cache
def words(value: object) -> str:
    """Write a code of a record for people: `smo-client` → `SMO client`, `in-review` → `In review`."""
    text = within(value)
    return text[:1].upper() + text[1:]


@cache
def within(value: object) -> str:
    """The same inside a sentence.

    >>> within("smo-client"), within("in-review"), within("nda"), within("p1")
    ('SMO client', 'in review', 'non-disclosure agreement', 'P1')
    """
    if str(value) in DAYS:
        return DAYS[str(value)]
    phrase = PHRASES.get(str(value))
    if phrase:
        first = phrase.split()[0]
        return phrase if first[1:] != first[1:].lower() else phrase[:1].lower() + phrase[1:]
    parts = str(value).replace("_", "-").split("-")
    return " ".join(ACRONYMS.get(part, part) for part in parts)


def money(value: Mapping[str, Any]) -> str:
    """`{amount: "1200.50", currency: EUR}` as `1,200.50 EUR`; round amounts have no pence."""
    whole, dot, part = str(value.get("amount", "")).partition(".")
    figure = f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole
    pence = f"{dot}{part}" if part.strip("0") else ""
    return f"{figure}{pence} {value.get('currency', '')}"
