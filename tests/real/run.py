"""Import real registries, check them, publish them, and prove that nothing was lost on the way (`make real`).

For each the run shows what the source has, what became of its rows, the findings by rule, and the pages. Nobody on
this project wrote the data; they lie outside the repository (SKMS_REAL_DATA), and what is made of them is not
committed (build/real/).
Exit code 1 where the records do not agree with the source or a promise of the import is broken.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import agreement
import attainment

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SKMS_REAL_DATA") or PROJECT.parent / "shared" / "data")
OUT = PROJECT / "build" / "real"
MAPS = Path(__file__).parent / "maps"
AS_OF = "2026-11-22"

# The site looks as that of a new repository; only the pages written by hand are left out.
MKDOCS = (PROJECT / "generator/skms/starter/mkdocs.yml").read_text("utf-8").partition("\nnav:")[0]


@dataclass(frozen=True)
class Case:
    """One registry: where it lies, what is imported with which maps, and how to compare."""

    name: str
    title: str
    folder: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    compare: Callable[[Path, Path], tuple[dict[str, int], list[str]]]
    as_of: str = AS_OF
    """The day for which it is looked at."""
    published: Callable[[Path, Path], tuple[list[str], list[str]]] | None = None
    """Compares what the site shows; lines to tell, and what is wrong."""


CASES = (
    Case("canada", "Canadian services and service standards", "canada-gc-service-inventory",
         (("canada", ("si_2024.csv", "ss_2024.csv")),), agreement.canada,
         as_of="2024-11-22", published=attainment.canada),  # the figures of the year after are not due yet
    Case("kubernetes", "Kubernetes community groups", "kubernetes-community",
         (("kubernetes", ("sigs.yaml",)),), agreement.kubernetes),
    Case("govuk", "GOV.UK repositories", "govuk-developer-docs-2026", (("govuk", ("repos.yml",)),), agreement.govuk),
    Case("comply", "Policies with SOC 2 criteria", "strongdm-comply-soc2", (("comply", (".",)),), agreement.comply),
    Case("raci", "RACI tables", "raci-tables",
         (("raci-roles", ("microsoft-caf-raci.md",)), ("raci-matrices", ("microsoft-caf-raci.md",)),
          ("raci-openshift", ("azure-red-hat-openshift-overview.csv",))), agreement.raci),
)  # fmt: skip


class Broken(Exception):
    """A promise is broken; the message says which."""


def skms(*words: str | Path, codes: tuple[int, ...] = (0,)) -> str:
    """Run one command and return what it prints; any other exit code is a broken promise."""
    done = subprocess.run(
        [sys.executable, "-m", "skms", *map(str, words)], capture_output=True, text=True, check=False
    )
    if done.returncode not in codes:
        raise Broken(
            f"skms {words[0]} ended with {done.returncode}: {done.stdout[-600:]}{done.stderr[-1200:]}"
        )
    return done.stdout


def importing(files: list[Path], map_name: str, root: Path) -> dict[str, Any]:
    """Import and return the report; the second run must change nothing."""
    words = ("import", *files, "--map", MAPS / f"{map_name}.yaml", "--out", root, "--format", "json")
    report: dict[str, Any] = json.loads(skms(*words, codes=(0, 1)))
    before = snapshot(root)
    again = json.loads(skms(*words, codes=(0, 1)))
    if snapshot(root) != before or set(again["summary"]["records"]) != {"unchanged"}:
        raise Broken(f"the second import with {map_name} changes {again['summary']['records']}")
    summary = report["summary"]
    aside = sum(item["rows"] for item in summary["set_aside"])
    if summary["rows"] != summary["used"] + aside + summary["with_findings"]:
        raise Broken(f"rows do not add up: {summary}")
    return report


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file with its bytes."""
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def check(root: Path, report: Path, as_of: str) -> dict[str, Any]:
    """Check and return the findings as JSON."""
    skms(
        "check",
        "--root",
        root,
        "--as-of",
        as_of,
        "--format",
        "json",
        "--output",
        report,
        "--fail-on",
        "never",
    )
    result: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return result


def by_rule(findings: list[dict[str, Any]]) -> str:
    """`12 missing-status-field (GEN014), 3 no-offering (SVC001)`."""
    counts = Counter(f"{finding['name']} ({finding['code']})" for finding in findings)
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"


def errors(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Open findings that forbid publishing."""
    return [f for f in found["findings"] if f["severity"] == "error" and not f["waived_by"]]


def places(finding: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a finding stands: its own place, and the others that have the same cause."""
    also = [place for place in finding["related"] if place["message"] == "also named here"]
    return [finding, *also]


def without_dangling(root: Path, found: list[dict[str, Any]]) -> Path:
    """A copy of the repository without the references that lead nowhere: what can be published meanwhile."""
    copy = root.parent / f"{root.name}-mended"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("site"))
    for finding in sorted(found, key=lambda f: (f["file"], -f["line"])):
        path = copy / finding["file"]
        lines = path.read_text("utf-8").split("\n")
        at = finding["line"] - 1  # `- node: …`, and `relation: …` below it
        del lines[at : at + 2]
        if lines[at - 1] == "satisfies:" and not lines[at].startswith("  -"):
            del lines[at - 1]
        path.write_text("\n".join(lines), "utf-8")
    return copy


