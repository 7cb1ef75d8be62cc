"""A whole redraw in one process: prepare, begin, advance in rounds, assemble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.outcome import Infeasible
from domain.proposal import TracePoint
from optimizer.redraw.assemble import assemble
from optimizer.redraw.prepare import prepare
from optimizer.redraw.search import advance, begin, finished, value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.problem import DistrictingProblem
    from domain.proposal import Proposal, StoppedBy
    from domain.settings import Effort
    from optimizer.redraw.part import Part, PartState, Prepared

ENGINE = "redraw-8"
"""Version stamp of the engine: a recipe names it, and any change that moves a line changes it."""

SLICE = 250_000
"""Proposals of one slice: well under half a second on one core."""
ROUNDS = 20
_PER_NODE: dict[Effort, int] = {"quick": 2_000, "normal": 12_000, "thorough": 80_000}
_MANY = 2_000
_LEAST: dict[Effort, int] = {"quick": 20_000, "normal": 100_000, "thorough": 600_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a redraw has come; `value` is the cost of all best plans together."""

    proposals: int
    asked: int
    parts_done: int
    parts: int
    value: float


def proposals_for(effort: Effort, part: Part) -> int:
    """Return how many proposals an effort stands for on one part; few a node where there are many nodes."""
    if part.fixed:
        return 0
    counted = min(part.nodes, _MANY) + max(part.nodes - _MANY, 0) // 20
    return max(_LEAST[effort], _PER_NODE[effort] * counted)


def budgets(
    prepared: Prepared, *, effort: Effort = "normal", proposals: int | None = None
) -> tuple[int, ...]:
    """Return how many proposals each part gets: by its effort, or its share of a total."""
    shares = tuple(proposals_for("normal", part) for part in prepared.parts)
    if proposals is None:
        return tuple(proposals_for(effort, part) for part in prepared.parts)
    return tuple(proposals * share // max(sum(shares), 1) for share in shares)


def redraw(
    problem: DistrictingProblem,
    *,
    seed: int,
    effort: Effort = "normal",
    proposals: int | None = None,
    stop: Callable[[Progress], bool] = lambda _: False,
) -> Proposal | Infeasible:
    """Return the best plan found, or why there is none.

    All parts advance together in rounds. `stop` is asked after every slice; a round it ends is
    dropped, so that the plan is the one that as many proposals would give again.
    """
    prepared = prepare(problem)
    if isinstance(prepared, Infeasible):
        return prepared
    total = sum(budgets(prepared, effort=effort, proposals=proposals))
    states = tuple(begin(part, seed) for part in prepared.parts)
    trace = [_point(prepared, states, 0)]
    stopped_by: StoppedBy = "proposals"
    done = 0
    for number in range(1, ROUNDS + 1):
        if all(finished(p, s) for p, s in zip(prepared.parts, states, strict=True)):
            stopped_by = "proven"
            break
        reached = total * number // ROUNDS
        following = _round(prepared, states, done, reached, stop)
        if following is None:
            stopped_by = "user"
            break
        states, done = following, reached
        trace.append(_point(prepared, states, done))
    return assemble(prepared, states, stopped_by, trace=trace, proposals=done)


def _round(
    prepared: Prepared,
    states: Sequence[PartState],
    done: int,
    reached: int,
    stop: Callable[[Progress], bool],
) -> tuple[PartState, ...] | None:
    """Advance every part from its share of `done` to its share of `reached`; None if stopped on the way."""
    before, after = budgets(prepared, proposals=done), budgets(prepared, proposals=reached)
    following = list(states)
    for n, part in enumerate(prepared.parts):
        for piece in _slices(after[n] - before[n]):
            following[n] = advance(part, following[n], piece)
            at = done + (reached - done) * (n + 1) // len(prepared.parts)
            if stop(_progress(prepared, following, at, reached)):
                return None
    return tuple(following)


def _slices(proposals: int) -> tuple[int, ...]:
    full, rest = divmod(proposals, SLICE)
    return (SLICE,) * full + ((rest,) if rest else ())


def _progress(prepared: Prepared, states: Sequence[PartState], done: int, asked: int) -> Progress:
    pairs = list(zip(prepared.parts, states, strict=True))
    return Progress(
        proposals=done,
        asked=asked,
        parts_done=sum(finished(p, s) for p, s in pairs),
        parts=len(pairs),
        value=sum(value(p, s) for p, s in pairs),
    )


def _point(prepared: Prepared, states: Sequence[PartState], done: int) -> TracePoint:
    now = _progress(prepared, states, done, done)
    return TracePoint(proposals=done, value=now.value, parts_done=now.parts_done)
