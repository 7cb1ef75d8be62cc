r"""Where offices and mobile rounds stand: four models of location, each solved to proof.

- p-median (Hakimi 1964): :math:`\min \sum_i a_i d_{ij} x_{ij}` with p sites: the mean way is shortest
- p-centre: :math:`\min W,\; W \ge \sum_j d_{ij} x_{ij}`: the farthest way is shortest
- LSCP (Toregas et al. 1971): fewest sites that reach every place
- MCLP (Church and ReVelle 1974): p sites that reach most people

The p-centre is found as a search over distances, each step an LSCP: its bound is always tight.
Ways are given in any unit, metres or minutes; infinite where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import LinearConstraint
from scipy.sparse import coo_array, csr_array

from domain.errors import InvalidValueError, SolverError
from domain.frozen import frozen_array
from optimizer.models.solver import solved

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Siting:
    """Sites that open, in ascending order, and the site each place goes to, −1 where it reaches none.

    `value` is the sum of weighted ways, the farthest way, the number of sites or the weight reached.
    """

    open: NDArray[np.int64]
    site_of: NDArray[np.int64]
    value: float

    @property
    def missed(self) -> NDArray[np.int64]:
        """Places that reach no open site: the list of who goes without."""
        missed: NDArray[np.int64] = np.flatnonzero(self.site_of < 0)
        return missed


def p_median(ways: NDArray[np.float64], weights: NDArray[np.float64], sites: int) -> Siting:
    """Return the sites with the shortest sum of weighted ways; a place without a way goes without.

    As few people as can be go without one, whatever their ways then add up to.
    """
    ways, weights = _checked(ways, weights, sites)
    return _sited(ways, weights, _solve(*median_model(ways, weights, sites))[: ways.shape[1]])


def median_model(
    ways: NDArray[np.float64], weights: NDArray[np.float64], sites: int
) -> tuple[NDArray[np.float64], list[LinearConstraint], NDArray[np.bool_]]:
    """Return costs of the columns of the p-median, sites first, its rows, and which columns are whole."""
    place, site = np.nonzero(np.isfinite(ways))
    pairs, (places, offered) = len(place), ways.shape
    longest = float(ways[place, site].max(initial=0.0))
    alone = weights * (longest * (weights.sum() + 1.0) + 1.0)
    cost = np.concatenate([np.zeros(offered), weights[place] * ways[place, site], alone])
    pair = offered + np.arange(pairs)
    served = _matrix(
        [(place, pair), (np.arange(places), offered + pairs + np.arange(places))], (places, cost.size)
    )
    # a pair is served only where its site is open: row by row +1 at the pair, −1 at the site
    ends = np.column_stack([site, pair]).ravel()
    opened = csr_array(
        (np.tile([-1.0, 1.0], pairs), ends, np.arange(0, 2 * pairs + 1, 2)), shape=(pairs, cost.size)
    )
    whole = np.arange(cost.size) < offered
    rules = [
        LinearConstraint(served, 1.0, 1.0),
        LinearConstraint(opened, -np.inf, 0.0),
        _at_most(sites, cost.size, offered),
    ]
    return cost, rules, whole


def p_center(ways: NDArray[np.float64], weights: NDArray[np.float64], sites: int) -> Siting:
    """Return the sites whose farthest way is shortest; places without people or any way do not count."""
    ways, weights = _checked(ways, weights, sites)
    counted = (weights > 0) & np.isfinite(ways).any(axis=1)
    if not counted.any():
        return _sited(ways, weights, np.zeros(ways.shape[1]))
    least = ways[counted].min(axis=1).max()
    steps = np.unique(ways[counted][np.isfinite(ways[counted]) & (ways[counted] >= least)])
    low, high, best = 0, len(steps) - 1, None
    while low <= high:
        middle = (low + high) // 2
        opened = _fewest(ways[counted] <= steps[middle])
        if opened.sum() <= sites:
            best, high = opened, middle - 1
        else:
            low = middle + 1
    if best is None:
        raise InvalidValueError("too-few-sites", sites=sites)
    found = _sited(ways, weights, best)
    near = ways[counted][:, found.open].min(axis=1)
    return Siting(open=found.open, site_of=found.site_of, value=float(near.max(initial=0.0)))


def fewest_sites(ways: NDArray[np.float64], weights: NDArray[np.float64], reach: float) -> Siting:
    """Return the fewest sites within reach of every place that any site reaches (LSCP)."""
    ways, weights = _checked(ways, weights, ways.shape[1])
    near = np.where(ways <= reach, ways, np.inf)
    counted = (weights > 0) & np.isfinite(near).any(axis=1)
    found = _sited(near, weights, _fewest(np.isfinite(near[counted])))
    return Siting(open=found.open, site_of=found.site_of, value=float(len(found.open)))


def most_covered(ways: NDArray[np.float64], weights: NDArray[np.float64], reach: float, sites: int) -> Siting:
    """Return the sites that have most people within reach (MCLP)."""
    ways, weights = _checked(ways, weights, sites)
    near = np.where(ways <= reach, ways, np.inf)
    place, site = np.nonzero(np.isfinite(near))
    places, offered = near.shape
    cost = np.concatenate([np.zeros(offered), -weights])
    reached = _matrix([(np.arange(places), offered + np.arange(places))], (places, cost.size)) - _matrix(
        [(place, site)], (places, cost.size)
    )
    whole = np.arange(cost.size) < offered
    rules = [LinearConstraint(reached, -np.inf, 0.0), _at_most(sites, cost.size, offered)]
    found = _sited(near, weights, _solve(cost, rules, whole)[:offered])
    return Siting(open=found.open, site_of=found.site_of, value=float(weights[found.site_of >= 0].sum()))


def _fewest(near: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fewest sites so that each place is near one."""
    place, site = np.nonzero(near)
    covered = _matrix([(place, site)], near.shape)
    offered = near.shape[1]
    if not len(near):
        return np.zeros(offered)
    return _solve(np.ones(offered), [LinearConstraint(covered, 1.0, np.inf)], np.ones(offered, np.bool_))


