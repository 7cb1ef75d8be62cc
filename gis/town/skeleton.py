"""The skeleton: outline, water, rail and main roads, smooth as they are built, and the faces between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import shapely
from scipy.interpolate import CubicSpline, PchipInterpolator
from shapely import affinity

from gis.town.turning import turn_matrix, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from gis.town.facts import Feature, Quarter, Sketch

AnyGeometry = TypeVar("AnyGeometry", bound=shapely.Geometry)

GRID_M = 0.01
STEP_M = 60.0
SNAP_M = 250.0
OVERSHOOT_M = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named line on the ground: a road, a rail line or a watercourse."""

    name: str
    kind: str
    line: shapely.LineString
    width_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block between the roads of a quarter, with the letter of its use."""

    quarter: int
    use: str
    polygon: shapely.Polygon


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """The lines that everything else hangs on; local metres, turned, on a grid of one centimetre."""

    outline: shapely.Polygon
    roads: tuple[Line, ...]
    water: tuple[Line, ...]
    rail: tuple[Line, ...]
    quarters: tuple[shapely.Polygon, ...]
    blocks: tuple[Block, ...]
    country: tuple[shapely.Polygon, ...]

    @property
    def barriers(self) -> NDArray[np.object_]:
        """Lines that nobody walks across: water and rail."""
        return np.array([feature.line for feature in (*self.water, *self.rail)], np.object_)


def draw_skeleton(sketch: Sketch, rng: Generator) -> Skeleton:
    """Return the skeleton of a sketch: blocks inside the quarters, faces of open country outside."""
    outline = _outline(sketch, rng)
    water, rail = _lines(sketch.water, sketch, outline), _lines(sketch.rail, sketch, outline)
    nodes = [_nodes(quarter, sketch, rng) for quarter in sketch.quarters]
    streets = [
        line for quarter, grid in zip(sketch.quarters, nodes, strict=True) for line in _grid(quarter, grid)
    ]
    roads = (*streets, *_country_roads(sketch, streets, nodes, outline))
    barriers = [line.line for line in (*water, *rail)]
    quarters = tuple(_hull(grid) for grid in nodes)
    faces = _faces([*(road.line for road in roads), *barriers, outline.exterior], outline)
    inside = [shapely.contains_properly(area, shapely.point_on_surface(faces)) for area in quarters]
    blocks = tuple(
        Block(quarter=n, use=_use(quarter, grid, face), polygon=face)
        for n, (quarter, grid) in enumerate(zip(sketch.quarters, nodes, strict=True))
        for face in faces[inside[n]]
    )
    return Skeleton(
        outline=outline, roads=roads, water=water, rail=rail, quarters=quarters, blocks=blocks,
        country=tuple(faces[~np.any(inside, axis=0)]),
    )  # fmt: skip


def on_grid(geometry: AnyGeometry) -> AnyGeometry:
    """Return a geometry with its points on the centimetre grid."""
    snapped: AnyGeometry = shapely.set_precision(geometry, GRID_M, mode="pointwise")
    return snapped


def _outline(sketch: Sketch, rng: Generator) -> shapely.Polygon:
    """The district: a smooth ring made ragged like a field boundary, scaled to the stated area."""
    ring = _smooth(np.array([*sketch.outline, sketch.outline[0]]), closed=True, step_m=160.0)[:-1]
    out = ring / np.hypot(ring[:, 0], ring[:, 1])[:, None]
    ragged = np.repeat(rng.normal(0.0, 70.0, ring.shape[0] // 2 + 1), 2)[: ring.shape[0], None]
    polygon = shapely.Polygon(ring + out * ragged)
    scale = float(np.sqrt(sketch.area_km2 * 1e6 / polygon.area))
    return on_grid(turned(affinity.scale(polygon, scale, scale, origin=(0.0, 0.0)), sketch.tilt_deg))


def _lines(features: Sequence[Feature], sketch: Sketch, outline: shapely.Polygon) -> tuple[Line, ...]:
    """Smooth lines of the sketch, cut off at the outline; one that meets an earlier one ends on it."""
    lines: list[Line] = []
    for feature in features:
        points = np.array(feature.points)
        line = turned(shapely.LineString(_smooth(points)), sketch.tilt_deg)
        line = on_grid(_longest(line.intersection(outline.buffer(OVERSHOOT_M))))
        lines.append(Line(name=feature.name, kind=feature.kind, line=line, width_m=feature.width_m))
    return tuple(lines)


def _nodes(quarter: Quarter, sketch: Sketch, rng: Generator) -> NDArray[np.float64]:
    """Crossings of a quarter's roads, jittered and turned; shape (norths, easts, 2)."""
    east, north = np.meshgrid(quarter.east, quarter.north)
    grid = np.stack([east, north], axis=-1) + rng.uniform(-1.0, 1.0, (*east.shape, 2)) * quarter.jitter_m
    crossings: NDArray[np.float64] = np.round(grid @ turn_matrix(sketch.tilt_deg), 2)
    return crossings


