"""What every community needs: how many grids its total asks for, beside how many it has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from domain.bands import fitting_counts
from optimizer.redraw.apportion import options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.scenario import Scenario
    from domain.standards import GridType
    from domain.units import UnitSet

SPARE = 2
"""Numbers of grids looked at beyond what the lower limit allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One community: its total, the grids it has, and the numbers of grids that put each inside the norm.

    `low` exceeds `high` where no number does; `best` is the number nearest the norm in any case,
    `over` how many of its grids are over limit.
    """

    code: str
    name: str
    street: str
    kind: GridType
    households: int
    grids: int
    over: int
    low: int
    high: int
    best: int

    @property
    def unavoidable(self) -> bool:
        """Whether no number of grids puts every one of them inside the norm."""
        return self.low > self.high

    @property
    def missing(self) -> int:
        """Grids short of the fewest that fit; of the number nearest the norm where none fits."""
        return max(0, (self.best if self.unavoidable else self.low) - self.grids)

    @property
    def spare(self) -> int:
        """Grids above the most that fit; above the number nearest the norm where none fits."""
        return max(0, self.grids - (self.best if self.unavoidable else self.high))


def needs_of(units: UnitSet, scenario: Scenario, types: Mapping[str, GridType]) -> tuple[Need, ...]:
    """Return the need of every community of a scenario, in code order; exclusive grids stay aside."""
    rows = [row for row in scenario.scorecard.per_grid if row.band not in {"exclusive", "empty"}]
    grids = Counter(row.community for row in rows)
    over = Counter(row.community for row in rows if row.band == "over")
    streets = streets_of(units)
    held: Counter[str] = Counter()
    for row in rows:
        held[row.community] += row.households
    return tuple(
        need_of(code, name, streets[position], types[kind], held[code], grids=grids[code], over=over[code])
        for position, (code, name, kind) in enumerate(
            zip(units.communities.codes, units.communities.names, units.communities.kinds, strict=True)
        )
    )


def need_of(
    code: str, name: str, street: str, kind: GridType, households: int, *, grids: int, over: int
) -> Need:
    """Return the need of one community of this many households and type."""
    most = households // max(kind.norm_low, 1) + SPARE
    low, high = fitting_counts(households, kind.norm_low, kind.norm_high)
    return Need(
        code=code,
        name=name or code,
        street=street,
        kind=kind,
        households=households,
        grids=grids,
        over=over,
        low=low,
        high=high,
        best=options(households, most, kind, most).best,
    )


def streets_of(units: UnitSet) -> tuple[str, ...]:
    """Return the name of the street that each community lies in; empty where there is no such level."""
    communities = units.communities
    if len(units.levels) == 1:
        return ("",) * len(communities.codes)
    above = units.levels[1]
    street = np.full(len(communities.codes), -1)
    street[communities.of_unit] = above.of_unit
    return tuple(above.names[s] or above.codes[s] if s >= 0 else "" for s in street.tolist())


def worst_streets(needs: Sequence[Need], most: int) -> list[tuple[str, int, int]]:
    """Return street, grids over limit and grids of the streets with most over limit, worst first."""
    over, grids = Counter[str](), Counter[str]()
    for need in needs:
        over[need.street] += need.over
        grids[need.street] += need.grids
    worst = sorted((s for s in over if s and over[s]), key=lambda s: (-over[s], s))
    return [(street, over[street], grids[street]) for street in worst[:most]]