def _checked(
    ways: NDArray[np.float64], weights: NDArray[np.float64], sites: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ways, weights = np.asarray(ways, np.float64), np.asarray(weights, np.float64)
    sound = ways.ndim == 2 and weights.shape == ways.shape[:1] and ways.size > 0  # noqa: PLR2004 - a table
    if not sound or np.isnan(ways).any() or (ways < 0).any() or (weights < 0).any() or sites < 1:
        raise InvalidValueError("siting")
    return ways, weights


def _at_most(sites: int, size: int, offered: int) -> LinearConstraint:
    """At most so many sites open."""
    row = _matrix([(np.zeros(offered, np.int64), np.arange(offered))], (1, size))
    return LinearConstraint(row, 0.0, float(sites))


def _matrix(entries: list[tuple[NDArray[np.int64], NDArray[np.int64]]], shape: tuple[int, int]) -> csr_array:
    """Ones at (row, column)."""
    rows, columns = (np.concatenate([entry[k] for entry in entries]) for k in (0, 1))
    return csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))


def _solve(
    cost: NDArray[np.float64], rules: list[LinearConstraint], whole: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """The best values between 0 and 1, proven."""
    answer = solved(cost, rules, whole=whole)
    if answer.values is None or not answer.proven:
        raise SolverError("stopped", model="siting", status=answer.why)
    return answer.values


def _sited(ways: NDArray[np.float64], weights: NDArray[np.float64], opened: NDArray[np.float64]) -> Siting:
    """Each place at its nearest open site; the value is the sum of weighted ways of those served."""
    sites = np.flatnonzero(opened > 0.5)  # noqa: PLR2004 - whole, but for the solver's tolerance
    if not len(sites):
        return Siting(open=sites, site_of=np.full(len(ways), -1), value=0.0)
    near = ways[:, sites]
    site_of = np.where(np.isfinite(near).any(axis=1), sites[near.argmin(axis=1)], -1)
    served = site_of >= 0
    total = float((weights[served] * near[served].min(axis=1)).sum())
    return Siting(open=frozen_array(sites, np.int64), site_of=frozen_array(site_of, np.int64), value=total)
