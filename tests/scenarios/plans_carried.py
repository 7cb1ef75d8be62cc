"""Plans of chance on the drawn town, carried onto ground cut anew."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.plan import Grid, Plan
from scenarios.beginning import baseline
from scenarios.versions.migrate import migrate
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from domain.scenario import Scenario
    from gis.dataset import Dataset
    from scenarios.versions.migrate import Migration

STANDARDS = shipped_standards()
SEEDS = st.integers(0, 2**32 - 1)


@cache
def town() -> Dataset:
    return drawn_town()


def planned(dataset: Dataset, plan: Plan) -> Scenario:
    """A scenario of any plan on a dataset."""
    today = baseline(replace(dataset, today=plan), STANDARDS)
    assert today is not None
    return replace(today, name="A", dataset=dataset.digest)


def plan_by_chance(dataset: Dataset, seed: int, grids: int = 8) -> Plan:
    """A plan of chance, unassigned units, empty, locked and exclusive grids included."""
    rng = np.random.default_rng(seed)
    return Plan(
        unit_set=dataset.graph.units.digest,
        grid_of=rng.integers(-1, grids, len(dataset.footprints)).astype(np.int32),
        grids=tuple(
            Grid(code=f"g{n}", type="exclusive" if n == 1 else "town", name=f"格{n}", locked=n % 3 == 0)
            for n in range(grids + 1)
        ),
    )


def carried(old: Dataset, new: Dataset, plan: Plan) -> Migration:
    return migrate(old, new, planned(old, plan), STANDARDS, name="B")


def agrees(found: Migration, old: Dataset) -> None:
    """The totals hold: every old household is on a new unit or outside, to the unit."""
    cross = found.cross
    there = np.bincount(cross.old, cross.households, cross.old_size).astype(np.int64) + cross.outside
    assert there.tolist() == old.graph.units.count("households").tolist()
