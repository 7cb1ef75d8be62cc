"""Today: the present grids on the units, by their own lines or by the code in each row of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.outcome import Problem
from domain.plan import UNASSIGNED, Grid, Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.units import UnitSet
    from gis.cutting.tally import Tally
    from gis.reading.check import Layers

    Ints = NDArray[np.int64]


def grids_of_today(
    layers: Layers, tallies: Sequence[Tally], drawn: Ints, units: UnitSet, households: str
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the present grids on the units in code order, and what is unsure about them; None without any.

    `drawn`: for each unit the position of the grid whose lines it lies in, −1 for none. Grids with
    lines of their own come first. Without them a unit is in the grid that the rows on it
    name: where they name several, in the one with most households; where none stands on it, in none.
    """
    found = layers.of_role("today")
    if found:
        table = found[0].table
        grids = tuple(
            Grid(code=code, type=kind, name=name)
            for code, kind, name in zip(table["code"], table["kind"], table["name"], strict=True)
        )
        return Plan(unit_set=units.digest, grid_of=drawn.astype(np.int32), grids=grids), ()
    tally = next(t for t in tallies if t.spec.name == households)
    if not tally.layer.spec.grid:
        return None, ()
    return _by_rows(tally, units)


def _by_rows(tally: Tally, units: UnitSet) -> tuple[Plan, tuple[Problem, ...]]:
    """Return the grids that the rows of the source name."""
    table = tally.layer.table
    named = table["grid"].to_numpy(str)
    codes, grid = np.unique(named, return_inverse=True)
    there = (tally.placed.unit >= 0) & (named != "")
    unit, grid = tally.placed.unit[there], grid[there]
    held = table[tally.spec.name].to_numpy(np.int64)[there]
    pairs, of_pair = np.unique(np.column_stack([unit, grid]), axis=0, return_inverse=True)
    weight = np.bincount(of_pair, held, len(pairs)).astype(np.int64)
    rows = np.bincount(of_pair, minlength=len(pairs))
    order = np.lexsort((pairs[:, 1], -rows, -weight, pairs[:, 0]))
    of_unit, first = np.unique(pairs[order, 0], return_index=True)
    grid_of = np.full(len(units), UNASSIGNED, np.int32)
    used, grid_of[of_unit] = np.unique(pairs[order[first], 1], return_inverse=True)
    kept = np.zeros(len(pairs), np.bool_)
    kept[order[first]] = True
    level = units.communities
    kinds = [level.kinds[level.of_unit[np.flatnonzero(grid_of == n)[0]]] for n in range(used.size)]
    grids = tuple(Grid(code=str(codes[n]), type=kind) for n, kind in zip(used, kinds, strict=True))
    plan = Plan(unit_set=units.digest, grid_of=grid_of, grids=grids)
    return plan, tuple(
        _unsure(
            tally,
            int(weight[~kept].sum()),
            pairs[~kept, 0],
            sorted(set(codes) - {"", *(g.code for g in grids)}),
        )
    )


def _unsure(tally: Tally, households: int, mixed: Ints, gone: Sequence[str]) -> list[Problem]:
    """Tell households in another grid than their row says, and grids that are left without a unit."""
    spec = tally.layer.spec
    told = []
    if mixed.size:
        told.append(
            Problem(
                code="today.mixed", severity="warning", file=spec.file, layer=spec.name, field=spec.grid,
                facts={"units": np.unique(mixed).size, "households": households},
            )
        )  # fmt: skip
    if gone:
        told.append(
            Problem(
                code="today.outweighed", severity="warning", file=spec.file, layer=spec.name, field=spec.grid,
                facts={"grids": len(gone), "codes": "、".join(gone)},
            )
        )  # fmt: skip
    return told