def _grid(quarter: Quarter, nodes: NDArray[np.float64]) -> list[Line]:
    """The roads of a quarter through their crossings; the outermost ones are its edge."""
    rows = [(name, nodes[n]) for n, name in enumerate(quarter.along_east)]
    columns = [(name, nodes[:, n]) for n, name in enumerate(quarter.along_north)]
    return [
        Line(name=name, kind="main", line=on_grid(shapely.LineString(_smooth(points, STEP_M, gentle=True))))
        for name, points in (*rows, *columns)
    ]


def _country_roads(
    sketch: Sketch, streets: Sequence[Line], nodes: Sequence[NDArray[np.float64]], outline: shapely.Polygon
) -> list[Line]:
    """Main roads beyond the quarters, their ends drawn to the nearest crossing or earlier road."""
    crossings = shapely.multipoints(np.concatenate([grid.reshape(-1, 2) for grid in nodes]))
    roads: list[Line] = []
    for feature in sketch.roads:
        raw = shapely.get_coordinates(turned(shapely.LineString(feature.points), sketch.tilt_deg))
        earlier = shapely.union_all([road.line for road in roads] or [streets[0].line])
        for end in (0, -1):
            point = shapely.Point(raw[end])
            for target in (crossings, earlier):
                if point.distance(target) < SNAP_M:
                    raw[end] = shapely.get_coordinates(shapely.shortest_line(target, point))[0]
                    break
        line = shapely.LineString(_smooth(raw)).intersection(outline.buffer(OVERSHOOT_M))
        roads.append(Line(name=feature.name, kind="main", line=on_grid(_longest(line))))
    return roads


def _faces(lines: list[shapely.Geometry], outline: shapely.Polygon) -> NDArray[np.object_]:
    """The faces between lines, inside the outline."""
    network = shapely.union_all(shapely.geometrycollections(lines), grid_size=GRID_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    found: NDArray[np.object_] = faces[shapely.contains_properly(outline, shapely.point_on_surface(faces))]
    return found


def _use(quarter: Quarter, nodes: NDArray[np.float64], face: shapely.Polygon) -> str:
    """The letter of the block whose middle is nearest to a face's middle."""
    middles = (nodes[:-1, :-1] + nodes[1:, :-1] + nodes[:-1, 1:] + nodes[1:, 1:]) / 4
    away = np.hypot(
        *(middles - shapely.get_coordinates(shapely.point_on_surface(face))[0]).transpose(2, 0, 1)
    )
    row, column = np.unravel_index(away.argmin(), away.shape)
    return quarter.uses[len(quarter.uses) - 1 - int(row)][int(column)]


def _hull(nodes: NDArray[np.float64]) -> shapely.Polygon:
    """The area inside the outermost roads of a quarter."""
    edge = [nodes[0], nodes[:, -1], nodes[-1, ::-1], nodes[::-1, 0]]
    ring = np.concatenate([_smooth(side, STEP_M, gentle=True)[:-1] for side in edge])
    return on_grid(shapely.Polygon(ring))


def _smooth(
    points: NDArray[np.float64], step_m: float = STEP_M, *, closed: bool = False, gentle: bool = False
) -> NDArray[np.float64]:
    """Points along a smooth curve through the given ones, which it keeps."""
    reach = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    curve = (
        PchipInterpolator(reach, points)
        if gentle
        else CubicSpline(reach, points, bc_type="periodic" if closed else "natural")
    )
    at = [np.linspace(a, b, max(int((b - a) / step_m), 1), endpoint=False) for a, b in pairwise(reach)]
    smooth: NDArray[np.float64] = curve(np.append(np.concatenate(at), reach[-1]))
    return smooth


def _longest(geometry: shapely.Geometry) -> shapely.LineString:
    parts = shapely.get_parts(geometry)
    longest: shapely.LineString = parts[shapely.length(parts).argmax()]
    return longest
