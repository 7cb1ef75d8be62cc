"""New buildings (新增楼栋) get a place: by coordinates, numbers of their estate, or bare ground plans."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import shapely
from pyproj import CRS, Transformer

from gis.placing.building_numbers import building_number, estate_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from gis.dataset import Dataset

Sure = Literal["certain", "likely", "weak", ""]
LIKELY: Final[Sure] = "likely"
WEAK: Final[Sure] = "weak"
DEGREES: Final = "EPSG:4490"  # CGCS2000, longitude and latitude
NEAR: Final = 4  # numbers apart, up to which two neighbours are near


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A building to place: what its row says, and by hand a unit; `x` and `y` in degrees or in metres."""

    code: str
    community: str
    name: str
    address: str
    x: float | None = None
    y: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a building is.

    Attributes
    ----------
    unit
        Position of its unit, −1 where it could not be placed.
    x, y
        In metres of the dataset's CRS; NaN where only the unit is known.
    how
        By what: `hand`, `inside`, `near`, `ground-plan`, `between`, `beside`, `one-unit`; without a
        unit why not: `outside`, `other-community`, `other-unit`, `known`, `two-estates`,
        `which-unit`, `no-estate`; `contested` where several found the same ground plan.
    sure
        `certain`: its unit was given or its point lies inside. `likely`: nothing speaks for another
        unit. `weak`: the best guess among several units.
    facts
        The evidence: names, numbers, metres.
    """

    unit: int
    x: float = math.nan
    y: float = math.nan
    how: str
    sure: Sure = ""
    facts: Mapping[str, str | int | float] = field(default_factory=dict)


class Places:
    """Places buildings on a dataset, each by itself and none outside its community."""

    def __init__(self, dataset: Dataset, *, near_m: float) -> None:
        """Know units, estates and buildings; `near_m` is how far beside its community a point may lie."""
        units = dataset.graph.units
        self.units, self.near_m, self.crs = units, near_m, dataset.info.crs
        self.footprints = dataset.footprints
        self.tree = shapely.STRtree(dataset.footprints)
        estates = dataset.layers.get("estates")
        names = {} if estates is None else dict(zip(estates["code"], estates["name"], strict=True))
        self.estate_names = [names.get(code) or "" for code in units.estate_codes]
        self._know_buildings(dataset)

    def place(self, wanted: Wanted) -> Place:
        """Return the place of a building, or why it has none."""
        mine = np.flatnonzero(
            self.units.communities.of_unit == self.units.communities.codes.index(wanted.community)
        )
        if wanted.unit:
            return self._by_hand(wanted.unit, mine)
        if wanted.x is not None and wanted.y is not None:
            return self._at(wanted.x, wanted.y, mine)
        held = np.unique(self.units.estate_of[mine])
        estates = {int(n): self.estate_names[n] for n in held if n >= 0}
        found = estate_named(f"{wanted.name} {wanted.address}", estates)
        if len(found) > 1:
            return Place(unit=-1, how="two-estates", facts={"estate": estates[found[0]]})
        if not found:
            return self._on_bare(mine, "", "no-estate")
        return self._in_estate(found[0], building_number(wanted.name, wanted.address), mine)

    def _know_buildings(self, dataset: Dataset) -> None:
        """Find number, unit and middle of every building, and which are bare ground plans without a name."""
        layer = dataset.layers.get("buildings")
        self.middle = np.empty((0, 2))
        self.number = self.of_unit = np.empty(0, np.int64)
        self.bare = np.empty(0, bool)
        if layer is None or not len(layer):
            return
        points = shapely.point_on_surface(layer.geometry.to_numpy())
        at, units = self.tree.query(points, predicate="intersects")
        of_unit = np.full(len(layer), -1, np.int64)
        of_unit[at] = units
        names = layer["name"].fillna("").astype(str)
        numbers = {name: building_number(name) for name in names.unique()}
        self.number = np.array([-1 if (n := numbers[name]) is None else n for name in names], np.int64)
        self.bare = (names == "").to_numpy()
        if "dwellings" in layer:  # what is lived in already is counted already
            self.bare = self.bare & (layer["dwellings"].fillna(0).to_numpy() == 0)
        self.of_unit, self.middle = of_unit, shapely.get_coordinates(points)

    def _by_hand(self, code: str, mine: NDArray[np.int64]) -> Place:
        for unit in mine.tolist():
            if self.units.codes[unit] == code:
                return Place(unit=unit, how="hand", sure="certain", facts={"unit": code})
        return Place(unit=-1, how="other-unit", facts={"unit": code})

    def _at(self, x: float, y: float, mine: NDArray[np.int64]) -> Place:
        """The unit at a point, in degrees or metres."""
        if abs(x) <= 180 and abs(y) <= 90 and not CRS(self.crs).is_geographic:  # noqa: PLR2004 -- degrees
            x, y = Transformer.from_crs(DEGREES, self.crs, always_xy=True).transform(x, y)
        if not (math.isfinite(x) and math.isfinite(y)):
            return Place(unit=-1, how="outside")
        point = shapely.Point(x, y)
        here = np.sort(self.tree.query(point, predicate="intersects"))
        inside = here[np.isin(here, mine)]
        if inside.size:
            return Place(unit=int(inside[0]), x=x, y=y, how="inside", sure="certain")
        if here.size:
            level = self.units.communities
            return Place(
                unit=-1, x=x, y=y, how="other-community", facts={"other": level.names[level.of_unit[here[0]]]}
            )
        away = shapely.distance(self.footprints[mine], point)
        nearest = int(away.argmin())
        facts = {"metres": round(float(away[nearest]))}
        if away[nearest] > self.near_m:
            return Place(unit=-1, x=x, y=y, how="outside", facts=facts)
        return Place(unit=int(mine[nearest]), x=x, y=y, how="near", sure="likely", facts=facts)

    def _in_estate(self, estate: int, number: int | None, mine: NDArray[np.int64]) -> Place:
        """A place among the numbers of an estate, else its only unit."""
        units = mine[self.units.estate_of[mine] == estate]
        name, there = self.estate_names[estate], np.isin(self.of_unit, units)
        if number is not None:
            same = np.flatnonzero(there & (self.number == number))
            if same.size:
                unit = int(self.of_unit[same[0]])
                return Place(
                    unit=-1, how="known",
                    facts={"estate": name, "number": number, "unit": self.units.codes[unit]},
                )  # fmt: skip
        if len(units) == 1:
            return Place(unit=int(units[0]), how="one-unit", sure="likely", facts={"estate": name})
        numbered = np.flatnonzero(there & (self.number >= 0))
        if number is not None and numbered.size:
            return self._among(units, numbered, number, name)
        return self._on_bare(units, name, "which-unit")

    def _among(self, units: NDArray[np.int64], known: NDArray[np.int64], number: int, estate: str) -> Place:
        """Between the next lower and the next higher number, or beside the only one of them."""
        numbers = self.number[known]
        low, high = known[numbers < number], known[numbers > number]
        ends = []
        if low.size:
            ends.append(low[self.number[low].argmax()])
        if high.size:
            ends.append(high[self.number[high].argmin()])
        at = self.middle[ends]
        first, last = int(self.number[ends[0]]), int(self.number[ends[-1]])
        share = (number - first) / (last - first) if last > first else 0.0
        x, y = (at[0] + share * (at[-1] - at[0])).tolist()
        away = shapely.distance(self.footprints[units], shapely.Point(x, y))
        between = len(ends) > 1
        alike = self.of_unit[ends[0]] == self.of_unit[ends[-1]]
        sure = LIKELY if between and alike and last - first <= NEAR else WEAK
        facts: dict[str, str | int | float] = {"estate": estate, "low": first, "high": last}
        unit = int(self.of_unit[ends[0]] if alike else units[away.argmin()])
        return Place(unit=unit, x=x, y=y, how="between" if between else "beside", sure=sure, facts=facts)

    def _on_bare(self, units: NDArray[np.int64], estate: str, otherwise: str) -> Place:
        """The only ground plan without a name, else why none."""
        bare = np.flatnonzero(self.bare & np.isin(self.of_unit, units))
        facts: dict[str, str | int | float] = {"estate": estate, "plans": len(bare), "units": len(units)}
        if len(bare) != 1:
            return Place(unit=-1, how=otherwise, facts=facts)
        x, y = self.middle[bare[0]].tolist()
        unit, sure = int(self.of_unit[bare[0]]), LIKELY if estate else WEAK
        return Place(unit=unit, x=x, y=y, how="ground-plan", sure=sure, facts=facts)
