"""Make a registry of N records of realistic kinds, sizes and links: `python benchmarks/generate.py N DIR`.

The same N gives the same bytes. Records average 0.7 kB and check clean, so that timings are those of a healthy
registry. All 42 kinds are there; most of what there are many of are services, people and their roles, who does what,
and what is promised and measured.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import core
import levels
import office
from core import Totals, name
from skms.kinds import load_kinds

# What an organisation has once, whatever its size.
ONCE = {
    "governance-domain": 5, "principle": 7, "framework": 2, "mapping": 1, "forum": 2, "strategy": 1, "sod-rule": 1,
    "assessment": 1, "business-case": 1,
}  # fmt: skip
# Of every two hundred others; what cannot be divided is services.
SHARES = {
    "person": 17, "role": 17, "team": 6, "supplier": 6, "service": 31, "policy": 6, "process": 6, "raci": 14,
    "agreement": 12, "measurement": 12, "contract": 6, "indicator": 10, "customer": 2, "calendar": 2, "data-asset": 4,
    "interface": 2, "interlock": 2, "review": 2, "knowledge-article": 8, "glossary-term": 5, "improvement": 4,
    "objective": 2, "risk": 4, "control": 6, "competency": 2, "course": 2, "training-plan": 4, "decision": 1,
    "exception": 1, "audit": 1, "attestation": 1, "initiative": 1, "process-change": 1,
}  # fmt: skip
KINDS = load_kinds()
LEAST = sum(ONCE.values()) + sum(SHARES.values())
STARTER = Path(__file__).resolve().parent.parent / "generator/skms/starter"
# Person records are restricted by default; here every record gets a page.
SETTINGS = "name: Benchmark registry\nclassification: restricted\n"
WRITERS: dict[str, Callable[[int, Totals], str]] = {**core.WRITERS, **levels.WRITERS, **office.WRITERS}


def texts(n: int) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every file of a registry of `n` records (at least LEAST)."""
    totals = Totals(ONCE | {kind: share * (n - sum(ONCE.values())) // 200 for kind, share in SHARES.items()})
    totals.of["indicator"] -= totals.of["indicator"] % core.GROUP  # half a group would be used by nobody
    totals.of["service"] += n - sum(totals.of.values())
    for kind, i in ((kind, i) for kind, number in totals.of.items() for i in range(number)):
        # Folders of a thousand files, as departments would make them.
        yield f"{KINDS[kind].folder}/{i // 1000:03d}/{name(kind, i)}.yaml", WRITERS[kind](i, totals)


def write(n: int, target: Path) -> None:
    """Write the registry of `n` records into a folder that is empty or not there yet."""
    if target.exists() and any(target.iterdir()):
        raise SystemExit(f"{target} is not empty")
    made: set[Path] = set()
    for path, text in texts(n):
        file = target / path
        if file.parent not in made:
            file.parent.mkdir(parents=True)
            made.add(file.parent)
        file.write_text(text, "utf-8")
    (target / "skms.yml").write_text(SETTINGS, "utf-8")
    (target / "docs").mkdir()
    site = (STARTER / "mkdocs.yml").read_text("utf-8")
    (target / "mkdocs.yml").write_text(site.partition("\nnav:")[0] + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("n", type=int, help=f"number of records, at least {LEAST}")
    parser.add_argument("dir", type=Path, help="folder to write to, empty or new")
    args = parser.parse_args()
    if args.n < LEAST:
        parser.error(f"at least {LEAST} records are needed for all the kinds to be there")
    write(args.n, args.dir)


if __name__ == "__main__":
    main()
