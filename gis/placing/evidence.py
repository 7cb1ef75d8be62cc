"""Evidence: how badly a layer lies among the areas that should hold it, at a place and at others around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

Kind = Literal["corners", "coded", "held", "inside", "lines"]
Kinds = tuple[Kind, ...]
KINDS: tuple[Kinds, ...] = (("corners",), ("coded", "held", "inside"), ("lines",))  # the sharpest first

AREA = 2  # dimensions
DEGREE_M = np.array([111_320.0, 110_946.0])
SHORTEST = 6  # code of an area that says where a feature belongs; shorter ones may be mere numbers
MOSTLY = 0.5  # of the features must have a code that begins with one
MOST_CORNERS = 10_000  # looked at, evenly spread
HEAVY = 20_000  # corners from which shapes are simplified
COARSE_M = 4.0
STEP_M, MOST_STEPS = 60.0, 60  # between the points looked at along the lines of a feature
NEAR_M = 12.0  # lines that are one line lie so near to each other
EXACT_M = 0.2  # and corners drawn on the same line, or cut off at it


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Of each feature, how much lies where it should not, and how much of it there is."""

    outside: NDArray[np.float64]
    size: NDArray[np.float64]

    @property
    def fitting(self) -> float:
        """How much lies where it should."""
        return float((self.size - self.outside).sum())

    @property
    def share(self) -> float:
        """Share of the layer that lies where it should not."""
        return float(self.outside.sum() / self.size.sum()) if self.size.sum() > 0 else 0.0


