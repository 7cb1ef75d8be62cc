"""By how little one law must give so that a plan exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from domain.outcome import Relaxation
from domain.plan import EXCLUSIVE
from optimizer.redraw.laws import bound_of, eased, held_together, kept_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.problem import DistrictingProblem
    from optimizer.redraw.division import Impossible

# In which order relaxations are told: caps and numbers first, locks before bounds, of bounds the least
# moved, then what may be cut; nobody gives up an exclusive grid lightly.
_CAP, _COUNT, _LOCK, _BOUND, _ESTATE, _EXCLUSIVE = range(6)


class Judge(Protocol):
    """Says where a problem has no plan; without `whole_units` as if units could be cut."""

    def __call__(self, problem: DistrictingProblem, *, whole_units: bool = True) -> Impossible | None:
        """Return where, or None."""
        ...


def relaxations(
    laws: Iterable[str], problem: DistrictingProblem, judge: Judge, *, whole_units: bool = True
) -> tuple[Relaxation, ...]:
    """Return the least relaxation of each law that alone helps a problem, the smallest first."""
    found = [_least(problem, law, judge, whole_units=whole_units) for law in laws]
    return tuple(sorted((way for way in found if way is not None), key=lambda way: _order(problem, way)))


def _order(problem: DistrictingProblem, way: Relaxation) -> tuple[int, float]:
    if way.rule == "lines-kept":
        grids = problem.today.grids if problem.today is not None else ()
        freed = [grid.type for grid in grids if grid.code in way.what]
        return (_EXCLUSIVE if EXCLUSIVE in freed else _LOCK), 0.0
    ranks = {"crossing-cap": _CAP, "count": _COUNT, "estates-whole": _ESTATE}
    if way.rule in ranks:
        return ranks[way.rule], 0.0
    bound = bound_of(problem, way.rule)
    return _BOUND, abs(way.to - bound) / max(bound, 1)


def _least(problem: DistrictingProblem, law: str, judge: Judge, *, whole_units: bool) -> Relaxation | None:
    """Return by how little one law must be eased so that a plan exists; None where it alone cannot help."""
    match law:
        case "crossing-cap":
            ways = _caps(problem, judge)
        case "count":
            ways = [Relaxation(rule=law, to=n, unit="grids") for n in _counts(problem, judge)]
        case "estates-whole":
            held = np.unique(held_together(problem))[::-1].tolist()
            ways = [Relaxation(rule=law, to=total, unit="households") for total in held if total > 0]
        case "lines-kept":
            ways = _unlocked(problem)
        case "contiguous" | "inside-community" | "norm" | "units-whole":
            ways = []
        case _:
            ways = _bounds(problem, law, judge, whole_units=whole_units)
    return next((way for way in ways if judge(eased(problem, way), whole_units=whole_units) is None), None)


def _caps(problem: DistrictingProblem, judge: Judge) -> list[Relaxation]:
    found = judge(problem)
    if found is None or found.cap is None:
        return []
    return [Relaxation(rule="crossing-cap", to=found.cap, unit="share")]


def _unlocked(problem: DistrictingProblem) -> list[Relaxation]:
    """One kept grid set free, each in turn, or all of them; `to` is how many stay."""
    grids = problem.today.grids if problem.today is not None else ()
    codes = tuple(grids[n].code for n in kept_of(problem))
    return [
        Relaxation(rule="lines-kept", to=len(codes) - len(what), unit="grids", what=what)
        for what in (*((code,) for code in codes), codes)
    ]


def _counts(problem: DistrictingProblem, judge: Judge) -> list[int]:
    """The number of grids to be tried: the nearest that may be had, or under a cap on crossing today's."""
    asked, today = problem.grids or 0, problem.today
    if problem.crossing_cap is not None and today is not None:
        there = np.unique(today.grid_of[today.grid_of >= 0]).tolist()
        return [sum(today.grids[grid].type != EXCLUSIVE for grid in there)]
    found = judge(problem)
    return sorted(found.counts if found is not None else (), key=lambda n: (abs(n - asked), n))[:1]


def _bounds(problem: DistrictingProblem, law: str, judge: Judge, *, whole_units: bool) -> list[Relaxation]:
    """The bound nearest to the present one with which a plan exists, found by halving.

    None for a district of several types: one number would move the bounds of all of them.
    """
    if len(problem.types) > 1 and len(problem.graph.units.communities.codes) > 1:
        return []
    near = bound_of(problem, law)
    far = max(int(problem.households.sum()), near) + 1 if law.endswith("high") else 0

    def way(to: int) -> Relaxation:
        return Relaxation(rule=law, to=to, unit="households")

    def helps(to: int) -> bool:
        return judge(eased(problem, way(to)), whole_units=whole_units) is None

    if not helps(far):
        return []
    while abs(far - near) > 1:
        middle = (far + near) // 2
        far, near = (middle, near) if helps(middle) else (far, middle)
    return [way(far)]
