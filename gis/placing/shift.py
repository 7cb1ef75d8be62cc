"""The shift of a layer against the areas that it should lie in, and what would explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.placing.datum import BOX, to_bd, to_gcj, true_shapes
from gis.placing.whereabouts import DEGREES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

MOST = 1500  # features looked at, evenly spread
SPILLED = 0.002  # share of a layer outside its areas from which anything is suspected
EXPLAINED = 0.4  # of what is spilled, an explanation leaves at most so much
FEWEST = 3  # features that must lie better
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A layer lies `metres` off in a direction, as data in `datum` do; `reversed`: rather its areas are.

    `spilled` is the share of it that lies outside its areas, `left` what remains once converted.
    """

    datum: str
    metres: float
    direction: str
    spilled: float
    left: float
    reversed: bool


def shift_of(shapes: gpd.GeoSeries, areas: gpd.GeoSeries) -> Shift | None:
    """Return the web-map shift that explains why a layer spills out of the areas meant to hold it.

    Each feature should lie in one area. What each datum would make of the layer is tried; nothing
    is said where the layer lies well, or where no datum makes it lie much better.

    Parameters
    ----------
    shapes, areas
        The layer and its areas, each with its CRS.
    """
    held = areas.to_crs(DEGREES).to_numpy()
    sample = shapes[~(shapes.isna() | shapes.is_empty)]
    mine = shapely.force_2d(sample.iloc[:: max(1, len(sample) // MOST)].to_crs(DEGREES).to_numpy())
    if not len(mine) or not len(held) or not _in_box(mine):
        return None
    tree = shapely.STRtree(held)
    before = _spilled(mine, tree)
    if _share(before) < SPILLED:
        return None
    tried = {("gcj02", False): true_shapes(mine, "gcj02"), ("bd09", False): true_shapes(mine, "bd09")}
    for name, shift in (("gcj02", to_gcj), ("bd09", to_bd)):
        tried[name, True] = np.asarray(shapely.transform(mine, shift), object)
    after = {key: _spilled(found, tree) for key, found in tried.items()}
    best = min(after, key=lambda key: _share(after[key]))
    better = int((after[best][0] < before[0]).sum())
    if _share(after[best]) > EXPLAINED * _share(before) or better < min(FEWEST, len(mine)):
        return None
    metres, direction = _between(tried[best], mine)
    return Shift(
        datum=best[0], reversed=best[1], metres=metres, direction=direction,
        spilled=_share(before), left=_share(after[best]),
    )  # fmt: skip


def _in_box(shapes: NDArray[np.object_]) -> bool:
    """Whether shapes lie where web maps are shifted."""
    west, south, east, north = shapely.total_bounds(shapes)
    return bool(west > BOX[0] and south > BOX[1] and east < BOX[2] and north < BOX[3])


def _spilled(
    shapes: NDArray[np.object_], tree: shapely.STRtree
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return of each feature how much lies outside its best area, and how much of it there is."""
    dimensions = shapely.get_dimensions(shapes)
    size = np.where(dimensions == 1, shapely.length(shapes), shapely.area(shapes))
    size[dimensions == 0] = 1.0
    valid = np.where(dimensions == 2, shapely.make_valid(shapes), shapes)  # noqa: PLR2004 -- areas
    one, other = tree.query(valid, predicate="intersects")
    both = shapely.intersection(valid[one], tree.geometries[other])
    inside = np.where(dimensions[one] == 1, shapely.length(both), shapely.area(both))
    inside[dimensions[one] == 0] = 1.0
    most = np.zeros(len(shapes))
    np.maximum.at(most, one, inside)
    if (dimensions == 1).all():  # a road may cross areas: what counts is whether any holds it
        most = np.minimum(np.bincount(one, inside, len(shapes)), size)
    return np.maximum(size - most, 0), size


def _share(spilled: tuple[NDArray[np.float64], NDArray[np.float64]]) -> float:
    """Share of a layer that lies outside."""
    outside, size = spilled
    return float(outside.sum() / size.sum()) if size.sum() > 0 else 0.0


def _between(true: NDArray[np.object_], found: NDArray[np.object_]) -> tuple[float, str]:
    """Return the mean shift in metres and its direction, as a point of the compass."""
    a, b = (shapely.get_coordinates(shapely.centroid(shapes)) for shapes in (true, found))
    north = (b - a)[:, 1] * 110_946 + 0.0
    east = (b - a)[:, 0] * 111_320 * np.cos(np.radians(a[:, 1]))
    turn = np.degrees(np.arctan2(east.mean(), north.mean())) % 360
    return float(np.hypot(east, north).mean()), COMPASS[round(turn / 45) % 8]
