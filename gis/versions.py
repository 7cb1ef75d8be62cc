"""Versions: which units of an earlier cut lie on which units of a later one, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from domain.frozen import frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from domain.units import UnitSet
    from gis.dataset import Dataset

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Geometries = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlap:
    """Where two sets of units lie on each other, in the CRS of the later one.

    Attributes
    ----------
    old, new
        Positions of two units that share ground, ascending; int32, shape (rows,).
    area_m2
        The ground that they share; units stacked on a footprint divide it evenly.
    old_outside_m2, new_outside_m2
        Ground of each unit that the other set does not cover at all.
    stray_m2
        Shared ground that was left out, strips narrower than `ground.versions.stray-width`.
    """

    old: NDArray[np.int32]
    new: NDArray[np.int32]
    area_m2: Floats
    old_outside_m2: Floats
    new_outside_m2: Floats
    stray_m2: float


def overlap(old: Dataset, new: Dataset, standards: Standards) -> Overlap:
    """Return where the units of two datasets lie on each other.

    Footprints that both have alike are matched as they are; only changed ground is intersected, so
    the work grows with the change. Units stacked on one footprint meet those of the other set with
    their code, else, where both are as many, in their order, else all of them.
    """
    width = standards["ground.versions.stray-width"]
    here, there = _Footprints(old, new.info.crs), _Footprints(new, new.info.crs)
    pairs, metres, stray = _met(here.shapes, there.shapes, width)
    unit_pairs, of_pair = _of_units(pairs, here, there)
    each = np.bincount(of_pair, minlength=len(pairs))
    area = (metres / np.maximum(each, 1))[of_pair]
    order = np.lexsort((unit_pairs[:, 1], unit_pairs[:, 0]))
    outside = [side.outside(pairs[:, column], metres, width) for column, side in enumerate((here, there))]
    return Overlap(
        old=frozen_array(unit_pairs[order, 0], np.int32),
        new=frozen_array(unit_pairs[order, 1], np.int32),
        area_m2=frozen_array(area[order], np.float64),
        old_outside_m2=frozen_array(outside[0], np.float64),
        new_outside_m2=frozen_array(outside[1], np.float64),
        stray_m2=stray,
    )


class _Footprints:
    """The distinct footprints of a dataset in some CRS, and the units that stand on each."""

    def __init__(self, dataset: Dataset, crs: str) -> None:
        self.units: UnitSet = dataset.graph.units
        _, first, self.of_unit = np.unique(self.units.footprint, return_index=True, return_inverse=True)
        shapes = dataset.footprints[first]
        if dataset.info.crs != crs:
            shapes = gpd.GeoSeries(shapes, crs=dataset.info.crs).to_crs(crs).to_numpy()
        self.shapes: Geometries = np.asarray(shapes, np.object_)
        self.stacked = np.bincount(self.of_unit, minlength=first.size)
        self.order = np.argsort(self.of_unit, kind="stable")
        self.start = np.cumsum(self.stacked) - self.stacked

    def on(self, footprint: int) -> Ints:
        """Return the units on one footprint, in code order."""
        begin = self.start[footprint]
        found: Ints = self.order[begin : begin + self.stacked[footprint]]
        return found

    def outside(self, footprint: Ints, metres: Floats, width: float) -> Floats:
        """Return the ground of each unit that no overlap covers, strips left out; stacked units share it."""
        area = shapely.area(self.shapes)
        left = area - np.bincount(footprint, metres, len(area))
        left[left < width * shapely.length(self.shapes) / 2] = 0.0
        return np.asarray((left / self.stacked)[self.of_unit], np.float64)


def _met(old: Geometries, new: Geometries, width: float) -> tuple[Ints, Floats, float]:
    """Return pairs of footprints that share ground, the square metres, and those of strips left out."""
    same_old, same_new = _alike(old, new)
    rest_old = np.setdiff1d(np.arange(len(old)), same_old)
    rest_new = np.setdiff1d(np.arange(len(new)), same_new)
    second, first = shapely.STRtree(old[rest_old]).query(new[rest_new], predicate="intersects")
    first, second = rest_old[first], rest_new[second]
    common = shapely.intersection(old[first], new[second])
    metres, around = shapely.area(common), shapely.length(common)
    wide = 2 * metres > width * around
    pairs = np.column_stack([np.append(same_old, first[wide]), np.append(same_new, second[wide])])
    areas = np.append(shapely.area(old[same_old]), metres[wide])
    return pairs.astype(np.int64), areas, float(metres[~wide].sum())


def _alike(old: Geometries, new: Geometries) -> tuple[Ints, Ints]:
    """Return the positions of footprints that both have, to the millimetre."""
    keys = [
        shapely.to_wkb(shapely.normalize(shapely.set_precision(shapes, 0.001, mode="pointwise")))
        for shapes in (old, new)
    ]
    place = {key: n for n, key in enumerate(keys[1].tolist())}
    found = np.array([place.get(key, -1) for key in keys[0].tolist()], np.int64)
    return np.flatnonzero(found >= 0), found[found >= 0]


def _of_units(pairs: Ints, here: _Footprints, there: _Footprints) -> tuple[Ints, Ints]:
    """Return pairs of units for pairs of footprints, and the pair of footprints of each."""
    single = (here.stacked[pairs[:, 0]] == 1) & (there.stacked[pairs[:, 1]] == 1)
    plain = np.flatnonzero(single)
    found = [
        np.column_stack([here.order[here.start[pairs[plain, 0]]], there.order[there.start[pairs[plain, 1]]]])
    ]
    of_pair = [plain]
    for pair in np.flatnonzero(~single).tolist():
        mine = _stacked_pairs(pairs[pair], here, there)
        found.append(mine)
        of_pair.append(np.full(len(mine), pair))
    return np.concatenate(found), np.concatenate(of_pair)


def _stacked_pairs(pair: Ints, here: _Footprints, there: _Footprints) -> Ints:
    """Return which units of two footprints, of which one holds several, are the same or may be."""
    old, new = here.on(int(pair[0])), there.on(int(pair[1]))
    place = {there.units.codes[n]: n for n in new.tolist()}
    known = [(n, place[here.units.codes[n]]) for n in old.tolist() if here.units.codes[n] in place]
    same = np.array(known, np.int64).reshape(-1, 2)
    old, new = np.setdiff1d(old, same[:, 0]), np.setdiff1d(new, same[:, 1])
    if old.size == new.size:
        return np.concatenate([same, np.column_stack([old, new])])
    if not (old.size and new.size):  # what the other side has nothing left for goes with all of it
        old = old if old.size else here.on(int(pair[0]))
        new = new if new.size else there.on(int(pair[1]))
    every = np.column_stack([np.repeat(old, new.size), np.tile(new, old.size)])
    return np.concatenate([same, every])
