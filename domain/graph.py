"""The planning graph: which units touch, along how many metres, and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.units import UnitSet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Csr:
    """Neighbour lists as compressed rows: those of unit u stand at `indptr[u]:indptr[u + 1]`."""

    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    border_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanningGraph:
    """Units and their borders, all lengths in metres in the dataset's projected CRS.

    Attributes
    ----------
    units
        The unit set that all positions refer to.
    x, y
        A point inside each unit's footprint, metres; float64, shape (units,).
    area_m2
        Area of each unit's footprint.
    outer_border_m
        Length of each unit's border that touches no other unit.
    tail, head
        The borders, each once, `tail < head`, sorted; int32, shape (borders,).
    border_m
        Shared length of each border; 0 for a declared bridge between units that do not touch.
    passable
        Whether a grid may continue across the border: False along barriers (rail, rivers, …).
    follows_m
        How much of the border runs along a road, river, rail or wall.
    """

    units: UnitSet
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    area_m2: NDArray[np.float64]
    outer_border_m: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    border_m: NDArray[np.float64]
    passable: NDArray[np.bool_]
    follows_m: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Freeze the arrays and check that borders are in order and point at units."""
        size, borders = len(self.units), np.asarray(self.tail).shape
        for name, dtype, shape in (
            ("x", np.float64, (size,)),
            ("y", np.float64, (size,)),
            ("area_m2", np.float64, (size,)),
            ("outer_border_m", np.float64, (size,)),
            ("tail", np.int32, borders),
            ("head", np.int32, borders),
            ("border_m", np.float64, borders),
            ("passable", np.bool_, borders),
            ("follows_m", np.float64, borders),
        ):
            array = frozen_array(getattr(self, name), dtype)
            if array.shape != shape:
                raise InvalidValueError("graph-shape", field=name, units=size)
            object.__setattr__(self, name, array)
        if borders[0]:
            key = self.tail.astype(np.int64) * size + self.head
            if (self.tail >= self.head).any() or self.tail.min() < 0 or self.head.max() >= size:
                raise InvalidValueError("border-range", units=size)
            if (np.diff(key) <= 0).any():
                raise InvalidValueError("border-order", units=size)

    def neighbours(self, *, passable_only: bool = True) -> Csr:
        """Return both directions of every border as compressed rows, neighbours ascending."""
        keep = self.passable if passable_only else np.ones(self.tail.size, np.bool_)
        tail = np.concatenate([self.tail[keep], self.head[keep]])
        head = np.concatenate([self.head[keep], self.tail[keep]])
        border = np.tile(self.border_m[keep], 2)
        order = np.lexsort((head, tail))
        indptr = np.zeros(len(self.units) + 1, np.int32)
        np.cumsum(np.bincount(tail, minlength=len(self.units)), out=indptr[1:])
        return Csr(
            indptr=frozen_array(indptr, np.int32),
            indices=frozen_array(head[order], np.int32),
            border_m=frozen_array(border[order], np.float64),
        )

    def only(self, positions: NDArray[np.int64]) -> PlanningGraph:
        """Return the graph of the units at ascending positions; borders with others count as outer."""
        place = np.full(len(self.units), -1, np.int64)
        place[positions] = np.arange(positions.size)
        tail, head = place[self.tail], place[self.head]
        kept = (tail >= 0) & (head >= 0)
        outer = self.outer_border_m.copy()
        np.add.at(outer, self.tail[head < 0], self.border_m[head < 0])
        np.add.at(outer, self.head[tail < 0], self.border_m[tail < 0])
        return PlanningGraph(
            units=self.units.only(positions),
            x=self.x[positions],
            y=self.y[positions],
            area_m2=self.area_m2[positions],
            outer_border_m=outer[positions],
            tail=tail[kept].astype(np.int32),
            head=head[kept].astype(np.int32),
            border_m=self.border_m[kept],
            passable=self.passable[kept],
            follows_m=self.follows_m[kept],
        )

    def pieces(self) -> NDArray[np.int32]:
        """Number the connected pieces over passable borders, in order of their first unit; int32."""
        return connected_pieces(len(self.units), self.tail[self.passable], self.head[self.passable])


def connected_pieces(size: int, tail: NDArray[np.int32], head: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number the connected pieces of a graph in order of their smallest member.

    Labels run down to the smallest member along borders and jump to their label's label
    (pointer jumping), so the number of rounds is logarithmic in the longest path.
    """
    label = np.arange(size)
    while tail.size:
        low = np.minimum(label[tail], label[head])
        before = label.copy()
        np.minimum.at(label, label[tail], low)
        np.minimum.at(label, label[head], low)
        label = label[label]
        if np.array_equal(label, before):
            break
    while not np.array_equal(label, label[label]):
        label = label[label]
    return np.unique(label, return_inverse=True)[1].astype(np.int32)
