"""Stacks: a building's stairwells and floors as units on one footprint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.cutting.lots import Lots

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stack:
    """How pieces of ground become units, some of them several on one footprint.

    Attributes
    ----------
    piece
        The piece under each unit, ascending; int64, shape (units,).
    unit_of_row
        For each row of the source the unit that it is by itself, −1 for none; int64.
    """

    piece: Ints
    unit_of_row: Ints


def stacked(lots: Lots, piece_of_lot: Ints, pieces: int) -> Stack:
    """Give every row of a stacked lot a unit on the lot's piece of ground.

    Where two stacked lots stand on one piece (their outlines are the same), the first has it.
    """
    times = np.ones(pieces, np.int64)
    heights = np.bincount(lots.of_row, lots.part >= 0, len(lots.shapes)).astype(np.int64)
    tall = np.flatnonzero(lots.stacked & (piece_of_lot >= 0))
    piece, first = np.unique(piece_of_lot[tall], return_index=True)
    lot = tall[first]
    times[piece] = heights[lot]
    start = np.cumsum(times) - times
    base = np.full(len(lots.shapes), -1, np.int64)
    base[lot] = start[piece]
    rows = (lots.part >= 0) & (base[lots.of_row] >= 0)
    unit_of_row = np.where(rows, base[lots.of_row] + lots.part, -1)
    return Stack(piece=np.repeat(np.arange(pieces), times), unit_of_row=unit_of_row)
