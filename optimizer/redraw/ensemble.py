"""Legal plans without a wish, one grown from the other: what a plan is held against.

A step merges two neighbouring grids and cuts them anew at a random edge of a random spanning tree, both
sides within the law (ReCom: DeFord, Duchin & Solomon 2021, doi:10.1162/99608f92.eb30390f). Norms, balance,
short borders and old lines count for nothing. Plans of few cut edges come more often than others, as with
every chain of this kind: it is a neutral ensemble, not a uniform one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from optimizer.redraw.improve_kernels import LENGTH
from optimizer.redraw.part import PartState, cost, stream_of
from optimizer.redraw.search import advance, begin
from optimizer.redraw.tally_kernels import HARD, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.redraw.part import Part

STEPS: Final = 10
"""Times that each grid is redrawn between two plans that are told, on the average."""
BURN_IN: Final = 10
"""As many plans are passed over at the beginning."""
_COLD: Final = 1e-3
_ENDLESS: Final = 1 << 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One plan of a chain: the states of all parts, whether each keeps every law, and whether it counts.

    The first plans do not: they still remember how the chain began.
    """

    states: tuple[PartState, ...]
    legal: bool
    counts: bool


def ensemble(parts: Sequence[Part], *, plans: int, seed: int) -> Iterator[Step]:
    """Yield the plans of a chain until so many of them count."""
    parts = [_neutral(part) for part in parts]
    states = [_begun(part, seed) for part in parts]
    for number in range(plans + BURN_IN):
        states = [
            advance(part, state, 2 * STEPS * part.nodes) for part, state in zip(parts, states, strict=True)
        ]
        legal = all(cost(part, state.grid_of)[0] == 0 for part, state in zip(parts, states, strict=True))
        shown = tuple(replace(state, best=state.grid_of) for state in states)
        yield Step(states=shown, legal=legal, counts=number >= BURN_IN)


def _neutral(part: Part) -> Part:
    """The same part where laws alone count, and every proposal redraws two grids."""
    weights = np.zeros(TERMS)
    weights[HARD] = 1.0
    always = 2.0 * part.nodes / part.grids
    empty = np.empty(0, np.int32)
    return replace(part, start=empty, weights=weights, schedule=np.array([_COLD, _COLD, always, 0.0]))


def _begun(part: Part, seed: int) -> PartState:
    """A first plan, never to be returned to."""
    state = begin(part, seed)
    counters = state.counters.copy()
    counters[LENGTH] = _ENDLESS
    return replace(state, counters=counters, stream=stream_of(seed + 1, part.code), proven=False)
