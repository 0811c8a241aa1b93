"""Records as YAML that people like to edit: block style, long prose folded, quotes only where they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

WIDTH = 110
_FOLD = 100
_PLAIN_NUMBER = re.compile(r"[-+.]?\d")
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_]*\Z", re.ASCII)
_LETTER = "A-Za-z0-9\u00c0-\u024f"
_PLAIN = re.compile(rf"[{_LETTER}](?:[{_LETTER}_.,;/()+@%&'\"-]|:(?! )| (?=[{_LETTER}(\"'&+@%/-]))*(?<!:)\Z")
"""Texts that stand on one line without quotes, whatever comes before and after."""
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "~", "", "="})


def dump(data: dict[str, Any], comment: str = "") -> str:
    """The text of a record file, with a comment line above. Parsing it gives `data` again."""
    head = f"# {' '.join(comment.split())}\n" if comment else ""
    lines = _plain_lines(data, 0)
    return head + (_dumped(data) if lines is None else "".join(lines))


def _dumped(data: dict[str, Any]) -> str:
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        width=WIDTH,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        indent=2,
    )
    return text


def _plain_lines(value: Any, indent: int) -> list[str] | None:
    """What `_dumped` gives, in a fifth of its time; None where a text needs quotes, folding or any other thought."""
    found: list[str] = []
    listed = isinstance(value, list)
    pairs: Iterable[tuple[str, Any]] = (("-", item) for item in value) if listed else value.items()
    for key, item in pairs:
        if not listed and (not _PLAIN_KEY.match(key) or key in _WORDS):
            return None
        start = f"{' ' * indent}{key}" if listed else f"{' ' * indent}{key}:"
        if isinstance(item, str):
            line = f"{start} {item}\n"
            if len(line) > WIDTH or not _PLAIN.match(item) or _style(item):
                return None
            found.append(line)
        elif item and isinstance(item, (dict, list)):
            below = _plain_lines(item, indent + 2)
            if below is None or (listed and isinstance(item, list)):
                return None
            if listed:  # the first field stands beside the dash
                below[0] = f"{start} {below[0].lstrip()}"
            else:
                found.append(f"{start}\n")
            found += below
        elif item is None or isinstance(item, (bool, int, float)):
            found.append(f"{start} {_bare(item)}\n")
        else:
            return None
    return found


class _Dumper(yaml.SafeDumper):
    """PyYAML's own hooks: a subclass is the only way to indent lists and to say which texts are folded."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - quotes are decided in `_text` below, by our own rules

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=_style(value))


def _style(value: str) -> str | None:
    """How a text is written: `|` for lines, `>` for long prose, `"` where it would be read as something else."""
    lines = value.split("\n")
    tidy = value == value.strip() and not any(line != line.rstrip() or line[:1] in " \t" for line in lines)
    printable = all(character.isprintable() or character in "\n\u00a0\u202f" for character in value)
    if not printable:
        return '"'
    if len(lines) > 1:
        block = value == value.lstrip() and not any(line != line.rstrip() for line in lines) and lines[0]
        return "|" if block else '"'
    if len(value) > _FOLD and tidy and " " in value and "  " not in value:
        return ">"
    if (
        value[:1].isspace()
        or value.lower() in _WORDS
        or (_PLAIN_NUMBER.match(value) and not _reads_as_text(value))
    ):
        return '"'
    return None


def _reads_as_text(value: str) -> bool:
    """Things that start with a digit and need no quotes: dates, durations such as 12M, words."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d|\d+[a-zA-Z][\w -]*", value)) and not re.fullmatch(
        r"\d+[eE]\d+", value
    )


def _bare(value: float | None) -> str:
    if value is None:
        return "null"
    return ("true" if value else "false") if isinstance(value, bool) else repr(value)


def _number(dumper: yaml.SafeDumper, value: float | None) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", _bare(value))


_Dumper.add_representer(str, _text)
for _kind in (int, float, bool, type(None)):
    _Dumper.add_representer(_kind, _number)
