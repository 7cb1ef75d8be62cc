"""Posts of grid workers: what kinds there are, who fills them today, and what must be staffed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.standards import Standards

Reading = Literal["hours", "one-each"]
READINGS: tuple[Reading, ...] = ("hours", "one-each")
LOT = ""
"""Stands for the community of department staff who have none yet (部门划转)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostType:
    """One kind of post: its status (身份), full or part time, its cost and who pays.

    Attributes
    ----------
    key
        `<status>.full` or `<status>.part`, e.g. `community-worker.full`.
    fte
        Full-time equivalents of one head (折算全职人力): 1 for full time, below 1 for part time.
    yearly_yuan
        All-in cost of one head and year.
    recruitable, movable
        Whether new heads may be taken on, and whether heads may change their community.
    money
        Share of the cost by source of money (经费来源); the shares add up to 1.
    """

    key: str
    fte: float
    yearly_yuan: float
    recruitable: bool
    movable: bool
    money: Mapping[str, float]

    def __post_init__(self) -> None:
        """Check the key, that part-timers stay in their community, and that the money adds up."""
        if self.key.partition(".")[2] not in {"full", "part"}:
            raise InvalidValueError("post-key", post=self.key)
        if not 0 < self.fte <= 1 or self.full_time != (self.fte == 1) or self.yearly_yuan < 0:
            raise InvalidValueError("post-range", post=self.key, fte=self.fte, yuan=self.yearly_yuan)
        if self.movable and not self.full_time:
            raise InvalidValueError("post-part-movable", post=self.key)
        if not math.isclose(sum(self.money.values()), 1.0):
            raise InvalidValueError("post-money", post=self.key, total=sum(self.money.values()))

    @property
    def status(self) -> str:
        """Status (身份): `established`, `community-worker`, `public-welfare`, …"""
        return self.key.partition(".")[0]

    @property
    def full_time(self) -> bool:
        """Whether a head of this kind can be the one full-timer of a grid (一格一专)."""
        return self.key.endswith(".full")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Heads of one kind of post in one community today; community `LOT` = not yet in any."""

    community: str
    type: str
    heads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What decides between answers, in yuan; no part of the cost that is reported.

    `post` is charged for each full-time equivalent, whoever fills it, so that no post stands
    which neither hours nor the reading ask for; the others for each head, `transfer_km` also for
    each kilometre between two communities. Where all posts of a place are short, the last gap
    costs `short_spread` more than `short`, as a share: gaps go where they are felt least.
    """

    post: float
    short: float
    short_spread: float
    recruit_once: float
    transfer_once: float
    transfer_km: float
    release: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on a staffing; None stands for none."""

    most_recruits: int | None = None
    most_short: int | None = None
    budget_yuan: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StaffingProblem:
    """What must be staffed, and with whom.

    Attributes
    ----------
    grids, communities
        Codes; the arrays below refer to their positions.
    community_of
        Community of each grid; int32, shape (grids,).
    hours
        Yearly hours of each grid; float64.
    worker_hours
        Hours a year that one full-timer has for the grid.
    tail, head
        Pairs of adjoining grids of one community, among which a post may be shared (一人多格);
        empty where sharing is not allowed.
    distance_m
        Between the centres of communities; float64, shape (communities, communities).
    transfer_most_m
        Farthest distance over which heads may be moved.
    types, pool
        Kinds of posts, and today's heads.
    first_year_loss
        Share of a recruit's first year lost to learning the job.
    """

    grids: tuple[str, ...]
    communities: tuple[str, ...]
    community_of: NDArray[np.int32]
    hours: NDArray[np.float64]
    worker_hours: float
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    distance_m: NDArray[np.float64]
    transfer_most_m: float
    types: tuple[PostType, ...]
    prices: Prices
    pool: tuple[Pool, ...] = ()
    limits: Limits = Limits()
    first_year_loss: float = 0.0

    def __post_init__(self) -> None:
        """Freeze the arrays and check that everything refers to something that is there."""
        grids, communities = len(self.grids), len(self.communities)
        for name, dtype, shape in (
            ("community_of", np.int32, (grids,)),
            ("hours", np.float64, (grids,)),
            ("tail", np.int32, np.shape(self.tail)),
            ("head", np.int32, np.shape(self.tail)),
            ("distance_m", np.float64, (communities, communities)),
        ):
            array = frozen_array(getattr(self, name), dtype)
            if array.shape != shape:
                raise InvalidValueError("staffing-shape", field=name, grids=grids)
            object.__setattr__(self, name, array)
        if (self.hours < 0).any() or self.worker_hours <= 0:
            raise InvalidValueError("staffing-hours", worker_hours=self.worker_hours)
        if (self.community_of[self.tail] != self.community_of[self.head]).any():
            raise InvalidValueError("staffing-adjoining")
        known, places = {kind.key for kind in self.types}, {*self.communities, LOT}
        for entry in self.pool:
            if entry.type not in known or entry.community not in places or entry.heads < 0:
                raise InvalidValueError(
                    "staffing-pool", community=entry.community, post=entry.type, heads=entry.heads
                )

    @property
    def fte(self) -> NDArray[np.float64]:
        """Full-time equivalents that each grid asks for; shape (grids,)."""
        demand: NDArray[np.float64] = self.hours / self.worker_hours
        return demand

    def existing(self) -> NDArray[np.int64]:
        """Heads today by community and kind, the lot last; shape (communities + 1, types)."""
        place = {code: n for n, code in enumerate((*self.communities, LOT))}
        kind = {post.key: n for n, post in enumerate(self.types)}
        heads = np.zeros((len(place), len(kind)), np.int64)
        for entry in self.pool:
            heads[place[entry.community], kind[entry.type]] += entry.heads
        return heads


def post_types(standards: Standards) -> tuple[PostType, ...]:
    """Return the kinds of posts that the standards name, in the order of their keys."""
    keys = [
        f"{status}.{time}"
        for status in standards.under("posts")
        for time in standards.under(f"posts.{status}")
    ]
    return tuple(
        PostType(
            key=key,
            fte=float(standards[f"posts.{key}.fte"]),
            yearly_yuan=float(standards[f"posts.{key}.yearly-yuan"]),
            recruitable=bool(standards.whole(f"posts.{key}.recruitable")),
            movable=bool(standards.whole(f"posts.{key}.movable")),
            money={
                source: standards[f"posts.{key}.money.{source}"]
                for source in standards.under(f"posts.{key}.money")
            },
        )
        for key in keys
    )


def prices(standards: Standards) -> Prices:
    """Return the prices that the standards name."""
    return Prices(
        post=float(standards["staffing.post-yuan"]),
        short=float(standards["staffing.short-yuan"]),
        short_spread=float(standards["staffing.short-spread"]),
        recruit_once=float(standards["staffing.recruit-once-yuan"]),
        transfer_once=float(standards["staffing.transfer-once-yuan"]),
        transfer_km=float(standards["staffing.transfer-km-yuan"]),
        release=float(standards["staffing.release-yuan"]),
    )
