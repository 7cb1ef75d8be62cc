"""Zones: the Gauss-Kruger zones of the Chinese datums, known by their parameters, not their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import CRS

Datum = Literal["cgcs2000", "xian80", "beijing54", "new-beijing54", "wgs84"]

FIRST, LAST = 72, 138  # degrees east between which lie the middles of Chinese zones
SIX_WIDE = 6
MILLION, HALF_MILLION = 1_000_000, 500_000
# Axis in metres and inverse flattening of each datum's ellipsoid, and names that belong to others.
ELLIPSOIDS: tuple[tuple[float, float, Datum], ...] = (
    (6_378_137.0, 298.257222101, "cgcs2000"),
    (6_378_137.0, 298.257223563, "wgs84"),
    (6_378_140.0, 298.257, "xian80"),
    (6_378_245.0, 298.3, "beijing54"),
)
FOREIGN = re.compile(
    r"pulkovo|s-42|etrs|europe|nad ?_?83|gda|jgd|japan|korea|geod|itrf|hanoi|vn-2000|tokyo|sirgas|dealul",
    re.IGNORECASE,
)
NEW_BEIJING = re.compile(r"new[ _]?beijing|新北京", re.IGNORECASE)
THREE = re.compile(r"3[ _-]?deg|3 ?(度|°)|三度", re.IGNORECASE)
SIX = re.compile(r"6[ _-]?deg|6 ?(度|°)|六度|(gauss[ _-]?kruger|gk)", re.IGNORECASE)
# First EPSG code of a series of zones: by datum, width, and whether the false easting begins with the
# number. The 3° zones begin with the 25th, the 6° zones with the 13th, both at 75° E.
SERIES: dict[tuple[Datum, int, bool], int] = {
    ("cgcs2000", 3, False): 4534, ("cgcs2000", 3, True): 4513,
    ("cgcs2000", 6, False): 4502, ("cgcs2000", 6, True): 4491,
    ("xian80", 3, False): 2370, ("xian80", 3, True): 2349,
    ("xian80", 6, False): 2338, ("xian80", 6, True): 2327,
    ("beijing54", 3, False): 2422, ("beijing54", 3, True): 2401,
    ("beijing54", 6, False): 21453, ("beijing54", 6, True): 21413,
}  # fmt: skip
CLOSE = 0.01  # of axes in metres; of flattenings its third power
NUMBERS = {3: range(25, 46), 6: range(13, 24)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone 3° or 6° wide: its datum, number, middle in degrees east, and whether eastings begin with it.

    `either` is the number of the 6° zone with the same middle, where nothing says which is meant:
    coordinates are the same in both.
    """

    datum: Datum
    width: int
    number: int
    meridian: int
    prefixed: bool
    either: int = 0

    @property
    def epsg(self) -> int | None:
        """Code of the zone; None where the zones of its datum have no series of codes."""
        first, numbers = SERIES.get((self.datum, self.width, self.prefixed)), NUMBERS[self.width]
        return first + numbers.index(self.number) if first and self.number in numbers else None

    @property
    def plane(self) -> tuple[Datum, int, int]:
        """What places depend on: zones with the same are one, whatever they are called."""
        return self.datum, self.meridian, self.number if self.prefixed else 0

    @property
    def code(self) -> str:
        """Code of the text that names the zone."""
        kind = "prefixed" if self.prefixed else "either" if self.either else "plain"
        return f"crs.zone.{kind}"

    @property
    def facts(self) -> dict[str, str | int]:
        """Facts of that text."""
        return {
            "datum": f"datum.{self.datum}", "width": self.width, "number": self.number,
            "meridian": self.meridian, "either": self.either,
        }  # fmt: skip


def zone_of(crs: CRS) -> Zone | None:
    """Return the zone that a CRS is, by its parameters; its name only tells 3° from 6° where both fit."""
    found, datum = _mercator(crs), datum_of(crs)
    if found is None or datum is None:
        return None
    meridian, easting = found
    prefix, rest = divmod(easting, MILLION)
    whole = round(meridian)
    if abs(meridian - whole) > CLOSE**3 or whole % 3 or rest != HALF_MILLION or not FIRST <= whole <= LAST:
        return None
    three, six = whole // 3, (whole + 3) // 6 if whole % 2 else 0
    if prefix:
        width = 3 if prefix == three else SIX_WIDE if prefix == six else None
        if width is None:
            return None
        return Zone(datum=datum, width=width, number=prefix, meridian=whole, prefixed=True)
    named = 3 if THREE.search(crs.name) else SIX_WIDE if six and SIX.search(crs.name) else None
    if named == SIX_WIDE:
        return Zone(datum=datum, width=6, number=six, meridian=whole, prefixed=False)
    either = 0 if named else six
    return Zone(datum=datum, width=3, number=three, meridian=whole, prefixed=False, either=either)


def datum_of(crs: CRS) -> Datum | None:
    """Return the Chinese datum (or WGS 84) of a CRS by its ellipsoid; None where its name is foreign."""
    ellipsoid, datum = crs.ellipsoid, crs.datum or (crs.source_crs.datum if crs.source_crs else None)
    names = f"{crs.name} {datum.name if datum is not None else ''}"
    if ellipsoid is None or FOREIGN.search(names):
        return None
    for axis, flattening, name in ELLIPSOIDS:
        if (
            abs(ellipsoid.semi_major_metre - axis) < CLOSE
            and abs(ellipsoid.inverse_flattening - flattening) < CLOSE**3
        ):
            return "new-beijing54" if name == "beijing54" and NEW_BEIJING.search(names) else name
    return None


def zones_about(longitude: float, datum: Datum) -> Iterator[Zone]:
    """Yield the zones with a code that are meant for a longitude, and their neighbours."""
    for known, width, prefixed in SERIES:
        for number in NUMBERS[width]:
            meridian = number * width - (3 if width == SIX_WIDE else 0)
            if known == datum and abs(meridian - longitude) <= width:
                yield Zone(datum=datum, width=width, number=number, meridian=meridian, prefixed=prefixed)


def same_crs(one: CRS, other: CRS) -> bool:
    """Whether two CRS are one; zones are by their parameters, whatever they are called."""
    zones = zone_of(one), zone_of(other)
    if zones[0] is not None and zones[1] is not None:
        return zones[0].plane == zones[1].plane
    return bool(one.equals(other, ignore_axis_order=True))


def _mercator(crs: CRS) -> tuple[float, int] | None:
    """Return middle in degrees and false easting in metres of a plain transverse Mercator; else None."""
    plane = crs.source_crs if crs.is_bound else crs.sub_crs_list[0] if crs.is_compound else crs
    way = plane.coordinate_operation if plane is not None else None
    if way is None or plane is None or not plane.is_projected:
        return None
    if way.method_name not in ("Transverse Mercator", "Gauss-Kruger"):
        return None
    by_name = {p.name.lower(): float(p.value) * p.unit_conversion_factor for p in way.params}

    def value(name: str, usual: float) -> float:
        return next((found for key, found in by_name.items() if name in key), usual)

    plain = value("latitude", 0.0) == 0 and value("scale", 1.0) == 1 and value("northing", 0.0) == 0
    easting = value("easting", 0.0)
    if not plain or easting != round(easting):
        return None
    return float(np.degrees(value("longitude", 0.0))), round(easting)
