"""What is to be staffed with legal advisers and mediators: villages, committees, posts and their caps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.advisers import BodyLevel
    from domain.standards import Standards

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserRules:
    """How much one adviser may take on, in villages, hours a year and minutes one way.

    `remote_price` is how many hours on the road an hour of remote service is worth avoiding.
    """

    villages_most: int
    villages_most_far: int
    hours_most: float
    remote_share: float
    remote_price: float
    farthest_minutes: float
    backups_most: int

    def __post_init__(self) -> None:
        """Check that every bound leaves something."""
        caps = min(self.villages_most, self.villages_most_far, self.backups_most) >= 1
        shares = 0 <= self.remote_share <= 1 and self.remote_price >= 0
        if not caps or not shares or not self.hours_most > 0 or not self.farthest_minutes >= 0:
            raise InvalidValueError("adviser-rules")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdviserProblem:
    """Villages to be served, and the posts that serve them.

    Attributes
    ----------
    villages
        Codes of villages and communities.
    far
        Whether a village is marked as remote, so that one adviser may have more of its kind.
    hours
        Hours a year of service that each asks for, without travel.
    visits
        Visits a year to each.
    places, trades
        Place and type of each post, posts alike in both next to each other.
    at
        Row of `metres` and `minutes` of each post.
    metres, minutes
        One way from each place to each village; shape (places, villages).
    """

    villages: tuple[str, ...]
    far: NDArray[np.bool_]
    hours: Reals
    visits: int
    places: tuple[str, ...]
    trades: tuple[str, ...]
    at: Ints
    metres: Reals
    minutes: Reals
    rules: AdviserRules

    def __post_init__(self) -> None:
        """Freeze the arrays and check their shapes."""
        size, posts = len(self.villages), len(self.places)
        for name, dtype in (
            ("far", np.bool_), ("hours", np.float64), ("at", np.int64), ("metres", np.float64),
            ("minutes", np.float64),
        ):  # fmt: skip
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))
        shaped = self.far.shape == self.hours.shape == (size,) and self.at.shape == (posts,)
        ways = self.metres.shape == self.minutes.shape and self.metres.shape[1:] == (size,)
        if not shaped or not ways or len(self.trades) != posts or (self.hours < 0).any():
            raise InvalidValueError("adviser-problem")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Committees:
    """Mediation committees (人民调解委员会), and how much their mediators work.

    Attributes
    ----------
    levels, codes
        Level and code of each; codes of two committees differ.
    needed
        Full-timers that each needs; int64.
    metres
        One way from each place of the problem to each committee; shape (places, committees).
    worker_hours
        Hours a year of a full-timer.
    part_fte
        Full-time equivalents of a part-time mediator.
    """

    levels: tuple[BodyLevel, ...]
    codes: tuple[str, ...]
    needed: NDArray[np.int64]
    metres: NDArray[np.float64]
    worker_hours: float
    part_fte: float

    def __post_init__(self) -> None:
        """Check that everything is there once for each committee."""
        size = len(self.codes)
        shaped = len(self.levels) == size == len(self.needed) == self.metres.shape[1]
        if not shaped or len(set(self.codes)) < size or self.worker_hours <= 0:
            raise InvalidValueError("committees")


def adviser_rules(standards: Standards) -> AdviserRules:
    """Return the bounds that the standards name."""
    return AdviserRules(
        villages_most=standards.whole("advisers.villages-most"),
        villages_most_far=standards.whole("advisers.villages-most-far"),
        hours_most=standards["advisers.hours-most"],
        remote_share=standards["advisers.remote-share-most"],
        remote_price=standards["advisers.remote-price"],
        farthest_minutes=standards["advisers.farthest-minutes"],
        backups_most=standards.whole("advisers.backups-most"),
    )
