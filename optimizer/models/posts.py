r"""Fill posts with heads: who stays, moves or joins, what is missing, who is redeployed (留、转、招、缺).

A patch is a set of adjoining grids of one community among which posts may be shared; a grid that
shares nothing is a patch of its own. Whole numbers, all of them heads:

.. math::

    \min \sum_{pq} c e_q z_{pq} + \sum_{pk} (c + s (1 + \sigma k / n_p)) u_{pk}
       + \sum_{jq} (y_q + h) r_{jq} + \sum_{ijq} (m + k d_{ij}) x_{ijq} + \sum_{iq} l L_{iq}

    \text{s.t.} \quad \sum_{q \text{ full}} z_{pq} + \sum_k (u_{pk} + v_{pk}) \ge n_p, \quad
    \sum_{q \text{ part}} e_q z_{pq} \ge \sum_k g_{pk} v_{pk}, \quad u_{pk} + v_{pk} \le 1 \quad \forall p, k

    \textstyle\sum_{p \in j} z_{pq} = N_{jq} - \sum_i x_{jiq} - L_{jq} + \sum_{i} x_{ijq} + r_{jq}
    \quad \forall j, q \qquad \textstyle\sum_j x_{ijq} + L_{iq} \le N_{iq} \quad \forall i, q

z heads of kind q on patch p, x heads who move, r recruits, L to be redeployed · n full-timers that a
patch needs where it has no part-timer: its work in full-time equivalents, rounded up, or what the
reading asks for · u, v ∈ {0, 1} whether its k-th full-timer is missing, or spared by part-timers
whose time g is the odd part of the work for the first and a whole equivalent for each further one,
none below what the reading asks for · e full-time equivalents of a head · N heads today · d
kilometres · c price of a full-time equivalent, s of a gap, σ how much more the last gap of a patch
costs than the first, so that gaps are spread, y yearly and h one-off cost of a recruit, m and k of a
move and its kilometre, l of redeployment, all in yuan.

Work enters through n and v, and not as Σ e z + u ≥ w: both allow the same whole numbers, but
with the sum a solver searches long for what it now sees at the root.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pulp

from domain.errors import SolverError
from optimizer.models.posts_model import MILLI, PostsAnswer, PostsModel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.posts import PostType

METRES_A_KM: Final = 1000.0
YUAN: Final = 1e-4
"""The objective is counted in 10,000 yuan (万元), which keeps its coefficients near one."""


Heads = dict[tuple[int, int], pulp.LpVariable]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variables:
    """Whole numbers: heads by (patch, kind), the first, second, … gap of each patch, and people.

    Recruits and released stand by (community, kind), moves by (community, community, kind).
    """

    heads: Heads
    short: list[list[pulp.LpVariable]]
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
        short=np.array([sum(map(_whole, gaps)) for gaps in found.short], np.int64),
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
        short=[
            [problem.add_variable(f"short_{p}_{k}", cat=pulp.LpBinary) for k in range(1, need + 1)]
            for p, need in enumerate(model.needed.tolist())
        ],
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
            *(
                (prices.post + prices.short * (1.0 + prices.short_spread * k / len(gaps))) * gap
                for gaps in found.short
                for k, gap in enumerate(gaps, start=1)
            ),
            *((types[q].yearly_yuan + prices.recruit_once) * new for (_, q), new in found.recruits.items()),
            *(
                (prices.transfer_once + prices.transfer_km * float(km[i, j])) * moved
                for (i, j, _), moved in found.moves.items()
            ),
            *(prices.release * left for left in found.release.values()),
        ]
    )


def _cover(problem: pulp.LpProblem, model: PostsModel, found: _Variables) -> None:
    """Each patch has full-timers enough, but for those that part-timers spare."""
    full = [list(gaps) for gaps in found.short]
    part: list[list[pulp.LpAffineExpression]] = [[] for _ in found.short]
    for (p, q), here in found.heads.items():
        if model.types[q].full_time:
            full[p].append(here)
        else:
            part[p].append(_milli(model.types[q]) * here)
    step = math.gcd(MILLI, *(_milli(kind) for kind in model.types if not kind.full_time))
    for p, need in enumerate(model.needed.tolist()):
        spare = need - int(model.full_least[p])
        if spare and part[p]:
            odd = -(-(int(model.work_milli[p]) - (need - 1) * MILLI) // step) * step
            spared = [problem.add_variable(f"spared_{p}_{k}", cat=pulp.LpBinary) for k in range(spare)]
            time = pulp.lpSum([odd * spared[0], *(MILLI * further for further in spared[1:])])
            problem += pulp.lpSum(part[p]) >= time, f"part_{p}"
            for k, (gap, instead) in enumerate(zip(found.short[p], spared, strict=False)):
                problem += gap + instead <= 1, f"either_{p}_{k}"
            full[p] += spared
        if need:
            problem += pulp.lpSum(full[p]) >= need, f"full_{p}"


def _milli(kind: PostType) -> int:
    """Full-time equivalents of one head, in thousandths."""
    return round(kind.fte * MILLI)


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
        problem += pulp.lpSum(gap for gaps in found.short for gap in gaps) <= limits.most_short, "most_short"
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
