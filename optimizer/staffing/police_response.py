"""Who answers the calls of a station's police grids: Larson's hypercube, with everybody or one away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array
from optimizer.staffing.hypercube import responses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watch:
    """The police grids of one station, whose officers answer each other's calls.

    Attributes
    ----------
    calls
        Calls an hour of each police grid.
    officers
        Officers of each; int64.
    minutes
        From where officers of one police grid (row) set out to the calls of another (column), in the mean.
    rate
        Calls that one officer serves an hour.
    """

    calls: Reals
    officers: Ints
    minutes: Reals
    rate: float

    def __post_init__(self) -> None:
        """Freeze the arrays and check their shapes."""
        size = np.size(self.calls)
        for name, dtype, shape in (
            ("calls", np.float64, (size,)), ("officers", np.int64, (size,)),
            ("minutes", np.float64, (size, size)),
        ):  # fmt: skip
            array = frozen_array(getattr(self, name), dtype)
            if array.shape != shape:
                raise InvalidValueError("police-watch", field=name)
            object.__setattr__(self, name, array)
        if (self.officers < 0).any() or not self.officers.any() or not self.rate > 0:
            raise InvalidValueError("police-watch", field="officers")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """Who answers, by police grid: `answers[a, b]` is the share of a's calls that officers of b answer.

    `busy` is the share of its officers' time (0 without officers), `minutes` the way to its calls;
    `waits` the share of all calls that find everybody busy, `wait` the minutes a call waits for it.
    """

    busy: Reals
    answers: Reals
    minutes: Reals
    waits: float
    wait: float
    exact: bool


def answered(watch: Watch) -> Answered | None:
    """Return who answers; None where calls are more than all officers together serve.

    A call goes to its own police grid's officers in turn, then to the others by their minutes to it.
    The wait is that of M/M/N: share that waits over what all serve beyond the calls.
    """
    zones, units, total = watch.calls.size, int(watch.officers.sum()), float(watch.calls.sum())
    if total >= units * watch.rate:
        return None
    unit_zone = np.repeat(np.arange(zones), watch.officers)
    if not total:
        nearest = np.array([_called(watch, unit_zone, zone, 0)[0] for zone in range(zones)])
        return _told(watch, np.zeros(units), np.eye(units)[nearest], unit_zone, waits=0.0, exact=True)
    turns = np.maximum(watch.officers, 1)
    place = np.repeat(np.arange(zones), turns)
    order = [_called(watch, unit_zone, zone, turn) for zone in range(zones) for turn in range(turns[zone])]
    found = responses((watch.calls / turns)[place], np.array(order), watch.rate)
    answers = np.zeros((zones, units))
    np.add.at(answers, place, found.answers / turns[place, None])
    return _told(watch, found.load, answers, unit_zone, waits=found.waits, exact=found.exact)


def with_one_away(watch: Watch, zone: int) -> Watch | None:
    """Return the police grids with an officer of one of them away; None where nobody is left."""
    officers = watch.officers.copy()
    officers[zone] -= 1
    if not officers.any():
        return None
    return Watch(calls=watch.calls, officers=officers, minutes=watch.minutes, rate=watch.rate)


def _called(watch: Watch, unit_zone: Ints, zone: int, turn: int) -> Ints:
    """Officers in the order in which a police grid calls them; those of one police grid take turns."""
    minutes = np.where(np.arange(watch.calls.size) == zone, -1.0, watch.minutes[:, zone])
    number = np.arange(unit_zone.size) - np.searchsorted(unit_zone, unit_zone)
    turned = (number - turn) % watch.officers[unit_zone]
    return np.lexsort((turned, unit_zone, minutes[unit_zone])).astype(np.int64)


def _told(
    watch: Watch, load: Reals, answers: Reals, unit_zone: Ints, *, waits: float, exact: bool
) -> Answered:
    """Sum up officers by police grid."""
    zones = watch.calls.size
    by_zone = np.stack([np.bincount(unit_zone, row, zones).astype(float) for row in answers])
    free = watch.officers.sum() * watch.rate - watch.calls.sum()
    return Answered(
        busy=np.bincount(unit_zone, load, zones) / np.maximum(watch.officers, 1),
        answers=by_zone,
        minutes=(by_zone * watch.minutes.T).sum(axis=1),
        waits=waits,
        wait=60.0 * waits / float(free),
        exact=exact,
    )
