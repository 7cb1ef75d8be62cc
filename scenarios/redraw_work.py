"""A redraw as work for the runner and for the command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from domain.outcome import Infeasible
from optimizer import redraw
from scenarios.pipeline import build_problem, freeze
from scenarios.running.budget import budget_of
from scenarios.running.crew import crew
from scenarios.running.engine import Engine
from scenarios.running.lanes import never
from scenarios.running.schedule import run_parts
from scenarios.trail import folder_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.plan import Plan
    from domain.proposal import Proposal
    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.redraw import Part, PartState, Prepared
    from scenarios.running.crew import Crew
    from scenarios.running.lanes import Stop
    from scenarios.running.schedule import Outcome, Progress


ENGINE: Final = Engine(
    state=redraw.PartState,
    begin=redraw.begin,
    advance=redraw.advance,
    finished=redraw.finished,
    proven=redraw.proven,
    value=redraw.value,
    grid_of=redraw.grid_of,
    proposals_for=redraw.proposals_for,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class RedrawWork:
    """One redraw: what is asked on which ground, by which standards, and what to call the result.

    `kept` is a plan whose locked and exclusive grids stay as they are; `ready` is the problem divided
    already, where several redraws share the work of that.
    """

    dataset: Dataset
    settings: RedrawSettings
    standards: Standards
    name: str
    kept: Plan | None = None
    ready: Prepared | None = None

    engine = ENGINE

    @cached_property
    def prepared(self) -> Prepared | Infeasible:
        """The problem divided into parts, the same every time."""
        if self.ready is not None:
            return self.ready
        return redraw.prepare(build_problem(self.dataset, self.settings, self.standards, self.kept))

    @property
    def first_grid(self) -> int:
        """Pictures of the plan in the making number their grids after today's."""
        return len(self.dataset.today) if self.dataset.today is not None else 0

    def prepare(self) -> Sequence[Part] | Infeasible:
        """The parts, or why no plan exists."""
        return self.prepared if isinstance(self.prepared, Infeasible) else self.prepared.parts

    def proposal(self, outcome: Outcome[PartState]) -> Proposal:
        """The plan that the states of all parts make together."""
        assert not isinstance(self.prepared, Infeasible)  # noqa: S101 -- there is no outcome of what could not be prepared
        assert outcome.stopped_by != "pause"  # noqa: S101 -- a paused run is not finished
        return redraw.assemble(
            self.prepared,
            outcome.states,
            outcome.stopped_by,
            trace=outcome.trace,
            proposals=outcome.proposals,
        )

    def scenario(self, outcome: Outcome[PartState]) -> Scenario:
        """The scenario that the outcome becomes."""
        return freeze(
            self.dataset,
            self.settings,
            self.standards,
            self.proposal(outcome),
            name=self.name,
            kept=self.kept,
        )

    def finish(self, outcome: Outcome[PartState]) -> Mapping[str, bytes]:
        """The files of the scenario."""
        return folder_files(self.dataset, self.scenario(outcome), self.standards)


def redraw_now(
    work: RedrawWork,
    *,
    workers: int,
    stop: Stop,
    on_progress: Callable[[Progress[PartState]], None] | None = None,
) -> Scenario | Infeasible:
    """Do the whole of a redraw now, with so many processes; the plan does not depend on their number."""
    if isinstance(work.prepared, Infeasible):
        return work.prepared
    with crew(workers) as hands:
        return redraw_with(work, hands, stop=stop, on_progress=on_progress)


def redraw_with(
    work: RedrawWork,
    hands: Crew,
    *,
    stop: Stop = never,
    on_progress: Callable[[Progress[PartState]], None] | None = None,
) -> Scenario | Infeasible:
    """Do the whole of a redraw with hands that are there already."""
    parts = work.prepare()
    if isinstance(parts, Infeasible):
        return parts
    budget = budget_of(
        ENGINE,
        parts,
        effort=work.settings.effort,
        proposals=work.settings.proposals,
        timed=work.settings.seconds is not None,
    )
    outcome = run_parts(
        ENGINE,
        parts,
        seed=work.settings.seed,
        budget=budget,
        crew=hands,
        stop=stop,
        on_progress=on_progress,
    )
    return work.scenario(outcome)
