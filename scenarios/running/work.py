"""One piece of work for the runner: from what was asked to the files of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol

from scenarios.running.engine import P, S

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.outcome import Infeasible
    from domain.settings import RedrawSettings
    from scenarios.running.engine import Engine
    from scenarios.running.schedule import Outcome


class Work(Protocol, Generic[P, S]):
    """What the runner is given for a run; everything in it follows from the run's own record."""

    @property
    def engine(self) -> Engine[P, S]:
        """The engine that does it."""

    @property
    def settings(self) -> RedrawSettings:
        """What was asked."""

    @property
    def first_grid(self) -> int:
        """Number of the first grid of the first part in pictures of the plan in the making."""

    def prepare(self) -> Sequence[P] | Infeasible:
        """Divide the problem into parts, the same every time, or say that no plan exists."""

    def finish(self, outcome: Outcome[S]) -> Mapping[str, bytes]:
        """Make the outcome a scenario and return its files."""
