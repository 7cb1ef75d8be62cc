r"""Fill posts with heads: who stays, moves or joins, what is missing, who is redeployed (留、转、招、缺).

A patch is a set of adjoining grids of one community among which posts may be shared; a grid that
shares nothing is a patch of its own. Whole numbers, all of them heads:

.. math::

    \min \sum_{pq} c e_q z_{pq} + \sum_p (c + s) u_p
       + \sum_{jq} (y_q + h) r_{jq} + \sum_{ijq} (m + k d_{ij}) x_{ijq} + \sum_{iq} l L_{iq}

    \text{s.t.} \quad 1000 \textstyle\sum_q e_q z_{pq} + 1000 u_p \ge \lceil 1000 w_p \rceil \quad \forall p
    \qquad \sum_{q \text{ full}} z_{pq} + u_p \ge a_p \quad \forall p

    \textstyle\sum_{p \in j} z_{pq} = N_{jq} - \sum_i x_{jiq} - L_{jq} + \sum_{i} x_{ijq} + r_{jq}
    \quad \forall j, q \qquad \textstyle\sum_j x_{ijq} + L_{iq} \le N_{iq} \quad \forall i, q

z heads of kind q on patch p, u missing full-timers, x heads who move, r recruits, L to be
redeployed · e full-time equivalents of a head · w work of a patch in full-time equivalents · a
full-timers it must have · N heads today · d kilometres · c price of a full-time equivalent, s of a
gap, y yearly and h one-off cost of a recruit, m and k of a move and its kilometre, l of
redeployment, all in yuan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pulp

from domain.errors import SolverError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.posts import Limits, PostType, Prices

MILLI: Final = 1000
"""Full-time equivalents enter the model as whole thousandths, so that no rounding error decides."""
METRES_A_KM: Final = 1000.0
YUAN: Final = 1e-4
"""The objective is counted in 10,000 yuan (万元), which keeps its coefficients near one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PostsModel:
    """The numbers of one model; communities i, j, patches p, kinds q.

    Attributes
    ----------
    work_milli
        Thousandths of a full-time equivalent that each patch asks for; int64, shape (patches,).
    full_least
        Full-timers that each patch must have; int64, shape (patches,).
    community_of
        Community of each patch; int32.
    existing
        Heads today; int64, shape (communities + 1, types), the lot of department staff last.
    distance_m
        Between communities, infinite where nobody may be moved; shape (communities + 1, communities).
    """

    work_milli: NDArray[np.int64]
    full_least: NDArray[np.int64]
    community_of: NDArray[np.int32]
    existing: NDArray[np.int64]
    distance_m: NDArray[np.float64]
    types: tuple[PostType, ...]
    prices: Prices
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PostsAnswer:
    """Whole heads: on patches (p, q), missing (p), recruits (j, q), moves (i, j, q, heads)."""

    heads: NDArray[np.int64]
    short: NDArray[np.int64]
    recruits: NDArray[np.int64]
    moves: tuple[tuple[int, int, int, int], ...]
    price_yuan: float
    proven: bool


Heads = dict[tuple[int, int], pulp.LpVariable]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variables:
    """Whole numbers: heads by (patch, kind), gaps by patch, recruits and released by (community, kind).

    Moves stand by (community, community, kind).
    """

    heads: Heads
    short: list[pulp.LpVariable]
    recruits: Heads
    moves: dict[tuple[int, int, int], pulp.LpVariable]
    release: Heads


def fill_posts(model: PostsModel) -> PostsAnswer | None:
    """Return the cheapest way to fill the posts, or None where the limits leave none.

    Raises
    ------
    SolverError
        The solver stopped with neither an answer nor a proof that there is none.
    """
    problem = pulp.LpProblem("posts", pulp.LpMinimize)
    found = _variables(problem, model)
    problem += YUAN * _price(model, found), "price"
    _cover(problem, model, found)
    _conserve(problem, model, found)
    _limit(problem, model, found)
    status = problem.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0.0, gapAbs=YUAN))
    if status == pulp.LpStatusInfeasible:
        return None
    if status != pulp.LpStatusOptimal:
        raise SolverError("stopped", model="posts", status=pulp.LpStatus[status])
    communities, kinds = model.existing.shape[0] - 1, len(model.types)
    return PostsAnswer(
        heads=_table(found.heads, (model.work_milli.size, kinds)),
        short=np.array([_whole(gap) for gap in found.short], np.int64),
        recruits=_table(found.recruits, (communities, kinds)),
        moves=tuple((*arc, _whole(moved)) for arc, moved in found.moves.items() if _whole(moved)),
        price_yuan=float(pulp.value(problem.objective)) / YUAN,
        proven=problem.sol_status == pulp.LpSolutionOptimal,
    )


