"""Training by team: how much of what is required is there, in numbers that name nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from skms.fit import Record
from skms.learning import SkillGap, skill_gaps
from skms.mathematics.decimals import exact
from skms.model import Model
from skms.pages._overview import records
from skms.pages._views import View, visible

FEWEST = 3
"""People in a team of whom numbers are shown where people themselves may not be."""
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """What some people need and have of some competences."""

    required: int
    there: int
    people: int
    lacking: int
    """People who lack a level."""
    planned: int
    """Those of them with a plan for every level that they lack."""

    @property
    def coverage(self) -> Decimal:
        """Percentage of the required levels that is there."""
        return 100 * exact(self.there) / self.required if self.required else exact(100)

    @property
    def tone(self) -> str:
        """How the cell is coloured."""
        return "ok" if not self.lacking else "warn" if self.coverage >= 75 else "bad"


def categories(view: View) -> list[str]:
    """The categories of competencies, in the order of their names, those without one last."""
    found = {_category(one) for one in records(view.model, "competency")}
    return sorted(found, key=lambda name: (name == OTHER, name))


def by_team(view: View) -> list[tuple[Record, int, dict[str, Cell], Cell]]:
    """Teams with people: `(team, people, cells by category, all together)`, the least covered first."""
    found = []
    for team in records(view.model, "team"):
        gaps = team_gaps(view, team)
        if gaps:
            sorts = {_category(one.competency) for one in gaps}
            cells = {name: cell(one for one in gaps if _category(one.competency) == name) for name in sorts}
            found.append((team, len({one.person.name for one in gaps}), cells, cell(gaps)))
    return sorted(found, key=lambda row: (row[3].coverage, row[0].title))


def by_competency(view: View, team: Record) -> list[tuple[Record, Cell]]:
    """The competencies that the people of a team need, the least covered first."""
    groups: dict[str, list[SkillGap]] = {}
    for one in team_gaps(view, team):
        groups.setdefault(one.competency.name, []).append(one)
    rows = [
        (ones[0].competency, cell(ones))
        for ones in groups.values()
        if visible(view.model, ones[0].competency)
    ]
    return sorted(rows, key=lambda row: (-row[1].lacking, row[1].coverage, row[0].title))


def team_gaps(view: View, team: Record) -> list[SkillGap]:
    """What the people of a team need; nothing where that would show what a person who is hidden can do."""
    people = view.model.once(_people).get(team.name, [])
    if len(people) < FEWEST and not all(visible(view.model, one) for one in people):
        return []
    return [gap for one in people for gap in skill_gaps(view.model, one)]


def cell(found: Iterable[SkillGap]) -> Cell:
    """Add up what is needed and there."""
    gaps = list(found)
    lacking = {one.person.name for one in gaps if one.missing}
    bare = {one.person.name for one in gaps if one.missing and not any(item.open for item in one.items)}
    return Cell(
        sum(one.required for one in gaps), sum(min(one.required, one.attested) for one in gaps),
        len({one.person.name for one in gaps}), len(lacking), len(lacking - bare),
    )  # fmt: skip


def _category(competency: Record) -> str:
    return str(competency.data.get("category") or OTHER)


def _people(model: Model) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for person in model.of("person"):
        team = model.look(person.data.get("team"), "team")
        if person.live and team:
            found.setdefault(team.name, []).append(person)
    return found
