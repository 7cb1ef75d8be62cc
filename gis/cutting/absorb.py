"""Absorb: pieces too small to stand alone join the neighbour they share the longest border with."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.borders import shared_pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


class _Mosaic:
    """Pieces, their borders with each other, and which have already been put together."""

    def __init__(self, shapes: Geometries, touch_m: float) -> None:
        pieces = shared_pieces(shapes, touch_m=touch_m)
        self.into = list(range(len(shapes)))
        self.area: list[float] = shapely.area(shapes).tolist()
        self.around: list[float] = shapely.length(shapes).tolist()
        self.beside: list[dict[int, float]] = [{} for _ in shapes]
        for a, b, metres in zip(
            pieces.first.tolist(), pieces.second.tolist(), pieces.length_m.tolist(), strict=True
        ):
            self.beside[a][b] = self.beside[a].get(b, 0.0) + metres
            self.beside[b][a] = self.beside[b].get(a, 0.0) + metres

    def root(self, n: int) -> int:
        """Return the piece that a piece now is part of."""
        while self.into[n] != n:
            n = self.into[n]
        return n

    def join(self, small: int, large: int) -> None:
        """Put one piece into another."""
        common = self.beside[small].pop(large)
        del self.beside[large][small]
        for other, metres in self.beside[small].items():
            del self.beside[other][small]
            self.beside[other][large] = self.beside[large][other] = (
                self.beside[large].get(other, 0.0) + metres
            )
        self.beside[small] = {}
        self.area[large] += self.area[small]
        self.around[large] += self.around[small] - 2 * common
        self.into[small] = large

    def width(self, n: int) -> float:
        """Return the mean width of a piece in metres: twice its area over its perimeter."""
        return 2 * self.area[n] / max(self.around[n], 1e-9)


def absorbed(
    shapes: Geometries, label: Ints, standards: Standards, *, homeless: NDArray[np.bool_] | None = None
) -> Ints:
    """Return for each piece the piece that it becomes part of, itself where it stands alone; int64.

    Smallest first, pieces under `ground.cut.sliver-area` or narrower than `ground.cut.sliver-width`,
    and those that are `homeless` at any size, join the neighbour of the same label with the longest
    common border, one that is not homeless if there is such. A piece without a neighbour of its
    label stays.
    """
    mosaic = _Mosaic(shapes, standards["ground.link.touch"])
    stray = [False] * len(shapes) if homeless is None else homeless.tolist()
    least_m2, least_m = standards["ground.cut.sliver-area"], standards["ground.cut.sliver-width"]

    def small(n: int) -> bool:
        return stray[n] or mosaic.area[n] < least_m2 or mosaic.width(n) < least_m

    queue = [(mosaic.area[n], n) for n in range(len(shapes)) if small(n)]
    heapq.heapify(queue)
    while queue:
        area, n = heapq.heappop(queue)
        if mosaic.into[n] != n or area != mosaic.area[n] or not small(n):
            continue
        near = [(not stray[m], metres, -m) for m, metres in mosaic.beside[n].items() if label[m] == label[n]]
        if not near:
            continue
        target = -max(near)[2]
        stray[target] = stray[target] and stray[n]
        mosaic.join(n, target)
        if small(target):
            heapq.heappush(queue, (mosaic.area[target], target))
    return np.array([mosaic.root(n) for n in range(len(shapes))], np.int64)


def dissolved(shapes: Geometries, into: Ints) -> tuple[Geometries, Ints]:
    """Return the pieces put together, and the positions of the pieces that give them their labels."""
    roots, inverse, sizes = np.unique(into, return_inverse=True, return_counts=True)
    merged = shapes[roots].copy()
    order = np.argsort(inverse, kind="stable")
    groups = np.split(order, np.cumsum(sizes)[:-1])
    for n in np.flatnonzero(sizes > 1):
        merged[n] = shapely.coverage_union_all(shapes[groups[n]])
    return merged, roots
