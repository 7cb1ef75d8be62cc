"""Specialists spread over grids, on the command line: who serves where, and which grids miss somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError
from domain.plan import EXCLUSIVE, RETIRED, community_of_grid
from gis.dataset_folder import read_dataset
from optimizer.models.spread_posts import spread_posts
from optimizer.staffing.problem import community_distances
from scenarios.beginning import beginning
from scenarios.commands.done import Done
from scenarios.documents import document
from scenarios.staff_table import read_pool

if TYPE_CHECKING:
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Tell


def specialists(
    folder: Path, pool: Path, standards: Standards, *, seats: int, cap: int, farthest_m: float, tell: Tell
) -> Done:
    """Spread the heads of a pool over today's grids, so many seats in each, so many grids a head.

    Ways are straight between the centres of communities, times the detour of the grid's community.
    """
    dataset = read_dataset(folder)
    level = dataset.graph.units.communities
    plan = beginning(dataset, standards).plan
    place = {code: n for n, code in enumerate(level.codes)}
    heads = np.zeros(len(place), np.int64)
    for row, entry in enumerate(read_pool(pool.read_bytes(), pool.name), start=2):
        if entry.community not in place:
            raise FormatError("row", file=pool.name, row=row)
        heads[place[entry.community]] += entry.heads
    community = community_of_grid(plan, dataset.graph.units)
    served = [
        n for n, grid in enumerate(plan.grids) if community[n] >= 0 and grid.type not in {EXCLUSIVE, RETIRED}
    ]
    detour = np.array([standards[f"workload.detour.{kind}"] for kind in level.kinds])
    ways = (community_distances(dataset.graph) * detour)[:, community[served]]
    found = spread_posts(heads, ways, np.full(len(served), seats), cap=cap, farthest=farthest_m)
    filled, short = int(found.seats.sum()), int(found.short.sum())
    codes = [plan.grids[n].code for n in served]
    told = document(
        "specialists", ok=True, heads=int(heads.sum()), grids=len(served), seats=filled + short,
        filled=filled, short=short, mean_m=round(found.way / max(filled, 1), 1),
        served=[
            {"community": level.codes[i], "grid": codes[j], "seats": int(found.seats[i, j])}
            for i, j in np.argwhere(found.seats > 0).tolist()
        ],
        missing=[{"grid": codes[j], "seats": int(found.short[j])} for j in np.flatnonzero(found.short)],
    )  # fmt: skip
    whole = tell(
        "specialists.whole", heads=int(heads.sum()), grids=len(served), filled=filled, short=short,
        way=found.way / max(filled, 1),
    )  # fmt: skip
    return Done(
        document=told, lines=(whole, *(tell("specialists.missing", **gap) for gap in told["missing"]))
    )
