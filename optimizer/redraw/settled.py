"""Ground that is settled before a line is drawn: locked and exclusive grids, and what they break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.graph import connected_pieces
from domain.plan import EXCLUSIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.problem import DistrictingProblem


def community_total(problem: DistrictingProblem, community: int) -> int:
    """Return the households of a community outside exclusive grids."""
    counted = problem.graph.units.communities.of_unit == community
    if problem.today is not None:
        exclusive = np.array([grid.type == EXCLUSIVE for grid in problem.today.grids] + [False])
        counted &= ~exclusive[problem.today.grid_of]
    return int(problem.households[counted].sum())


def misfits_of_kept(problem: DistrictingProblem, kept: NDArray[np.int32]) -> set[int]:
    """Return the communities in which kept grids break a law as they stand, where norms are laws.

    A kept grid in several pieces or communities, one outside its norm that is not a community too
    small for one grid, and one that cuts what must stay together.
    """
    if not problem.strict or problem.today is None:
        return set()
    of_unit = problem.graph.units.communities.of_unit
    broken = [*_broken(problem, kept), *_cutting(problem, kept)]
    return {int(np.bincount(of_unit[units]).argmax()) for units in broken}


def _broken(problem: DistrictingProblem, kept: NDArray[np.int32]) -> Iterator[NDArray[np.int64]]:
    """Yield the units of each kept grid that breaks a law by itself."""
    graph, of_unit = problem.graph, problem.graph.units.communities.of_unit
    kinds = {kind.key: kind for kind in problem.types}
    joined = graph.passable & (kept[graph.tail] == kept[graph.head])
    piece_of = connected_pieces(len(graph.units), graph.tail[joined], graph.head[joined])
    near = np.ones(len(graph.units), np.bool_)
    near[problem.exclaves] = False
    for grid in np.unique(kept[kept >= 0]).tolist():
        mine = np.flatnonzero(kept == grid)
        communities = np.unique(of_unit[mine])
        pieces = np.unique(piece_of[mine[near[mine]]])
        kind = kinds.get(problem.today.grids[grid].type) if problem.today else None
        held = int(problem.households[mine].sum())
        fits = kind is None or kind.norm_low <= held <= kind.norm_high
        small = kind is not None and community_total(problem, int(communities[0])) < kind.norm_low
        if communities.size > 1 or pieces.size > 1 or not (fits or small):
            yield mine


def _cutting(problem: DistrictingProblem, kept: NDArray[np.int32]) -> Iterator[NDArray[np.int64]]:
    """Yield the units of each group in one piece that lines of kept grids cut."""
    graph, label = problem.graph, problem.together
    of_unit = graph.units.communities.of_unit
    joined = graph.passable & (label[graph.tail] == label[graph.head])
    joined &= of_unit[graph.tail] == of_unit[graph.head]
    piece_of = connected_pieces(len(graph.units), graph.tail[joined], graph.head[joined])
    inside = np.flatnonzero(label >= 0)
    pairs = np.unique(np.column_stack([label, kept])[inside], axis=0)
    for group in np.unique(pairs[1:, 0][pairs[1:, 0] == pairs[:-1, 0]]).tolist():
        mine = np.flatnonzero(label == group)
        if np.unique(piece_of[mine]).size == 1:
            yield mine
