"""Areas in so many parts that hang together, loaded as alike as the redraw's engine finds."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.outcome import Infeasible
from optimizer.redraw import SLICE, advance, begin, finished, proposals_for
from optimizer.redraw.bare import BareGraph, prepare_graph
from optimizer.redraw.cover import legal_plan
from optimizer.redraw.part import cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.redraw import Part

SPREADS: Final = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 1.0, 2.0, 5.0)
"""How far a part may be from the mean, tried one after the other."""
FEW: Final = 100
"""Areas so few that parts exactly alike are worth trying; with more they hardly exist."""
ENOUGH: Final = 200
"""Proposals an area after which a search whose parts fit is good enough."""
SEED: Final = 1


def adjoining_parts(
    tail: NDArray[np.int32], head: NDArray[np.int32], weight: NDArray[np.float64],
    x: NDArray[np.float64], y: NDArray[np.float64], *, parts: int, most: int | None = None,
) -> NDArray[np.int32] | None:  # fmt: skip
    """Return the part of each area, every part in one piece and compact; None where there are none.

    Weights are rounded to whole ones; `most` is the heaviest that a part may be, whatever the
    spread. Places in metres.
    """
    whole = np.rint(weight).astype(np.int64)
    graph = BareGraph(
        codes=tuple(map(str, range(whole.size))), weight=whole, x=x / 1000, y=y / 1000, tail=tail, head=head
    )
    mean = float(whole.sum()) / parts
    for spread in SPREADS if whole.size <= FEW else SPREADS[2:]:
        low, high = math.floor(mean * max(1 - spread, 0.0)), math.ceil(mean * (1 + spread))
        found = fitting_parts(graph, parts, low, high if most is None else min(high, most))
        if found is not None:
            return found
    return None


def fitting_parts(
    graph: BareGraph, parts: int, low: int, high: int, limits: Sequence[tuple[int, int]] = ()
) -> NDArray[np.int32] | None:
    """Return a compact plan whose parts weigh so much, `limits` for the graph's further workloads.

    None where there is none. Where that is not known, `legal_plan`, arithmetic or a short search found none.
    """
    if low > high or any(least > most for least, most in limits):
        return None
    part = prepare_graph(graph, parts=parts, low=low, high=high, objective="inertia", limits=limits)
    if isinstance(part, Infeasible):
        return None
    known, plan = legal_plan(part)
    if known == "none":
        return None
    best = _searched(part if known == "unknown" else replace(part, start=plan))
    return best if cost(part, best)[0] == 0 else None


def _searched(part: Part) -> NDArray[np.int32]:
    """Return the best plan of a search that is over as soon as a plan fits."""
    budget, done, state = proposals_for("quick", part), 0, begin(part, SEED)
    piece = min(SLICE, max(ENOUGH * part.nodes, 1))
    while done < budget and not finished(part, state):
        state, done = advance(part, state, piece), done + piece
        if done >= ENOUGH * part.nodes and cost(part, state.best)[0] == 0:
            break
    return state.best
