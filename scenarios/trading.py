"""Trade-offs at the desk: a redraw for each value of what balance is traded for, as runs of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.errors import InvalidValueError
from scenarios.frontier import asked, caps_of, counts_of, dominating

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store.records import RunRecord
    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from scenarios.frontier import By
    from scenarios.services import RunDesk
    from scenarios.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """One plan of a trade-off, as far as its run is.

    Attributes
    ----------
    asked
        The cap as a share, None for no cap, or the number of grids.
    scenario
        The plan, None until there is one.
    dominated_by
        Runs whose plans are no worse in anything that is traded and better in something.
    """

    run: RunRecord
    asked: float | None
    scenario: Scenario | None
    dominated_by: tuple[str, ...]


class Trading:
    """Sets of runs that differ in one value; a set is known by the ids of its runs."""

    def __init__(self, runs: RunDesk, viewer: Viewer) -> None:
        """Ask for runs and look at what comes of them."""
        self._runs, self._viewer = runs, viewer

    def values(self, district: str, settings: RedrawSettings, by: By) -> tuple[float | None, ...]:
        """Return the values to try: the caps of the standards, or numbers of grids about the best."""
        if by == "cross":
            return caps_of(self._viewer.standards(district))
        return counts_of(self._viewer.dataset(district), settings, self._viewer.standards(district))

    def submit(self, district: str, settings: RedrawSettings, by: By) -> tuple[str, ...]:
        """Queue a redraw for each value and return the ids of the runs.

        Raises
        ------
        InvalidValueError
            Nothing crosses where there are no grids of today.
        """
        if by == "cross" and self._viewer.dataset(district).today is None:
            raise InvalidValueError("frontier-today")
        base = replace(settings, task="norm", grids=None, cross=None)
        return tuple(
            self._runs.submit(district, asked(base, by, value)).id
            for value in self.values(district, base, by)
        )

    def offers(self, district: str, runs: Sequence[str]) -> tuple[By, tuple[Offer, ...]]:
        """Return what a set trades balance for, and its plans in the order of the runs."""
        records = [self._runs.get(run) for run in runs]
        by: By = "grids" if any(record.settings["task"] == "count" for record in records) else "cross"
        plans = {
            record.id: self._viewer.scenario(district, record.result) for record in records if record.result
        }
        better = dominating(plans, by)
        return by, tuple(
            Offer(
                run=record, asked=_asked(record, by), scenario=plans.get(record.id),
                dominated_by=better.get(record.id, ()),
            )
            for record in records
        )  # fmt: skip


def _asked(record: RunRecord, by: By) -> float | None:
    value = record.settings["cross" if by == "cross" else "grids"]
    assert value is None or isinstance(value, (int, float))  # noqa: S101 -- as settings are kept
    return value
