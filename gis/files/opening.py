"""Opening: the layers of a container, what each holds, and its rows in text that nothing has garbled."""

from __future__ import annotations

import sqlite3
import warnings
from contextlib import closing
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from gis.files.dbf import encoding_of
from gis.files.encodings import Verdict, decoded
from gis.files.found import Found, problem_of
from gis.files.parquet import look_at_parquet, parquet_rows
from gis.files.recognizing import really
from gis.files.sheets import SheetError, read_sheet, sheet_encoding

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from domain.outcome import Problem
    from gis.files.containers import Source
    from gis.files.sheets import Sheet

RAW = "ISO-8859-1"  # every byte is one character, so that nothing is lost before it is read rightly
# the last is how the reader fails where a file's CRS cannot be written as text
UNREADABLE = (RuntimeError, ValueError, OSError, ShapelyError, sqlite3.Error, UnboundLocalError)
NOT_RECOGNIZED = "not recognized"
CURVED = ("CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE")


def unreadable(source: Source, error: Exception, layer: str = "") -> Problem:
    """Say what stands in the way of reading, without the folder that the file lies in."""
    if isinstance(error, SheetError):
        return problem_of(source, error.code, "error", layer, facts={"line": error.line})
    if isinstance(error, UnicodeDecodeError):
        return problem_of(source, "text.undecodable", "error", layer, facts={"line": 0})
    if isinstance(error, ShapelyError):
        return problem_of(source, "geometry.unsupported", "error", layer)
    if source.kind in ("other", "xlsx", "parquet") and (what := really(source.path)):
        return problem_of(source, what[0], "error", layer, facts=what[1])
    if NOT_RECOGNIZED in str(error):
        return problem_of(source, "file.unsupported", "error", layer)
    reason = str(error).replace(str(source.path), source.name).replace(str(source.path.parent), "")
    return problem_of(source, "file.unreadable", "error", layer, facts={"reason": reason})


def layers_of(source: Source, encoding: str = "") -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """Return the layers of a source, and why others or all of them cannot be read."""
    if source.hopeless:
        return (), source.problems
    if source.kind == "raster":
        return (), (*source.problems, problem_of(source, "raster.no-features", "error"))
    try:
        if source.kind in ("shapefile", "csv", "parquet"):
            names = [source.path.stem]
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # measures are told by layer
                names = [str(name) for name, _ in pyogrio.list_layers(source.path)]
    except UNREADABLE as error:
        return (), (*source.problems, unreadable(source, error))
    layers, problems = [], list(source.problems)
    if not names:
        problems.append(problem_of(source, "file.no-layer", "error"))
    for name in names:
        try:
            layers.append(_look(source, name, encoding))
        except (SheetError, *UNREADABLE) as error:
            problems.append(unreadable(source, error, name if layers else ""))
    return tuple(layers), tuple(each for n, each in enumerate(problems) if each not in problems[:n])


def _look(source: Source, name: str, encoding: str) -> Found:
    """Look at one layer."""
    if source.kind == "csv":
        return _sheet(source, encoding)
    return look_at_parquet(source) if source.kind == "parquet" else _found(source, name, encoding)


def _sheet(source: Source, encoding: str) -> Found:
    """Look at a text table."""
    verdict = sheet_encoding(source.path, encoding)
    sheet = read_sheet(source.path, verdict.likeliest)
    doubled = tuple(sorted({name for name in sheet.names if sheet.names.count(name) > 1}))
    return Found(
        source=source, layer=source.path.stem, features=len(sheet.table), geometry="", crs=None,
        verdict=verdict, fields={name: sheet.names.index(name) for name in sheet.names},
        doubled=doubled, problems=_titled(source, sheet),
    )  # fmt: skip


def _titled(source: Source, sheet: Sheet) -> tuple[Problem, ...]:
    """Say that the names of a text table stand below a title."""
    if not sheet.above:
        return ()
    facts = {"row": sheet.above + 1}
    value = sheet.title.strip()[:40]
    return (problem_of(source, "table.title", "warning", source.path.stem, value=value, facts=facts),)


def _options(source: Source) -> dict[str, str]:
    """How the reader is to open a source."""
    if source.kind == "shapefile":
        return {"encoding": RAW}
    return {"HEADERS": "FORCE"} if source.kind == "xlsx" else {}


