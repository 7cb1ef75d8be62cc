"""What police grids are drawn on: station areas, officers, people and calls, from a dataset and tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from domain.errors import InvalidValueError
from domain.units import STREET
from gis.travel.facilities import units_of
from scenarios.hours import years_of
from scenarios.policing.files import calls_told, stations_told
from scenarios.role_areas import residents_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.dataset import Dataset

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

STATION: Final = "station"
"""Key of the level of station areas, where a dataset has one."""
FACILITY: Final = "police-station"
CallsFrom = Literal["table", "count", "people"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoliceGround:
    """Station areas with their officers, people and calls of units.

    Attributes
    ----------
    people, calls
        Of each unit; calls a year, as `calls_from` says: from a table, a count, or reckoned from people.
    codes, names
        Code and name of each station area.
    area_of_unit
        Station area of each unit; int64.
    station_names, station_of
        Stations, and the station area that each belongs to.
    officers, auxiliaries
        Officers (民警) and auxiliaries (辅警) of each area.
    """

    dataset: Dataset
    people: Reals
    calls: Reals
    calls_from: CallsFrom
    codes: tuple[str, ...]
    names: tuple[str, ...]
    area_of_unit: Ints
    station_names: tuple[str, ...]
    station_of: Ints
    officers: Ints
    auxiliaries: Ints

    @property
    def known(self) -> dict[str, int]:
        """Station area by every name that a table may call it: its station's, its own, its code."""
        stations = {name: int(of) for name, of in zip(self.station_names, self.station_of, strict=True)}
        return stations | {name: n for n, name in [*enumerate(self.names), *enumerate(self.codes)]}

    def with_heads(self, officers: Ints, auxiliaries: Ints) -> PoliceGround:
        """Return the ground with so many officers and auxiliaries in each station area."""
        return replace(self, officers=officers, auxiliaries=auxiliaries)

    def place(self, area: int) -> str:
        """Return what an area is called: by its one station, else by its own name."""
        return self.station(area) if (self.station_of == area).sum() == 1 else self.names[area]

    def station(self, area: int) -> str:
        """Return the names of the stations of an area, empty where none is known."""
        return "、".join(
            name for name, of in zip(self.station_names, self.station_of, strict=True) if of == area
        )


def police_ground(
    dataset: Dataset, standards: Standards, *, areas: Path | None = None, calls: Path | None = None,
    count: str = "",
) -> PoliceGround:  # fmt: skip
    """Return the ground of police grids, without officers yet.

    Parameters
    ----------
    areas, calls
        Tables that name the station and the calls of each community.
    count
        Name of the count of the dataset that holds calls, where no table does.

    Raises
    ------
    FormatError
        Where a file is missing or its columns are others.
    ImportRejected
        With every row that names nothing that is there, or no number.
    InvalidValueError
        Where nothing says which station a community belongs to, calls are given twice, or there is no
        such count.
    """
    if calls is not None and count:
        raise InvalidValueError("police-calls", count=count)
    people = residents_of(dataset, standards)
    codes, names, area_of_unit = _areas(dataset, areas)
    station_names, at = units_of(dataset, FACILITY)
    own = {name: n for n, name in [*enumerate(names), *enumerate(codes)]}
    station_of = np.array(
        [own.get(name, area_of_unit[unit]) for name, unit in zip(station_names, at, strict=True)], np.int64
    )
    yearly, calls_from = _calls(dataset, calls, count, people, standards)
    nobody = np.zeros(len(codes), np.int64)
    return PoliceGround(
        dataset=dataset, people=people, calls=yearly, calls_from=calls_from, codes=codes, names=names,
        area_of_unit=area_of_unit, station_names=station_names, station_of=station_of, officers=nobody,
        auxiliaries=nobody,
    )  # fmt: skip


def _areas(dataset: Dataset, table: Path | None) -> tuple[tuple[str, ...], tuple[str, ...], Ints]:
    """Return codes and names of station areas and that of each unit: of a table, a level, or the streets."""
    units = dataset.graph.units
    if table is not None:
        of_community = stations_told(table, units.communities.codes)
        codes = tuple(sorted(set(of_community.values())))
        place = {code: n for n, code in enumerate(codes)}
        found = np.array([place[of_community[code]] for code in units.communities.codes], np.int64)
        return codes, codes, found[units.communities.of_unit]
    for key in (STATION, STREET):
        for level in units.levels:
            if level.key == key:
                names = tuple(name or code for name, code in zip(level.names, level.codes, strict=True))
                return level.codes, names, level.of_unit.astype(np.int64)
    raise InvalidValueError("police-areas")


def _calls(
    dataset: Dataset, table: Path | None, count: str, people: Reals, standards: Standards
) -> tuple[Reals, CallsFrom]:
    """Return calls a year of units: a community's by people, a count's as they lie, else from people."""
    units = dataset.graph.units
    if table is not None:
        level = units.communities
        told = calls_told(table, level.codes)
        yearly = np.array([told[code] for code in level.codes])
        held = np.bincount(level.of_unit, people, len(level.codes))
        size = np.bincount(level.of_unit, minlength=len(level.codes))
        alone = (held <= 0)[level.of_unit]
        part = np.where(alone, 1.0, people) / np.where(held > 0, held, np.maximum(size, 1))[level.of_unit]
        return yearly[level.of_unit] * part, "table"
    if count:
        return units.count(count) / years_of(units.column(count)), "count"
    return people * standards["police.calls-per-thousand"] / 1000.0, "people"