def publish(root: Path, as_of: str) -> tuple[int, int]:
    """Build the site; every record must have its page. Returns records and pages."""
    skms("build", "--root", root, "--as-of", as_of)
    paths = sorted(p for top in ("catalogue", "policies", "raci") for p in (root / top).rglob("*.yaml"))
    lacking = [p for p in paths if not (root / "site" / p.parent.name / p.stem / "index.html").is_file()]
    if lacking:
        raise Broken(f"{len(lacking)} records have no page, such as {lacking[0].relative_to(root)}")
    return len(paths), sum(1 for _ in (root / "site").rglob("*.html"))


def trial(case: Case) -> None:
    """One registry from source to site, told line by line."""
    source, root = DATA / case.folder, OUT / case.name
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / "skms.yml").write_text(f"name: {case.title}\nclassification: public\n", "utf-8")
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (root / "docs").mkdir()

    for map_name, files in case.imports:
        tell(importing([source / name for name in files], map_name, root))
    counts, differences = case.compare(source, root)
    say("source", ", ".join(f"{count} {what}" for what, count in counts.items()))
    if differences:
        raise Broken("\n".join(differences[:20]))
    say("agrees", "every row of the source was found again in the records; a second import changes nothing")

    found = check(root, OUT / f"{case.name}-findings.json", case.as_of)
    say("findings", by_rule(found["findings"]))
    root = settle(case, root, errors(found), counts)
    made, pages = publish(root, case.as_of)
    rest = check(root, OUT / f"{case.name}-findings.json", case.as_of)
    say(
        "published",
        f"{pages} pages for {made} records; {rest['summary']['waived']} findings are set aside and shown on the site",
    )
    if case.published:
        lines, wrong = case.published(source, root)
        for word, text in zip(("attainment", *[""] * len(lines)), lines, strict=False):
            say(word, text)
        if wrong:
            raise Broken("\n".join(wrong[:20]))
    say("", str((root / "site" / "index.html").relative_to(PROJECT)))


def tell(report: dict[str, Any]) -> None:
    """What became of the rows."""
    summary = report["summary"]
    kinds = Counter(item["record"].partition("/")[0] for item in report["records"])
    aside = sum(item["rows"] for item in summary["set_aside"])
    what = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    say("import", f"{summary['rows']} rows: {summary['used']} became records, {aside} set aside, "
        f"{summary['with_findings']} with findings; {sum(kinds.values())} records: {what}")  # fmt: skip
    for finding in report["findings"]:
        say("", f"{finding['file']}:{finding['line']} {finding['place']}: {finding['message']}")
    for note in report["notes"][:1]:
        say("", f"{len(report['notes'])} notes, such as {note['file']} {note['place']}: {note['message']}")


def settle(case: Case, root: Path, open_errors: list[dict[str, Any]], counts: dict[str, int]) -> Path:
    """Errors forbid publishing: show that, take dangling references out in a copy, accept other gaps for the year."""
    if not open_errors:
        return root
    skms("build", "--root", root, "--as-of", case.as_of, codes=(1,))
    if (root / "site").exists():
        raise Broken("records with errors were published")
    say("refused", f"skms build publishes nothing while there are errors: {len(open_errors)}")
    dangling = [
        place
        for finding in open_errors
        if finding["code"] in ("GEN006", "GEN007")
        for place in places(finding)
    ]
    if len(dangling) != counts.get("to no criterion", 0):
        raise Broken(
            f"{counts.get('to no criterion', 0)} references lead nowhere in the source, {len(dangling)} were found"
        )
    if dangling:
        root = without_dangling(root, dangling)
        say(
            "taken out",
            f"{len(dangling)} references to nothing ({dangling[0]['message']}), in the copy {root.name}",
        )
    if len(open_errors) > len(dangling):
        findings = check(root, OUT / f"{case.name}-open.json", case.as_of)
        report = importing([OUT / f"{case.name}-open.json"], "accepted-gaps", root)
        if report["findings"]:
            raise Broken(f"gaps could not be accepted: {report['findings'][0]['message']}")
        gaps = sum(item["record"].startswith("exception/") for item in report["records"])
        say(
            "accepted",
            f"{len(errors(findings))} gaps of {gaps} records, by {gaps} exceptions that end with the year",
        )
    rest = errors(check(root, OUT / f"{case.name}-findings.json", case.as_of))
    if rest:
        raise Broken(
            f"errors remain: {by_rule(rest)}: {rest[0]['file']}:{rest[0]['line']} {rest[0]['message']}"
        )
    return root


def say(word: str, text: str) -> None:
    """One line of the report."""
    print(f"  {word:<10} {text}", flush=True)


def main() -> int:
    """Run all cases that have data."""
    if not DATA.is_dir():
        print(
            f"make real: skipped, because there is no folder {DATA}; set SKMS_REAL_DATA to the one with the data."
        )
        return 0
    failed = 0
    for case in CASES:
        print(f"{case.title} ({case.name})")
        if not (DATA / case.folder).is_dir():
            say("skipped", f"there is no folder {case.folder} in the data")
            continue
        try:
            trial(case)
        except Broken as error:
            failed += 1
            say("BROKEN", str(error).replace("\n", "\n             "))
    print(
        f"{failed} of {len(CASES)} registries do not agree."
        if failed
        else "All registries agree with their sources."
    )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
