"""Source: the rows that counts come on, put together by building, each with what it is kept whole with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.cutting.barriers import barriers_of
from gis.cutting.country import natural_villages
from gis.cutting.counts import Places, places_of
from gis.cutting.estates import NATURAL_VILLAGE, NONE, Estates, estates_of
from gis.cutting.faces import containing
from gis.cutting.lots import Lots, by_stairwell, lots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import GridType, Standards
    from gis.reading.check import Layer, Layers
    from gis.reading.layer_spec import Role
    from gis.reading.profile import Profile

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

SOURCE: Final[Role] = "units-source"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourceRows:
    """The source layer with a row for each stairwell, its lots and estates, and where the lots stand."""

    layer: Layer
    lots: Lots
    estates: Estates
    places: Places
    country: NDArray[np.bool_]
    whole_limits: Ints

    def repeated(self, source: Ints, layer: Layer) -> SourceRows:
        """Return the rows of another layer, `source` the row of this one that each is a part of."""
        lots, estates = self.lots, self.estates
        return replace(
            self,
            layer=layer,
            lots=replace(lots, of_row=lots.of_row[source], part=lots.part[source]),
            estates=replace(estates, of_row=estates.of_row[source]),
        )

    @property
    def row_places(self) -> Places:
        """Where each row stands: with its building."""
        of, told = self.lots.of_row, self.places
        estate = told.estate[of] if told.estate is not None else None
        return Places(at=told.at[of], community=told.community[of], grid=told.grid[of], estate=estate)


def source_rows(
    profile: Profile, layers: Layers, types: Sequence[GridType], standards: Standards
) -> SourceRows:
    """Gather the rows of the source; `types` are those of the communities, in the order of their layer."""
    areas = layers.of_role("community")[0].table
    shapes, codes = areas.geometry.to_numpy(), areas["code"].tolist()
    grids = np.concatenate(
        [np.empty(0, np.object_), *(x.table.geometry.to_numpy() for x in layers.of_role("today"))]
    )
    whole = np.array([kind.whole_limit for kind in types], np.int64)
    rural = {
        kind
        for kind in standards.under("ground.country")
        if standards.entries.get(f"grid-types.{kind}.target")
    }
    country = np.array(
        [kind.key in rural and standards[f"ground.country.{kind.key}"] > 0 for kind in types], np.bool_
    )
    layer = layers.of_role(SOURCE)[0]
    at = shapely.point_on_surface(layer.table.geometry.to_numpy())
    layer = by_stairwell(layer, profile.households, _of_community(whole, containing(at, shapes)))
    at = shapely.point_on_surface(layer.table.geometry.to_numpy())
    community = containing(at, shapes)
    estates = estates_of(layers.of_role("estates"), layer, at, community, codes, country)
    limits = _of_community(whole, community)
    lots = lots_of(layer, profile.households, limits, standards["ground.cut.point-radius"])
    standing = np.where(np.bincount(lots.of_row) == 1, at[lots.first_row], lots.shapes)
    places = places_of(np.asarray(standing, np.object_), shapes, grids if len(grids) else None)
    households = lots.sums(layer.table[profile.households].to_numpy(np.int64))
    barred = barriers_of(layers).lines
    estates, of_lot = _with_villages(
        estates, lots, places.community, households, country, codes, barred, standards
    )
    return SourceRows(
        layer=layer, lots=lots, estates=estates, places=replace(places, estate=of_lot), country=country,
        whole_limits=whole,
    )  # fmt: skip


def _of_community(values: Ints, community: Ints) -> Ints:
    """A value of the community of each row; beyond reach where there is none."""
    return np.append(values, np.iinfo(np.int64).max)[community]


def _with_villages(
    estates: Estates, lots: Lots, community: Ints, households: Ints, country: NDArray[np.bool_],
    codes: Sequence[str], barriers: Geometries, standards: Standards,
) -> tuple[Estates, Ints]:  # fmt: skip
    """Add natural villages of country houses without a villager group; return the estate of each lot."""
    of_lot = estates.of_row[lots.first_row]
    mine = np.flatnonzero((of_lot == NONE) & np.append(country, [False])[community])
    if not mine.size:
        return estates, of_lot
    village = natural_villages(lots.shapes[mine], community[mine], households[mine], standards, barriers)
    first = np.unique(village, return_index=True)[1]
    where = community[mine[first]]
    serial = np.arange(where.size) - np.searchsorted(where, where) + 1
    of_lot = of_lot.copy()
    of_lot[mine] = len(estates.codes) + village
    added = replace(
        estates,
        codes=(*estates.codes, *(f"{codes[c]}-V{n:02d}" for c, n in zip(where, serial, strict=True))),
        names=(*estates.names, *(f"自然村{n}" for n in serial)),
        kinds=(*estates.kinds, *([NATURAL_VILLAGE] * where.size)),
        areas=np.append(estates.areas, np.full(where.size, shapely.Polygon(), np.object_)),
        of_row=of_lot[lots.of_row],
    )
    return added, of_lot
