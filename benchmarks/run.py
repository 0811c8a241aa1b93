"""Time skms beside its peers and write the table to benchmarks/README.md: `python benchmarks/run.py [SIZE …]`.

Everything is timed as a whole process, as people meet it, and all of it in this one run on one machine.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from pagefind_bin import get_executable

import commits
import generate
import peer_build
import preview
from measure import Cost, cost

HERE = Path(__file__).resolve().parent
SKMS = [str(Path(sys.executable).with_name("skms"))]
AS_OF = ["--as-of", "2026-11-22"]
BUILD_SIZES = (1_000, 10_000)
# The pure-Python loader takes minutes for more, and says nothing new.
SLOW_LOADER_UP_TO = 10_000
LIBRARIES = (
    "pyyaml", "jsonschema", "jsonschema-rs", "markdown-it-py", "mkdocs", "mkdocs-material", "pagefind-bin", "hugo",
)  # fmt: skip

SERVE = "skms serve, one record changed"
DIFF = "skms diff, two commits"
Costs = dict[tuple[str, int], Cost]


def runs(size: int) -> int:
    """Return how often a command is timed: thrice, but once where it takes long."""
    return 3 if size <= 10_000 else 1


def place() -> str | None:
    """Return the folder for registries and sites: in memory where there is one, since disks differ more than we do."""
    memory = "/dev/shm"
    return None if "TMPDIR" in os.environ or not os.access(memory, os.W_OK) else memory


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def check_costs(size: int, registry: Path) -> Costs:
    """Time checking with skms and with the usual libraries."""
    peer = [sys.executable, str(HERE / "peer_check.py")]
    peers = {"PyYAML CSafeLoader + jsonschema": [*peer, "CSafeLoader", str(registry)]}
    if size <= SLOW_LOADER_UP_TO:
        peers["PyYAML SafeLoader + jsonschema"] = [*peer, "SafeLoader", str(registry)]
    ours = {"skms check": [*SKMS, "check", "--root", str(registry), *AS_OF]}
    return dict(timed(ours, size, runs(size))) | dict(timed(peers, size, 1))


def build_costs(size: int, registry: Path, work: Path) -> Costs:
    """Time building with skms, the search index alone, and other generators on the pages that skms made."""
    site = registry / "site"

    def clean() -> None:
        shutil.rmtree(site, ignore_errors=True)
        shutil.rmtree(registry / ".skms", ignore_errors=True)

    build = [*SKMS, "build", "--root", str(registry), *AS_OF]
    full = dict(timed({"skms build with search": build}, size, 1, clean))
    pagefind = [str(get_executable()), "--site", str(site), "--output-path", str(work / "index")]
    full |= timed({"Pagefind alone on that site": pagefind}, size, 1)
    plain = dict(timed({"skms build": [*build, "--no-search"]}, size, runs(size), clean))
    again = dict(timed({"skms build again, nothing changed": [*build, "--no-search"]}, size, runs(size)))
    mkdocs, hugo = peer_build.write(site, work / "mkdocs"), peer_build.write_hugo(site, work / "hugo")
    peers = {
        "MkDocs + Material": [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--quiet",
            "--config-file",
            str(mkdocs),
        ],
        "Hugo, a template of three lines": [*peer_build.HUGO, "--quiet", "--source", str(hugo)],
    }
    others = dict(timed(peers, size, 1))
    for made in (mkdocs.parent / "site", hugo / "public"):
        assert pages_of(made) >= pages_of(site) - 1, (
            f"{made} lacks pages"
        )  # all but the page for unknown addresses
    return plain | again | full | others


def pages_of(site: Path) -> int:
    """Return the number of pages of a built site."""
    return sum(1 for _ in site.rglob("*.html"))


def timed(
    commands: dict[str, list[str]], size: int, times: int, before: object = None
) -> Iterator[tuple[tuple[str, int], Cost]]:
    """Time each command and yield its name, the size and the cost."""
    for name, command in commands.items():
        result = cost(command, times, before=before if callable(before) else None)
        say(f"{size:>7,}  {name:<36} {result.seconds:8.2f} s  {result.megabytes:6.0f} MB")
        yield (name, size), result


def measure_all(sizes: Sequence[int]) -> tuple[Costs, dict[int, int], float]:
    """Return all costs, the number of pages of each built size, and the seconds of `skms --help`."""
    costs: Costs = {}
    pages: dict[int, int] = {}
    with tempfile.TemporaryDirectory(dir=place()) as folder:
        for size in sizes:
            registry, work = Path(folder, f"registry-{size}"), Path(folder, f"work-{size}")
            work.mkdir()
            generate.write(size, registry)
            costs |= check_costs(size, registry)
            if size in BUILD_SIZES:
                costs |= build_costs(size, registry, work)
                pages[size] = pages_of(registry / "site")
                costs[SERVE, size] = Cost(preview.seconds(SKMS, registry), 0, 5)
                commits.write(registry)
                diff = [*SKMS, "diff", "HEAD~1", "HEAD", "--root", str(registry), *AS_OF]
                costs |= dict(timed({DIFF: diff}, size, runs(size)))
            shutil.rmtree(registry)
            shutil.rmtree(work)
        start = cost([*SKMS, "--help"], 11)
    return costs, pages, start.seconds


def check_table(costs: Costs, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the rows of the table of checking: seconds, memory and the peer's multiple of our time."""
    yield "| | " + " | ".join(f"{size:,} records" for size in sizes) + " |"
    yield "| --- |" + " ---: |" * len(sizes)
    for name in dict.fromkeys(name for name, _ in costs if name == "skms check" or "jsonschema" in name):
        cells = []
        for size in sizes:
            ours, theirs = costs["skms check", size], costs.get((name, size))
            ratio = f" ({theirs.seconds / ours.seconds:.1f} ×)" if theirs and theirs is not ours else ""
            cells.append(f"{theirs.seconds:.2f} s, {theirs.megabytes:.0f} MB{ratio}" if theirs else "not run")
        yield f"| {name} | " + " | ".join(cells) + " |"


