"""The search of the coach: chains of strokes inside one community, by a beam over its plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from optimizer.redraw.coach_kernels import EVERY, changes, strokes_between
from optimizer.redraw.coach_offers import Offers
from optimizer.redraw.ground import grounds, kept_grids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.problem import DistrictingProblem
    from optimizer.redraw.ground import Ground

    Ints = NDArray[np.int64]

LONGEST: Final = 3  # strokes in a chain
BEAM: Final = 16  # plans that are thought further after each stroke
A_PAIR: Final = 3  # strokes kept of each pair of neighbours, so that chains may go other ways
MOST_STROKES: Final = 4096
BURDEN: Final = 0.25  # of moving one mean grid's households, against one grid that is a mean off
EFFORT: Final = 0.02  # of a stroke, on the same scale
_DM_PER_M = 10


class Standing(NamedTuple):
    """How a community stands, the worse the larger, compared from left to right.

    Squares of the households by which its grids miss the hard limits, the same of the norm: one
    grid that is far off weighs more than two that are a little. Then the wishes: balance and
    compactness as the redraw weighs them, `BURDEN` for each mean grid of households moved and
    `EFFORT` for each stroke. Last, how many grids are over limit and outside the norm.
    """

    limit: int
    norm: int
    wish: float
    over: int
    outside: int


class Stroke(NamedTuple):
    """Nodes that go from a grid to another."""

    giver: int
    taker: int
    nodes: NDArray[np.int32]


class Chain(NamedTuple):
    """A plan of the nodes and the strokes that lead to it."""

    standing: Standing
    strokes: tuple[Stroke, ...]
    grid_of: NDArray[np.int32]

    @property
    def rank(self) -> tuple[Standing, int, tuple[tuple[int, int, bytes], ...]]:
        """What chains are ordered by: where they end, how many strokes they take, and which."""
        named = tuple((s.giver, s.taker, s.nodes.tobytes()) for s in self.strokes)
        return self.standing._replace(wish=round(self.standing.wish, 9)), len(self.strokes), named


class Seeker:
    """The nodes of one community, the bands of its grids, and the search over strokes."""

    def __init__(self, problem: DistrictingProblem, plan: Plan, grid: int) -> None:
        """Contract the ground to nodes; nodes of no grid, or of grids that are kept, take no part."""
        ground = next(grounds(problem, kept_grids(problem)))
        self.ground, self.grid = ground, grid
        first = np.full(ground.nodes, -1, np.int64)
        first[ground.node_of[::-1]] = np.arange(ground.units.size)[::-1]
        self.grid_of = plan.grid_of[ground.units[first]].astype(np.int32)
        self._csr(ground)
        kinds = {kind.key: kind for kind in problem.types}
        free = (0, 1 << 60, 0, 1 << 60)
        bands = [kinds.get(about.type) for about in plan.grids]
        self.bounds = np.array(
            [(b.hard_low, b.hard_high, b.norm_low, b.norm_high) if b else free for b in bands]
        )
        self.totals = np.zeros(len(plan), np.int64)
        inside = self.grid_of >= 0
        np.add.at(self.totals, self.grid_of[inside], ground.households[inside])
        self.filled = np.unique(self.grid_of[inside])
        self.mean = max(float(self.totals[self.filled].mean()), 1.0)
        self.balance = float(problem.wishes.balance)
        self.per_dm = problem.wishes.compactness / (
            _DM_PER_M * max(float(problem.graph.area_m2.sum()) ** 0.5, 1.0)
        )
        self.start = self.standing(self.totals)
        room = max(int(np.bincount(self.grid_of[inside]).max(initial=1)), EVERY)
        self._member = np.empty(MOST_STROKES * min(room, 4 * EVERY), np.int32)
        self._end, self._gain = np.empty(MOST_STROKES, np.int32), np.empty((MOST_STROKES, 2), np.int64)
        self._offers: dict[tuple[object, ...], Offers] = {}

    def _csr(self, ground: Ground) -> None:
        """Lay out the borders of the nodes in both directions, in whole decimetres."""
        tail = np.concatenate([ground.tail, ground.head])
        head = np.concatenate([ground.head, ground.tail])
        order = np.lexsort((head, tail))
        self.indptr = np.zeros(ground.nodes + 1, np.int32)
        np.cumsum(np.bincount(tail, minlength=ground.nodes), out=self.indptr[1:])
        self.indices = head[order].astype(np.int32)
        self.border = np.round(np.tile(ground.border_m, 2)[order] * _DM_PER_M).astype(np.int64)

    def standing(self, totals: Ints, *, like: int = -1, without: int = -1) -> Standing:
        """Return how the community stands by the households of its grids, wishes apart.

        A grid more than there are is of the type of the grid `like`; `without` names one that is gone.
        """
        grids = self.filled[self.filled != without]
        bounds = self.bounds[grids]
        if like >= 0:
            grids, bounds = np.append(grids, totals.size - 1), np.vstack([bounds, self.bounds[like]])
        limit, norm = missed(totals[grids], bounds[:, :2]), missed(totals[grids], bounds[:, 2:])
        over, outside = int((limit > 0).sum()), int((norm > 0).sum())
        return Standing(int((limit**2).sum()), int((norm**2).sum()), 0.0, over, outside)

    def smallest_neighbour(self) -> int | None:
        """Return the neighbour of the grid with the fewest households."""
        beside = {other for one, other in self._pairs(self.grid_of, {self.grid}) if one == self.grid}
        return min(beside, key=lambda other: (int(self.totals[other]), other), default=None)

    def chains(self) -> list[Chain]:
        """Return the chains that leave the community better than it stands, best first."""
        beam = [Chain(self.start, (), self.grid_of)]
        better: list[Chain] = []
        for _ in range(LONGEST):
            tried = [chain for known in beam for chain in self._longer(known)]
            seen: set[bytes] = set()
            beam = []
            for chain in sorted(tried, key=lambda chain: chain.rank):
                key = chain.grid_of.tobytes()
                if key not in seen and len(beam) < BEAM:
                    seen.add(key)
                    beam.append(chain)
            better += [chain for chain in beam if chain.standing < self.start]
        return sorted(better, key=lambda chain: chain.rank)

    def _longer(self, chain: Chain) -> Iterator[Chain]:
        """Yield the chains with one stroke more, of each pair of neighbours the best few."""
        touched = {self.grid, *(g for stroke in chain.strokes for g in (stroke.giver, stroke.taker))}
        totals = self.totals.copy()
        for stroke in chain.strokes:
            moved = int(self.ground.households[stroke.nodes].sum())
            totals[[stroke.giver, stroke.taker]] += (-moved, moved)
        gone = np.zeros(self.grid_of.size, np.bool_)
        for stroke in chain.strokes:
            gone[stroke.nodes] = True
        for giver, taker in self._pairs(chain.grid_of, touched):
            yield from self._of_pair(chain, totals, gone, giver, taker)

    def _pairs(self, grid_of: NDArray[np.int32], touched: set[int]) -> list[tuple[int, int]]:
        """Return the neighbouring grids of which at least one was touched, both ways."""
        one, other = grid_of[self.ground.tail], grid_of[self.ground.head]
        apart = (one != other) & (one >= 0) & (other >= 0)
        pairs = set(zip(one[apart].tolist(), other[apart].tolist(), strict=True))
        pairs |= {(b, a) for a, b in pairs}
        return sorted(pair for pair in pairs if touched & set(pair))

    def _of_pair(
        self, chain: Chain, totals: Ints, gone: NDArray[np.bool_], giver: int, taker: int
    ) -> Iterator[Chain]:
        """Yield the best few strokes between two grids that move nothing of what is gone already."""
        was, kept = chain.standing, 0
        for offer in self._between(chain, totals, giver, taker):
            if gone[offer.nodes].any():
                continue
            grid_of = chain.grid_of.copy()
            grid_of[offer.nodes] = taker
            limit, norm, over, outside = offer.whole
            standing = Standing(
                was.limit + limit, was.norm + norm, was.wish + offer.wish,
                was.over + over, was.outside + outside,
            )  # fmt: skip
            yield Chain(standing, (*chain.strokes, Stroke(giver, taker, offer.nodes)), grid_of)
            kept += 1
            if kept == A_PAIR:
                return

    def _between(self, chain: Chain, totals: Ints, giver: int, taker: int) -> Offers:
        """Return the strokes between two grids; plans that differ elsewhere have the same."""
        pair = {giver, taker}
        told = [stroke for stroke in chain.strokes if pair & {stroke.giver, stroke.taker}]
        key = giver, taker, *sorted((stroke.giver, stroke.taker, stroke.nodes.tobytes()) for stroke in told)
        if key not in self._offers:
            count = strokes_between(
                giver, taker, self.indptr, self.indices, self.border, self.ground.households, chain.grid_of,
                int(totals[giver]), self._member, self._end, self._gain,
            )  # fmt: skip
            whole, wish = changes(
                self._gain[:count], totals[[giver, taker]], self.bounds[[giver, taker]], self.mean,
                self.balance, self.per_dm, BURDEN,
            )  # fmt: skip
            bound = np.concatenate([[0], self._end[:count]])
            self._offers[key] = Offers(self._member[: bound[-1]].copy(), bound, whole, wish + EFFORT)
        return self._offers[key]


def missed(households: Ints, band: Ints) -> Ints:
    """Return by how many households each misses its band, 0 inside; the last axis of both is the grid."""
    missed: Ints = np.maximum(np.maximum(band[:, 0] - households, households - band[:, 1]), 0)
    return missed
