"""What checking costs with the usual libraries: PyYAML's own loader, then `jsonschema`, record by record.

`python benchmarks/peer_check.py CSafeLoader|SafeLoader DIR` reads the same files and uses the same schemas as
`skms check`, but finds no links, runs no rules and knows no line numbers.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

KINDS = Path(__file__).resolve().parent.parent / "generator/skms/kinds"


def validators() -> dict[str, Draft202012Validator]:
    """Return a validator for each kind, as the documentation of `jsonschema` says it should be made."""
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in sorted(KINDS.glob("*.json"))}
    resources = [
        (uri, Resource.from_contents(schema))
        for name, schema in schemas.items()
        for uri in {name, schema.get("$id", name)}
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    checker = Draft202012Validator.FORMAT_CHECKER
    return {
        name.removesuffix(".schema.json"): Draft202012Validator(
            schema, registry=registry, format_checker=checker
        )
        for name, schema in schemas.items()
        if name.endswith(".schema.json")
    }


def main(loader_name: str, folder: str) -> int:
    loader = getattr(yaml, loader_name)
    # As text: the loader's idea of an unquoted date, and of `on` and `no`, differs from ours and is not what is timed.
    loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern) for tag, pattern in pairs if tag.rpartition(":")[2] not in ("timestamp", "bool")
        ]
        for first, pairs in loader.yaml_implicit_resolvers.items()
    }
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
    by_kind = validators()
    errors = 0
    for path in Path(folder).glob("*/**/*.yaml"):
        data = yaml.load(path.read_text("utf-8"), loader)
        errors += sum(1 for _ in by_kind[data["kind"]].iter_errors(data))
    print(f"{errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
