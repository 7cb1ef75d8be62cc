"""Read: files as they are found, with the CRS that somebody declared and nothing that nobody asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from domain.outcome import Problem
from gis.files.containers import opened
from gis.files.encodings import known_encoding
from gis.files.opening import UNREADABLE, layers_of, rows_of, unreadable
from gis.files.sheets import SheetError
from gis.hierarchy.lists import read_lists
from gis.placing.declared import placed
from gis.reading.inspection import encoding_problems, guarded, impossible_rows
from gis.reading.personal import what_values_are
from gis.reading.places import places_of
from gis.reading.roots import found_file, found_files
from gis.reading.watching import watching_devices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.outcome import Severity
    from gis.files.containers import Container
    from gis.files.found import Found
    from gis.hierarchy.official import Listed
    from gis.placing.declared import Doubt
    from gis.placing.zones import Zone
    from gis.reading.columns import JoinSpec
    from gis.reading.layer_spec import LayerSpec
    from gis.reading.profile import Profile


EXACT_DIGITS = 15  # of a number in a sheet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawLayer:
    """One layer as found: its declared fields and geometry, rows in file order, and its joined tables."""

    spec: LayerSpec
    table: gpd.GeoDataFrame
    joined: Mapping[JoinSpec, pd.DataFrame]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RawLayers:
    """All layers that could be read, by name, and what stood in the way of the others.

    `doubts` are the shapes of those whose place is in doubt, each with its problem; `lists` the
    official lists of codes, `rasters` where the rasters lie that counts come from.
    """

    layers: Mapping[str, RawLayer]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()
    lists: tuple[Listed, ...] = ()
    rasters: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Fields wanted from one file, for the layer called `name`; `codes` are those that name features."""

    file: str
    layer: str
    name: str
    encoding: str
    fields: tuple[str, ...]
    codes: tuple[str, ...]
    place: LayerSpec | None

    def problem(
        self, code: str, severity: Severity = "error", field: str = "", **facts: str | int
    ) -> Problem:
        """Make a problem of this file."""
        return Problem(
            code=code, severity=severity, file=self.file, layer=self.name, field=field, facts=facts
        )


def read_layers(profile: Profile, roots: Sequence[Path]) -> RawLayers:
    """Read every layer of a profile from the first root that holds its file; collect all problems."""
    problems: list[Problem] = []
    layers: dict[str, RawLayer] = {}
    doubts: list[Doubt] = []
    zones: set[Zone] = set()
    for spec in profile.layers:
        table = _read(_of_layer(spec), roots, problems)
        joined = {join: _read(_of_join(spec, join), roots, problems) for join in spec.joins}
        complete = {join: found for join, found in joined.items() if found is not None}
        if table is None or len(complete) < len(joined):
            continue
        found = placed(spec, gpd.GeoDataFrame(table), profile.local, zones)
        problems += found.problems
        doubts += found.doubts
        if found.table is not None:
            layers[spec.name] = RawLayer(spec=spec, table=found.table, joined=complete)
    lists, told = read_lists(profile.code_lists, roots)
    rasters = _rasters(profile, roots, problems)
    return RawLayers(
        layers=layers, problems=(*problems, *told), doubts=tuple(doubts), lists=lists, rasters=rasters
    )


def _rasters(profile: Profile, roots: Sequence[Path], problems: list[Problem]) -> dict[str, Path]:
    """Find the rasters that counts come from."""
    found: dict[str, Path] = {}
    for spec in profile.layers:
        for name in sorted({count.raster for count in spec.counts if count.raster}):
            path = found_file(name, roots)
            if path is None:
                problems.append(
                    Problem(code="file.missing", severity="error", file=name, layer=spec.name, field="raster")
                )
            else:
                found[name] = path
    return found


def _of_layer(spec: LayerSpec) -> _Wanted:
    """Return what is wanted of a layer's own file."""
    codes = tuple(name for name in (spec.code, *(on for join in spec.joins for on in join.own_keys)) if name)
    return _Wanted(
        file=spec.file, layer=spec.layer, name=spec.name, encoding=spec.encoding, fields=spec.own_fields,
        codes=codes, place=spec,
    )  # fmt: skip


def _of_join(spec: LayerSpec, join: JoinSpec) -> _Wanted:
    """Return what is wanted of a joined table: its key and its fields, no geometry."""
    return _Wanted(
        file=join.file, layer=join.layer, name=spec.name, encoding=join.encoding,
        fields=(*join.keys, *join.fields), codes=join.keys, place=None,
    )  # fmt: skip


def _read(wanted: _Wanted, roots: Sequence[Path], problems: list[Problem]) -> pd.DataFrame | None:
    """Read the wanted fields of one file, or of all that its name stands for, or tell why not."""
    names = found_files(wanted.file, roots)
    tables = [_read_one(replace(wanted, file=name), roots, problems) for name in names]
    read = [table for table in tables if table is not None]
    if len(read) < len(names):
        return None
    if len(read) == 1:
        return read[0]
    systems = {table.crs for table in read if isinstance(table, gpd.GeoDataFrame)}
    if len(systems) > 1:
        problems.append(wanted.problem("crs.several", field="crs"))
        return None
    return pd.concat(read, ignore_index=True)


