"""What the desk does at once: compare, staff, hand over, and say what a standard is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from optimizer.staffing.sensitivity import sensitivities
from scenarios.briefing import leader_lines
from scenarios.compare import compare
from scenarios.handover import make_handover
from scenarios.hours import demand_of
from scenarios.needs import needs_of
from scenarios.pipeline import standards_of
from scenarios.roster import roster_of
from scenarios.scores import known_types
from scenarios.staff import staffed_as_kept
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store
    from domain.problem import Task
    from domain.standards import GridType
    from optimizer.staffing.sensitivity import Sensitivity
    from scenarios.briefing import Line
    from scenarios.compare import Comparison
    from scenarios.handover import Handover
    from scenarios.moves import Move
    from scenarios.needs import Need
    from scenarios.staff import Staffed
    from scenarios.viewer import Viewer

COMPARISONS_AT_HAND = 20


class Desk:
    """Actions on the store, each with its result as a value."""

    def __init__(self, store: Store, viewer: Viewer, home: Path) -> None:
        """Act on a store; hand-overs are kept in `home/handover`."""
        self._store, self._viewer = store, viewer
        self._handovers = home / "handover"
        self._comparisons: AtHand[Comparison] = AtHand(COMPARISONS_AT_HAND)
        self._staffed: AtHand[Staffed] = AtHand(COMPARISONS_AT_HAND)
        self._sensitive: AtHand[tuple[Sensitivity, ...]] = AtHand(COMPARISONS_AT_HAND)
        self._needs: AtHand[tuple[Need, ...]] = AtHand(COMPARISONS_AT_HAND)

    def seconds(self, district: str, task: Task) -> int:
        """How long a redraw will take, by the last run of its kind or by the standard pace."""
        for run in self._store.runs.of(district):
            if run.state == "done" and run.settings["task"] == task and run.settings["effort"] == "normal":
                return max(1, round(run.elapsed_s))
        units = len(self._viewer.dataset(district).graph.units)
        return max(1, round(units / self._viewer.standards(district)["redraw.units-per-second"]))

    def norm_high(self, district: str, key: str) -> int:
        """The upper end of a type's norm in a district, 0 without one."""
        standards = self._viewer.standards(district)
        return standards.grid_type(key).norm_high if key in standards.under("grid-types") else 0

    def hard_high(self, district: str, key: str) -> int:
        """The most households that a grid of a type may have in a district, 0 without a limit."""
        standards = self._viewer.standards(district)
        return standards.grid_type(key).hard_high if key in standards.under("grid-types") else 0

    def main_type(self, district: str) -> GridType:
        """The type that rules most households of a district."""
        units = self._viewer.dataset(district).graph.units
        households = units.count(self._viewer.dataset(district).info.households)
        weight: Counter[str] = Counter()
        totals = np.bincount(units.communities.of_unit, households, minlength=len(units.communities.codes))
        for kind, total in zip(units.communities.kinds, totals, strict=True):
            weight[kind] += int(total)
        return self._viewer.standards(district).grid_type(max(sorted(weight), key=lambda kind: weight[kind]))

    def source(self, district: str, key: str) -> str:
        """Where a standard of a district comes from."""
        return self._viewer.standards(district).entries[key].source

    def comparison(self, district: str, before: str, after: str) -> Comparison:
        """Two scenarios of a district side by side; an empty id stands for today's grids."""
        records = [self._viewer.record(district, scenario) for scenario in (before, after)]
        standards = self._viewer.standards(district)
        return self._comparisons.get(
            (*(record.id for record in records), standards.digest),
            lambda: compare(
                self._viewer.dataset(district),
                [self._viewer.scenario(district, record.id) for record in records],
                standards=standards,
            ),
        )

    def sources_of_grid(self, district: str, scenario: str, grid: int) -> list[tuple[str, int]]:
        """Today's grids that the households of a grid come from, the most first."""
        found = self.comparison(district, "", scenario)
        rows = [row for row in found.differences[0].crosswalk if row.new == grid]
        old = found.baseline.plan.grids
        return [
            (old[r.old].code, r.households) for r in sorted(rows, key=lambda row: (-row.households, row.old))
        ]

    def moves_to_grid(self, district: str, scenario: str, grid: int) -> list[Move]:
        """What a grid took over from others and why, the most households first."""
        found = [m for m in self.comparison(district, "", scenario).differences[0].moves if m.new == grid]
        return sorted(found, key=lambda move: (-move.households, move.old))

    def needs(self, district: str, scenario: str) -> tuple[Need, ...]:
        """What every community needs, by the norm that the scenario was drawn by."""
        record = self._viewer.record(district, scenario)
        dataset, plan = self._viewer.dataset(district), self._viewer.scenario(district, record.id)
        own = standards_of(dataset, plan, self._viewer.standards(district))
        types = known_types(own)
        return self._needs.get((record.id, own.digest), lambda: needs_of(dataset.graph.units, plan, types))

    def staffed(self, district: str, scenario: str) -> Staffed:
        """The posts that a scenario needs, in both readings, and what they are answers to."""
        record = self._viewer.record(district, scenario)
        standards = self._viewer.standards(district)
        workers = roster_of(self._store.pools.of(district), standards, "").workers
        return self._staffed.get(
            (record.id, workers, standards.digest),
            lambda: staffed_as_kept(
                self._viewer.dataset(district),
                self._viewer.scenario(district, record.id),
                standards,
                workers,
            ),
        )

    def briefing(self, district: str, before: str, after: str) -> tuple[Line, ...]:
        """The leader's lines for two scenarios."""
        one, other = (self.staffed(district, scenario).readings for scenario in (before, after))
        return leader_lines(self.comparison(district, before, after), one, other)

    def assumptions(self, district: str, scenario: str) -> tuple[Sensitivity, ...]:
        """Every number that the hours of a scenario rest on, the weightiest first."""
        record = self._viewer.record(district, scenario)
        dataset, standards = self._viewer.dataset(district), self._viewer.standards(district)
        households = dataset.graph.units.count(dataset.info.households).astype(np.float64)
        return self._sensitive.get(
            (record.id, standards.digest),
            lambda: sensitivities(
                dataset.graph,
                self._viewer.scenario(district, record.id).plan,
                demand_of(dataset, households, standards),
                standards,
            ),
        )

    def handover_seconds(self, district: str) -> int:
        """How long making and checking a hand-over will take, by the standard pace."""
        units = len(self._viewer.dataset(district).graph.units)
        return max(2, round(units / self._viewer.standards(district)["handover.units-per-second"]))

    def hand_over(self, district: str, scenario: str) -> Handover:
        """Make the internal hand-over of a scenario, check it, and pack it."""
        record = self._viewer.record(district, scenario)
        dataset, plan = self._viewer.dataset(district), self._viewer.scenario(district, record.id)
        own = standards_of(dataset, plan, self._viewer.standards(district))
        return make_handover(dataset, plan, own, self._handovers, name=record.id)

    def handed_over(self, name: str) -> Path | None:
        """The packed hand-over of that name, None where none was made."""
        path = self._handovers / name
        return path if path.parent == self._handovers and path.is_file() else None
