"""A plan in the making, as far as anybody may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from data.store.records import PartRecord


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Making:
    """Where the units stand now, and which grids are settled.

    Attributes
    ----------
    grid_of
        For each unit its grid, −1 where no part has begun; int32, shape (units,). Grids are
        numbered within the run.
    settled
        For each grid whether nothing is left to do in its part; bool, shape (grids,).
    """

    grid_of: NDArray[np.int32]
    settled: NDArray[np.bool_]

    @property
    def begun(self) -> float:
        """The share of the units that are in a grid, 0–1."""
        return float((self.grid_of >= 0).mean()) if self.grid_of.size else 0.0


def making_of(parts: Sequence[PartRecord], units: int) -> Making:
    """Return the plan that the parts of a run make together as they are now."""
    grid_of = np.full(units, -1, np.int32)
    done = np.zeros(units, np.bool_)
    for part in parts:
        at = np.frombuffer(part.units, "<i4")
        grid_of[at] = np.frombuffer(part.grids, "<i4")
        done[at] = part.done
    settled = np.zeros(int(grid_of.max(initial=-1)) + 1, np.bool_)
    settled[grid_of[done]] = True
    return Making(grid_of=grid_of, settled=settled)
