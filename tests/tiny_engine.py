"""A small engine of the same protocol as the real one: units in a row, grids as even as chance makes them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from domain.digest import plan_digest
from domain.outcome import Infeasible
from scenarios.running.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.settings import RedrawSettings
    from scenarios.running.schedule import Outcome

MULTIPLIER, INCREMENT, MASK = 6364136223846793005, 1442695040888963407, 2**64 - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TinyPart:
    """So many units with so many households each, to be dealt into grids."""

    code: str
    units: NDArray[np.int32]
    households: NDArray[np.int64]
    grids: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TinyState:
    """Grid of each unit, the generator, and the proposals made."""

    grid_of: NDArray[np.int32]
    stream: NDArray[np.uint64]
    made: NDArray[np.int64]
    proven: bool


def begin(part: TinyPart, seed: int) -> TinyState:
    digest = hashlib.sha256(f"{seed}\t{part.code}".encode()).digest()
    return TinyState(
        grid_of=np.arange(part.units.size, dtype=np.int32) % part.grids,
        stream=np.array([int.from_bytes(digest[:8], "big")], np.uint64),
        made=np.array([0]),
        proven=part.grids == 1,
    )


def advance(part: TinyPart, state: TinyState, proposals: int) -> TinyState:
    """Move a random unit to a random grid, so many times, keeping what does not make it worse."""
    grid_of, households = state.grid_of.tolist(), part.households.tolist()
    totals = [0] * part.grids
    for grid, count in zip(grid_of, households, strict=True):
        totals[grid] += count
    stream = int(state.stream[0])
    for _ in range(proposals):
        stream = (stream * MULTIPLIER + INCREMENT) & MASK
        unit = (stream >> 33) % len(grid_of)
        stream = (stream * MULTIPLIER + INCREMENT) & MASK
        to, giver, count = (stream >> 33) % part.grids, grid_of[unit], households[unit]
        if totals[giver] - totals[to] >= count:
            grid_of[unit], totals[giver], totals[to] = to, totals[giver] - count, totals[to] + count
    return TinyState(
        grid_of=np.array(grid_of, np.int32),
        stream=np.array([stream], np.uint64),
        made=state.made + proposals,
        proven=state.proven,
    )


def value(part: TinyPart, state: TinyState) -> float:
    return float(np.square(np.bincount(state.grid_of, part.households)).sum())


PROPOSALS = {"quick": 100, "normal": 1000, "thorough": 10_000}

TINY: Engine[TinyPart, TinyState] = Engine(
    state=TinyState,
    begin=begin,
    advance=advance,
    finished=lambda _, state: state.proven,
    proven=lambda _, state: state.proven,
    value=value,
    grid_of=lambda _, state: state.grid_of,
    proposals_for=lambda effort, part: PROPOSALS[effort] * part.units.size,
)


def tiny_parts(sizes: Sequence[int] = (5, 40, 12, 25)) -> tuple[TinyPart, ...]:
    """Parts of so many units; the first is one grid and proven at once."""
    first = np.cumsum([0, *sizes])
    return tuple(
        TinyPart(
            code=f"{n:03}",
            units=np.arange(first[n], first[n + 1], dtype=np.int32),
            households=np.arange(size, dtype=np.int64) * 7 % 31 + 1,
            grids=1 + size // 6 if n else 1,
        )
        for n, size in enumerate(sizes)
    )


def tiny_digest(parts: Sequence[TinyPart], states: Sequence[TinyState]) -> str:
    """The name of the whole plan."""
    first, labels = 0, []
    for part, state in zip(parts, states, strict=True):
        labels.append(state.grid_of + first)
        first += part.grids
    grid_of = np.concatenate(labels).astype(np.int32)
    return plan_digest([f"{n:06}" for n in range(grid_of.size)], grid_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class TinyWork:
    """A run on tiny parts; a seed of −1 has no plan, one of −2 breaks."""

    settings: RedrawSettings
    engine: Engine[TinyPart, TinyState] = TINY
    first_grid: int = 100
    parts: tuple[TinyPart, ...] = field(default_factory=tiny_parts)

    def prepare(self) -> Sequence[TinyPart] | Infeasible:
        if self.settings.seed == -1:
            return Infeasible(clashes=())
        return self.parts

    def finish(self, outcome: Outcome[TinyState]) -> dict[str, bytes]:
        if self.settings.seed == -2:
            raise ZeroDivisionError
        digest = tiny_digest(self.parts, outcome.states)
        about = {
            "format": 1,
            "name": "tiny",
            "dataset": "d" * 64,
            "baseline": False,
            "provenance": {"plan_digest": digest, "recipe": str(outcome.proposals)},
        }
        return {"scenario.json": json.dumps(about).encode()}
