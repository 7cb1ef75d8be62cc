"""Pieces: communities that a barrier parts, and the bridges without which no grid could be drawn there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.graph import connected_pieces
from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.standards import GridType

    Ints = NDArray[np.int32]


def community_pieces(graph: PlanningGraph, bridges: Sequence[tuple[int, int]] = ()) -> Ints:
    """Number the pieces that hang together over passable borders inside one community; shape (units,)."""
    of = graph.units.communities.of_unit
    inside = graph.passable & (of[graph.tail] == of[graph.head])
    extra = np.array(bridges, np.int32).reshape(-1, 2)
    tail = np.concatenate([graph.tail[inside], extra[:, 0]])
    head = np.concatenate([graph.head[inside], extra[:, 1]])
    return connected_pieces(len(graph.units), tail, head)


def bridges_needed(
    graph: PlanningGraph,
    footprints: NDArray[np.object_],
    households: NDArray[np.int64],
    types: Sequence[GridType],
    exempt: NDArray[np.bool_] | None = None,
) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """Propose bridges for pieces of communities that could hold no legal grid of their own.

    A piece can stand alone when some number of grids divides its households inside the hard limits
    of its community's type (`types`, one per community). Any other piece, where its community has
    more than one, is joined to the piece that it shares the longest border with, across the
    barrier, or to the nearest where it touches none. Pieces of nothing but `exempt` units (declared
    exclaves) are left alone. Every bridge and every other piece that stays apart is told.
    """
    units, found, problems = graph.units, list[tuple[int, int]](), list[Problem]()
    bound = np.ones(len(units), np.bool_) if exempt is None else ~exempt
    for community in range(len(units.communities.codes)):
        while True:
            piece = community_pieces(graph, found)
            mine = np.flatnonzero(units.communities.of_unit == community)
            mine = mine[np.isin(piece[mine], piece[mine[bound[mine]]])]
            numbers = np.unique(piece[mine])
            total = {int(n): int(households[mine[piece[mine] == n]].sum()) for n in numbers}
            short = [n for n in total if not _stands_alone(total[n], types[community])]
            if len(total) < 2 or not short:  # noqa: PLR2004 -- one piece is whole
                break
            least = min(short, key=lambda n: (total[n], n))
            inside = mine[piece[mine] == least]
            bridge = _crossing(graph, footprints, inside, mine[piece[mine] != least])
            found.append(bridge)
            problems.append(_told(graph, "community.bridged", community, total[least], bridge))
        problems += [_told(graph, "community.apart", community, total[n]) for n in total if len(total) > 1]
    return tuple((units.codes[a], units.codes[b]) for a, b in found), tuple(problems)


def _stands_alone(households: int, kind: GridType) -> bool:
    """Whether some number of grids keeps every grid of a piece inside the hard limits."""
    return -(-households // kind.hard_high) <= households // max(kind.hard_low, 1) and households > 0


def _crossing(
    graph: PlanningGraph,
    footprints: NDArray[np.object_],
    inside: NDArray[np.int64],
    outside: NDArray[np.int64],
) -> tuple[int, int]:
    """The units inside and outside a piece with the longest border between them, or the least distance."""
    here, there = np.zeros(len(graph.units), np.bool_), np.zeros(len(graph.units), np.bool_)
    here[inside], there[outside] = True, True
    between = (here[graph.tail] & there[graph.head]) | (there[graph.tail] & here[graph.head])
    if between.any():
        border = np.flatnonzero(between)[np.argmax(graph.border_m[between])]
        a, b = int(graph.tail[border]), int(graph.head[border])
    else:
        first, second = shapely.STRtree(footprints[outside]).query_nearest(
            footprints[inside], all_matches=False, return_distance=False
        )
        apart = shapely.distance(footprints[inside[first]], footprints[outside[second]])
        nearest = int(np.argmin(apart))
        a, b = int(inside[first[nearest]]), int(outside[second[nearest]])
    return (a, b) if a < b else (b, a)


def _told(
    graph: PlanningGraph, code: str, community: int, households: int, bridge: tuple[int, int] | None = None
) -> Problem:
    """Tell of a piece: its community, its households, and the bridge that was proposed."""
    units = graph.units
    where = "" if bridge is None else f"{units.codes[bridge[0]]} – {units.codes[bridge[1]]}"
    return Problem(
        code=code,
        severity="note" if bridge is None else "warning",
        layer="units",
        feature=units.communities.codes[community],
        value=where,
        facts={"name": units.communities.names[community], "households": households},
    )
