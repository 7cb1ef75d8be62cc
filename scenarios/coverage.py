"""Coverage: who reaches a facility of a kind in time, who does not, and who has a second one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from gis.travel.facilities import minutes_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.travel.minutes import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How many of an area reach a facility in time, how many a second one, and how far the last of them is.

    `all`, `served` and `backed` count what the coverage counts; `farthest` are the minutes of the
    unit that is farthest, among units that hold anybody.
    """

    code: str
    name: str
    all: int
    served: int
    backed: int
    units: int
    units_served: int
    farthest: float

    @property
    def unserved(self) -> int:
        """How many do not reach one in time."""
        return self.all - self.served


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """The coverage of a dataset by the facilities of a kind.

    Attributes
    ----------
    nearest, second
        Minutes of each unit from the nearest facility and the next one (infinite without one).
    facility
        Position of the nearest facility of each unit.
    held
        What each unit holds of the count.
    alone
        For each facility how many have it as their nearest in time.
    straight
        Units that went straight, times the detour, for want of a road near by.
    pieces
        Pieces of the roads that are apart from the longest: metres of road and units on each.
    """

    kind: str
    count: str
    mode: Mode
    limit: float
    names: tuple[str, ...]
    nearest: NDArray[np.float64]
    second: NDArray[np.float64]
    facility: NDArray[np.int64]
    held: NDArray[np.int64]
    alone: tuple[int, ...]
    whole: Served
    communities: tuple[Served, ...]
    roads: bool
    straight: int
    pieces: tuple[tuple[float, int], ...]


def coverage(
    dataset: Dataset,
    kind: str,
    standards: Standards,
    *,
    mode: Mode = "walk",
    minutes: float | None = None,
    count: str = "",
) -> Coverage:
    """Return who reaches a facility of a kind within some minutes (`travel.circle` if not given).

    `count` is the name of the count of people; that of the household norm if not given.

    Raises
    ------
    InvalidValueError
        Where there is no such facility or count, or the minutes are none.
    """
    limit = standards["travel.circle"] if minutes is None else minutes
    if not limit > 0:
        raise InvalidValueError("minutes", minutes=limit)
    units = dataset.graph.units
    counted = count or dataset.info.households
    held = units.count(counted)
    found = minutes_to(dataset, kind, standards, mode=mode)
    times = found.travel.minutes.astype(np.float64)
    facility = times.argmin(axis=0)
    ranked = np.sort(times, axis=0)[:2]
    nearest, second = ranked[0], ranked[1] if len(ranked) > 1 else np.full(held.size, np.inf)
    level = units.communities
    areas = [
        _served(code, name, level.of_unit == n, held, nearest, second, limit)
        for n, (code, name) in enumerate(zip(level.codes, level.names, strict=True))
    ]
    piece = found.travel.piece
    apart = [
        (float(metres), int((piece == n).sum())) for n, metres in enumerate(found.travel.piece_m) if n > 0
    ]
    alone = np.bincount(facility[nearest <= limit], held[nearest <= limit], len(found.names))
    return Coverage(
        kind=kind, count=counted, mode=mode, limit=float(limit), names=found.names, nearest=nearest,
        second=second, facility=facility, held=held, alone=tuple(int(n) for n in alone),
        whole=_served("", "", np.ones(held.size, np.bool_), held, nearest, second, limit),
        communities=tuple(areas), roads=found.roads, straight=int((~found.travel.by_road).sum()),
        pieces=tuple(pair for pair in apart if pair[1]),
    )  # fmt: skip


def _served(
    code: str, name: str, mine: NDArray[np.bool_], held: NDArray[np.int64], nearest: NDArray[np.float64],
    second: NDArray[np.float64], limit: float,
) -> Served:  # fmt: skip
    """Sum up one area."""
    lived = mine & (held > 0)
    return Served(
        code=code,
        name=name,
        all=int(held[mine].sum()),
        served=int(held[mine & (nearest <= limit)].sum()),
        backed=int(held[mine & (second <= limit)].sum()),
        units=int(lived.sum()),
        units_served=int((lived & (nearest <= limit)).sum()),
        farthest=float(nearest[lived].max(initial=0.0)),
    )
