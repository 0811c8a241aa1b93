"""Records as YAML that people like to edit: block style, long prose folded, quotes only where they are needed."""

from __future__ import annotations

import re
from typing import Any

import yaml

WIDTH = 110
_FOLD = 100
_PLAIN_NUMBER = re.compile(r"[-+.]?\d")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "~", "", "="})


def dump(data: dict[str, Any], comment: str = "") -> str:
    """The text of a record file, with a comment line above. Parsing it gives `data` again."""
    head = f"# {' '.join(comment.split())}\n" if comment else ""
    body = yaml.dump(
        data,
        Dumper=_Dumper,
        width=WIDTH,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        indent=2,
    )
    return head + body


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
    if value.lower() in _WORDS or (_PLAIN_NUMBER.match(value) and not _reads_as_text(value)):
        return '"'
    return None


def _reads_as_text(value: str) -> bool:
    """Things that start with a digit and need no quotes: dates, durations such as 12M, words."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d|\d+[a-zA-Z][\w -]*", value)) and not re.fullmatch(
        r"\d+[eE]\d+", value
    )


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    text = ("true" if value else "false") if isinstance(value, bool) else repr(value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Dumper.add_representer(str, _text)
for _kind in (int, float, bool):
    _Dumper.add_representer(_kind, _number)
_Dumper.add_representer(
    type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:str", "null")
)
