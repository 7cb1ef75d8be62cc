"""How many grids each community gets, settled exactly before a line is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.norms import fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import GridType

# A household outside the hard limits outweighs any household outside the norm, and that any size.
_HARD, _NORM = 1e8, 1e4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Options:
    """What a community costs with `least`, `least + 1`, … grids.

    `cost` is of the most even sizes, dimensionless; `beyond` the households outside the hard limits,
    `outside` those outside the norm.
    """

    least: int
    cost: NDArray[np.float64]
    beyond: NDArray[np.float64]
    outside: NDArray[np.float64]

    @property
    def most(self) -> int:
        """The largest number of grids there is room for."""
        return self.least + self.cost.size - 1

    @property
    def best(self) -> int:
        """The number of grids of the least cost, the smaller of two."""
        return self.least + int(self.cost.argmin())

    @property
    def legal(self) -> tuple[int, int]:
        """The fewest and the most grids with the least households outside the hard limits."""
        least = np.flatnonzero(self.beyond <= self.beyond.min())
        return self.least + int(least[0]), self.least + int(least[-1])

    def missing(self, households: NDArray[np.float64], target: int) -> Options:
        """Return the same, with at least so many households outside the hard limits for each number."""
        more = np.maximum(households - self.beyond, 0)
        return replace(self, beyond=self.beyond + more, cost=self.cost + _HARD * more / max(target, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class NormRange:
    """How many grids the norm allows: by the district's total alone, and community by community.

    `flat_low`–`flat_high` divide the total by one norm; `low`–`high` add up what each community's
    own norm allows (its best number where none fits), `grids` is the number nearest the targets,
    and `unavoidable` counts the communities that fit no number.
    """

    flat_low: int
    flat_high: int
    low: int
    high: int
    grids: int
    unavoidable: int


def options(households: int, room: int, kind: GridType, most: int) -> Options:
    """Return what one connected piece of ground costs with 1, 2, … grids, at most one a unit."""
    k = np.arange(1, max(1, min(room, most)) + 1)
    size, larger = np.divmod(households, k)
    beyond = _excess(size, larger, k, kind.hard_low, kind.hard_high)
    outside = _excess(size, larger, k, kind.norm_low, kind.norm_high)
    target = max(kind.target, 1)
    off = (k - larger) * (size - kind.target) ** 2 + larger * (size + 1 - kind.target) ** 2
    cost = _HARD * beyond / target + _NORM * outside / target + off / target**2
    return Options(least=1, cost=cost, beyond=beyond, outside=outside)


def _excess(
    size: NDArray[np.int64], larger: NDArray[np.int64], k: NDArray[np.int64], low: int, high: int
) -> NDArray[np.float64]:
    """Households by which the most even sizes miss a band, all grids together."""
    small = np.maximum(low - size, 0) + np.maximum(size - high, 0)
    large = np.maximum(low - size - 1, 0) + np.maximum(size + 1 - high, 0)
    missed: NDArray[np.float64] = ((k - larger) * small + larger * large).astype(np.float64)
    return missed


def most_even(nodes: Sequence[int], grids: int) -> list[int]:
    """Return the most even sizes of so many grids, nodes given largest first: a large one stands alone."""
    left = sum(nodes)
    alone: list[int] = []
    for node in nodes:
        if len(alone) == grids - 1 or node * (grids - len(alone)) <= left:
            break
        alone.append(node)
        left -= node
    size, larger = divmod(left, grids - len(alone))
    return [*alone, *[size + 1] * larger, *[size] * (grids - len(alone) - larger)]


def together(pieces: Sequence[Options]) -> Options:
    """Return what pieces cost as one, every total divided among them as cheaply as possible."""
    cost, beyond, outside = pieces[0].cost, pieces[0].beyond, pieces[0].outside
    for piece in pieces[1:]:
        cost, choice = _join(cost, piece.cost)
        # choice is the index taken by the new piece at each total
        before = np.arange(cost.size) - choice
        beyond = beyond[before] + piece.beyond[choice]
        outside = outside[before] + piece.outside[choice]
    return Options(least=sum(p.least for p in pieces), cost=cost, beyond=beyond, outside=outside)


def divide(pieces: Sequence[Options], grids: int) -> tuple[int, ...]:
    """Return how many grids each piece gets so that all are `grids` at the least total cost.

    Exact for any costs (min-plus convolution, one piece after the other); of equal costs the
    later piece gets fewer. `grids` must lie between the sums of least and of most.
    """
    tables = [pieces[0].cost]
    choices = []
    for piece in pieces[1:]:
        joined, choice = _join(tables[-1], piece.cost)
        tables.append(joined)
        choices.append(choice)
    left = grids - sum(piece.least for piece in pieces)
    taken = []
    for choice in reversed(choices):
        taken.append(int(choice[left]))
        left -= taken[-1]
    taken.append(left)
    return tuple(piece.least + extra for piece, extra in zip(pieces, reversed(taken), strict=True))


def _join(
    first: NDArray[np.float64], second: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Least sums at each total index, and the index that the second takes."""
    best = np.full(first.size + second.size - 1, np.inf)
    choice = np.zeros(best.size, np.int64)
    for taken, extra in enumerate(second.tolist()):
        here = slice(taken, taken + first.size)
        better = first + extra < best[here]
        best[here] = np.where(better, first + extra, best[here])
        choice[here][better] = taken
    return best, choice


def norm_range(households: Sequence[int], kinds: Sequence[GridType], flat: GridType) -> NormRange:
    """Return how many grids the norm allows for communities of these totals and types.

    `flat` is the norm by which the district's total alone is divided.
    """
    total = sum(households)
    low = high = grids = unavoidable = 0
    for count, kind in zip(households, kinds, strict=True):
        most = count // max(kind.norm_low, 1) + 2
        best = options(count, most, kind, most).best
        fewest, fits = fitting(count, kind.norm_low, kind.norm_high, most)
        none = fewest > fits
        low += best if none else fewest
        high += best if none else fits
        grids += best
        unavoidable += none
    return NormRange(
        flat_low=-(-total // flat.norm_high),
        flat_high=total // max(flat.norm_low, 1),
        low=low,
        high=high,
        grids=grids,
        unavoidable=unavoidable,
    )
