"""Tallies: columns of counts, from the rows that they came in on to the units that they stand on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.ground import Total
from gis.counting.errors import Spread
from gis.cutting.counts import placed, places_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.cutting.counts import Placed, Places
    from gis.cutting.units import Mosaic
    from gis.reading.check import Layer
    from gis.reading.columns import CountSpec

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """One column of counts: its layer, the unit of each row, and the community it was drawn in (−1: none)."""

    spec: CountSpec
    layer: Layer
    placed: Placed
    drawn_community: NDArray[np.int64]

    def on_units(self, size: int) -> NDArray[np.int64]:
        """Sum the column by unit; int64, shape (units,)."""
        sums = np.zeros(size, np.int64)
        there = self.placed.unit >= 0
        np.add.at(sums, self.placed.unit[there], self.layer.table[self.spec.name].to_numpy()[there])
        return sums

    def error(self, size: int) -> NDArray[np.float64] | None:
        """Return the standard error on each unit of a count that was spread, None of one that was counted."""
        spread = Spread.of(self.layer.table, self.spec.name)
        if spread is None:
            return None
        return spread.on_units(self.layer.table[self.spec.name].to_numpy(), self.placed.unit, size)

    def total(self) -> Total:
        """What came in, what stands on units, and what is only listed."""
        there = self.placed.unit >= 0
        held = int(self.layer.table[self.spec.name].to_numpy()[there].sum())
        into = self.layer.into[self.spec.name]
        return Total(into=into, on_units=held, listed=into - held)


def tallied(layer: Layer, mosaic: Mosaic, places: Places, *, own: Ints | None = None) -> list[Tally]:
    """Place every count of a layer on the units, by where its rows stand and the lines as drawn.

    `own`: for each row the unit that it is by itself (a stairwell, some floors), −1 for none.
    """
    found = placed(places, mosaic.shapes, mosaic.community, mosaic.grid, mosaic.estate)
    if own is not None:
        found = replace(found, unit=np.where(own >= 0, own, found.unit))
    return [
        Tally(spec=spec, layer=layer, placed=found, drawn_community=places.community)
        for spec in layer.spec.counts
    ]


def places_of_layer(layer: Layer, communities: Geometries, grids: Geometries) -> Places:
    """Return where the rows of a layer stand, by the lines of communities and grids as drawn."""
    return places_of(layer.table.geometry.to_numpy(), communities, grids if len(grids) else None)
