"""Which communities are better or worse off than today, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from domain.plan import community_of_grid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.measures import Subject
    from domain.standards import Standards

Gain = Literal["over-limit", "load", "travel"]
GAINS: Final[tuple[Gain, ...]] = get_args(Gain)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityState:
    """What a plan means for one community.

    `load` is its households outside exclusive grids by grid, `over_limit` counts its grids beyond
    the limits, `travel_m` is the mean straight-line distance of a household from its grid's centre.
    """

    grids: int
    over_limit: int
    load: float
    travel_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityEffect:
    """How a community fares under another plan, and in what it is better or worse off."""

    community: int
    before: CommunityState
    after: CommunityState
    better: tuple[Gain, ...]
    worse: tuple[Gain, ...]


def effects(before: Subject, after: Subject, standards: Standards) -> tuple[CommunityEffect, ...]:
    """Return the effect of the second plan on every community that is better or worse off, in order.

    More households by grid are a loss only where a grid of the community is outside the norm
    afterwards: a grid that fits is served as it should be.
    """
    one, two = list(_states(before)), list(_states(after))
    outside = _outside_norm(after)
    found = (
        _effect(community, one[community], two[community], standards, outside=bool(outside[community]))
        for community in range(len(one))
    )
    return tuple(effect for effect in found if effect.better or effect.worse)


def _effect(
    community: int, before: CommunityState, after: CommunityState, standards: Standards, *, outside: bool
) -> CommunityEffect:
    """Compare two states of one community."""
    load = standards["fairness.load-tolerance"] * before.load
    change: dict[Gain, float] = {
        "over-limit": after.over_limit - before.over_limit,
        "load": _beyond(after.load - before.load, load),
        "travel": _beyond(after.travel_m - before.travel_m, standards["fairness.travel-tolerance"]),
    }
    return CommunityEffect(
        community=community,
        before=before,
        after=after,
        better=tuple(gain for gain in GAINS if change[gain] < 0),
        worse=tuple(gain for gain in GAINS if change[gain] > 0 and (gain != "load" or outside)),
    )


def _beyond(change: float, tolerance: float) -> float:
    return change if abs(change) > tolerance else 0.0


def _states(subject: Subject) -> Iterator[CommunityState]:
    """Yield the state of each community."""
    areas = len(subject.graph.units.communities.codes)
    home = community_of_grid(subject.plan, subject.graph.units)
    counted = subject.ruled.grids & (home >= 0)
    over = counted & np.array([verdict.band == "over" for verdict in subject.verdicts], np.bool_)
    grids, red = (np.bincount(home[some], minlength=areas) for some in (counted, over))
    households = subject.households_of_grid
    metres = np.bincount(home[counted], (households * subject.travel.mean_m)[counted], areas)
    held = np.bincount(home[counted], households[counted], areas)
    for area in range(areas):
        yield CommunityState(
            grids=int(grids[area]),
            over_limit=int(red[area]),
            load=float(subject.ruled.community_total[area]) / max(int(grids[area]), 1),
            travel_m=float(metres[area]) / max(float(held[area]), 1.0),
        )


def _outside_norm(subject: Subject) -> NDArray[np.bool_]:
    """Say which communities have a grid outside the norm."""
    home = community_of_grid(subject.plan, subject.graph.units)
    found = np.zeros(len(subject.graph.units.communities.codes) + 1, np.bool_)
    found[home[[verdict.band in ("acceptable", "over") for verdict in subject.verdicts]]] = True
    return found[:-1]