def _found(source: Source, name: str, encoding: str) -> Found:
    """Look at one layer of any other source."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        info: dict[str, Any] = pyogrio.read_info(
            source.path, layer=None if source.kind == "shapefile" else name,
            force_feature_count=True, **_options(source),
        )  # fmt: skip
    problems = []
    if any("Measured" in str(warning.message) for warning in told):
        problems.append(problem_of(source, "geometry.measured", "note", name))
    if source.path.suffix.lower() == ".gpkg" and _curved(source, name):
        problems.append(problem_of(source, "geometry.curved", "note", name))
    raw = [str(field) for field in info["fields"]]
    verdict = Verdict(encoding="utf-8", how="declared")
    fields: dict[str, str | int] = {field: field for field in raw}
    doubled: tuple[str, ...] = ()
    if source.table is not None:
        verdict = encoding_of(source.table, encoding)
        fields, doubled, cut = _named(raw, verdict, [f.name for f in source.table.fields])
        problems += [problem_of(source, "field.cut", "note", name, field=field) for field in cut]
    return Found(
        source=source, layer=name, features=int(info["features"]), geometry=info["geometry_type"] or "",
        crs=_crs(info["crs"]), verdict=verdict, fields=fields, doubled=doubled, problems=tuple(problems),
    )  # fmt: skip


def _crs(text: str | None) -> CRS | None:
    """Return the CRS that a source declares; one that nobody can read is none."""
    try:
        return CRS.from_user_input(text) if text else None
    except CRSError:
        return None


def _named(
    raw: Sequence[str], verdict: Verdict, names: Sequence[bytes]
) -> tuple[dict[str, str | int], tuple[str, ...], list[str]]:
    """Return the fields by the names that people read, those that stand twice, those cut in mid-character."""
    fields: dict[str, str | int] = {}
    cut_names = []
    for name in raw:
        text, cut = decoded(name.encode(RAW), verdict.likeliest)
        fields.setdefault(text, name)
        if cut:
            cut_names.append(text)
    shown = [name.decode(RAW) for name in names]
    doubled = {decoded(name.encode(RAW), verdict.likeliest)[0] for name in shown if shown.count(name) > 1}
    return fields, tuple(sorted(doubled)), cut_names


def _curved(source: Source, name: str) -> bool:
    """Whether a layer of a GeoPackage is declared to hold curves."""
    with closing(sqlite3.connect(f"{source.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        row = file.execute(
            "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?", [name]
        ).fetchone()
    return row is not None and str(row[0]).upper() in CURVED


def rows_of(
    found: Found, fields: Sequence[str], *, spatial: bool, most: int | None = None
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Return the rows of a layer, of some fields only, and what of their text is cut or no text.

    Raises
    ------
    SheetError, RuntimeError, ValueError, OSError, ShapelyError
        What the readers raise where the file breaks off or is damaged: see `unreadable`.
    """
    source, known = found.source, [found.fields[field] for field in fields]
    if source.kind == "parquet":
        return parquet_rows(source, fields, spatial=spatial, most=most), ()
    if source.kind == "csv":
        table = read_sheet(source.path, found.verdict.likeliest).table[known]
        return table.set_axis(list(fields), axis="columns"), ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # measures are told by `layers_of`
        warnings.simplefilter("ignore", RuntimeWarning)  # so are coordinates that are no numbers
        table = pyogrio.read_dataframe(
            source.path, layer=None if source.kind == "shapefile" else found.layer, columns=known,
            read_geometry=spatial, max_features=most, **_options(source),
        )  # fmt: skip
    problems = []
    if most is None and 0 <= found.features != len(table):
        facts = {"said": found.features, "found": len(table)}
        problems.append(problem_of(source, "table.truncated", "error", found.layer, facts=facts))
    table = table.rename(columns=dict(zip(known, fields, strict=True)))
    if source.table is not None and found.verdict.encoding:
        for field in fields:
            table[field], told = _read_right(table[field], field, found)
            problems += told
    return table, tuple(problems)


def _read_right(column: pd.Series, field: str, found: Found) -> tuple[pd.Series, list[Problem]]:
    """Return a column of bytes that stand as characters as the text that they are."""
    if column.dtype.kind not in "OUT" and str(column.dtype) != "str":
        return column, []
    right: dict[str, str] = {}
    told = []
    for value in column.dropna().unique():
        if not isinstance(value, str) or value.isascii():
            continue
        try:
            right[value], cut = decoded(value.encode(RAW), found.verdict.encoding)
        except UnicodeDecodeError:
            right[value] = ""
            row = int(np.flatnonzero((column == value).to_numpy())[0]) + 1
            told.append((row, value.encode(RAW).decode(found.verdict.encoding, "replace"), "text.no-text"))
            continue
        if cut:
            row = int(np.flatnonzero((column == value).to_numpy())[0]) + 1
            told.append((row, right[value], "text.cut"))
    problems = [
        problem_of(
            found.source, code, "error" if code == "text.no-text" else "warning", found.layer,
            feature=f"row {row}", field=field, value=value,
        )
        for row, value, code in told
    ]  # fmt: skip
    return (column.replace(right) if right else column), problems
