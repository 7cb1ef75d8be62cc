r"""Fill posts with heads: who stays, moves or joins, what is missing, who is redeployed (留、转、招、缺).

A patch is a set of adjoining grids of one community among which posts may be shared; a grid that
shares nothing is a patch of its own. Whole numbers, all of them heads:

.. math::

    \min \sum_{iq} (l - c e_q) L_{iq} + \sum_{pk} (c + s (1 + \sigma k / n_p)) u_{pk}
       + \sum_{jq} (y_q + h + c e_q) r_{jq} + \sum_{ijq} (m + k d_{ij}) x_{ijq}

    \text{s.t.} \quad \sum_{q \text{ full}} z_{jq} + \sum_{p \in j} \sum_k (u_{pk} + v_{pk})
       \ge \sum_{p \in j} n_p \quad \forall j, \qquad
    \sum_{q \text{ part}} e_q z_{pq} \ge \sum_k g_{pk} v_{pk}, \quad u_{pk} + v_{pk} \le 1,
       \quad v_{pk} \le v_{p,k-1} \quad \forall p, k

    \textstyle z_{jq} = \sum_{p \in j} z_{pq} = N_{jq} - \sum_i x_{jiq} - L_{jq} + \sum_{i} x_{ijq} + r_{jq}
    \quad \forall j, q \qquad \textstyle\sum_j x_{ijq} + L_{iq} \le N_{iq} \quad \forall i, q

z heads of kind q of community j or on patch p, x heads who move, r recruits, L to be redeployed · n
full-timers that a patch needs where it has no part-timer: its work in full-time equivalents, rounded
up, or what the reading asks for · u, v ∈ {0, 1} whether its k-th full-timer is missing, or spared by
part-timers whose time g is the odd part of the work for the first and a whole equivalent for each
further one, none below what the reading asks for · e full-time equivalents of a head · N heads today
· d kilometres · c price of a full-time equivalent, charged for everybody who is not redeployed, s of a
gap, σ how much more the last gap of a patch costs than the first, so that gaps are spread, y yearly
and h one-off cost of a recruit, m and k of a move and its kilometre, l of redeployment, all in yuan.

Full-timers of a community are alike to its patches, so only their number is asked and they are dealt
out afterwards (`posts_dealt`); gaps that cost the same in patches without part-timers are one column.
Moves that are far enter only where somebody would take them (`posts_people`). Each round allows parts of
heads first: that takes a hundredth of a second, says who goes far, and mostly finds whole heads by itself,
because hardly anything but part-timers of several patches and a budget asks for more than flows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from optimizer.models.matrix import Matrix
from optimizer.models.posts_dealt import dealt
from optimizer.models.posts_model import YUAN, PostsAnswer
from optimizer.models.posts_parts import gap_columns, part_columns
from optimizer.models.posts_people import going_far, people_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.models.matrix import Found
    from optimizer.models.posts_model import PostsModel
    from optimizer.models.posts_parts import Gaps, Parts
    from optimizer.models.posts_people import People

    Ints = NDArray[np.int64]


class _Columns(NamedTuple):
    """The columns of one model."""

    people: People
    gaps: Gaps
    parts: Parts


def fill_posts(model: PostsModel) -> PostsAnswer | None:
    """Return the cheapest way to fill the posts, or None where the limits leave none.

    Raises
    ------
    SolverError
        The solver stopped with neither an answer nor a proof that there is none.
    """
    whole = np.zeros(len(model.existing), bool)
    whole[-1] = True
    while True:
        matrix = Matrix("posts")
        people = people_columns(matrix, model, whole)
        gaps = gap_columns(matrix, model, people.cover)
        parts = part_columns(matrix, model, people, gaps)
        _limit(matrix, model, people, gaps)
        relaxed = matrix.relaxed()
        if relaxed is None:
            return None
        far = going_far(people, relaxed)
        if not far.any():
            found = matrix.whole(relaxed) or matrix.cheapest()
            if found is None:
                return None
            far = going_far(people, found.values)
            if not far.any():
                return _answer(model, _Columns(people, gaps, parts), found)
        whole |= far


def _answer(model: PostsModel, columns: _Columns, found: Found) -> PostsAnswer:
    """Read heads, gaps, recruits and moves from the values of the columns."""
    people, gaps, parts = columns
    recruits = np.zeros((len(model.existing) - 1, len(model.types)), np.int64)
    recruits[people.joined] = found.values[people.recruit]
    there = model.existing.copy()
    there[:-1] += recruits
    there[people.source] -= found.values[people.release]
    moved = found.values[people.move]
    before, after, kind = people.arc
    np.subtract.at(there, (before, kind), moved)
    np.add.at(there, (after, kind), moved)
    part = np.zeros((model.work_milli.size, len(model.types)), np.int64)
    part[parts.at] = found.values[parts.heads]
    spared = np.zeros(model.work_milli.size, np.int64)
    np.add.at(spared, parts.of, found.values[parts.spared])
    heads, short = dealt(model, part, spared, gaps.alike, found.values[gaps.missing], there[:-1])
    fte = np.array([one.fte for one in model.types])
    return PostsAnswer(
        heads=heads,
        short=short,
        recruits=recruits,
        moves=tuple(
            (int(before[n]), int(after[n]), int(kind[n]), int(moved[n])) for n in np.flatnonzero(moved)
        ),
        price_yuan=found.cost / YUAN + model.prices.post * float((model.existing @ fte).sum()),
        proven=found.proven,
    )


def _limit(matrix: Matrix, model: PostsModel, people: People, gaps: Gaps) -> None:
    """Bounds on gaps, recruits and the yearly cost of filled posts."""
    limits = model.limits
    if limits.most_short is not None:
        matrix.put(matrix.rows([-np.inf], limits.most_short), gaps.missing, 1)
    if limits.most_recruits is not None:
        matrix.put(matrix.rows([-np.inf], limits.most_recruits), people.recruit, 1)
    if limits.budget_yuan is not None:
        yearly = np.array([kind.yearly_yuan for kind in model.types]) * YUAN
        row = matrix.rows([-np.inf], limits.budget_yuan * YUAN - float((model.existing @ yearly).sum()))
        matrix.put(row, people.recruit, yearly[people.joined[1]])
        matrix.put(row, people.release, -yearly[people.source[1]])
