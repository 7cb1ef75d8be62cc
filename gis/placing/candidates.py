"""Candidates: the known ways to read coordinates as they stand, and how much of a layer each puts right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Transformer

from gis.placing.whereabouts import DEGREES
from gis.placing.zones import MILLION, NUMBERS, SERIES, SIX_WIDE, Zone, zones_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from gis.placing.zones import Datum

    Places = NDArray[np.float64]

MOST = 300  # features looked at
WELL, AS_WELL = 0.05, 0.5  # share that must fit, and of the best share, what still counts
EAST, NORTH = (73.0, 136.0), (3.0, 54.0)  # of China, in degrees
REACH = 0.75  # of half its width, what a zone may reach beyond its edge
UNZONED = ("EPSG:4490", "EPSG:3857")
PLAIN = ((150_000, 850_000), (300_000, 6_000_000))  # eastings and northings without a zone's number
GEOGRAPHIC: dict[Datum, str] = {"cgcs2000": "EPSG:4490", "xian80": "EPSG:4610", "beijing54": "EPSG:4214"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read coordinates: a CRS, with axes exchanged, or with a zone's number put on twice."""

    crs: str
    swapped: bool = False
    zone: Zone | None = None
    twice: bool = False

    @property
    def name(self) -> str:
        """Name of the reading, as people are shown it."""
        return f"{self.crs}{' +' if self.twice else ''}{' (y, x)' if self.swapped else ''}"

    def write(self, *, relabel: bool, axes: str = "xy") -> str:
        """Return what a profile must say to read so, keys apart by a middle dot."""
        local = f"zone{self.zone.number}-twice" if self.zone is not None and self.twice else ""
        keys = [f'crs = "local:{local}"' if local else f'crs = "{self.crs}"']
        keys += ["relabel = true"] if relabel else []
        keys += [f'axes = "{axes[::-1]}"'] if self.swapped else []
        if local and self.zone is not None:
            easting = 2 * self.zone.number * MILLION + MILLION // 2
            keys += [f"[local.{local}]", f'base = "{GEOGRAPHIC[self.zone.datum]}"']
            keys += [f"meridian = {self.zone.meridian}", f"easting = {easting}"]
        return " · ".join(keys)

    def read(self, places: Places) -> Places:
        """Return longitude and latitude of places as they stand; what cannot be is infinite."""
        x, y = (places[:, ::-1] if self.swapped else places).T
        x = x - self.zone.number * MILLION if self.zone is not None and self.twice else x
        into = Transformer.from_crs(self.crs, DEGREES, always_xy=True)
        return np.column_stack(into.transform(x, y))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reading and the share of the features that it puts where they should be."""

    reading: Reading
    share: float


def middles(shapes: NDArray[np.object_]) -> Places:
    """Return one place for each of a sample of features, as they stand."""
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    places = shapely.get_coordinates(shapely.centroid(there[:: max(1, len(there) // MOST)]))
    return np.asarray(places[np.isfinite(places).all(axis=1)])


def fitting(places: Places, ground: gpd.GeoSeries, datum: Datum) -> tuple[Candidate, ...]:
    """Return the readings that put places on the ground, the best first, each plane of zones once."""
    areas = ground.to_crs(DEGREES).to_numpy()
    west, _, east, _ = shapely.total_bounds(areas)
    whole = shapely.union_all(shapely.make_valid(areas))
    shapely.prepare(whole)
    return _best(
        (reading, np.asarray(shapely.contains_xy(whole, reading.read(places))))
        for reading in _readings(zones_about((west + east) / 2, datum))
    )


def plausible(places: Places, datum: Datum) -> tuple[Candidate, ...]:
    """Return the readings under which places lie in China and in the zone that they are read in.

    Eastings without a zone's number fit every zone, so that those are left out: nobody can tell.
    """
    found = []
    for reading in _readings(_numbered(datum)):
        lon, lat = reading.read(places).T
        inside = (lon >= EAST[0]) & (lon <= EAST[1]) & (lat >= NORTH[0]) & (lat <= NORTH[1])
        if reading.zone is not None:
            half = reading.zone.width / 2
            inside &= np.abs(lon - reading.zone.meridian) <= half * (1 + REACH)
        found.append((reading, inside))
    return _best(found)


def unzoned(places: Places) -> bool:
    """Whether places look like eastings and northings of a zone whose number they do not have."""
    x, y = np.median(places, axis=0) if len(places) else (0.0, 0.0)
    return any(
        PLAIN[0][0] <= east <= PLAIN[0][1] and PLAIN[1][0] <= north <= PLAIN[1][1]
        for east, north in ((x, y), (y, x))
    )


def _numbered(datum: Datum) -> Iterator[Zone]:
    """Yield all zones of a datum whose number is in the easting."""
    for known, width, prefixed in SERIES:
        for number in NUMBERS[width] if known == datum and prefixed else ():
            meridian = number * width - (3 if width == SIX_WIDE else 0)
            yield Zone(datum=datum, width=width, number=number, meridian=meridian, prefixed=True)


def _readings(zones: Iterable[Zone]) -> Iterator[Reading]:
    """Yield every way to read coordinates: degrees, web maps, zones, and each with axes exchanged."""
    ways = [Reading(crs=name) for name in UNZONED]
    planes = set()
    for zone in zones:
        if zone.plane not in planes:
            planes.add(zone.plane)
            ways.append(Reading(crs=f"EPSG:{zone.epsg}", zone=zone))
            ways += [Reading(crs=f"EPSG:{zone.epsg}", zone=zone, twice=True)] if zone.prefixed else []
    for way in ways:
        yield way
        yield Reading(crs=way.crs, zone=way.zone, twice=way.twice, swapped=True)


def _best(tried: Iterable[tuple[Reading, NDArray[np.bool_]]]) -> tuple[Candidate, ...]:
    """Return what fits, the best first."""
    found = [Candidate(reading=reading, share=float(fit.mean())) for reading, fit in tried if fit.size]
    found.sort(key=lambda each: -each.share)
    return tuple(each for each in found if each.share >= max(WELL, AS_WELL * found[0].share))
