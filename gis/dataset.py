"""A dataset: checked ground, ready to plan on, and its folder on disk.

A folder holds `dataset.json`, `units.parquet`, `edges.parquet`, `levels.parquet`,
`layers/*.parquet` and `today/grids.csv` + `today/plan.csv`; geometry is GeoParquet in the
dataset's projected CRS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import InvalidValueError
from domain.frozen import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.ground import GroundInfo
    from domain.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """Everything step 4 of the straight line gives: nobody asks about columns or geometry after it.

    Attributes
    ----------
    info
        Name, CRS, basis, totals, problems and repairs: all that can be said without geometry.
    graph
        The planning graph with its unit set.
    footprints
        One polygon (or multipolygon) per unit, in the order of the units, in `info.crs`.
    today
        Today's grids on the units, or None.
    layers
        Further layers in `info.crs`, by name: `communities`, `streets`, `roads`, `rail`, `water`,
        `facilities`, `events`, `buildings`, department nets as `net-<name>`; columns `code`, `name`
        and `kind` where they apply.
    errors
        Standard error of each count that was spread, by its name; shape (units,). They say how
        surely something is known, and are no part of the digest.
    """

    info: GroundInfo
    graph: PlanningGraph
    footprints: NDArray[np.object_]
    today: Plan | None
    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    errors: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that every unit has a footprint and that today's grids are drawn on these units."""
        if len(self.footprints) != len(self.graph.units):
            raise InvalidValueError(
                "footprints", footprints=len(self.footprints), units=len(self.graph.units)
            )
        if self.today is not None and self.today.unit_set != self.graph.units.digest:
            raise InvalidValueError("today-units")

    @property
    def digest(self) -> str:
        """sha256 over units, borders, footprints to the millimetre, and today's grids."""
        graph, today = self.graph, self.today
        rounded = shapely.set_precision(self.footprints, 0.001, mode="pointwise")
        return digest_of(
            [
                graph.units.digest,
                self.info.crs,
                graph.tail,
                graph.head,
                np.round(graph.border_m, 3),
                graph.passable,
                b"".join(shapely.to_wkb(rounded, byte_order=1)),
                *(
                    []
                    if today is None
                    else [today.digest(graph.units), " ".join(g.code for g in today.grids)]
                ),
            ]
        )
