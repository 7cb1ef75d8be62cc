"""What a plan leaves on paper against today's: why each unit moved, and what each grid was before."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.measures.agreement import crosswalk
from gis.export.fields import FORMER_CODES, change_name
from scenarios.difference import difference
from scenarios.folder import scenario_files, table_csv
from scenarios.lineage import predecessors, successors
from scenarios.pipeline import judged_on, standards_of
from scenarios.scores import subject_of
from scenarios.staff_table import exchange_fields

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.export.handover import Value
    from scenarios.difference import Difference
    from scenarios.lineage import ChangeKind

MOVES: Final = "moves.csv"
MOVE_FIELDS: Final = (
    "unit", "from", "to", "why", "households", "from_before", "from_after", "to_before", "to_after",
)  # fmt: skip
TOLD_FIRST: Final[tuple[ChangeKind, ...]] = ("new", "split", "merged", "border", "type", "renamed")
"""Kinds of change by rank: a grid that went through several is told by the first."""
UNCHANGED: Final = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What a hand-over says beside lines and counts: fields by grid code, and the crosswalk's rows."""

    attributes: Mapping[str, Mapping[str, Value]]
    crosswalk: Sequence[Mapping[str, object]]


def folder_files(dataset: Dataset, scenario: Scenario, standards: Standards) -> dict[str, bytes]:
    """Return every file of a scenario's folder; `moves.csv` is there where the ground has grids today."""
    files = scenario_files(scenario, dataset.graph.units)
    found = since_today(dataset, scenario, standards)
    if found is not None:
        files[MOVES] = table_csv(MOVE_FIELDS, _move_rows(dataset, scenario, found))
    return files


def exchanged(dataset: Dataset, scenario: Scenario, standards: Standards) -> Exchanged:
    """Return posts and hours where the scenario is staffed, former codes where there are grids today."""
    attributes: dict[str, dict[str, Value]] = {grid.code: {} for grid in scenario.plan.grids}
    if scenario.staffings:
        for code, posts in exchange_fields(scenario.staffings[0]).items():
            attributes[code].update(posts)
    found = since_today(dataset, scenario, standards)
    if found is None or dataset.today is None:
        return Exchanged(attributes=attributes, crosswalk=())
    old, new = dataset.today.grids, scenario.plan.grids
    kinds = _kinds(found, len(new))
    for grid, former in enumerate(_former(dataset, scenario, kinds)):
        told = _joined([old[one].code for one in former])
        attributes[new[grid].code] |= {FORMER_CODES.name: told, "BGLX": change_name(kinds[grid])}
    rows = [{**asdict(row), "old": old[row.old].code, "new": new[row.new].code} for row in found.crosswalk]
    return Exchanged(attributes=attributes, crosswalk=rows)


def since_today(dataset: Dataset, scenario: Scenario, standards: Standards) -> Difference | None:
    """Return what the plan changes against today's grids, None where there are none.

    Households are those of the count that the plan was judged on.
    """
    if dataset.today is None:
        return None
    standards = standards_of(dataset, scenario, standards)
    basis, today = judged_on(dataset, scenario), dataset.today
    before = subject_of(dataset, today, standards=standards, basis=basis)
    after = subject_of(dataset, scenario.plan, standards=standards, basis=basis, today=today)
    return difference(before, after, standards)


def _move_rows(dataset: Dataset, scenario: Scenario, found: Difference) -> list[dict[str, object]]:
    """Return a row for each unit that left its grid: where to, why, and both grids before and after."""
    units, today = dataset.graph.units, dataset.today
    households = units.count(judged_on(dataset, scenario)).tolist()
    return [
        {
            "unit": units.codes[unit],
            "from": today.grids[move.old].code if today is not None else "",
            "to": scenario.plan.grids[move.new].code,
            "why": move.why,
            "households": households[unit],
            "from_before": move.left.households,
            "from_after": move.left_after.households,
            "to_before": move.joined_before.households,
            "to_after": move.joined.households,
        }
        for move in found.moves
        for unit in move.units.tolist()
    ]


def _kinds(found: Difference, grids: int) -> list[str]:
    """Return for each new grid the first of the kinds of change that it went through."""
    kinds = [UNCHANGED] * grids
    for kind in reversed(TOLD_FIRST):
        for change in found.changes:
            if change.kind == kind:
                for grid in change.new:
                    kinds[grid] = kind
    return kinds


def _former(dataset: Dataset, scenario: Scenario, kinds: Sequence[str]) -> list[list[int]]:
    """Return for each new grid what it was before: the grid it succeeds, or all it was made of.

    Grids that are new, split off or merged name every grid whose ground they hold, by households.
    """
    today, plan = dataset.today, scenario.plan
    if today is None:
        return [[] for _ in kinds]
    households = dataset.graph.units.count(judged_on(dataset, scenario))
    cross = crosswalk(today.grid_of, plan.grid_of, households, len(today), len(plan))
    predecessor = predecessors(successors(cross), len(plan))
    former = []
    for grid, kind in enumerate(kinds):
        rows = np.flatnonzero(cross.new == grid)
        rows = rows[np.lexsort((cross.old[rows], -cross.units[rows], -cross.weight[rows]))]
        made_of = cross.old[rows].tolist()
        kept = [one for one in made_of if one == predecessor[grid]]
        former.append(made_of if kind in {"new", "split", "merged"} else kept)
    return former


def _joined(codes: Sequence[str]) -> str:
    """Return as many codes as the field holds, from the first; the crosswalk has them all."""
    told = ""
    for code in codes:
        longer = f"{told};{code}" if told else code
        if len(longer.encode()) > FORMER_CODES.width:
            break
        told = longer
    return told
