"""One norm of a role on the ground: the areas it holds for, what it lacks, and what comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.role import OnRoads, PerCount, Visits
from domain.role_need import AreaNeed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.areas import Areas
    from domain.posts import PostType
    from domain.role import Norm, Role
    from domain.role_need import Portfolio, Unserved
    from domain.standards import Standards

HAIR: Final = 1e-9
ROAD: Final = "road."
"""Begins the names of counts of metres of road, by kind of road."""
HEADS: Final = "heads."
"""Begins the names of counts of heads there are today, by role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one norm asks for; `missing` names what the ground would have to know."""

    areas: tuple[AreaNeed, ...] = ()
    portfolios: tuple[Portfolio, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    posts: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """One norm of a role, the areas by level, and the standards it is worked out by."""

    role: Role
    number: int
    levels: Mapping[str, Areas]
    standards: Standards

    @property
    def norm(self) -> Norm:
        """The norm."""
        return self.role.norms[self.number]

    @property
    def at(self) -> Areas:
        """Areas of the norm's level."""
        return self.levels[self.norm.level]

    @property
    def year(self) -> float:
        """Yearly hours of one head."""
        return self.standards["workload.worker-hours"]

    @property
    def post(self) -> PostType:
        """Kind of post that the norm asks for."""
        return self.norm.post or self.role.post

    @property
    def relief(self) -> float:
        """Heads for each unit that is held on every shift; 1 without shifts."""
        return self.role.shift.relief_for(self.year * self.post.fte) if self.role.shift else 1.0

    @property
    def chosen(self) -> NDArray[np.int64]:
        """Positions of the areas that the norm holds for."""
        holds = np.array([not self.norm.only or kind in self.norm.only for kind in self.at.kinds], np.bool_)
        if self.norm.where:
            holds &= self.at.counts[self.norm.where] > 0
        return np.flatnonzero(holds)

    def heads(self, units: float) -> int:
        """Return the heads that so many units need on all shifts."""
        return math.ceil(units * self.role.team * self.relief - HAIR)

    def row(
        self, at: Areas, area: int, *, amount: float, units: int, posts: int | None, fte: float
    ) -> AreaNeed:
        """Return the need of one area, with the heads that are there."""
        today = at.counts.get(HEADS + self.role.key)
        existing = None if today is None or posts is None else int(today[area])
        return AreaNeed(
            norm=self.number, level=at.level, area=at.codes[area], name=at.names[area], amount=amount,
            units=units, posts=posts, fte=fte, existing=existing,
        )  # fmt: skip

    def missing(self) -> tuple[str, ...]:
        """Name levels and counts that the norm needs and nobody knows."""
        levels = [self.norm.level, *([self.norm.base] if isinstance(self.norm, Visits) else [])]
        lacking = [f"level:{level}" for level in levels if level not in self.levels]
        if lacking:
            return tuple(lacking)
        names = [self.norm.where, self.role.share.balance if self.role.share else ""]
        if isinstance(self.norm, PerCount):
            names.append(self.norm.count)
        lacking = [name for name in names if name and name not in self.at.counts]
        if isinstance(self.norm, OnRoads):
            kinds = [ROAD + kind for kind in self.norm.roads]
            lacking += [] if any(kind in self.at.counts for kind in kinds) else kinds
        return tuple(lacking)


def road_metres(at: Areas, roads: tuple[str, ...]) -> NDArray[np.float64]:
    """Return metres of road of some kinds on each area; a kind that nobody counted has none."""
    return sum((at.counts[ROAD + kind] for kind in roads if ROAD + kind in at.counts), np.zeros(len(at)))
