r"""Which place sends its advisers to which village: fewest without, then the first pool, then short ways.

Advisers are counts at sources, a source being one type of the pool at one place. With x whether
source s serves village j, on site (m = 0) or partly remotely (m = 1), and u whether it goes without:

.. math::

    \operatorname{lex\,min} \; \Big(\sum_j u_j,\; \sum_{s \in \text{second}} x_{sjm},\;
        \sum_{sjm} p_{sjm} x_{sjm}\Big) \quad \text{s.t.} \quad
    \sum_{sm} x_{sjm} + u_j = 1, \quad \sum_{jm} w_j x_{sjm} \le W n_s,

    \sum_{jm} t_{sjm} x_{sjm} \le T n_s, \quad
    \sum_{jm:\; (k+1)\, t_{sjm} > T} x_{sjm} \le k\, n_s \quad (k = 1, 2, \dots)

n heads of a source, w what a village takes of the cap W of one head, t minutes a year of the service
with its travel, T minutes a year of one head, p price in hours of travel; one head has at most k
services longer than T/(k+1). Heads of a source are alike, so they enter as a number; that services
can in fact be dealt to them, none above either cap, is seen afterwards, and where they cannot a cut
says so: of these, and of others as long, one fewer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import LinearConstraint

from optimizer.models.staged import staged, summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.models.staged import Reached

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdvisingModel:
    """The numbers of the model; sources s, villages j, modes m (on site, partly remote).

    Attributes
    ----------
    heads, second
        Heads of each source, and whether they are of the second pool; shape (sources,).
    minutes
        Minutes a year of a service with its travel; int64, shape (sources, villages, 2).
    price
        In hours of travel, infinite where the source does not go; shape as `minutes`.
    weight
        What each village takes of `weight_most`, the cap of one head; int64, shape (villages,).
    minutes_most
        Minutes a year of one head.
    """

    heads: Ints
    second: NDArray[np.bool_]
    minutes: Ints
    price: Reals
    weight: Ints
    weight_most: int
    minutes_most: int

    def part(self, sources: Ints, villages: Ints) -> AdvisingModel:
        """Return the model of some sources and villages alone."""
        return replace(
            self,
            heads=self.heads[sources],
            second=self.second[sources],
            minutes=self.minutes[np.ix_(sources, villages)],
            price=self.price[np.ix_(sources, villages)],
            weight=self.weight[villages],
        )

    def by_head(self) -> AdvisingModel:
        """Return the same model with every head as a source of its own: many more columns, no cuts."""
        head = np.repeat(np.arange(self.heads.size), self.heads)
        return replace(
            self,
            heads=np.ones(head.size, np.int64),
            second=self.second[head],
            minutes=self.minutes[head],
            price=self.price[head],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """Services of one source, a truth for each village and mode, of which its heads take at most some."""

    source: int
    services: NDArray[np.bool_]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Advised:
    """Source and mode of each village, −1 for none; aims that were reached with their bounds, in turn."""

    source: Ints
    mode: Ints
    reached: Reached


def advised(model: AdvisingModel, cuts: Sequence[Cut] = ()) -> Advised:
    """Return the best assignment of villages to sources that no cut forbids."""
    s, j, m = np.nonzero(np.isfinite(model.price) & (model.heads > 0)[:, None, None])
    sources, villages = model.price.shape[:2]
    pairs, size = s.size, s.size + villages
    one = np.ones(size)
    rules = [
        LinearConstraint(summed(np.append(j, np.arange(villages)), one, (villages, size)), 1.0, 1.0),
        LinearConstraint(
            summed(s, model.weight[j], (sources, size)), -np.inf, model.weight_most * model.heads
        ),
        LinearConstraint(
            summed(s, model.minutes[s, j, m], (sources, size)), -np.inf, model.minutes_most * model.heads
        ),
        *_long(model, s, model.minutes[s, j, m], size),
    ]
    if cuts:
        inside = [np.flatnonzero((s == cut.source) & cut.services[j, m]) for cut in cuts]
        row = np.repeat(np.arange(len(cuts)), [columns.size for columns in inside])
        cut_rows = summed(row, np.ones(row.size), (len(cuts), size), np.concatenate(inside))
        rules.append(LinearConstraint(cut_rows, -np.inf, np.array([float(cut.most) for cut in cuts])))
    missing, second, price = np.zeros(size), np.zeros(size), np.zeros(size)
    missing[pairs:] = 1.0
    second[:pairs] = model.second[s]
    price[:pairs] = model.price[s, j, m]
    reached = staged([missing, *([second] if second.any() else []), price], rules, one)
    chosen = np.flatnonzero(reached.values[:pairs] > 0.5)  # noqa: PLR2004 - whole, but for the solver's tolerance
    source, mode = np.full(villages, -1), np.full(villages, -1)
    source[j[chosen]], mode[j[chosen]] = s[chosen], m[chosen]
    return Advised(source=source, mode=mode, reached=reached)


def _long(model: AdvisingModel, s: Ints, minutes: Ints, size: int) -> list[LinearConstraint]:
    """Of services longer than the (k+1)-th part of a head's year, at most k a head."""
    rules = []
    longest = int(minutes.max(initial=0))
    k = max(1, model.minutes_most // longest) if longest else 0
    while k and (k + 1) * longest > model.minutes_most and k * model.weight.min() < model.weight_most:
        column = np.flatnonzero((k + 1) * minutes > model.minutes_most)
        held = summed(s[column], np.ones(column.size), (model.heads.size, size), column)
        rules.append(LinearConstraint(held, -np.inf, (k * model.heads).astype(np.float64)))
        if column.size == minutes.size:
            break
        k += 1
    return rules