def _read_one(wanted: _Wanted, roots: Sequence[Path], problems: list[Problem]) -> pd.DataFrame | None:
    """Read the wanted fields of one file, or add to the problems why not."""
    path = found_file(wanted.file, roots)
    if path is None:
        problems.append(wanted.problem("file.missing"))
        return None
    if wanted.encoding and known_encoding(wanted.encoding) is None:
        problems.append(replace(wanted.problem("encoding.unknown"), value=wanted.encoding))
        return None
    with opened(path) as container:
        found = _chosen(container, wanted, problems)
        if found is None:
            return None
        table, told = _rows(found, wanted)
    problems += [replace(problem, layer=wanted.name) for problem in told]
    return None if any(problem.severity == "error" for problem in told) else table


def _chosen(container: Container, wanted: _Wanted, problems: list[Problem]) -> Found | None:
    """Return the one layer that is meant; with several to choose from, or none, the problems say which."""
    found: list[Found] = []
    told: list[Problem] = list(container.problems)
    for source in container.sources:
        layers, against = layers_of(source, wanted.encoding)
        found += layers
        told += against
    mine = [each for each in found if not wanted.layer or wanted.layer in _names(each)]
    if len(mine) == 1:
        told = [*mine[0].source.problems, *mine[0].problems]
    elif found:
        names = "、".join(sorted(_names(each)[0] for each in mine or found))
        code = "layer.choose" if mine else "layer.missing"
        told.append(replace(wanted.problem(code, layers=names), value=wanted.layer))
    problems += [replace(problem, layer=wanted.name) for problem in told]
    return mine[0] if len(mine) == 1 else None


def _names(found: Found) -> tuple[str, ...]:
    """Names by which a profile may call a layer: its path inside an archive, or its own name."""
    inside = found.source.name.partition("/")[2]
    whole = f"{inside}/{found.layer}" if inside else found.layer
    shapefile = found.source.table is not None or found.source.kind in ("shapefile", "csv")
    return (inside, found.layer) if inside and shapefile else (whole, found.layer)


def _rows(found: Found, wanted: _Wanted) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Return the wanted rows of a layer, or None, and all that is wrong with them."""
    place = wanted.place
    spots = place.spots if place else ()
    fields = tuple(dict.fromkeys((*wanted.fields, *spots)))
    told = [wanted.problem("field.missing", field=field) for field in fields if field not in found.fields]
    told += guarded(found, fields, "error")
    told += [wanted.problem("field.duplicate", field=field) for field in fields if field in found.doubled]
    if place and not found.geometry and not spots:
        told.append(wanted.problem("geometry.none"))
    if told:
        unsure = encoding_problems(found, found.verdict)
        return None, [*told, *(problem for problem in unsure if problem.severity == "error")]
    try:
        table, against = rows_of(found, fields, spatial=bool(place and found.geometry and not spots))
    except (SheetError, *UNREADABLE) as error:
        return None, [unreadable(found.source, error)]
    told += against
    told += _guarded_values(table, wanted)
    if _beyond_ascii(table, fields):
        told += encoding_problems(found, found.verdict)
    for name in wanted.codes:
        told += _numbered(table[name], wanted, name) if found.source.kind == "xlsx" else []
    if place and spots:
        table, misplaced = places_of(table, place)
        told += misplaced
    if place and (far := impossible_rows(table.geometry.to_numpy()))["rows"]:
        told.append(replace(wanted.problem("shapes.impossible"), facts=far))
    return table, told


def _guarded_values(table: pd.DataFrame, wanted: _Wanted) -> list[Problem]:
    """What the privacy guard says of the values: numbers of persons, kinds that are devices that watch."""
    found = {field: what_values_are(table[field]) for field in wanted.fields}
    told = [wanted.problem("guard.identity", field=field) for field in found if found[field] == "identity"]
    told += [wanted.problem("guard.mobile", field=field) for field in found if found[field] == "mobile"]
    spec = wanted.place
    kinds = [str(kind) for kind in table[spec.kind].dropna().unique()] if spec and spec.kind else []
    if spec and watching_devices(spec.name, spec.key, spec.kind_value, *kinds):
        told.append(wanted.problem("guard.watching"))
    return told


def _beyond_ascii(table: pd.DataFrame, fields: Sequence[str]) -> bool:
    """Whether any name or value needs an encoding."""
    texts = [table[field] for field in fields if not pd.api.types.is_numeric_dtype(table[field])]
    return not all(field.isascii() for field in fields) or any(
        not str(value).isascii() for column in texts for value in column.dropna().unique()
    )


def _numbered(column: pd.Series, wanted: _Wanted, field: str) -> list[Problem]:
    """Codes that a sheet keeps as numbers: zeros in front are lost, and digits beyond the fifteenth."""
    if not pd.api.types.is_numeric_dtype(column):
        return []
    lengths = column.dropna().abs().map(lambda value: len(f"{value:.0f}"))
    if lengths.empty or lengths.min() == lengths.max() <= EXACT_DIGITS:
        return []
    severity: Severity = "error" if lengths.max() > EXACT_DIGITS else "warning"
    return [
        wanted.problem(
            "code.numbers", severity, field, shortest=int(lengths.min()), longest=int(lengths.max())
        )
    ]