class Holder:
    """The areas that should hold a layer, in metres around their middle.

    Parameters
    ----------
    areas
        Valid or invalid areas in longitude and latitude.
    codes
        Their codes; empty where features are not to be looked up by code.
    """

    def __init__(self, areas: Shapes, codes: tuple[str, ...] = ()) -> None:
        west, south, east, north = shapely.total_bounds(areas)
        self.middle = np.array([(west + east) / 2, (south + north) / 2])
        self.scale = DEGREE_M * [np.cos(np.radians(self.middle[1])), 1.0]
        flat = self.flat(areas)
        flat = self.flat(areas)
        self.tree = shapely.STRtree(_coarse(flat))
        self.lines = shapely.STRtree(_segments(shapely.boundary(flat)))
        self.codes = codes

    def flat(self, shapes: Shapes) -> Shapes:
        """Return shapes in longitude and latitude in metres."""
        return np.asarray(
            shapely.transform(shapes, lambda places: (places - self.middle) * self.scale), object
        )

    def parents(self, codes: tuple[str, ...]) -> NDArray[np.int64]:
        """Return for each code the area whose code is its longest beginning, or -1."""
        known = {code: n for n, code in enumerate(self.codes) if len(code) >= SHORTEST}
        lengths = sorted({len(code) for code in known}, reverse=True)
        found = (next((known[c[:n]] for n in lengths if len(c) > n and c[:n] in known), -1) for c in codes)
        return np.fromiter(found, np.int64, len(codes))

    def misfits(self, flat: Shapes, parents: NDArray[np.int64], kinds: Kinds) -> Mapping[Kind, Misfit]:
        """Return how badly a layer in metres lies, by each kind of evidence that it bears.

        `corners`: not exactly on a line of the areas; `coded`: outside the area that its code
        names; `held`: outside its best area; `inside`: outside all of them; `lines`: of its lines,
        what does not run along theirs.
        """
        wanted, found = set(kinds), dict[Kind, Misfit]()
        if wanted & {"coded", "held", "inside"}:
            found |= self._overlapping(_coarse(flat), parents)
        if "corners" in wanted:
            places, of = shapely.get_coordinates(flat, return_index=True)
            step = max(1, len(of) // MOST_CORNERS)
            places, of = places[::step], of[::step]
            found["corners"] = self._off_lines(
                np.asarray(shapely.points(places), object), of, len(flat), EXACT_M
            )
        if "lines" in wanted and (shapely.get_dimensions(flat) > 0).all():
            found["lines"] = self._off_lines(*_along(flat), len(flat), NEAR_M)
        return {kind: found[kind] for kind in kinds if kind in found}

    def _overlapping(self, flat: Shapes, parents: NDArray[np.int64]) -> dict[Kind, Misfit]:
        """Return what lies outside the area named by the code, the best area, and all of them."""
        one, other, both, size = self._overlaps(flat)
        most, whole, own = np.zeros(len(flat)), np.bincount(one, both, len(flat)), np.zeros(len(flat))
        np.maximum.at(most, one, both)
        np.add.at(own, one, np.where(parents[one] == other, both, 0.0))
        named = parents >= 0
        found: dict[Kind, Misfit] = {
            "held": Misfit(outside=np.maximum(size - most, 0), size=size),
            "inside": Misfit(outside=np.maximum(size - whole, 0), size=size),
        }
        if named.mean() >= MOSTLY:
            outside = np.where(named, np.maximum(size - own, 0), 0.0)
            found["coded"] = Misfit(outside=outside, size=np.where(named, size, 0.0))
        return found

    def _overlaps(self, flat: Shapes) -> tuple[NDArray[np.int64], NDArray[np.int64], np.ndarray, np.ndarray]:
        """Return pairs of feature and area, how much of the one lies in the other, and all sizes."""
        dimensions = shapely.get_dimensions(flat)
        size = _size(flat, dimensions)
        one, other = self.tree.query(flat, predicate="intersects")
        both = shapely.intersection(flat[one], self.tree.geometries[other])
        return one, other, _size(both, dimensions[one]), size

    def _off_lines(self, points: Shapes, of: NDArray[np.int64], features: int, far: float) -> Misfit:
        """Return how many points of each feature lie farther than this from the areas' lines."""
        near = np.unique(self.lines.query(points, predicate="dwithin", distance=far)[0])
        every = np.bincount(of, minlength=features).astype(np.float64)
        return Misfit(outside=every - np.bincount(of[near], minlength=features), size=every)


def _along(flat: Shapes) -> tuple[Shapes, NDArray[np.int64]]:
    """Return points spread evenly along the lines of features, and the feature of each."""
    edges = np.where(shapely.get_dimensions(flat) == AREA, shapely.boundary(flat), flat)
    parts, belongs = shapely.get_parts(edges, return_index=True)
    number = np.clip(shapely.length(parts) / STEP_M, 1, MOST_STEPS).astype(np.int64)
    part = np.repeat(np.arange(len(parts)), number)
    turn = (np.arange(part.size) - np.repeat(np.cumsum(number) - number, number) + 0.5) / number[part]
    return shapely.line_interpolate_point(parts[part], turn, normalized=True), belongs[part]


def _coarse(flat: Shapes) -> Shapes:
    """Return shapes in metres, areas valid, without needless corners where they have many."""
    if shapely.get_num_coordinates(flat).sum() > HEAVY:
        flat = shapely.simplify(flat, COARSE_M)
    return np.asarray(np.where(shapely.get_dimensions(flat) == AREA, shapely.make_valid(flat), flat), object)


def moved_flat(flat: Shapes, east: float, north: float) -> Shapes:
    """Return shapes in metres, moved."""
    return np.asarray(shapely.transform(flat, lambda places: places + np.array([east, north])), object)


def _size(shapes: Shapes, dimensions: NDArray[np.signedinteger]) -> NDArray[np.float64]:
    """Area, length, or one, of shapes by the dimensions that they are measured in."""
    size = np.where(dimensions == 1, shapely.length(shapes), shapely.area(shapes))
    size[dimensions == 0] = 1.0
    return size


def _segments(lines: Shapes) -> Shapes:
    """Return lines as the straight pieces between their corners."""
    places, of = shapely.get_coordinates(shapely.get_parts(shapely.get_parts(lines)), return_index=True)
    same = of[1:] == of[:-1]
    return np.asarray(shapely.linestrings(np.stack([places[:-1][same], places[1:][same]], axis=1)), object)
