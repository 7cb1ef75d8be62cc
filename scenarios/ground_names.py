"""The names on the ground of a dataset: units by code, areas and estates, buildings by name and number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from scenarios.finding import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gis.dataset import Dataset

BUILDINGS: Final = "buildings"
NUMBERED: Final = re.compile(r"0*(\d+)(?:号楼|号|栋|幢|座|#|bldg)?")
Key = tuple[str, str]
"""What something lies in, and its own code."""
Place = tuple[str, frozenset[int]]
"""What something lies in, and its units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names on the ground of a dataset, folded, each with all places that bear it."""

    codes: Mapping[str, int]
    areas: Mapping[str, tuple[Place, ...]]
    buildings: Mapping[str, tuple[Place, ...]]
    tails: Mapping[str, frozenset[int]]


def names_of(dataset: Dataset) -> Names:
    """Return the names on the ground: units by code, areas and estates by name and code, buildings."""
    codes = {folded(code): unit for unit, code in enumerate(dataset.graph.units.codes)}
    tails: dict[str, set[int]] = defaultdict(set)
    for code, unit in codes.items():
        number = re.search(r"(\d+)\D*$", code)
        if number:
            tails[str(int(number[1]))].add(unit)
    buildings = list(_buildings(dataset, codes))
    return Names(
        codes=codes,
        areas=_grouped(_areas(dataset)),
        buildings=_grouped(buildings),
        tails={number: frozenset(units) for number, units in tails.items()},
    )


def _grouped(found: Iterable[tuple[str, Key, int]]) -> dict[str, tuple[Place, ...]]:
    """Put (name, place, unit) together by name and place."""
    held: dict[str, dict[Key, set[int]]] = defaultdict(lambda: defaultdict(set))
    for name, place, unit in found:
        held[name][place].add(unit)
    return {
        name: tuple((within, frozenset(units)) for (within, _), units in sorted(places.items()))
        for name, places in held.items()
    }


def _areas(dataset: Dataset) -> Iterator[tuple[str, Key, int]]:
    """Yield areas of every level and estates, under their names and their codes."""
    units, fold = dataset.graph.units, cache(folded)
    for level, outer in zip(units.levels, (*units.levels[1:], None), strict=True):
        for unit, area in enumerate(level.of_unit.tolist()):
            code = level.codes[area]
            within = outer.names[outer.of_unit[unit]] if outer else level.names[area]
            for name in {fold(code), fold(level.names[area])} - {""}:
                yield name, (within or code, code), unit
    home, titles = units.communities, estate_names(dataset)
    for unit in np.flatnonzero(units.estate_of >= 0).tolist():
        code, area = units.estate_codes[units.estate_of[unit]], home.of_unit[unit]
        for name in {fold(code), fold(titles.get(code, ""))} - {""}:
            yield name, (home.names[area] or home.codes[area], code), unit


def _buildings(dataset: Dataset, codes: Mapping[str, int]) -> Iterator[tuple[str, Key, int]]:
    """Yield buildings that have a name, under it and under their number, each within its estate."""
    if BUILDINGS not in dataset.layers:
        return
    layer, titles = dataset.layers[BUILDINGS], estate_names(dataset)
    fold = cache(folded)  # most buildings share their names, and many their units
    columns = [layer[name].astype(str) if name in layer else [""] * len(layer) for name in ("estate", "unit")]
    for name, estate, unit in zip(layer["name"].astype(str), *columns, strict=True):
        position = codes.get(fold(unit))
        if name and position is not None:
            place = (titles.get(estate) or estate, estate)
            yield fold(name), place, position
            numbered = NUMBERED.fullmatch(fold(name))
            if numbered and numbered[1] != fold(name):
                yield numbered[1], place, position


def estate_names(dataset: Dataset) -> dict[str, str]:
    """Return the name of each estate by its code."""
    if "estates" not in dataset.layers:
        return {}
    layer = dataset.layers["estates"]
    return {code: str(name or "") for code, name in zip(layer["code"], layer["name"], strict=True)}
