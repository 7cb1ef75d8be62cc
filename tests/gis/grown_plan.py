"""A lawful plan of any ground, grown block by block: every grid in one piece and one community."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from domain.plan import Grid, Plan

if TYPE_CHECKING:
    from gis.dataset import Dataset

MOST = 700


def grown_plan(dataset: Dataset, *, most: int = MOST) -> Plan:
    """Fill each community with grids of up to `most` households, each grown from its first free unit.

    What growth leaves over at the end of a community becomes small grids of its own: lawful where
    the lower limit is 0.
    """
    units, near = dataset.graph.units, dataset.graph.neighbours()
    households, community = units.count(dataset.info.households), units.communities.of_unit
    grid_of = np.full(len(units), -1)
    grids: list[Grid] = []
    for first in np.lexsort((np.arange(len(units)), community)).tolist():
        if grid_of[first] >= 0:
            continue
        grid, held, queue = len(grids), 0, deque([first])
        while queue:
            unit = queue.popleft()
            if grid_of[unit] >= 0 or (held and held + households[unit] > most):
                continue
            grid_of[unit], held = grid, held + int(households[unit])
            around = near.indices[near.indptr[unit] : near.indptr[unit + 1]].tolist()
            queue.extend(n for n in around if community[n] == community[first])
        code = units.communities.codes[community[first]]
        grids.append(Grid(code=f"{code}{len(grids) % 1000:03}", type="town"))
    return Plan(unit_set=units.digest, grid_of=grid_of, grids=_numbered(grids, units.communities.codes))


def _numbered(grids: list[Grid], communities: tuple[str, ...]) -> tuple[Grid, ...]:
    """Codes of the communities with a serial of three digits, each once."""
    serial = dict.fromkeys(communities, 0)
    told = []
    for grid in grids:
        community = grid.code[:-3]
        serial[community] += 1
        told.append(Grid(code=f"{community}{serial[community]:03}", type=grid.type))
    return tuple(told)
