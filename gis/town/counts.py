"""Counts: what is stated for the district, shared out over its units to the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from domain.units import Count
from gis.town.shares import share_out, unlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator
    from numpy.typing import NDArray

    from gis.town.buildings import Buildings
    from gis.town.facts import TownFacts

EMPLOYERS_IN: Final = {
    "shop": 2.2, "office": 2.6, "works": 1.6, "school": 0.6, "hospital": 1.0, "old": 0.16, "new": 0.12,
    "large": 0.12, "house": 0.012, "park": 0.05,
}  # fmt: skip
EVENTS_PER_EMPLOYER = 6.0
LIVED_IN: Final = {"old": 0.86, "new": 0.66, "large": 0.6, "house": 0.84}


def count_units(
    facts: TownFacts, buildings: Buildings, units: int, rng: Generator
) -> tuple[NDArray[np.int64], tuple[Count, ...]]:
    """Return the counts of all units with what each column means; every stated total is exact.

    Dwellings, buildings and stairwells are counted from the buildings. Visited homes are shared
    out by dwellings and how many of their kind are lived in, never more than there are dwellings;
    employers by what stands there; events by dwellings and employers.
    """
    stated, unit = facts.stated, buildings.unit
    dwellings = np.bincount(unit, buildings.dwellings, units).astype(np.int64)
    lived_in = _by_kind(buildings, LIVED_IN) * buildings.dwellings
    homes = share_out(stated["households"].value, np.bincount(unit, lived_in, units), dwellings)
    work = np.bincount(unit, _by_kind(buildings, EMPLOYERS_IN), units)
    employers = share_out(stated["employers"].value, work)
    uneven = unlike(rng, 0.3, units)
    events = share_out(stated["events"].value, (dwellings + EVENTS_PER_EMPLOYER * employers + 0.5) * uneven)
    columns = {
        "dwellings": dwellings,
        "households": homes,
        "buildings": np.bincount(unit, minlength=units),
        "stairwells": np.bincount(unit, buildings.stairwells, units).astype(np.int64),
        "employers": employers,
        "events": events,
    }
    return np.stack(list(columns.values()), axis=1), tuple(_meaning(facts, name) for name in columns)


def _by_kind(buildings: Buildings, value: Mapping[str, float]) -> NDArray[np.float64]:
    """A value for each building by its kind, 0 where the kind has none."""
    kinds, inverse = np.unique(buildings.kind.astype(str), return_inverse=True)
    return np.array([value.get(kind, 0.0) for kind in kinds])[inverse]


def _meaning(facts: TownFacts, name: str) -> Count:
    """What a column counts: as stated, or an estimate where nothing is."""
    if name in facts.stated:
        entry = facts.stated[name]
        return Count(name=name, basis=entry.basis, date=entry.date)
    return Count(name=name, basis="估算", date=facts.stated["buildings"].date, official=False)