def build_table(costs: Costs, pages: dict[int, int]) -> Iterator[str]:
    """Yield the rows of the table of building: seconds, pages a second, memory and the multiple of our time."""
    yield "| | " + " | ".join(f"{size:,} records, {count:,} pages" for size, count in pages.items()) + " |"
    yield "| --- |" + " ---: |" * len(pages)
    for name in dict.fromkeys(name for name, size in costs if size in pages and "jsonschema" not in name):
        if name in {"skms check", SERVE, DIFF}:
            continue
        cells = []
        for size, count in pages.items():
            ours, theirs = costs["skms build", size], costs[name, size]
            ratio = "" if theirs is ours else f", {theirs.seconds / ours.seconds:.1f} ×"
            cells.append(
                f"{theirs.seconds:.1f} s, {count / theirs.seconds:,.0f} pages/s, {theirs.megabytes:.0f} MB{ratio}"
            )
        yield f"| {name} | " + " | ".join(cells) + " |"


def promises(costs: Costs, help_seconds: float) -> Iterator[str]:
    """Yield what was promised, what was measured, and whether the promise is kept."""
    rows: list[tuple[str, float, float, str]] = [("`skms --help`", help_seconds, 0.2, "s")]
    check, large = costs.get(("skms check", 10_000)), costs.get(("skms check", 100_000))
    if check:
        rows.append(("check 10,000 records", check.seconds, 2.5, "s"))
        rows.append(("check 10,000 records", check.megabytes, 400, "MB"))
    if check and (diff := costs.get((DIFF, 10_000))):
        rows.append(("diff of two commits, beyond two checks", diff.seconds - 2 * check.seconds, 3, "s"))
    if large:
        rows.append(("check 100,000 records", large.seconds, 25, "s"))
    build, plain = costs.get(("skms build", 10_000)), costs.get(("MkDocs + Material", 10_000))
    if build and plain:
        rows.append(("build 10,000 records, cold, no search index", build.seconds, 12, "s"))
        rows.append(("share of plain MkDocs' time", build.seconds / plain.seconds * 100, 100 / 3, "%"))
    full, index = (
        costs.get(("skms build with search", 10_000)),
        costs.get(("Pagefind alone on that site", 10_000)),
    )
    if build and full and index:
        rows.append(("search index on top", full.seconds - build.seconds, index.seconds, "s"))
    if serve := costs.get((SERVE, 10_000)):
        rows.append(("new page after one of 10,000 records was saved", serve.seconds, 1, "s"))
    yield "| promise | at most | measured | kept |"
    yield "| --- | ---: | ---: | --- |"
    for what, measured, limit, unit in rows:
        yield f"| {what} | {limit:.3g} {unit} | {measured:.3g} {unit} | {'yes' if measured <= limit else '**no**'} |"


