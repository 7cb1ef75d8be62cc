"""Roads: lines as a graph, joined where they meet, cross or nearly meet, with its pieces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

SAME_M: Final = 0.05
"""Points of roads closer than this are one."""
OVER: Final = frozenset({"bridge", "tunnel"})
"""Kinds of roads that others pass under or over: they are joined to others at their ends alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spots:
    """Points on roads: the line each is on, and how many metres along it."""

    line: Ints
    along: Reals


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadGraph:
    """Roads as nodes and stretches between them.

    Attributes
    ----------
    tail, head
        Nodes at both ends of each stretch; int64.
    length_m
        Metres of each stretch.
    line
        The line each is part of; −1 for a gap at a dead end that was closed.
    piece
        For each node the piece of the graph that it is in, the longest piece first; int64.
    spots
        Node of each spot that was asked for.
    """

    tail: Ints
    head: Ints
    length_m: Reals
    line: Ints
    piece: Ints
    spots: Ints

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return self.piece.size

    def piece_m(self) -> Reals:
        """Return the metres of road of each piece."""
        pieces = int(self.piece.max(initial=-1)) + 1
        return np.bincount(self.piece[self.tail], self.length_m, pieces).astype(float)

    def costs(self, per_metre: Reals) -> csr_array:
        """Return the graph as a symmetric matrix of costs, `per_metre` given by line (the last for gaps)."""
        cost = self.length_m * per_metre[self.line]
        order = np.lexsort((cost, self.head, self.tail))
        pair = self.tail[order] * self.nodes + self.head[order]
        first = order[np.unique(pair, return_index=True)[1]]  # of several the cheapest
        shape = (self.nodes, self.nodes)
        # a cost of nothing would be no stretch at all
        return csr_array((np.maximum(cost[first], 1e-9), (self.tail[first], self.head[first])), shape=shape)


def road_lines(shapes: Geometries) -> tuple[Geometries, Ints]:
    """Return roads as single lines of some length, and the road that each is part of.

    Areas (carriageways drawn as such) count by their outlines.
    """
    areas = shapely.get_dimensions(shapes) == 2  # noqa: PLR2004 -- areas
    shapes = np.where(areas, shapely.boundary(shapes), shapes)
    lines, of = shapely.get_parts(shapes, return_index=True)
    real = (shapely.get_dimensions(lines) == 1) & (shapely.length(lines) > SAME_M)
    return lines[real], of[real].astype(np.int64)


def nearest_spots(lines: Geometries, places: Geometries) -> tuple[Spots, Reals]:
    """Return the nearest point on a road for each place (a point), and how many metres away it is."""
    line = shapely.STRtree(lines).query_nearest(places, all_matches=False)[1].astype(np.int64)
    along = shapely.line_locate_point(lines[line], places)
    return Spots(line=line, along=along), shapely.distance(lines[line], places)


def road_graph(lines: Geometries, kinds: Sequence[str], spots: Spots, *, join_m: float) -> RoadGraph:
    """Return the graph of lines, with a node at every spot.

    Lines are joined where they share a point, where they cross (but not over and under: `OVER`), and
    where a dead end comes within `join_m` of another line. CRS in metres.
    """
    over = np.array([kind in OVER for kind in kinds], np.bool_)
    length = shapely.length(lines)
    every = np.arange(lines.size)
    met = _meetings(lines, length, over)
    marks = Spots(
        line=np.concatenate([spots.line, every, every, met.line]),
        along=np.concatenate([spots.along, np.zeros(lines.size), length, met.along]),
    )
    gaps = _gaps(lines, length, over, marks, join_m)
    line, along = np.append(marks.line, gaps.line), np.append(marks.along, gaps.along)
    node = _nodes(shapely.line_interpolate_point(lines[line], along))
    order = np.lexsort((along, line))
    a, b = order[:-1], order[1:]
    same = line[a] == line[b]
    a, b = a[same], b[same]
    tail = np.concatenate([node[a], node[gaps.mark]])
    head = np.concatenate([node[b], node[marks.line.size :]])
    metres = np.concatenate([along[b] - along[a], gaps.metres])
    of = np.concatenate([line[a], np.full(gaps.line.size, -1)])
    real = tail != head
    return RoadGraph(
        tail=tail[real], head=head[real], length_m=metres[real], line=of[real],
        piece=_pieces(tail[real], head[real], metres[real], int(node.max(initial=-1)) + 1),
        spots=node[: spots.line.size],
    )  # fmt: skip


