"""The cutting ladder: an estate (小区) that must be cut is ground of its own where the rest can spare it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces
from optimizer.redraw.apportion import options, together
from optimizer.redraw.exact import least_beyond

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem
    from domain.standards import GridType
    from optimizer.redraw.apportion import Options
    from optimizer.redraw.ground import Ground


def carved(problem: DistrictingProblem, ground: Ground, kind: GridType) -> NDArray[np.int32]:
    """Return the regions of a ground: its pieces, less each estate that must be cut and can be spared.

    Largest estate first. One can be spared if it is in one piece and if, with it as a region of its
    own, no more households miss the hard limits and the norm than without, as far as totals tell.
    Pieces without households that only the estate touches go with it. int32, shape (nodes,).
    """
    region_of = ground.piece_of
    estate_of = _estates_of_nodes(problem, ground)
    for estate in _to_cut(problem, estate_of, ground, kind):
        tried = _taken_out(ground, region_of, estate_of == estate)
        if tried is not None and _missed(ground, tried, kind) <= _missed(ground, region_of, kind):
            region_of = tried
    return region_of


def _estates_of_nodes(problem: DistrictingProblem, ground: Ground) -> NDArray[np.int32]:
    """Return the estate of each node, −1 where its units are not all of one."""
    estate_of = problem.graph.units.estate_of[ground.units]
    least, most = np.full(ground.nodes, np.iinfo(np.int32).max, np.int32), np.full(ground.nodes, -1, np.int32)
    np.minimum.at(least, ground.node_of, estate_of)
    np.maximum.at(most, ground.node_of, estate_of)
    return np.where(least == most, most, -1).astype(np.int32)


def _to_cut(
    problem: DistrictingProblem, estate_of: NDArray[np.int32], ground: Ground, kind: GridType
) -> list[int]:
    """Estates that lie wholly on these nodes and are above the whole-estate limit and one grid's norm."""
    inside = problem.graph.units.estate_of >= 0
    size = len(problem.graph.units.estate_codes)
    everywhere = np.zeros(size, np.int64)
    np.add.at(everywhere, problem.graph.units.estate_of[inside], problem.households[inside])
    here = np.zeros(size, np.int64)
    np.add.at(here, estate_of[estate_of >= 0], ground.households[estate_of >= 0])
    must = (here == everywhere) & (here >= kind.whole_limit) & (here > kind.norm_high)
    found = np.flatnonzero(must)
    return [int(estate) for estate in found[np.lexsort((found, -here[found]))]]


def _taken_out(
    ground: Ground, region_of: NDArray[np.int32], own: NDArray[np.bool_]
) -> NDArray[np.int32] | None:
    """Return the regions with these nodes as one more, or None where they are not one piece of one."""
    if np.unique(region_of[own]).size != 1:
        return None
    label = np.where(own, int(region_of.max()) + 1, region_of)
    pieces = _pieces(ground, label)
    if np.unique(pieces[own]).size != 1:
        return None
    empty = np.bincount(pieces, ground.households)[pieces] == 0
    beside = empty & (region_of == region_of[own][0])
    return _pieces(ground, np.where(beside, label[own][0], label))


def _pieces(ground: Ground, label: NDArray[np.int32]) -> NDArray[np.int32]:
    same = label[ground.tail] == label[ground.head]
    return connected_pieces(ground.nodes, ground.tail[same], ground.head[same])


def region_options(
    ground: Ground,
    region_of: NDArray[np.int32],
    kind: GridType,
    most: int,
    *,
    exact: bool = False,
    whole_units: bool = True,
) -> list[Options]:
    """Return what each region costs with 1, 2, … grids: at least `most` numbers where there is room.

    With `exact`, what its units and borders leave is counted too, as far as it is known; without
    `whole_units`, as if units could be cut that are in no group.
    """
    households = np.bincount(region_of, ground.households).astype(np.int64)
    room = np.ones(ground.nodes, np.int64)
    if not whole_units:
        room[~ground.grouped] = np.maximum(ground.households[~ground.grouped], 1)
    rooms = np.bincount(region_of, room).astype(np.int64)
    # enough numbers that the best, and all that the hard limits allow, are among them
    least = max(min(kind.hard_low, kind.norm_low), 1)
    found = [
        options(count, room, kind, max(most, count // least + 2))
        for count, room in zip(households.tolist(), rooms.tolist(), strict=True)
    ]
    if not exact:
        return found
    return [
        choice.missing(
            least_beyond(
                ground, np.flatnonzero(region_of == n), choice.beyond, kind, whole_units=whole_units
            ),
            kind.target,
        )
        for n, choice in enumerate(found)
    ]


def _missed(ground: Ground, region_of: NDArray[np.int32], kind: GridType) -> tuple[float, float]:
    """Households that miss the hard limits, and the norm, with the best number of grids for each region."""
    whole = together(region_options(ground, region_of, kind, 0))
    best = whole.best - whole.least
    return float(whole.beyond[best]), float(whole.outside[best])
