"""Police grids (警格): the ground of each officer, who assists, who answers its calls, and who covers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """What becomes of a police grid while one of its officers is away.

    `cover` is the code of the police grid whose officer then answers most of its calls, its own
    where a colleague stays. `busy` and `people` are what that officer then has: his busy share, and
    people for each officer on both grounds together;
    `minutes` and `wait` those of its calls, None where those left cannot answer all calls.
    """

    cover: str
    busy: float
    people: float
    minutes: float | None
    wait: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How calls of a police grid are answered, in the mean over time.

    `minutes` on the road to a call, `wait` for a free officer; `busy` share of its officers' time;
    `outside` share of its calls that officers of other police grids answer; `away` None where nobody
    of the station is left while the officer is away.
    """

    minutes: float
    wait: float
    busy: float
    outside: float
    away: Away | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceGrid:
    """One police grid: whole communities of one station area, or a part of one that has several officers.

    Attributes
    ----------
    code
        The station area's code with a number.
    area, number
        Code of its station area, and its number there from 1.
    officers, auxiliaries, auxiliaries_least
        Officers (民警) and auxiliaries (辅警) it has, and how many auxiliaries it ought to have.
    people, calls
        People, and calls a year.
    villages
        Villages in it, a divided one where it has most of its people.
    communities, grids
        Codes of the communities and of the base grids that it holds, wholly or in part.
    answer
        None where its station's calls are more than its officers answer.
    """

    code: str
    area: str
    number: int
    officers: int
    auxiliaries: int
    auxiliaries_least: int
    people: float
    calls: float
    villages: int
    communities: tuple[str, ...]
    grids: tuple[str, ...]
    answer: Answer | None

    @property
    def people_each(self) -> float:
        """People for each of its officers."""
        return self.people / self.officers

    @property
    def calls_each(self) -> float:
        """Calls a year for each of its officers."""
        return self.calls / self.officers


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceArea:
    """One station area (派出所辖区).

    Attributes
    ----------
    station
        Name of the station that its officers set out from; empty where none is known.
    needed
        Officers with whom nobody has more people than wished for.
    minutes, station_minutes
        On the road to a call: as answered, and from the station alone; `minutes` None as `waits`.
    waits
        Share of its calls that find every officer busy; None where calls are more than they answer.
    exact
        Whether all states were solved, or Larson's approximation was used.
    """

    code: str
    name: str
    station: str
    officers: int
    auxiliaries: int
    needed: int
    people: float
    calls: float
    minutes: float | None
    station_minutes: float
    waits: float | None
    wait: float | None
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Policing:
    """Police grids of a district and its station areas."""

    areas: tuple[PoliceArea, ...]
    grids: tuple[PoliceGrid, ...]

    def __post_init__(self) -> None:
        """Check that every area's officers, people and calls are those of its police grids."""
        for area in self.areas:
            mine = [grid for grid in self.grids if grid.area == area.code]
            agree = {
                "officers": sum(grid.officers for grid in mine) == area.officers,
                "auxiliaries": sum(grid.auxiliaries for grid in mine) <= area.auxiliaries,
                "people": math.isclose(math.fsum(g.people for g in mine), area.people, abs_tol=1e-6),
                "calls": math.isclose(math.fsum(g.calls for g in mine), area.calls, abs_tol=1e-6),
            }
            for field, holds in agree.items():
                if not holds:
                    raise InvalidValueError("police-totals", area=area.code, field=field)

    @property
    def people_most(self) -> float:
        """People of the officer who has most."""
        return max(grid.people_each for grid in self.grids)

    @property
    def people_spread(self) -> float:
        """Standard deviation of people for each officer over its mean (population σ, by officers)."""
        return _spread([grid.people_each for grid in self.grids for _ in range(grid.officers)])

    @property
    def calls_spread(self) -> float:
        """Standard deviation of calls for each officer over its mean (population σ, by officers)."""
        return _spread([grid.calls_each for grid in self.grids for _ in range(grid.officers)])

    @property
    def minutes(self) -> float | None:
        """Mean minutes on the road to a call of the district; None where an area has no answer."""
        found = [(area.calls, area.minutes) for area in self.areas if area.minutes is not None]
        calls = math.fsum(calls for calls, _ in found)
        if len(found) < len(self.areas) or not calls:
            return None
        return math.fsum(calls * minutes for calls, minutes in found) / calls

    @property
    def shared_communities(self) -> tuple[str, ...]:
        """Codes of communities with several officers, each with a part of it (一区多警)."""
        return _twice(grid.communities for grid in self.grids)

    @property
    def cut_grids(self) -> tuple[str, ...]:
        """Codes of base grids that lie in more than one police grid."""
        return _twice(grid.grids for grid in self.grids)


def _twice(held: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Codes that several hold, in order."""
    count = Counter(code for codes in held for code in codes)
    return tuple(sorted(code for code, holders in count.items() if holders > 1))


def _spread(values: Sequence[float]) -> float:
    """Coefficient of variation with the population σ; 0 where the mean is 0."""
    mean = math.fsum(values) / max(len(values), 1)
    if not mean:
        return 0.0
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values)) / mean
