r"""Who stands in for whom: a second adviser for each village, never the first one.

With y whether source s backs up village j, and b whether nobody does:

.. math::

    \operatorname{lex\,min} \; \Big(\sum_j b_j,\; \sum_{sj} d_{sj} y_{sj}\Big) \quad \text{s.t.} \quad
    \sum_s y_{sj} + b_j = 1, \quad \sum_j y_{sj} \le c\,n_s, \quad
    \sum_{j \text{ of head } k} y_{s(k)j} \le c\,(n_{s(k)} - 1)

n heads of a source, c villages that one backs up at most. What head k serves can be backed at its own
source by the others alone. The sets are nested, so whole numbers come out by themselves, and by
Hall's theorem the villages of a source can then be dealt to its heads, none above c, none to its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import LinearConstraint, linear_sum_assignment

from optimizer.models.staged import staged, summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]


def backed(main: Ints, source: Ints, minutes: Reals, *, most: int) -> Ints:
    """Return a second head for each service, never the first one; −1 where there is none.

    Fewest services are without, then ways are shortest. Heads that are alike stand at one source:
    their number bounds what it backs up, and what any of them serves can only be backed by the others.

    Parameters
    ----------
    main
        Head of each service; −1 for none, which needs no backup.
    source
        Source of each head, sources in turn from 0.
    minutes
        One way from each source to each service, infinite where it does not go.
    most
        Services that one head backs up at most.
    """
    back = np.full(main.size, -1)
    needed = np.flatnonzero(main >= 0)
    sources = minutes.shape[0]
    heads = np.bincount(source, minlength=sources)
    s, k = np.nonzero(np.isfinite(minutes[:, needed]) & (heads > 0)[:, None])
    own = source[main[needed[k]]] == s
    keep = ~own | (heads[s] > 1)
    s, k, own = s[keep], k[keep], own[keep]
    size = s.size + needed.size
    mine = np.flatnonzero(own)
    first = main[needed[k[mine]]]
    rules = [
        LinearConstraint(
            summed(np.append(k, np.arange(needed.size)), np.ones(size), (needed.size, size)), 1.0, 1.0
        ),
        LinearConstraint(
            summed(s, np.ones(s.size), (sources, size)), -np.inf, (most * heads).astype(np.float64)
        ),
        LinearConstraint(
            summed(first, np.ones(first.size), (source.size, size), mine),
            -np.inf,
            (most * (heads[source] - 1)).astype(np.float64),
        ),
    ]
    missing, way = np.zeros(size), np.zeros(size)
    missing[s.size :] = 1.0
    way[: s.size] = minutes[s, needed[k]]
    reached = staged([missing, way], rules, np.ones(size))
    chosen = np.flatnonzero(reached.values[: s.size] > 0.5)  # noqa: PLR2004 - whole, but for the solver's tolerance
    for at in range(sources):
        taken = needed[k[chosen[s[chosen] == at]]]
        back[taken] = _dealt_to_others(main[taken], np.flatnonzero(source == at), most)
    return back


def _dealt_to_others(main: Ints, heads: Ints, most: int) -> Ints:
    """Deal services to the heads of a source, evenly, none to the head that serves it itself."""
    if not main.size:
        return np.empty(0, np.int64)
    turn, head = np.divmod(np.arange(most * heads.size), heads.size)
    cost = np.where(main[:, None] == heads[head][None, :], np.inf, turn[None, :])
    _, slot = linear_sum_assignment(cost)
    taken: Ints = heads[head[slot]]
    return taken
