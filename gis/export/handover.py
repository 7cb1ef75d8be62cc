"""What is handed over, and whether its parts belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from gis.export import fields as table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.scenario import Scenario
    from domain.units import UnitSet
    from gis.dataset import Dataset
    from gis.export.fields import Field

Value = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Handover:
    """What is handed over: a scenario on its ground, and what other rooms know of its grids.

    `attributes` gives further fields of a grid by its code, e.g. `{"610114001001001": {"FTE": 0.72}}`:
    hours and posts from staffing, former codes from a comparison. What is not given stays null.
    """

    dataset: Dataset
    scenario: Scenario
    attributes: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that plan, scores and ground belong together."""
        units, plan = self.units, self.scenario.plan
        if plan.unit_set != units.digest:
            raise InvalidValueError("export-units", scenario=self.scenario.name)
        if self.norm_column is None:
            raise InvalidValueError("export-stale", scenario=self.scenario.name)
        known = {f.name for f in table.GRID_TAIL}
        for code, told in self.attributes.items():
            for name in told:
                if name not in known:
                    raise InvalidValueError("export-attribute", grid=code, field=name)

    @property
    def units(self) -> UnitSet:
        """The planning units."""
        return self.dataset.graph.units

    @property
    def norm_column(self) -> int | None:
        """Position of the counts that the scorecard judged, None where it is that of another plan.

        They are the counts of the scorecard's basis that add up to its grids' households.
        """
        scored = {row.grid: row.households for row in self.scenario.scorecard.per_grid}
        own = self.dataset.info.households
        columns = sorted(enumerate(self.units.columns), key=lambda pair: (pair[1].name != own, pair[0]))
        for position, column in columns:
            totals = self.scenario.plan.totals(self.units.counts[:, position])
            if self.scenario.scorecard.basis == column.basis and all(
                scored.get(grid) == totals[grid] for grid in self.drawn
            ):
                return position
        return None

    @property
    def drawn(self) -> list[int]:
        """Positions of the grids that have ground, in order of their codes; empty ones stay here."""
        grids = np.unique(self.scenario.plan.grid_of[self.scenario.plan.grid_of >= 0])
        return sorted((int(g) for g in grids), key=lambda g: self.scenario.plan.grids[g].code)

    @property
    def count_fields(self) -> tuple[Field, ...]:
        """The field of each column of counts."""
        return table.count_fields(self.units.columns, self.dataset.info.households)
