"""Published figures of other districts beside the district's own: a place to stand, no rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.plan import EXCLUSIVE, RETIRED
from scenarios.role_areas import RESIDENTS, residents_follow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset

FIGURES: Final = (
    ("qinhuai", "people-grid", ("people-grid",)),
    ("haikou", "households-grid", ("households-low", "households-high")),
    ("duerping", "households-grid", ("households-grid",)),
    ("changan", "grids", ("grids",)),
    ("qingdao", "workers-grid", ("workers-grid",)),
    ("qinhuai", "grids-police", ("grids-police",)),
)
"""Place, what is counted, and the standards that hold it: one, or the lower and the upper end."""


POLICE: Final = "net-police"
"""Layer of today's police grids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published figure with its source, and the district's own; None where that is not known."""

    place: str
    what: str
    values: tuple[float, ...]
    here: float | None
    source: str


def published_beside(dataset: Dataset, plan: Plan, standards: Standards, heads: int) -> tuple[Published, ...]:
    """Return every published figure beside the district's, with so many grid workers today."""
    own = _own(dataset, plan, standards, heads)
    return tuple(
        Published(
            place=place,
            what=what,
            values=tuple(standards[f"leaders.published.{place}.{name}"] for name in names),
            here=own.get(what),
            source=standards.entries[f"leaders.published.{place}.{names[0]}"].source,
        )
        for place, what, names in FIGURES
    )


def _own(dataset: Dataset, plan: Plan, standards: Standards, heads: int) -> Mapping[str, float]:
    """Return the district's own figures, those that are known; exclusive grids stay aside."""
    units = dataset.graph.units
    households = units.count(dataset.info.households)
    filled = plan.totals(households)
    counted = [
        n for n, grid in enumerate(plan.grids) if grid.type not in {EXCLUSIVE, RETIRED} and filled[n] > 0
    ]
    grids = len(counted)
    if not grids:
        return {}
    homes = float(sum(filled[n] for n in counted))
    people = (
        homes * standards["basis.household-size"]
        if residents_follow(dataset)
        else float(sum(plan.totals(units.count(RESIDENTS))[n] for n in counted))
    )
    own = {"people-grid": people / grids, "households-grid": homes / grids, "grids": float(grids)}
    zones = len(dataset.layers.get(POLICE, ()))
    return (
        own
        | ({"workers-grid": heads / grids} if heads else {})
        | ({"grids-police": grids / zones} if zones else {})
    )
