"""Link: which units touch, along how many metres, what lies between them, and where a bridge leads across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import InvalidValueError
from domain.graph import PlanningGraph
from gis.borders import Pieces, segments, shared_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import Standards
    from domain.units import UnitSet

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Ints = NDArray[np.int64]
    Geometries = NDArray[np.object_]


def link(
    units: UnitSet,
    footprints: Geometries,
    *,
    barriers: Geometries | None = None,
    crossings: Geometries | None = None,
    followed: Geometries | None = None,
    bridges: Sequence[tuple[str, str]] = (),
    standards: Standards,
) -> PlanningGraph:
    """Return the planning graph of units that tile the ground.

    Every shared border is kept with its length, so that the perimeter of any union is the sum of
    the outer borders of its units and of the borders that leave it. A border is passable when it is
    longer than `ground.link.shared-edge` and does not run along a barrier for more than
    `ground.link.barrier-share` of its length, unless a crossing or a declared bridge leads over it.

    Parameters
    ----------
    footprints
        One polygon or multipolygon per unit, in the order of the units, in a CRS in metres. Of
        units that share a footprint number the first carries area and borders; the others hang on
        it, and each on the next, by passable borders of no length.
    barriers
        Lines or polygons that cannot be walked across: rail, rivers, expressways.
    crossings
        Points where a road, a bridge or an underpass leads across a barrier.
    followed
        Lines or polygons that a border may follow: roads, rivers, rail, walls, the barriers too.
    bridges
        Pairs of unit codes that a grid may join although they do not touch.

    Raises
    ------
    InvalidValueError
        Where footprints and units differ in number, or a bridge names an unknown unit.
    """
    if len(footprints) != len(units):
        raise InvalidValueError("footprint-number", units=len(units), footprints=len(footprints))
    carrier_of = _carriers(units.footprint)
    carrier = np.unique(carrier_of)
    ground = footprints[carrier]
    pieces = shared_pieces(ground, touch_m=standards["ground.link.touch"])
    border = _Borders(pieces, len(ground))
    blocked = _blocked(pieces, border, barriers, crossings, standards)
    follows = border.sum(_along(pieces, followed, "ground.link.follow-distance", standards))
    passable = (border.metres > standards["ground.link.shared-edge"]) & ~blocked
    area, outer = np.zeros(len(units)), np.zeros(len(units))
    area[carrier] = shapely.area(ground)
    outer[carrier] = np.maximum(shapely.length(ground) - border.around(), 0.0)
    tail, head = carrier[border.tail], carrier[border.head]
    extra = _bridges(units, bridges, carrier_of)
    columns = _joined(len(units), tail, head, (border.metres, passable, follows), extra)
    inside = shapely.point_on_surface(footprints)
    return PlanningGraph(
        units=units, x=shapely.get_x(inside), y=shapely.get_y(inside), area_m2=area, outer_border_m=outer,
        tail=columns[0], head=columns[1], border_m=columns[2], passable=columns[3], follows_m=columns[4],
    )  # fmt: skip


def crossings_of(roads: Geometries, barriers: Geometries) -> Geometries:
    """Return the points where roads lead across barriers; touching at a road's own end does not count.

    Of an area the outline is crossed: where a bridge leaves one bank and where it reaches the other.
    """
    if not (len(roads) and len(barriers)):
        return np.empty(0, np.object_)
    barriers = outlines(barriers)
    pairs = shapely.STRtree(barriers).query(roads, predicate="crosses")
    met = shapely.get_parts(shapely.intersection(roads[pairs[0]], barriers[pairs[1]]))
    points: Geometries = met[shapely.get_type_id(met) == shapely.GeometryType.POINT]
    return points


def outlines(shapes: Geometries) -> Geometries:
    """Lines as they are, areas as their outlines."""
    flat = np.where(shapely.get_dimensions(shapes) == 2, shapely.boundary(shapes), shapes)  # noqa: PLR2004 -- 2 = area
    return np.asarray(flat, np.object_)


def open_borders(
    pieces: Geometries, barriers: Geometries, crossings: Geometries, standards: Standards
) -> tuple[Ints, Ints]:
    """Return the pairs of pieces that one may walk between: an edge in common, no barrier along it."""
    parts = shared_pieces(pieces, touch_m=standards["ground.link.touch"])
    border = _Borders(parts, len(pieces))
    blocked = _blocked(parts, border, barriers, crossings, standards)
    kept = (border.metres > standards["ground.link.shared-edge"]) & ~blocked
    return border.tail[kept], border.head[kept]


class _Borders:
    """Pieces of border summed by the pair of footprints that they lie between."""

    def __init__(self, pieces: Pieces, size: int) -> None:
        self.size = size
        key = pieces.first * size + pieces.second
        pairs, self.of_piece = np.unique(key, return_inverse=True)
        self.tail, self.head = pairs // size, pairs % size
        self.metres = self.sum(pieces.length_m)

    def sum(self, values: Floats) -> Floats:
        """Sum a value of the pieces by border."""
        sums: Floats = np.bincount(self.of_piece, weights=values, minlength=self.tail.size).astype(float)
        return sums

    def around(self) -> Floats:
        """Metres of shared border around each footprint."""
        both = np.concatenate([self.tail, self.head])
        sums: Floats = np.bincount(both, np.tile(self.metres, 2), self.size).astype(float)
        return sums


def _blocked(
    pieces: Pieces,
    border: _Borders,
    barriers: Geometries | None,
    crossings: Geometries | None,
    standards: Standards,
) -> Flags:
    """Say which borders run along a barrier and have no crossing on them."""
    along = _along(pieces, barriers, "ground.link.barrier-distance", standards)
    blocked: Flags = border.sum(along) > standards["ground.link.barrier-share"] * border.metres
    if crossings is None or not len(crossings):
        return blocked
    lines = segments(pieces.ends)
    near = shapely.STRtree(crossings).query(
        lines, predicate="dwithin", distance=standards["ground.link.crossing-distance"]
    )[0]
    crossed = np.zeros(blocked.size, np.bool_)
    crossed[border.of_piece[near]] = True
    return blocked & ~crossed


def _along(pieces: Pieces, lines: Geometries | None, distance: str, standards: Standards) -> Floats:
    """Metres of each piece that lie within a standard distance of any of the lines.

    Pieces are cut into stretches no longer than `ground.link.sample`; a stretch counts whole or not
    at all, by its middle.
    """
    metres = pieces.length_m
    if lines is None or not len(lines) or not metres.size:
        return np.zeros(metres.size)
    steps = np.maximum(np.ceil(metres / standards["ground.link.sample"]), 1).astype(np.int64)
    of_piece = np.repeat(np.arange(metres.size), steps)
    place = np.arange(of_piece.size) - np.repeat(np.cumsum(steps) - steps, steps)
    share = ((place + 0.5) / steps[of_piece])[:, None]
    middle = pieces.ends[of_piece, 0] * (1 - share) + pieces.ends[of_piece, 1] * share
    tree = shapely.STRtree(_segments(lines))
    near = np.unique(tree.query(shapely.points(middle), predicate="dwithin", distance=standards[distance])[0])
    return np.bincount(of_piece[near], minlength=metres.size) / steps * metres


def _segments(lines: Geometries) -> Geometries:
    """Split lines, and the outlines of polygons, into straight segments for a quick search."""
    points, of_line = shapely.get_coordinates(shapely.get_parts(outlines(lines)), return_index=True)
    within = of_line[1:] == of_line[:-1]
    return segments(np.stack([points[:-1][within], points[1:][within]], axis=1))


def _carriers(footprint: NDArray[np.int32]) -> Ints:
    """For each unit the first unit that stands on the same footprint; shape (units,)."""
    _, first, inverse = np.unique(footprint, return_index=True, return_inverse=True)
    return first[inverse]


def _bridges(units: UnitSet, bridges: Sequence[tuple[str, str]], carrier_of: Ints) -> Ints:
    """Pairs of positions joined without a border: declared bridges, and units stacked on a footprint."""
    position = {code: n for n, code in enumerate(units.codes)}
    for code in (code for pair in bridges for code in pair):
        if code not in position:
            raise InvalidValueError("bridge-unit", unit=code)
    declared = np.array([[position[a], position[b]] for a, b in bridges], np.int64).reshape(-1, 2)
    stacked = np.flatnonzero(carrier_of != np.arange(carrier_of.size))
    order = np.argsort(carrier_of, kind="stable")
    beside = carrier_of[order[:-1]] == carrier_of[order[1:]]
    pairs = np.vstack(
        [
            declared,
            np.column_stack([carrier_of[stacked], stacked]),
            np.column_stack([order[:-1][beside], order[1:][beside]]),
        ]
    )
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _joined(
    size: int, tail: Ints, head: Ints, columns: tuple[Floats, Flags, Floats], extra: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats, Flags, Floats]:
    """Borders and bridges together, sorted; a bridge over a border makes that border passable."""
    metres, passable, follows = columns
    border_key, extra_key = tail * size + head, extra[:, 0] * size + extra[:, 1]
    passable = passable | np.isin(border_key, extra_key)
    new = extra_key[~np.isin(extra_key, border_key)]
    key = np.concatenate([border_key, new])
    order = np.argsort(key)
    none = np.zeros(new.size)
    return (
        (key[order] // size).astype(np.int32),
        (key[order] % size).astype(np.int32),
        np.concatenate([metres, none])[order],
        np.concatenate([passable, np.ones(new.size, np.bool_)])[order],
        np.concatenate([follows, none])[order],
    )
