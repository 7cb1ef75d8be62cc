"""Why no plan exists: a smallest set of laws that clash, and the least that each would have to give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.outcome import Clash, ClashingRule, Infeasible, Relaxation
from optimizer.redraw.easing import relaxations
from optimizer.redraw.ground import grounds, kept_grids
from optimizer.redraw.laws import UNITS_WHOLE, bound_of, eased, held_together, kept_of, stated, without
from optimizer.redraw.local import alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.problem import DistrictingProblem
    from optimizer.redraw.division import Impossible
    from optimizer.redraw.easing import Judge

# Clashes of one community that do not depend on each other; more than these are told in the next round.
_MOST_OF_ONE = 4
# A cap is tried by searching, which takes its time; these are what makes households cross.
_BESIDE_A_CAP = ("estates", "contiguous", "hard", "norm", "count")
_TOLD = (
    "hard-high", "norm-high", "hard-low", "norm-low", "estates-whole", "units-whole", "contiguous",
    "inside-community", "lines-kept", "norm", "count", "crossing-cap",
)  # fmt: skip
"""Laws as they are told: sizes first, then what lines must respect, then what is asked of the district."""


def explained(problem: DistrictingProblem, found: Impossible, judge: Judge) -> Infeasible:
    """Return a smallest clash for each place where a problem has no plan, with what would help.

    Each rule of a clash is needed for it: without any one of them, the others leave a plan. The
    relaxations are the least that help; where the laws of one community clash several times, the
    first of each together do.
    """
    if not found.communities:
        return Infeasible(clashes=(_clash("", problem, judge),))
    level = problem.graph.units.communities
    clashes: list[Clash] = []
    for community in found.communities:
        local = _local(problem, community)
        for _ in range(_MOST_OF_ONE):
            if judge(local) is None:
                break
            clash = _clash(level.codes[community], local, judge)
            clashes.append(replace(clash, name=level.names[community]))
            local = eased(local, _first(clash))
    return Infeasible(clashes=tuple(clashes))


def _local(problem: DistrictingProblem, community: int) -> DistrictingProblem:
    """A community as a problem of its own, without the district's cap and with the types in use there."""
    local, _, present = alone(problem, community, problem.today)
    grids = problem.today.grids if problem.today is not None else ()
    own = problem.types[int(local.type_of_community[0])]
    used = {own.key, *(grids[grid].type for grid in present)}
    types = (own, *(kind for kind in problem.types if kind.key in used and kind is not own))
    return replace(local, crossing_cap=None, types=types, type_of_community=np.zeros(1, np.int32))


def _first(clash: Clash) -> Relaxation:
    return Relaxation(rule=clash.relax_rule, to=clash.relax_to, unit=clash.relax_unit, what=clash.relax_what)


def _clash(where: str, problem: DistrictingProblem, judge: Judge) -> Clash:
    """Leave out one law after the other for as long as there is no plan: what is left clashes."""
    hindered = judge(problem)
    of_cap = hindered is not None and hindered.cap is not None
    asked = [law for law in stated(problem) if not of_cap or law.startswith(_BESIDE_A_CAP)]
    out: list[str] = []
    for law in asked:
        fewer = [*out, law]
        if judge(without(problem, *fewer), whole_units=UNITS_WHOLE not in fewer) is not None:
            out = fewer
    left = ["crossing-cap"] * of_cap + [law for law in asked if law not in out]
    ways = relaxations(left, problem, judge)
    if not ways:  # there are other clashes too
        ways = relaxations(left, without(problem, *out), judge, whole_units=UNITS_WHOLE not in out)
    first, *others = ways
    return Clash(
        where=where,
        rules=tuple(_rule(problem, law, left, (first, *others)) for law in sorted(left, key=_TOLD.index)),
        relax_rule=first.rule,
        relax_to=first.to,
        relax_unit=first.unit,
        relax_what=first.what,
        also=tuple(others),
        tried=of_cap,
    )


def _rule(
    problem: DistrictingProblem, law: str, laws: list[str], ways: tuple[Relaxation, ...]
) -> ClashingRule:
    """Return a law of a clash with what it asks, and what would have to be allowed."""
    limit, unit = _asked(problem, law, laws)
    needed = [float(way.to) for way in ways if way.rule == law and law not in _RULING]
    least = float(bound_of(problem, "norm-low")) if law == "norm" else None
    return ClashingRule(rule=law, value=needed[0] if needed else limit, limit=limit, unit=unit, least=least)


def _asked(problem: DistrictingProblem, law: str, laws: list[str]) -> tuple[float, str]:
    """What a law asks, or how much it rules, and the unit of that."""
    if law == "crossing-cap":
        return problem.crossing_cap or 0.0, "share"
    if law == UNITS_WHOLE and "count" in laws:
        return float(len(problem.graph.units)), "units"
    if law in _RULING:
        much, unit = _RULING[law]
        return float(much(problem)), unit
    bound = "norm-high" if law == "norm" else law
    return (
        (float(problem.grids or 0), "grids") if law == "count" else (bound_of(problem, bound), "households")
    )


def _pieces(problem: DistrictingProblem) -> int:
    """How many pieces the free ground of all communities falls into."""
    return sum(int(ground.piece_of.max()) + 1 for ground in grounds(problem, kept_grids(problem)))


_RULING: Final[dict[str, tuple[Callable[[DistrictingProblem], int], str]]] = {
    "lines-kept": (lambda problem: len(kept_of(problem)), "grids"),
    "estates-whole": (lambda problem: int(held_together(problem).max(initial=0)), "households"),
    UNITS_WHOLE: (lambda problem: int(problem.households.max(initial=0)), "households"),
    "inside-community": (lambda problem: len(problem.graph.units.communities.codes), "communities"),
    "contiguous": (_pieces, "pieces"),
}
"""How much a law without a bound rules: locked grids, the heaviest that stays whole, pieces, communities."""
