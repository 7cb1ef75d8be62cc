"""A staffing: which posts a plan needs, and who stays, moves, joins, is missing or is redeployed."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.posts import PostType, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class GridStaff:
    """One grid: what it asks for and what it gets.

    `full` and `part` are heads whose home is this grid, an integer each; where posts are shared
    a small grid may be the home of nobody and still be served: `served_fte` is its part of the
    time of all heads who serve it.
    """

    grid: str
    community: str
    hours: float
    fte: float
    full: int
    part: int
    served_fte: float

    @property
    def load(self) -> float:
        """Work over working time; above 1.0 somebody is overloaded, infinite where nobody serves."""
        if self.fte <= 0:
            return 0.0
        return self.fte / self.served_fte if self.served_fte > 0 else math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerShare:
    """The time that one head of a community has for one grid, in full-time equivalents.

    `worker` numbers the heads of a community from 1. The grids of a head follow each other on a
    walk that only crosses borders between adjoining grids.
    """

    community: str
    worker: int
    type: str
    grid: str
    fte: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Heads of one kind moved between communities (转), from `LOT` where they come from departments."""

    type: str
    heads: int
    before: str
    after: str
    distance_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityStaff:
    """One community: 留 + 转入 + 招 + 缺口 = posts, and 留 + 转出 + 分流 = existing."""

    community: str
    grids: int
    hours: float
    fte: float
    existing_full: int
    existing_part: int
    full: int
    part: int
    retain: int
    transfer_in: int
    transfer_out: int
    recruit: int
    short: int
    release: int
    filled_fte: float
    cost_yuan: float

    def __post_init__(self) -> None:
        """Check both identities of heads."""
        if self.retain + self.transfer_in + self.recruit != self.full + self.part or self.short < 0:
            raise InvalidValueError("staff-posts", community=self.community, posts=self.posts)
        if self.retain + self.transfer_out + self.release != self.existing:
            raise InvalidValueError("staff-existing", community=self.community, existing=self.existing)

    @property
    def existing(self) -> int:
        """Heads today, full and part time."""
        return self.existing_full + self.existing_part

    @property
    def posts(self) -> int:
        """Posts needed: filled ones and short ones."""
        return self.full + self.part + self.short

    @property
    def short_fte(self) -> float:
        """Full-time equivalents of work that nobody has time for."""
        return max(self.fte - self.filled_fte, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeStaff:
    """One kind of post over all communities; money is what its filled posts cost a year."""

    type: str
    existing: int
    retain: int
    transfer: int
    recruit: int
    release: int
    fte: float
    cost_yuan: float
    money_yuan: Mapping[str, float]


class Heads(NamedTuple):
    """Totals of heads: 留 + 转 + 招 + 缺口 = posts, and 留 + 转 + 分流 = existing."""

    posts: int
    existing: int
    retain: int
    transfer: int
    recruit: int
    short: int
    release: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The answer to one reading: rows by grid, community, kind of post, transfer and share of work.

    `cost_yuan` is the yearly cost of filled posts; `once_yuan` what recruiting and transfers cost
    once; `first_year_fte` the working time lost while recruits learn; `proven` says that no
    staffing of the same problem is better.
    """

    role: str
    reading: Reading
    grids: tuple[GridStaff, ...]
    communities: tuple[CommunityStaff, ...]
    types: tuple[TypeStaff, ...]
    transfers: tuple[Transfer, ...] = ()
    shares: tuple[WorkerShare, ...] = ()
    once_yuan: float = 0.0
    first_year_fte: float = 0.0
    proven: bool = True
    heads: Heads = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Add up the heads and check that rows by community, by kind and by grid agree."""
        rows, kinds = self.communities, self.types
        heads = Heads(
            posts=sum(row.posts for row in rows),
            existing=sum(row.existing for row in rows),
            retain=sum(row.retain for row in rows),
            transfer=sum(row.transfer_in for row in rows),
            recruit=sum(row.recruit for row in rows),
            short=sum(row.short for row in rows),
            release=sum(row.release for row in rows),
        )
        object.__setattr__(self, "heads", heads)
        by_kind = tuple(
            sum(getattr(kind, name) for kind in kinds)
            for name in ("existing", "retain", "transfer", "recruit", "release")
        )
        agree = {
            "types": by_kind == (heads.existing, heads.retain, heads.transfer, heads.recruit, heads.release),
            "posts": heads.retain + heads.transfer + heads.recruit + heads.short == heads.posts,
            "existing": heads.retain + heads.transfer + heads.release == heads.existing,
            "transfers": sum(move.heads for move in self.transfers) == heads.transfer,
            "grids": sum(g.full + g.part for g in self.grids) == sum(row.full + row.part for row in rows),
        }
        for field, holds in agree.items():
            if not holds:
                raise InvalidValueError("staffing-totals", field=field)

    @property
    def fte(self) -> float:
        """Full-time equivalents that all grids ask for."""
        return math.fsum(row.fte for row in self.communities)

    @property
    def filled_fte(self) -> float:
        """Full-time equivalents of all filled posts."""
        return math.fsum(row.filled_fte for row in self.communities)

    @property
    def cost_yuan(self) -> float:
        """Yearly cost of all filled posts."""
        return math.fsum(kind.cost_yuan for kind in self.types)

    @property
    def money_yuan(self) -> dict[str, float]:
        """Yearly cost by source of money, sources in order of their names."""
        sources = sorted({source for kind in self.types for source in kind.money_yuan})
        return {s: math.fsum(kind.money_yuan.get(s, 0.0) for kind in self.types) for s in sources}

    @property
    def worst_load(self) -> float:
        """The heaviest load of any grid; infinite where a grid with work has nobody."""
        return max((grid.load for grid in self.grids), default=0.0)


def money_of(kind: PostType, heads: int) -> dict[str, float]:
    """Return what some heads of a kind cost a year, by source of money."""
    return {source: share * kind.yearly_yuan * heads for source, share in sorted(kind.money.items())}