def _variables(problem: pulp.LpProblem, model: PostsModel) -> _Variables:
    """Every decision that can be taken: heads only of kinds that the community can come by."""
    *here, lot = model.existing
    total, lot_at = model.existing.sum(axis=0), len(here)
    patches = list(enumerate(model.community_of.tolist()))
    staffed = sorted({community for _, community in patches})
    kinds = {
        j: [
            q
            for q, kind in enumerate(model.types)
            if here[j][q] or kind.recruitable or lot[q] or (kind.movable and total[q])
        ]
        for j in staffed
    }
    sources = [(i, q) for (i, q), heads in np.ndenumerate(model.existing) if heads]
    arcs = [
        (i, j, q)
        for i, q in sources
        if model.types[q].movable or i == lot_at
        for j in staffed
        if j != i and np.isfinite(model.distance_m[i, j])
    ]

    def count(name: str) -> pulp.LpVariable:
        return problem.add_variable(name, lowBound=0, cat=pulp.LpInteger)

    return _Variables(
        heads={(p, q): count(f"heads_{p}_{q}") for p, j in patches for q in kinds[j]},
        short=[count(f"short_{p}") for p, _ in patches],
        recruits={
            (j, q): count(f"recruit_{j}_{q}") for j in staffed for q in kinds[j] if model.types[q].recruitable
        },
        moves={arc: count("move_{}_{}_{}".format(*arc)) for arc in arcs},
        release={(i, q): count(f"release_{i}_{q}") for i, q in sources},
    )


def _price(model: PostsModel, found: _Variables) -> pulp.LpAffineExpression:
    """What is minimised, in yuan."""
    prices, types, km = model.prices, model.types, model.distance_m / METRES_A_KM
    return pulp.lpSum(
        [
            *(prices.post * types[q].fte * here for (_, q), here in found.heads.items()),
            *((prices.post + prices.short) * gap for gap in found.short),
            *((types[q].yearly_yuan + prices.recruit_once) * new for (_, q), new in found.recruits.items()),
            *(
                (prices.transfer_once + prices.transfer_km * float(km[i, j])) * moved
                for (i, j, _), moved in found.moves.items()
            ),
            *(prices.release * left for left in found.release.values()),
        ]
    )


def _cover(problem: pulp.LpProblem, model: PostsModel, found: _Variables) -> None:
    """Each patch has time enough for its work, and the full-timers that the reading asks for."""
    time = [[MILLI * gap] for gap in found.short]
    full = [[gap] for gap in found.short]
    for (p, q), here in found.heads.items():
        time[p].append(round(model.types[q].fte * MILLI) * here)
        if model.types[q].full_time:
            full[p].append(here)
    for p, (work, least) in enumerate(zip(model.work_milli.tolist(), model.full_least.tolist(), strict=True)):
        if work:
            problem += pulp.lpSum(time[p]) >= work, f"work_{p}"
        if least:
            problem += pulp.lpSum(full[p]) >= least, f"full_{p}"


def _conserve(problem: pulp.LpProblem, model: PostsModel, found: _Variables) -> None:
    """Every head on a patch comes from somewhere, and every head of today goes somewhere."""
    gone = {source: [left] for source, left in found.release.items()}
    joined = {place: [new] for place, new in found.recruits.items()}
    at: dict[tuple[int, int], list[pulp.LpVariable]] = {}
    for (i, j, q), moved in found.moves.items():
        gone[i, q].append(moved)
        joined.setdefault((j, q), []).append(moved)
    for (p, q), here in found.heads.items():
        at.setdefault((int(model.community_of[p]), q), []).append(here)
    for (j, q), here in at.items():
        stay = int(model.existing[j, q]) - pulp.lpSum(gone.get((j, q), ()))
        problem += pulp.lpSum(here) == stay + pulp.lpSum(joined.get((j, q), ())), f"people_{j}_{q}"
    for (i, q), left in gone.items():
        today = int(model.existing[i, q])
        rest = pulp.lpSum(left) <= today if (i, q) in at else pulp.lpSum(left) == today
        problem += rest, f"today_{i}_{q}"


def _limit(problem: pulp.LpProblem, model: PostsModel, found: _Variables) -> None:
    """Bounds on gaps, recruits and the yearly cost of filled posts."""
    limits = model.limits
    if limits.most_short is not None:
        problem += pulp.lpSum(found.short) <= limits.most_short, "most_short"
    if limits.most_recruits is not None:
        problem += pulp.lpSum(found.recruits.values()) <= limits.most_recruits, "most_recruits"
    if limits.budget_yuan is not None:
        cost = [model.types[q].yearly_yuan * YUAN * here for (_, q), here in found.heads.items()]
        problem += pulp.lpSum(cost) <= limits.budget_yuan * YUAN, "budget"


def _table(variables: Heads, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Values of variables by their two keys, 0 where there is none."""
    table = np.zeros(shape, np.int64)
    for key, variable in variables.items():
        table[key] = _whole(variable)
    return table


def _whole(variable: pulp.LpVariable) -> int:
    """Read a whole number: solvers return 0.9999999, not 1."""
    return round(variable.value() or 0.0)
