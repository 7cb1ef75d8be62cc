"""What other standards would do to today's grids: their bands, the splits they need, and posts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.outcome import Infeasible
from scenarios.needs import needs_of
from scenarios.scores import grid_rows, known_types, subject_of
from scenarios.staff import staff_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.posts import Pool
    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset

STEER_LINES: Final = ("grid-types.",)
"""Standards of which the effect is seen in grids."""
STEER_POSTS: Final = ("workload.", "staffing.", "posts.", "basis.")
"""Standards of which the effect is seen in posts."""
READINGS: Final = ("hours", "one-each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Today's grids by some standards: how many are in each band, and how many are missing."""

    bands: Mapping[str, int]
    splits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manned:
    """Today's grids by some standards: posts by reading, None without an answer, and yuan a year by hours."""

    posts: Mapping[str, int | None]
    yuan: float | None


def judged_today(dataset: Dataset, today: Scenario, standards: Standards) -> Judged:
    """Return how today's grids stand by some standards."""
    rows = grid_rows(subject_of(dataset, today.plan, standards=standards))
    scored = replace(today, scorecard=replace(today.scorecard, per_grid=rows))
    needs = needs_of(dataset.graph.units, scored, known_types(standards))
    return Judged(bands=Counter(row.band for row in rows), splits=sum(need.missing for need in needs))


def manned_today(dataset: Dataset, today: Scenario, standards: Standards, pool: tuple[Pool, ...]) -> Manned:
    """Return the posts that today's grids need by some standards."""
    readings = staff_scenario(dataset, today, standards, pool).readings
    found = {key: None if isinstance(one, Infeasible) else one for key, one in readings.items()}
    hours = found["hours"]
    return Manned(
        posts={key: one.heads.posts if (one := found[key]) else None for key in READINGS},
        yuan=hours.cost_yuan if hours else None,
    )
