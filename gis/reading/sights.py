"""Sights: what a user is shown of a layer before saying what it is: first values, place, outline."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS
from pyproj.exceptions import CRSError

from gis.files.containers import opened
from gis.files.opening import UNREADABLE, layers_of, rows_of
from gis.files.sheets import SheetError
from gis.reading.inspection import layer_facts
from gis.reading.layer_spec import LayerSpec
from gis.reading.personal import about_persons, what_values_are
from gis.reading.places import places_of
from gis.reading.previews import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from domain.outcome import Problem
    from gis.files.containers import Source
    from gis.files.found import Found
    from gis.reading.previews import Shape

SHOWN = 3  # values of a field
LONGEST = 40  # characters of a value
ROWS = 100_000  # of a layer that are looked at
SIDECARS = (".shx", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".cst", ".aux", ".xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a user has said of a layer already; `dropped` are the fields that are never to be read."""

    crs: str = ""
    encoding: str = ""
    x: str = ""
    y: str = ""
    wkt: str = ""
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSight:
    """A field: its first values, whether they are numbers, and why it looks personal (or nothing)."""

    name: str
    values: tuple[str, ...] = ()
    number: bool = False
    personal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One layer as it is shown: never a value of a field that looks personal.

    Attributes
    ----------
    crs, crs_name, declared
        EPSG code (or nothing), the name of the system, whether the file itself declares it.
    bounds
        West, south, east, north in degrees; None where the place is not known.
    preview
        GeoJSON in EPSG:4326, for the screen only; empty where the place is not known.
    refused
        The code of the reason why the privacy guard keeps the layer out, or nothing.
    """

    file: str
    layer: str
    features: int
    shape: Shape
    crs: str
    crs_name: str
    declared: bool
    encoding: str
    how: str
    readings: tuple[tuple[str, str], ...]
    fields: tuple[FieldSight, ...]
    problems: tuple[Problem, ...]
    bounds: tuple[float, float, float, float] | None = None
    preview: bytes = b""
    refused: str = ""

    def note(self) -> dict[str, Any]:
        """Return all but the preview as a table of plain values."""
        told = asdict(replace(self, preview=b""))
        del told["preview"]
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSight:
    """One file: its layers, and what is wrong with it as a whole."""

    file: str
    layers: tuple[Sight, ...]
    problems: tuple[Problem, ...]


def heads(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that are opened: of a shapefile that lies loose only its shapes."""
    shapes = {path.stem.lower() for path in paths if path.suffix.lower() == ".shp"}
    return tuple(
        path
        for path in paths
        if not (path.suffix.lower() in SIDECARS and path.stem.lower().removesuffix(".shp") in shapes)
        and not (path.suffix.lower() == ".dbf" and path.stem.lower() in shapes)
    )


def look_at(path: Path, asked: Callable[[str], Asked]) -> FileSight:
    """Return what a file holds; `asked` gives what was said of the layer of a name."""
    layers: list[Sight] = []
    with opened(path) as container:
        problems = list(container.problems)
        for source in container.sources:
            several = len(container.sources) > 1
            found, told = layers_of(source)
            problems += told
            layers += [_sight(path.name, source, each, several=several, asked=asked) for each in found]
    return FileSight(file=path.name, layers=tuple(layers), problems=tuple(problems))


def _sight(file: str, source: Source, found: Found, *, several: bool, asked: Callable[[str], Asked]) -> Sight:
    """Look at one layer as far as the privacy guard lets it."""
    said = asked(layer_facts(source, replace(found, geometry=""), several=several).layer)
    if said.encoding:
        again, _ = layers_of(source, said.encoding)
        found = next((each for each in again if each.layer == found.layer), found)
    facts = layer_facts(source, found, several=several)
    refused = next((p.code for p in facts.problems if p.code in ("guard.persons", "guard.watching")), "")
    named = {field for field in found.fields if about_persons(field) and field not in said.dropped}
    readable = [] if named or refused else [f for f in found.fields if f not in said.dropped]
    fields, table = _fields(found, readable)
    personal = named | {field.name for field in fields if field.personal}
    declared = found.crs is not None
    crs = found.crs or _system(said.crs)
    place = None if refused else _places(found, said, table, personal)
    bounds, preview, kind = drawn(place, crs)
    return Sight(
        file=file, layer=facts.layer, features=found.features, shape=kind or _shape_of(found.geometry),
        crs=_code(crs), crs_name=crs.name if crs else "", declared=declared,
        encoding=found.verdict.shown, how=found.verdict.how, readings=found.verdict.readings,
        fields=_shown(found, fields, named, said), problems=facts.problems, bounds=bounds, preview=preview,
        refused=refused,
    )  # fmt: skip


