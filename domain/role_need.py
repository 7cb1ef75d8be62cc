"""What a role asks for: units, posts and money, area by area, what each head covers and who goes without."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.staffing import money_of

if TYPE_CHECKING:
    from domain.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaNeed:
    """One area under one norm of a role.

    Attributes
    ----------
    norm
        Position of the norm in the role.
    amount
        What makes the work: areas, a count, metres of road, places called at or calls a day.
    units
        Seats, teams or groups that must be there; calls: the most of any shift.
    posts
        Heads for them; None where the heads of a shared role cover several areas.
    fte
        Work in full-time equivalents.
    existing
        Heads there are today; None where nobody knows.
    """

    norm: int
    level: str
    area: str
    name: str
    amount: float
    units: int
    posts: int | None
    fte: float
    existing: int | None = None

    @property
    def short(self) -> int:
        """Heads missing here; 0 where it is not known who is there."""
        return max((self.posts or 0) - self.existing, 0) if self.existing is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """What one unit covers: areas by code (for patrols planning units), in the order of its round.

    `base` is the area it works in or starts from; `load` is in the unit that units are loaded alike
    by: areas, a count, metres of road or hours of a round.
    """

    norm: int
    base: str
    areas: tuple[str, ...]
    load: float
    farthest_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """An area that nobody covers, and why: `heads`, `far`, `hours`, `adjoin`, or `item` that it lacks."""

    norm: int
    area: str
    why: str
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNeed:
    """The answer for one role.

    Attributes
    ----------
    areas
        Every area under every norm.
    portfolios, unserved
        Who covers what, and what nobody covers.
    posts_by_norm
        Heads needed by each norm, before any are held by heads of other roles.
    fte
        Work in full-time equivalents.
    relief
        Heads for each unit that is held on every shift.
    missing
        Levels (`level:zone`) and counts that the ground does not know and the role asks for; its
        norms that need them are left out. Items of the checklist stand with their level (`street:…`).
    holds
        Whether it is valid on the day asked for; if not, nothing is counted.
    """

    role: Role
    areas: tuple[AreaNeed, ...]
    posts_by_norm: tuple[int, ...]
    fte: float
    relief: float
    portfolios: tuple[Portfolio, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    missing: tuple[str, ...] = ()
    holds: bool = True

    @property
    def posts(self) -> int:
        """Heads needed, before any are held by heads of other roles."""
        return sum(self.posts_by_norm)

    @property
    def money_yuan(self) -> dict[str, float]:
        """Yearly cost of these heads by source of money, sources in order of their names."""
        total: dict[str, float] = {}
        for norm, posts in zip(self.role.norms, self.posts_by_norm, strict=True):
            for source, yuan in money_of(norm.post or self.role.post, posts).items():
                total[source] = total.get(source, 0.0) + yuan
        return {source: total[source] for source in sorted(total)}

    @property
    def offered_fte(self) -> float:
        """Working time of these heads in full-time equivalents."""
        return math.fsum(
            posts * (norm.post or self.role.post).fte
            for norm, posts in zip(self.role.norms, self.posts_by_norm, strict=True)
        )

    @property
    def units(self) -> int:
        """Units of all areas."""
        return sum(area.units for area in self.areas)

    @property
    def existing(self) -> int | None:
        """Heads there are: by area where it is known, else those that the file states."""
        known = [area.existing for area in self.areas if area.existing is not None]
        return sum(known) if known else self.role.available

    @property
    def short(self) -> int:
        """Heads missing: area by area where it is known, else in total; 0 where nobody knows."""
        if any(area.existing is not None for area in self.areas):
            return sum(area.short for area in self.areas)
        return max(self.posts - self.role.available, 0) if self.role.available is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Units of a role in an area that heads of another hold as well (兼任); `load` above 1.0 clashes."""

    role: str
    by: str
    level: str
    area: str
    units: int
    load: float

    @property
    def clash(self) -> bool:
        """Whether the hours of both roles together exceed the working time of those who hold them."""
        return self.load > 1.0 + 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesNeed:
    """Several roles together: dual roles are covered twice and counted once.

    `posts` are heads by role after those held by heads of other roles are left out.
    """

    needs: tuple[RoleNeed, ...]
    held: tuple[Held, ...]
    posts: tuple[int, ...]

    @property
    def heads(self) -> int:
        """All heads, dual ones once."""
        return sum(self.posts)

    def money_yuan(self, position: int) -> dict[str, float]:
        """Return the yearly cost of one role's heads by source of money, dual ones once."""
        need = self.needs[position]
        part = self.posts[position] / need.posts if need.posts else 0.0
        return {source: part * yuan for source, yuan in need.money_yuan.items()}

    @property
    def all_money_yuan(self) -> dict[str, float]:
        """Yearly cost of all heads by source of money, sources in order of their names."""
        by_role = [self.money_yuan(position) for position in range(len(self.needs))]
        sources = sorted({source for one in by_role for source in one})
        return {source: math.fsum(one.get(source, 0.0) for one in by_role) for source in sources}
