"""A role (岗位类别): what it covers, what makes its work, who fills it, on which shifts, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from datetime import date

    from domain.posts import PostType

Place = Literal["fixed", "mobile", "remote"]
PLACES: Final[tuple[Place, ...]] = ("fixed", "mobile", "remote")
HOURS_A_DAY: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One norm of a role, at one level: how many units (a seat, a team) its areas ask for.

    Attributes
    ----------
    level
        What is covered: `grid`, `estate`, `community`, `street`, `district` or another level's name.
    source, assumed
        Where the norm comes from, and whether it is only assumed (假设).
    only
        Kinds of areas that it holds for (`town`, `village`, …); empty for all.
    where
        Name of a count: areas that have none of it are left out; empty for all areas.
    post
        Kind of post where it is another than the role's.
    """

    level: str
    source: str
    post: PostType | None = None
    assumed: bool = False
    only: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Each(Norm):
    """So many units for each area; `hours` of work a year for each, None for whole working years."""

    units: int = 1
    hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerCount(Norm):
    """So many units for every `per` of a count, each area rounded up."""

    count: str
    per: float
    units: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRoads(Norm):
    """Every metre of roads of these kinds in one round: rounds of `hours` at a speed, a unit each."""

    roads: tuple[str, ...]
    speed_km_h: float
    hours: float

    @property
    def round_m(self) -> float:
        """Metres of road that one round takes in at most."""
        return 1000.0 * self.speed_km_h * self.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits(Norm):
    """Every area is called at every `every_days` working days, in day rounds from the middle of a base.

    `minutes` at each stop; ways are straight times `detour`, at `speed_km_h`; a round lasts
    `day_hours` at most.
    """

    every_days: int
    minutes: float
    speed_km_h: float
    day_hours: float
    detour: float
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls(Norm):
    """Seats that answer calls: how many come in each hour of a day, and how long one takes (秒)."""

    by_hour: tuple[float, ...]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The pattern of shifts (班制): hours of one, shifts a day, days a year.

    `relief` is how many heads a unit needs that is held on every shift (轮休系数); None where it
    follows from the hours.
    """

    hours: float
    a_day: int
    days: float
    source: str
    relief: float | None = None

    def relief_for(self, head_hours: float) -> float:
        """Return the relief factor: as stated, or hours on duty over the yearly hours of one head."""
        return self.relief if self.relief is not None else self.hours * self.a_day * self.days / head_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How one unit of a shared role covers several areas: bounds, each None for none.

    Attributes
    ----------
    areas, hours
        Most areas, and most hours a year, of one unit.
    farthest_m
        Farthest way from the middle one of its areas to another.
    adjacent
        Whether the areas of a unit must adjoin.
    balance
        Name of the count by which units are loaded alike; areas where empty.
    """

    source: str
    areas: int | None = None
    hours: float | None = None
    farthest_m: float | None = None
    adjacent: bool = False
    balance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role, as its file tells it.

    Attributes
    ----------
    key, name, name_en, source
        Its name in files, in Chinese and in English, and where it comes from.
    post
        Status (身份), full-time equivalents, yearly cost and sources of money of one head.
    place
        At a fixed site, on rounds, or remote.
    norms
        What makes its work, at least one.
    team
        Heads of one unit: 1, or more where a unit is a team or a group.
    available, available_in
        Heads that there are, None where nobody knows; and where: how official codes of the place begin,
        empty for everywhere.
    shift, share
        Pattern of shifts; how a unit is shared among areas, None for an exclusive role.
    held_by
        Roles whose heads may hold this one as well (兼任), best first.
    checklist
        What every place of it must have, by the names of counts.
    valid_from, valid_to
        First and last day on which the role holds; None for no end.
    """

    key: str
    name: str
    name_en: str
    source: str
    post: PostType
    place: Place
    norms: tuple[Norm, ...]
    team: int = 1
    available: int | None = None
    available_in: tuple[str, ...] = ()
    shift: Shift | None = None
    share: Share | None = None
    held_by: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Check what no single field can be wrong about."""
        if not self.norms or self.key in self.held_by:
            raise InvalidValueError("role", role=self.key)
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise InvalidValueError("role", role=self.key)
        if any(isinstance(norm, Calls) and len(norm.by_hour) != HOURS_A_DAY for norm in self.norms):
            raise InvalidValueError("role", role=self.key)

    def title(self, *, english: bool) -> str:
        """Return its name in one of both languages."""
        return self.name_en if english else self.name

    def holds_on(self, day: date) -> bool:
        """Say whether the role is valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