def _fields(found: Found, names: Sequence[str]) -> tuple[list[FieldSight], pd.DataFrame]:
    """Return each field with its first values, and the rows; none where they cannot be read."""
    names = [name for name in names if name not in found.doubled]
    try:
        table, _ = rows_of(found, names, spatial=False, most=ROWS) if names else (pd.DataFrame(), ())
    except (SheetError, *UNREADABLE):
        return [FieldSight(name=name) for name in names], pd.DataFrame()
    return [_field(name, table[name]) for name in names], table


def _field(name: str, column: pd.Series) -> FieldSight:
    """Look at one field; bytes that are no text have no values to show."""
    if column.dtype == object:
        column = column.map(lambda value: None if isinstance(value, (bytes, list, dict)) else value)
    personal = what_values_are(column)
    number = bool(pd.to_numeric(column, errors="coerce").notna().sum() >= max(1, column.notna().sum()))
    values: list[str] = []
    if not personal:
        values = column.dropna().astype("string").str.strip().drop_duplicates().head(SHOWN).tolist()
    return FieldSight(
        name=name, values=tuple(_short(value) for value in values), number=number, personal=personal
    )


def _short(value: str) -> str:
    """Return a value as short as it is shown; whole numbers without a decimal point."""
    text = value.removesuffix(".0")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _shown(
    found: Found, looked_at: Sequence[FieldSight], named: set[str], said: Asked
) -> tuple[FieldSight, ...]:
    """Return every field in the order of the file: looked at, personal by its name, or dropped."""
    known = {field.name: field for field in looked_at}
    return tuple(
        FieldSight(name=name, personal="name")
        if name in named
        else FieldSight(name=name, personal="dropped")
        if name in said.dropped
        else known.get(name, FieldSight(name=name))
        for name in found.fields
    )


def _places(found: Found, said: Asked, table: pd.DataFrame, personal: set[str]) -> np.ndarray | None:
    """Return the shapes of a layer or of its coordinates, as they stand; None where there are none."""
    spots = tuple(name for name in (said.wkt or said.x, "" if said.wkt else said.y) if name)
    if found.geometry and not spots:
        try:
            shapes, _ = rows_of(found, (), spatial=True, most=ROWS)
        except (SheetError, *UNREADABLE):
            return None
        return np.asarray(gpd.GeoSeries(shapes.geometry).to_numpy(), object)
    if not spots or personal & set(spots) or not set(spots) <= set(table.columns):
        return None
    spec = LayerSpec(name="", role="units-source", file="", x=said.x, y=said.y, wkt=said.wkt)
    if len(spec.spots) + bool(said.wkt) < 2:  # noqa: PLR2004 -- x and y, or WKT
        return None
    return np.asarray(places_of(table, spec)[0].geometry.to_numpy(), object)


def _shape_of(geometry: str) -> Shape:
    """Say of which kind the shapes are that a file declares."""
    kinds: tuple[tuple[str, Shape], ...] = (("Polygon", "area"), ("LineString", "line"), ("Point", "point"))
    return next((kind for word, kind in kinds if word in geometry), "mixed" if geometry else "")


def _system(text: str) -> CRS | None:
    """Return the system that a user named, or None."""
    try:
        return CRS.from_user_input(text) if text else None
    except CRSError:
        return None


def _code(crs: CRS | None) -> str:
    """Return the EPSG code of a system, or nothing where it has none."""
    code = crs.to_epsg(min_confidence=60) if crs else None
    return f"EPSG:{code}" if code else ""


def usual_crs(bounds: tuple[float, float, float, float]) -> str:
    """Return the projected system in which a place is usually measured.

    The 3-degree zone of CGCS2000 in China (75°–135° E), else the zone of UTM on WGS 84.

    >>> usual_crs((109.1, 34.5, 109.3, 34.7)), usual_crs((-71.2, 42.3, -71.0, 42.4))
    ('EPSG:4545', 'EPSG:32619')
    """
    lon, lat = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    if 73.5 <= lon < 136.5 and 3 <= lat <= 54:  # noqa: PLR2004 -- where the zones of CGCS2000 lie
        return f"EPSG:{4534 + round((lon - 75) / 3)}"
    zone = min(60, int((lon + 180) // 6) + 1)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def named(crs: str) -> tuple[str, bool]:
    """Return the name of a system and whether it measures in metres; nothing where there is none."""
    found = _system(crs)
    if found is None:
        return "", False
    metres = found.is_projected and all(axis.unit_name == "metre" for axis in found.axis_info)
    return found.name, metres