def _meetings(lines: Geometries, length: Reals, over: NDArray[np.bool_]) -> Spots:
    """Return a spot on both lines wherever two meet; what passes over or under meets at its ends alone.

    Lines that run along each other meet at every corner of what they share.
    """
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(lines[one], lines[other])
    corners, pair = shapely.get_coordinates(shared, return_index=True)
    points, a, b = shapely.points(corners), one[pair], other[pair]
    on_a, on_b = shapely.line_locate_point(lines[a], points), shapely.line_locate_point(lines[b], points)
    meet = (~over[a] | _at_end(on_a, length[a])) & (~over[b] | _at_end(on_b, length[b]))
    return Spots(
        line=np.concatenate([a[meet], b[meet]]).astype(np.int64),
        along=np.concatenate([on_a[meet], on_b[meet]]),
    )


def _at_end(along: Reals, length: Reals) -> NDArray[np.bool_]:
    """Whether spots are at an end of their line."""
    return (along < SAME_M) | (along > length - SAME_M)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Gaps:
    """Dead ends that nearly meet another line: the mark of each, the spot there, and the metres between."""

    mark: Ints
    line: Ints
    along: Reals
    metres: Reals


def _gaps(lines: Geometries, length: Reals, over: NDArray[np.bool_], marks: Spots, join_m: float) -> _Gaps:
    """Find ends that nothing else meets with another line near by; the nearest one is taken."""
    node = _nodes(shapely.line_interpolate_point(lines[marks.line], marks.along))
    ends = np.flatnonzero(_at_end(marks.along, length[marks.line]))
    of_line = np.unique(np.column_stack([node, marks.line]), axis=0)[:, 0]
    lone = ends[np.bincount(of_line, minlength=node.max(initial=0) + 1)[node[ends]] == 1]
    lone = lone[np.unique(node[lone], return_index=True)[1]] if lone.size else lone
    points = shapely.line_interpolate_point(lines[marks.line[lone]], marks.along[lone])
    end, near = shapely.STRtree(lines).query(points, predicate="dwithin", distance=join_m)
    fit = (near != marks.line[lone[end]]) & ~over[near]
    end, near = end[fit], near[fit]
    metres = shapely.distance(points[end], lines[near])
    order = np.lexsort((near, metres, end))
    first = order[np.unique(end[order], return_index=True)[1]]
    end, near = end[first], near[first]
    return _Gaps(
        mark=lone[end], line=near.astype(np.int64), along=shapely.line_locate_point(lines[near], points[end]),
        metres=metres[first],
    )  # fmt: skip


def _nodes(points: Geometries) -> Ints:
    """Return the node of each point: points closer than `SAME_M`, also by way of others, are one."""
    xy = shapely.get_coordinates(points)
    near = cKDTree(xy).query_pairs(SAME_M, output_type="ndarray")
    shape = (len(xy), len(xy))
    return _components(csr_array((np.ones(len(near)), (near[:, 0], near[:, 1])), shape=shape))


def _pieces(tail: Ints, head: Ints, metres: Reals, nodes: int) -> Ints:
    """Return the piece of each node, pieces in order of their metres of road."""
    piece = _components(csr_array((np.ones(tail.size), (tail, head)), shape=(nodes, nodes)))
    size = np.bincount(piece[tail], metres, int(piece.max(initial=-1)) + 1)
    rank = np.empty(size.size, np.int64)
    rank[np.argsort(-size, kind="stable")] = np.arange(size.size)
    return rank[piece]


def _components(joined: csr_array) -> Ints:
    """Return the connected component of each row."""
    found: Ints = connected_components(joined, directed=False)[1].astype(np.int64)
    return found
