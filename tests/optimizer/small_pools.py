"""Small problems of staffing: communities in a row, full-timers and part-timers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.reference import shipped_standards
from domain.posts import Pool, PostType, StaffingProblem, prices
from domain.staffing import Staffing
from optimizer.staffing.workers import staff

if TYPE_CHECKING:
    from domain.posts import Reading

STANDARDS = shipped_standards()
FULL = PostType(
    key="a.full", fte=1.0, yearly_yuan=60_000, recruitable=True, movable=True, money={"district": 1.0}
)
PART = PostType(
    key="b.part", fte=0.2, yearly_yuan=6_000, recruitable=False, movable=False, money={"street": 1.0}
)


def problem(fte: list[list[float]], pool: tuple[Pool, ...] = (), **changes: object) -> StaffingProblem:
    """Communities in a row 1 km apart, each a row of adjoining grids that ask for `fte`."""
    of = [c for c, row in enumerate(fte) for _ in row]
    pairs = [(g, g + 1) for g in range(len(of) - 1) if of[g] == of[g + 1]]
    place = np.arange(len(fte)) * 1000.0
    given_by_default = {
        "grids": tuple(f"g{n}" for n in range(len(of))),
        "communities": tuple(f"c{n}" for n in range(len(fte))),
        "community_of": np.array(of),
        "hours": np.array([f * 1000.0 for row in fte for f in row]),
        "worker_hours": 1000.0,
        "tail": np.array([a for a, _ in pairs]),
        "head": np.array([b for _, b in pairs]),
        "distance_m": np.abs(place[:, None] - place[None, :]),
        "transfer_most_m": 1500.0,
        "types": (FULL, PART),
        "prices": prices(STANDARDS),
        "pool": pool,
    }
    return StaffingProblem(**(given_by_default | changes))


def answered(asked: StaffingProblem, reading: Reading = "hours") -> Staffing:
    found = staff(asked, reading)
    assert isinstance(found, Staffing)
    return found


def heads(found: Staffing) -> tuple[int, ...]:
    return tuple(found.heads)


# --- by hand -----------------------------------------------------------------
