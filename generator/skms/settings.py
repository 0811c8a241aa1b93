"""The settings of a records repository: one file, `skms.yml`, at its root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema_rs

from skms.findings import Hit
from skms.parse import NO_RECORD, parse
from skms.spans import locate, spans
from skms.texts import decode, linked

FILE = "skms.yml"

LIMITS = {
    "assurance-months": "Months within which a process or critical supplier is assessed or audited; 24 by default.",
    "benefit-percent": "Percent of the planned benefit that must be reached; 80 by default.",
    "cadence-factor": "How many times its interval may pass before a meeting or report is missed; 1.5 by default.",
    "deputy-days": "Days for which deputies alone may hold a role; 90 by default.",
    "evidence-months": "Months for which evidence of an assessment is fresh; 18 by default.",
    "exception-days": "Days for which an exception may last; 365 by default.",
    "exception-extensions": "How often an exception may be extended; 2 by default.",
    "learning-days": "Days after the start in a role by which what is lacking is learnt; 90 by default.",
    "major-finding-days": "Days to close a major finding of an audit without a day of its own; 30 by default.",
    "measurement-lag-days": "Days after a period within which its figures may still come in; 15 by default.",
    "minor-finding-days": "The same for a minor finding; 90 by default.",
    "notice-lead-days": "Days before the last day for notice at which it is time to decide; 30 by default.",
    "observation-days": "Days in a role after which somebody has looked at the work; 90 by default.",
    "rated-percent": "Percent of what applies that an assessment must rate; 80 by default.",
    "retirement-notice-days": "Days before the end of a service by which its users are told; none by default.",
    "supplier-concentration-percent": "Percent of the tier-1 services that may rest on one supplier; 30 by default.",
    **{
        f"tier-{tier}-{field}": f"The longest {field.upper()} of services of tier {tier}, in hours; none by default."
        for tier in (1, 2, 3, 4)
        for field in ("rto", "rpo")
    },
}
"""Thresholds of rules; the page of each rule tells what its own does."""

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "description": "Name of the organisation, shown on the site."},
        "url": {"type": "string", "pattern": "^https?://", "description": "Address at which the site is published."},
        "repository": {"type": "string", "pattern": "^https?://", "description": "Web address of the Git repository."},
        "branch": {"type": "string", "description": "Branch that the edit links use (default: main)."},
        "issues": {"type": "string", "pattern": "^(https?|mailto):", "description": "Where problems are reported."},
        "contact": {
            "type": "string",
            "pattern": "^([^@ :/]+@[^@ ]+|(https?://|tel:)[^ ]+)$",
            "description": "Whom readers ask, on the 404 page and in the footer: an e-mail address, a web address, or "
            "tel: and a number.",
        },
        "severity": {
            "type": "object",
            "additionalProperties": {"enum": ["error", "warning"]},
            "description": "Rules (code or name) whose severity is raised.",
        },
        "limits": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "number", "description": about} for name, about in LIMITS.items()},
            "description": "Thresholds of rules, by name; see the rule pages.",
        },
        "history": {
            "type": "object",
            "additionalProperties": False,
            "description": "How far the site looks back at what changed; 0 commits turns it off.",
            "properties": {
                "months": {"type": "integer", "minimum": 0, "maximum": 600, "description": "Months; 12 by default."},
                "commits": {"type": "integer", "minimum": 0, "maximum": 5000, "description": "200 by default."},
                "mass": {
                    "type": "integer",
                    "minimum": 2,
                    "description": "From how many records on the same change is a mass edit; 25 by default.",
                },
            },
        },
        "classification": {
            "enum": ["public", "internal", "confidential", "restricted"],
            "description": "Highest class of record that the site shows (default: internal).",
        },
    },
}  # fmt: skip


class SettingsError(Exception):
    """skms.yml is missing or wrong; the message is one plain sentence."""


@dataclass(frozen=True)
class Settings:
    """Values of `skms.yml`, with defaults."""

    name: str = "Service Management Office"
    url: str = ""
    repository: str = ""
    branch: str = "main"
    issues: str = ""
    contact: str = ""
    severity: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    history: Mapping[str, int] = field(default_factory=dict)
    classification: str = "internal"

    def limit(self, name: str, default: float) -> float:
        """A threshold by name."""
        return self.limits.get(name, default)


def find_root(start: Path) -> Path:
    """The nearest folder upwards that holds `skms.yml`. SettingsError where there is none."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise SettingsError(
        f"No {FILE} in {start} or above it. Run `skms init DIR`, or name the folder with --root."
    )


def load_settings(root: Path) -> Settings:
    """Read `skms.yml`. SettingsError says where it is wrong, what is wrong and how to mend it."""
    try:
        content = (root / FILE).read_bytes()
    except FileNotFoundError as error:
        raise SettingsError(
            f"No {FILE} in {root}. Run `skms init DIR`, or name the folder with --root."
        ) from error
    except OSError as error:
        raise SettingsError(f"{FILE} cannot be read: {error.strerror}.") from error
    source = parse(FILE, decode(content))
    hits, data = source.hits, source.data or {}
    empty = any(hit.message == NO_RECORD[0] for hit in hits)
    if empty and not _lines_that_say_something(source.text):
        hits = ()
    elif not hits and not jsonschema_rs.is_valid(SCHEMA, data):
        from skms.explain import explain_settings  # slow to import, and hardly ever needed

        hits = tuple(explain_settings(source, data, SCHEMA))
    if hits:
        raise SettingsError(_sentences(hits[0], source.text))
    for top in linked(root):
        raise SettingsError(
            f"{top} is a symbolic link, and records outside {root} are not read. Put the folder itself there."
        )
    return Settings(**data)


def _lines_that_say_something(text: str) -> list[str]:
    """Lines that say something: neither blank nor a comment."""
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _sentences(hit: Hit, text: str) -> str:
    line, column, _ = locate(hit, spans(text))
    message, help_text = hit.message, hit.help
    if message == NO_RECORD[0]:
        message, help_text = "The file holds no settings.", "A setting is a line such as `name: My office`."
    return f"{FILE}:{line}:{column}: {message} {help_text}".rstrip()
