"""Areas of every level with all that is counted on them: units added up, and what a user's table adds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.areas import DISTRICT, areas_of
from domain.errors import ImportRejected
from domain.outcome import Problem
from domain.plan import EXCLUSIVE, RETIRED
from gis.travel.patrols import metres_by_kind
from optimizer.staffing.road_rounds import UNIT
from optimizer.staffing.role_parts import ROAD
from scenarios.staff_table import table_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.areas import Areas
    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset

GRID: Final = "grid"
ESTATE: Final = "estate"
HOUSEHOLDS: Final = "households"
RESIDENTS: Final = "residents"
URBAN: Final = "urban-"
"""Begins the name of a count that only urban communities hold."""
TOWN: Final = ("town", "urban-village")
"""Kinds of communities that are urban."""
FIELDS: Final = ("level", "area", "count", "value")


def levels_of(dataset: Dataset, plan: Plan, standards: Standards) -> dict[str, Areas]:
    """Return the areas of every level: grids, estates, upper levels, units, the district.

    Grids are those with units, neither exclusive nor retired. Every count of units is added up, with
    residents, metres of road and urban residents (`unit_counts`).
    """
    graph, counts = dataset.graph, unit_counts(dataset, standards)
    units = graph.units
    found = {
        level.key: areas_of(
            graph, level.key, level.of_unit, codes=level.codes, names=level.names, kinds=level.kinds,
            counts=counts,
        )
        for level in units.levels
    }  # fmt: skip
    found[ESTATE] = areas_of(
        graph, ESTATE, units.estate_of, codes=units.estate_codes, names=units.estate_codes,
        kinds=(ESTATE,) * len(units.estate_codes), counts=counts,
    )  # fmt: skip
    found[DISTRICT] = areas_of(
        graph, DISTRICT, np.zeros(len(units), np.int32), codes=(DISTRICT,), names=(dataset.info.title,),
        kinds=(DISTRICT,), counts=counts,
    )  # fmt: skip
    found[UNIT] = areas_of(
        graph, UNIT, np.arange(len(units), dtype=np.int32), codes=units.codes, names=units.codes,
        kinds=(UNIT,) * len(units), counts=counts,
    )  # fmt: skip
    found[GRID] = _grids(dataset, plan, counts)
    return found


def unit_counts(dataset: Dataset, standards: Standards) -> dict[str, NDArray[np.float64]]:
    """Return what is counted on units: their columns, and what follows from them.

    `road.<kind>` are metres of road, residents as `residents_of` says, `urban-residents` those of
    them in urban communities.
    """
    units = dataset.graph.units
    counts = {column.name: units.count(column.name).astype(np.float64) for column in units.columns}
    counts |= {ROAD + kind: metres for kind, metres in metres_by_kind(dataset).items()}
    counts[RESIDENTS] = residents_of(dataset, standards)
    urban = np.isin(units.communities.kinds, TOWN)[units.communities.of_unit]
    counts[URBAN + RESIDENTS] = counts[RESIDENTS] * urban
    return counts


def residents_of(dataset: Dataset, standards: Standards) -> NDArray[np.float64]:
    """Return residents of units: as counted, else households times `basis.household-size`.

    Where there is no count of households that of the norm stands for it.
    """
    units = dataset.graph.units
    if not residents_follow(dataset):
        return units.count(RESIDENTS).astype(np.float64)
    homes = units.count(HOUSEHOLDS if units.has(HOUSEHOLDS) else dataset.info.households)
    return homes.astype(np.float64) * standards["basis.household-size"]


def residents_follow(dataset: Dataset) -> bool:
    """Say whether residents were not counted, so that `unit_counts` takes them from households."""
    return all(column.name != RESIDENTS for column in dataset.graph.units.columns)


def with_counts(levels: Mapping[str, Areas], table: bytes, file: str) -> dict[str, Areas]:
    """Return the areas with counts of a table `level,area,count,value`, in the place of their own.

    An area that a count's rows leave out has none of it.

    Raises
    ------
    FormatError
        Where the columns are others.
    ImportRejected
        With every row that names no area or no number.
    """
    problems: list[Problem] = []
    places = {key: {code: n for n, code in enumerate(at.codes)} for key, at in levels.items()}
    more: dict[str, dict[str, NDArray[np.float64]]] = {key: {} for key in levels}
    for row, told in table_rows(table, FIELDS, file):
        level, area, count, value = (told[name].strip() for name in FIELDS)
        amount = _amount(value)
        if area not in places.get(level, ()) or amount is None or not count:
            wrong = "value" if area in places.get(level, ()) else "area" if level in places else "level"
            problems.append(
                Problem(
                    code=f"role.row.{wrong}", severity="error", file=file, feature=str(row), field=wrong,
                    value=told[wrong], facts={"known": ", ".join(levels)},
                )
            )  # fmt: skip
            continue
        more[level].setdefault(count, np.zeros(len(levels[level])))[places[level][area]] = amount
    if problems:
        raise ImportRejected(problems)
    return {key: replace(at, counts={**at.counts, **more[key]}) for key, at in levels.items()}


def _amount(text: str) -> float | None:
    """Return a number from 0 on, None where there is none."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _grids(dataset: Dataset, plan: Plan, counts: Mapping[str, NDArray[np.float64]]) -> Areas:
    """Return the grids of a plan that hold units and are neither exclusive nor retired."""
    sizes = plan.totals(np.ones(len(plan.grid_of), np.int64))
    kept = [n for n, grid in enumerate(plan.grids) if sizes[n] > 0 and grid.type not in {EXCLUSIVE, RETIRED}]
    kept.sort(key=lambda n: plan.grids[n].code)
    place = np.full(len(plan) + 1, -1, np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)
    return areas_of(
        dataset.graph, GRID, place[plan.grid_of], codes=tuple(plan.grids[n].code for n in kept),
        names=tuple(plan.grids[n].name or plan.grids[n].code for n in kept),
        kinds=tuple(plan.grids[n].type for n in kept), counts=counts,
    )  # fmt: skip
