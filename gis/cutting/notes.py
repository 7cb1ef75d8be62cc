"""Notes: what a planner should know of an import that is neither wrong nor as drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces
from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.graph import PlanningGraph
    from domain.outcome import Severity
    from domain.plan import Plan
    from domain.standards import GridType
    from gis.cutting.tally import Tally
    from gis.cutting.units import Cutting


def cutting_notes(cutting: Cutting) -> tuple[Problem, ...]:
    """How the cut went: slivers, metres that gave way to roads, ground that changed hands or was given."""

    def note(code: str, **facts: float) -> Problem:
        return Problem(code=code, severity="note", layer="units", facts=facts)

    if cutting.given:
        return (note("cut.given", units=cutting.blocks, given=cutting.given, open=cutting.open_),)
    community_m, today_m = (*cutting.snapped_m, 0.0)[:2]
    return (
        note("cut.blocks", blocks=cutting.blocks, slivers=cutting.slivers, heavy=cutting.heavy),
        note("cut.snapped", community_m=round(community_m), today_m=round(today_m)),
        note("cut.moved", community_m2=round(cutting.community_m2), today_m2=round(cutting.today_m2)),
    )


def placing_notes(tally: Tally, graph: PlanningGraph) -> list[Problem]:
    """Rows of a count that no unit holds, and sums that stand in another community than they were drawn in.

    Lines that gave way to a road leave some rows on its other side: their unit is of their present
    grid, but of the next community. Rows drawn in no community stand in that of their present grid.
    """
    spec, table, unit = tally.layer.spec, tally.layer.table, tally.placed.unit
    values, features = table[tally.spec.name].to_numpy(), table["feature"].to_numpy()
    level, drawn = graph.units.communities, tally.drawn_community

    def note(code: str, severity: Severity, feature: str, value: str, number: int) -> Problem:
        return Problem(
            code=code, severity=severity, file=spec.file, layer=spec.name, feature=feature,
            field=tally.spec.field, value=value, facts={"count": tally.spec.name, "number": number},
        )  # fmt: skip

    found = [
        note("count.listed", "warning", features[row], str(values[row]), int(values[row]))
        for row in np.flatnonzero((values > 0) & (unit < 0))
    ]
    stands = level.of_unit[unit]
    moved = (values > 0) & (unit >= 0) & (drawn != stands)
    for before, after in np.unique(np.column_stack([drawn, stands])[moved], axis=0).tolist():
        number = int(values[moved & (drawn == before) & (stands == after)].sum())
        name = level.names[before] if before >= 0 else ""
        code = "count.other-community" if name else "count.no-community"
        found.append(note(code, "note", name, level.names[after], number))
    return found


def today_notes(today: Plan, graph: PlanningGraph) -> list[Problem]:
    """Grids of today that cross a community's line or lie in several pieces."""
    level, found = graph.units.communities, []
    same = graph.passable & (today.grid_of[graph.tail] == today.grid_of[graph.head])
    piece = connected_pieces(len(graph.units), graph.tail[same], graph.head[same])
    for n, grid in enumerate(today.grids):
        mine = today.grid_of == n
        inside = np.unique(level.of_unit[mine])
        pieces = int(np.unique(piece[mine]).size)
        if inside.size > 1:
            names = "、".join(level.names[c] for c in inside)
            found.append(_about("today.crosses", grid.code, names, communities=int(inside.size)))
        if pieces > 1:
            found.append(_about("today.pieces", grid.code, "", pieces=pieces))
        if pieces == 0:
            found.append(_about("today.no-unit", grid.code, ""))
    return found


def heavy_notes(graph: PlanningGraph, households: np.ndarray, types: Sequence[GridType]) -> list[Problem]:
    """Units that alone exceed the norm of their community's type (单体超限)."""
    codes, of = graph.units.codes, graph.units.communities.of_unit
    limit = np.array([kind.norm_high for kind in types])[of]
    return [
        Problem(
            code="unit.over-norm", severity="warning", layer="units", feature=codes[n],
            facts={"households": int(households[n]), "limit": int(limit[n])},
        )
        for n in np.flatnonzero(households > limit)
    ]  # fmt: skip


def _about(code: str, grid: str, value: str, **facts: int) -> Problem:
    """Make a note on one of today's grids."""
    return Problem(code=code, severity="note", layer="today", feature=grid, value=value, facts=facts)
