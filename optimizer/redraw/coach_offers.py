"""Strokes between two grids in the order in which the coach thinks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Offer(NamedTuple):
    """One stroke between two grids: its nodes, and by how much it changes each term of a standing."""

    nodes: NDArray[np.int32]
    whole: tuple[int, int, int, int]
    wish: float


class Offers:
    """Every stroke between two grids as they are, the best first, each set of nodes once."""

    def __init__(
        self, member: NDArray[np.int32], bound: Ints, whole: Ints, wish: NDArray[np.float64]
    ) -> None:
        """Keep strokes of nodes between bounds; columns of `whole` are limit, norm, over and outside."""
        self._member, self._bound, self._whole, self._wish = member, bound, whole, wish
        self._rest = iter(np.lexsort((wish, whole[:, 1], whole[:, 0])).tolist())
        self._ready: list[Offer] = []
        self._seen: set[bytes] = set()

    def __iter__(self) -> Iterator[Offer]:
        """Yield them; what nobody asks for is never sorted out."""
        n = 0
        while n < len(self._ready) or self._grown():
            yield self._ready[n]
            n += 1

    def _grown(self) -> bool:
        """Add the next one; say whether there is one."""
        for n in self._rest:
            nodes = np.sort(self._member[self._bound[n] : self._bound[n + 1]])
            name = nodes.tobytes()
            if name not in self._seen:
                self._seen.add(name)
                limit, norm, over, outside = self._whole[n].tolist()
                self._ready.append(Offer(nodes, (limit, norm, over, outside), float(self._wish[n])))
                return True
        return False