def slope(costs: Costs) -> str:
    """Return how the time of `skms check` grows from the smallest to the largest size."""
    sizes = sorted(size for name, size in costs if name == "skms check")
    if len(sizes) < 2:
        return ""
    low, high = sizes[0], sizes[-1]
    times = costs["skms check", high].seconds / costs["skms check", low].seconds
    each = (costs["skms check", high].seconds - costs["skms check", low].seconds) / (high - low) * 1e6
    return (
        f"From {low:,} to {high:,} records ({high / low:,.0f} times as many) `skms check` takes {times:.0f} times as "
        f"long: {each:.0f} µs for each further record. Below {high / low:,.0f} times means no worse than linear.\n"
    )


def machine(load: float) -> Iterator[str]:
    """Yield the processor, system and versions of what is compared, and whether the machine was busy before."""
    info = Path("/proc/cpuinfo")
    models = {
        line.partition(":")[2].strip()
        for line in info.read_text().splitlines()
        if line.startswith("model name")
    }
    cores = subprocess.run(["nproc"], capture_output=True, text=True, check=True).stdout.strip()
    yield f"{cores} cores ({', '.join(sorted(models)) or platform.machine()}), {platform.system()}, "
    yield f"Python {platform.python_version()}, skms {version('skms')}, "
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + "."
    yield f" Registries and sites lie in {place() or tempfile.gettempdir()}."
    if load > 0.5:
        yield f" The machine was busy with other work (load {load:.1f} before the run), so that all times are too long."


README = """\
# Benchmarks

`make bench` writes this page; `make bench SIZES="1000 10000"` is quicker. `python benchmarks/generate.py N
DIR` makes a registry of N records (0.7 kB each, five links each on average, all kinds, checks clean); the
same N gives the same bytes.

Every figure is the time of a whole process and the peak memory of its largest process: for skms the median of
three runs (one for 100,000 records and for search indexes), for the others of one run. Multiples in brackets are
those of our own time.

{machine}

## Promises

{promises}

## Checking

`skms check` reads, places, validates, links and judges by every rule. The peers only read and validate, with
the same schemas: they find no links, run no rules and know no line numbers. The pure-Python loader is not run
on 100,000 records.

{check}

{slope}
## Building

All generators make the same pages: the others get the content of our pages, ready-made as HTML, as their
source (MkDocs with Material as Markdown files outside the navigation, its own search plugin off; Hugo with a
template of three lines). Only skms also reads and judges the records and computes the pages; only "with
search" makes a search index.

{build}
"""


def main(arguments: Sequence[str]) -> None:
    sizes = sorted(int(argument) for argument in arguments) or [1_000, 10_000, 100_000]
    load = os.getloadavg()[0]
    if load > 0.5:
        say(f"The machine is busy (load {load:.1f}): stop other work for times worth comparing.")
    costs, pages, help_seconds = measure_all(sizes)
    text = README.format(
        machine="".join(machine(load)),
        promises="\n".join(promises(costs, help_seconds)),
        check="\n".join(check_table(costs, sizes)),
        slope=slope(costs),
        build="\n".join(build_table(costs, pages)),
    )
    (HERE / "README.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main(sys.argv[1:])
