"""Many parts, many hands: a redraw advances slice by slice, and comes out the same however it was sliced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal

from domain.proposal import TracePoint
from scenarios.running.engine import P, S
from scenarios.running.lanes import keep_busy, never

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.proposal import StoppedBy
    from scenarios.running.budget import Budget
    from scenarios.running.crew import Crew
    from scenarios.running.engine import Engine
    from scenarios.running.lanes import Stop, StopReason

SLICE_S = 0.25
FIRST_SLICE = 4000
LEAST_SLICE = 250
GROWTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Generic[S]):
    """Where a part stands: its state, the proposals it was given, and what can be said of it."""

    state: S
    given: int
    value: float
    done: bool
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Generic[S]):
    """What changed: parts by number as they are now, and those that work can be resumed from."""

    changed: Mapping[int, Mark[S]]
    resumable: Mapping[int, Mark[S]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[S]):
    """States of all parts, why the work ended, and the total of proposals that gives them again.

    A pause gives no states. What a person stopped is kept as it was, beyond any common total.
    """

    states: tuple[S, ...]
    stopped_by: StoppedBy | Literal["pause"]
    proposals: int
    trace: tuple[TracePoint, ...]


def run_parts(
    engine: Engine[P, S],
    parts: Sequence[P],
    *,
    seed: int,
    budget: Budget,
    crew: Crew,
    stop: Stop = never,
    on_progress: Callable[[Progress[S]], None] | None = None,
    resumed: Mapping[int, tuple[S, int]] | None = None,
) -> Outcome[S]:
    """Work on all parts until their shares are spent, nothing can be gained, or `stop` says why.

    The outcome depends on parts, seed and proposals alone: not on the number of hands, nor on the
    length of slices, nor on where work was broken off. `resumed` holds, for some parts, the state
    to go on from and the proposals it was given. `stop` and `on_progress` are called between
    slices of about a quarter of a second. Every part is begun before `time` or `user` is heard,
    so that there is a whole plan to keep.
    """
    work = _Work(engine=engine, parts=parts, seed=seed, budget=budget, crew=crew, tell=on_progress)
    for number, (state, given) in (resumed or {}).items():
        work.mark(number, state, given)
    work.tell_of(sorted(work.marks))
    return work.done_by(stop)


@dataclass(slots=True, kw_only=True)
class _Work(Generic[P, S]):
    """One call of `run_parts` under way."""

    engine: Engine[P, S]
    parts: Sequence[P]
    seed: int
    budget: Budget
    crew: Crew
    tell: Callable[[Progress[S]], None] | None
    targets: tuple[int, ...] = ()
    marks: dict[int, Mark[S]] = field(default_factory=dict)
    slice_of: dict[int, int] = field(default_factory=dict)
    trace: list[TracePoint] = field(default_factory=list)

    def done_by(self, stop: Stop) -> Outcome[S]:
        """Begin every part, then raise all of them from level to level."""
        numbers = range(len(self.parts))
        unbegun = [n for n in numbers if n not in self.marks]
        if self._busy(unbegun, lambda: "pause" if stop() == "pause" else None):
            return self._outcome("pause", 0)
        reached, kept = 0, dict(self.marks)
        for level in self.budget.levels:
            self.targets = self.budget.shares(level)
            short = [n for n in numbers if self._missing(n)]
            reason = self._busy(sorted(short, key=self._missing, reverse=True), stop)
            if reason == "time":
                self.marks = kept
                return self._outcome(reason, reached)
            if reason is not None:
                return self._outcome(reason, sum(mark.given for mark in self.marks.values()))
            reached, kept = level, dict(self.marks)
            self._level_done(level)
        proven = all(mark.proven for mark in self.marks.values())
        return self._outcome("proven" if proven else "proposals", self.budget.total)

    def mark(self, number: int, state: S, given: int) -> None:
        """Note where a part stands."""
        part, share = self.parts[number], self.budget.shares(self.budget.total)[number]
        self.marks[number] = Mark(
            state=state,
            given=given,
            value=self.engine.value(part, state),
            done=given >= share or self.engine.finished(part, state),
            proven=self.engine.proven(part, state),
        )

    def _busy(self, numbers: Sequence[int], stop: Stop) -> StopReason | None:
        return keep_busy(self.crew, numbers, ask=self._ask, settle=self._settle, stop=stop, tell=self.tell_of)

    def _ask(self, number: int) -> tuple[Callable[..., S], tuple[Any, ...]] | None:
        """Return what to do next on a part: begin it, or advance it by a slice towards its target."""
        part = self.parts[number]
        if number not in self.marks:
            return self.engine.begin, (part, self.seed)
        if not self._missing(number):
            return None
        size = min(self.slice_of.get(number, FIRST_SLICE), self._missing(number))
        return self.engine.advance, (part, self.marks[number].state, size)

    def _settle(self, number: int, state: S, seconds: float) -> None:
        """Note a part's new state, and fit its next slice to the time that this one took."""
        if number not in self.marks:
            self.mark(number, state, 0)
            return
        before = self.marks[number].given
        size = min(self.slice_of.get(number, FIRST_SLICE), self._missing(number))
        fit = int(size * SLICE_S / max(seconds, 1e-6))
        self.mark(number, state, before + size)
        self.slice_of[number] = max(LEAST_SLICE, min(fit, GROWTH * max(size, LEAST_SLICE)))

    def _missing(self, number: int) -> int:
        """Return the proposals that a part lacks to its target; none where nothing can be gained."""
        mark = self.marks[number]
        if not self.targets or self.engine.finished(self.parts[number], mark.state):
            return 0
        return max(0, self.targets[number] - mark.given)

    def tell_of(self, numbers: Sequence[int]) -> None:
        """Tell of parts as they are now."""
        changed = {number: self.marks[number] for number in numbers}
        if changed and self.tell is not None:
            self.tell(Progress(changed=changed, resumable={} if self.budget.timed else changed))

    def _level_done(self, level: int) -> None:
        """Note a level that all parts have reached; under a clock only such can be resumed from."""
        if self.budget.timed and self.tell is not None:
            self.tell(Progress(changed={}, resumable=dict(self.marks)))
        marks = [self.marks[number] for number in range(len(self.parts))]
        value, done = sum(mark.value for mark in marks), sum(mark.done for mark in marks)
        self.trace.append(TracePoint(proposals=level, value=value, parts_done=done))

    def _outcome(self, stopped_by: StoppedBy | Literal["pause"], proposals: int) -> Outcome[S]:
        whole = () if stopped_by == "pause" else range(len(self.parts))
        states = tuple(self.marks[number].state for number in whole)
        return Outcome(states=states, stopped_by=stopped_by, proposals=proposals, trace=tuple(self.trace))
