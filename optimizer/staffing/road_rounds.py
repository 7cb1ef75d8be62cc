"""Patrol rounds (巡线) drawn: the units of an area in parts that hang together, as long as each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from domain.role_need import Portfolio, Unserved
from optimizer.staffing.adjoining_parts import adjoining_parts
from optimizer.staffing.role_parts import road_metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.areas import Areas
    from domain.role import OnRoads
    from domain.role_need import AreaNeed
    from optimizer.staffing.role_parts import Asked

UNIT: Final = "unit"


def rounds_drawn(
    asked: Asked, norm: OnRoads, rows: Sequence[AreaNeed]
) -> tuple[list[Portfolio], list[Unserved]]:
    """Return the rounds of every area, each with the units whose roads it takes in, and areas without.

    Every unit with such a road is in one round, so every metre is. An area in more pieces than it
    has rounds, or with a unit too long for one, cannot be drawn.
    """
    ground = asked.levels.get(UNIT)
    if ground is None or norm.level not in ground.above:
        return [], []
    metres, drawn, failed = road_metres(ground, norm.roads), [], []
    of = np.array(ground.above[norm.level])
    for row in rows:
        inside = np.flatnonzero(of == row.area)
        rounds = _rounds(ground, inside, metres, row.units) if row.units else []
        if row.units and not rounds:
            failed.append(Unserved(norm=asked.number, area=row.area, why="adjoin"))
        drawn += [
            Portfolio(
                norm=asked.number, base=row.area, areas=tuple(ground.codes[unit] for unit in units),
                load=float(metres[units].sum()),
            )
            for units in rounds
        ]  # fmt: skip
    return drawn, failed


def _rounds(
    ground: Areas, inside: NDArray[np.int64], metres: NDArray[np.float64], rounds: int
) -> list[list[int]]:
    """Return the units of each round, those without such roads left out; nothing where none are found."""
    place = np.full(len(ground), -1)
    place[inside] = np.arange(inside.size)
    ends = np.stack([place[ground.tail], place[ground.head]])
    ends = ends[:, (ends >= 0).all(axis=0)].astype(np.int32)
    parts = adjoining_parts(
        ends[0], ends[1], metres[inside], ground.x[inside], ground.y[inside], parts=rounds
    )
    if parts is None:
        return []
    return [inside[(parts == part) & (metres[inside] > 0)].tolist() for part in range(rounds)]
