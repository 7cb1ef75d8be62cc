"""Read: files as they are found, with the CRS that somebody declared and nothing that nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pyogrio
from pyproj import CRS
from pyproj.exceptions import CRSError

from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from gis.profile import JoinSpec, LayerSpec, Profile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawLayer:
    """One layer as found: its declared fields and geometry, rows in file order, and its joined tables."""

    spec: LayerSpec
    table: gpd.GeoDataFrame
    joined: Mapping[JoinSpec, pd.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawLayers:
    """All layers that could be read, by name, and what stood in the way of the others."""

    layers: Mapping[str, RawLayer]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Fields wanted from one file, for the layer called `name`."""

    file: str
    layer: str
    name: str
    fields: tuple[str, ...]
    spatial: bool


def read_layers(profile: Profile, roots: Sequence[Path]) -> RawLayers:
    """Read every layer of a profile from the first root that holds its file; collect all problems."""
    problems: list[Problem] = []
    layers: dict[str, RawLayer] = {}
    for spec in profile.layers:
        own = _Wanted(file=spec.file, layer=spec.layer, name=spec.name, fields=spec.own_fields, spatial=True)
        table = _read(own, roots, problems)
        joined = {join: _read(_of_join(spec, join), roots, problems) for join in spec.joins}
        complete = {join: found for join, found in joined.items() if found is not None}
        if table is None or len(complete) < len(joined):
            continue
        crs = _declared(spec, table, problems)
        if crs is not None:
            table = gpd.GeoDataFrame(table).set_crs(crs, allow_override=True)
            layers[spec.name] = RawLayer(spec=spec, table=table, joined=complete)
    return RawLayers(layers=layers, problems=tuple(problems))


def _of_join(spec: LayerSpec, join: JoinSpec) -> _Wanted:
    """Return what is wanted of a joined table: its key and its fields, no geometry."""
    return _Wanted(
        file=join.file, layer=join.layer, name=spec.name, fields=(join.key, *join.fields), spatial=False
    )


def found_file(name: str, roots: Sequence[Path]) -> Path | None:
    """Return a file by its name or relative path, under the first root that has it."""
    for root in roots:
        if (root / name).is_file():
            return root / name
    return None


def _read(wanted: _Wanted, roots: Sequence[Path], problems: list[Problem]) -> pd.DataFrame | None:
    """Read the wanted fields of one file, or add to the problems why not."""

    def told(code: str, field: str = "", **facts: str) -> None:
        problems.append(
            Problem(
                code=code, severity="error", file=wanted.file, layer=wanted.name, field=field, facts=facts
            )
        )

    path = found_file(wanted.file, roots)
    if path is None:
        told("file.missing")
        return None
    try:
        info = pyogrio.read_info(path, layer=wanted.layer or None)
        missing = [field for field in wanted.fields if field not in info["fields"]]
        for field in missing:
            told("field.missing", field)
        if wanted.spatial and not info["geometry_type"]:
            told("geometry.none")
        elif not missing:
            table: pd.DataFrame = pyogrio.read_dataframe(
                path, layer=wanted.layer or None, columns=list(wanted.fields), read_geometry=wanted.spatial
            )
            return table
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        told("file.unreadable", reason=str(error).replace(str(path), path.name))
    return None


def _declared(spec: LayerSpec, table: gpd.GeoDataFrame, problems: list[Problem]) -> CRS | None:
    """Return the CRS that profile and file declare; missing or contradicted is an error, never a guess."""

    def told(code: str, value: str) -> None:
        problems.append(
            Problem(code=code, severity="error", file=spec.file, layer=spec.name, field="crs", value=value)
        )

    if not spec.crs:
        if table.crs is None:
            told("crs.undeclared", "")
            return None
        found: CRS = table.crs
        return found
    try:
        declared = CRS.from_user_input(spec.crs)
    except CRSError:
        told("crs.unknown", spec.crs)
        return None
    if table.crs is not None and not declared.equals(table.crs, ignore_axis_order=True):
        told("crs.conflict", table.crs.to_string())
        return None
    return declared
