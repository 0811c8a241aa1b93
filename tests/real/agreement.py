"""Does what was written agree with the source? Both are read here without the product's own readers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]


def records(root: Path, kind: str) -> dict[str, Record]:
    """All records of a kind by id."""
    folders = {
        "service": "catalogue/services",
        "team": "raci/teams",
        "role": "raci/roles",
        "person": "raci/people",
    }
    folders |= {"policy": "policies/policies", "framework": "policies/frameworks", "raci": "raci/matrices"}
    paths = sorted((root / folders[kind]).glob("*.yaml"))
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in paths}


def external(record: Record) -> str:
    """The id that a record has in its source."""
    return str(record["external_ids"][0]["id"])


def canada(source: Path, root: Path) -> tuple[dict[str, int], list[str]]:
    """A service for every service, an offering for every standard, under the same numbers."""
    services = list(csv.DictReader((source / "si_2024.csv").open(encoding="utf-8-sig", newline="")))
    standards = list(csv.DictReader((source / "ss_2024.csv").open(encoding="utf-8-sig", newline="")))
    made = {external(record): record for record in records(root, "service").values()}

    def wrong() -> Iterator[str]:
        if len(made) != len(services):
            yield f"{len(services)} services, but {len(made)} records"
        for row in services:
            record = made.get(row["service_id"])
            if record is None or not record["title"].startswith(
                " ".join(row["service_name_en"].split())[:40]
            ):
                yield f"service {row['service_id']} is not there, or has another name"
            elif record["provider"] != row["owner_org"]:
                yield f"service {row['service_id']} is not with {row['owner_org']}"
        for row in standards:
            offerings = made.get(row["service_id"], {}).get("offerings", [])
            titles = [item["title"] for item in offerings if item["id"] == row["service_standard_id"]]
            if titles != [" ".join(row["service_standard_en"].split())]:
                yield f"standard {row['service_standard_id']} is not an offering of service {row['service_id']}"

    return {"services": len(services), "standards": len(standards)}, list(wrong())


def kubernetes(source: Path, root: Path) -> tuple[dict[str, int], list[str]]:
    """A team for every group, a holder for every seat, a service for every subproject."""
    data = yaml.safe_load((source / "sigs.yaml").read_text("utf-8"))
    groups = [group for word in ("sigs", "workinggroups", "committees") for group in data[word]]
    seats = [
        (group["dir"], word, seat)
        for group in groups
        for word, found in group["leadership"].items()
        for seat in found
    ]
    projects = [(group, project) for group in groups for project in group.get("subprojects", [])]
    teams, roles, people, services = (records(root, kind) for kind in ("team", "role", "person", "service"))

    def wrong() -> Iterator[str]:
        yield from (f"group {group['dir']} is no team" for group in groups if group["dir"] not in teams)
        for folder, word, seat in seats:
            holders = roles.get(f"{folder}-{word.replace('_', '-')}", {}).get("holders", [])
            if seat["github"] not in [external(people[holder["person"]]) for holder in holders]:
                yield f"{seat['github']} does not hold {folder} {word}"
        held = sum(
            len(role["holders"])
            for name, role in roles.items()
            if name.startswith(("sig-", "wg-", "committee-"))
        )
        if held != len(seats):
            yield f"{len(seats)} seats, but {held} holders"
        if len(services) != len(projects):
            yield f"{len(projects)} subprojects, but {len(services)} services"
        found = {(record["provider"], record["title"]): record for record in services.values()}
        for group, project in projects:
            record = found.get((group["dir"], project["name"]))
            owners = {link["url"] for link in (record or {}).get("links", [])}
            if record is None or owners != set(project["owners"]):
                yield f"subproject {project['name']} is no service, or has other owners"
            elif ("leads" in project) != record["owner"].endswith("-leads"):
                yield f"subproject {project['name']} is owned by {record['owner']}"

    return {"groups": len(groups), "seats": len(seats), "subprojects": len(projects)}, list(wrong())


def govuk(source: Path, root: Path) -> tuple[dict[str, int], list[str]]:
    """A service for every name, with the team that the source says."""
    repositories = yaml.safe_load((source / "repos.yml").read_text("utf-8"))
    names = {entry["repo_name"] for entry in repositories}
    services, teams = records(root, "service"), records(root, "team")

    def wrong() -> Iterator[str]:
        made = {record["title"]: record for record in services.values()}
        if set(made) != names:
            yield f"names differ: {sorted(set(made) ^ names)}"
        for entry in repositories:
            team = teams.get(made[entry["repo_name"]]["provider"], {})
            if team.get("contact", {}).get("channel") != entry["team"]:
                yield f"{entry['repo_name']} is not with {entry['team']}"

    return {"repositories": len(repositories), "names used again": len(repositories) - len(names)}, list(
        wrong()
    )


def comply(source: Path, root: Path) -> tuple[dict[str, int], list[str]]:
    """A policy for every document that can be read, a node for every criterion, every reference kept."""
    criteria = yaml.safe_load((source / "standards/TSC-2017.yml").read_text("utf-8"))
    known = {key for key, value in criteria.items() if isinstance(value, dict)}
    policies, frameworks = records(root, "policy"), records(root, "framework")
    counts = {"policies": 0, "procedures": 0, "narratives": 0, "unreadable": 0, "criteria": len(known)}
    references: list[str] = []
    differences: list[str] = []
    for folder in ("policies", "procedures", "narratives"):
        for path in sorted((source / folder).glob("*.md")):
            if path.name == "README.md":
                continue
            try:
                front = yaml.safe_load(path.read_text("utf-8").split("\n---", 1)[0])
            except yaml.YAMLError:
                counts["unreadable"] += 1
                continue
            counts[folder] += 1
            stem = front["id"] if folder == "procedures" else path.stem
            name = stem if folder == "policies" else f"{stem}-{folder[:-1]}"
            wanted = [f"soc2-tsc-2017#{node}" for node in (front.get("satisfies") or {}).get("TSC", [])]
            record = policies.get(name, {})
            if (
                record.get("title") != front["name"]
                or [s["node"] for s in record.get("satisfies", [])] != wanted
            ):
                differences.append(f"{folder}/{path.name} is no policy, or answers to other criteria")
            references += wanted
    if {node["id"] for node in frameworks["soc2-tsc-2017"]["nodes"]} != known:
        differences.append("the criteria differ")
    counts["references"] = len(references)
    counts["to no criterion"] = sum(reference.partition("#")[2] not in known for reference in references)
    return counts, differences


def raci(source: Path, root: Path) -> tuple[dict[str, int], list[str]]:
    """A matrix for every table, and in it the very cells; a responsible party for every cell of the other matrix."""
    matrices, roles = records(root, "raci"), records(root, "role")
    made = {
        (matrix["title"], row["title"], roles[actor]["title"], cell)
        for name, matrix in matrices.items() if name != "azure-red-hat-openshift"
        for row in matrix["rows"] for actor, cell in row["assign"].items()
    }  # fmt: skip
    wanted, heading, header = set(), "", list[str]()
    for line in (source / "microsoft-caf-raci.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split("|")]
        if line.startswith("## "):
            heading, header = line[3:].strip(), []
        elif line.startswith("| ---"):
            continue
        elif line.startswith("|") and not header:
            header = cells
        elif line.startswith("|"):
            wanted |= {
                (heading, title, cells[0], cell)
                for title, cell in zip(header[1:], cells[1:], strict=True)
                if cell
            }
    shared = list(
        csv.DictReader(
            (source / "azure-red-hat-openshift-overview.csv").open(encoding="utf-8-sig", newline="")
        )
    )
    sizes = {"Customer": 1, "Microsoft and Red Hat": 2, "Shared": 3}
    parties = [sizes[cell] for row in shared for name, cell in row.items() if name != "Resource"]
    rows = matrices["azure-red-hat-openshift"]["rows"]
    differences = [f"the cell {cell} differs" for cell in sorted(made ^ wanted)]
    if [len(row["assign"]) for row in rows] != parties:
        differences.append("the responsible parties of the shared platform differ")
    return {
        "cells": len(wanted),
        "activities": len({cell[:2] for cell in wanted}),
        "shared areas": len(parties),
    }, differences
