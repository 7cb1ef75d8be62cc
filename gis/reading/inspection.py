"""Inspection: what is in a file, before anybody says what it is for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from gis.files.containers import opened
from gis.files.found import problem_of
from gis.files.opening import UNREADABLE, layers_of, rows_of, unreadable
from gis.files.raster import RasterError, look_at_raster
from gis.files.sheets import SheetError
from gis.placing.zones import zone_of
from gis.reading.personal import about_persons, one_row_per_person
from gis.reading.watching import watching_devices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from domain.outcome import Problem, Severity
    from gis.files.containers import Source
    from gis.files.encodings import How, Verdict
    from gis.files.found import Found
    from gis.placing.zones import Zone

MOST_LOOKED_AT = 200_000
FEW = 3
FARTHEST = 1e9  # no CRS of the Earth has such coordinates, whatever its unit
TELLING: dict[How, tuple[str, Severity]] = {
    "detected": ("encoding.detected", "note"),
    "undecided": ("encoding.undecided", "error"),
    "doubtful": ("encoding.doubtful", "error"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFacts:
    """One layer of a file: how many features of which geometry, the CRS it declares (or none), its fields.

    `zone` is the Gauss-Kruger zone that the CRS is, by its parameters.
    """

    layer: str
    features: int
    geometry: str
    crs: str
    encoding: str
    fields: tuple[str, ...]
    problems: tuple[Problem, ...]
    zone: Zone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One file and its layers; what cannot be read says why."""

    file: str
    layers: tuple[LayerFacts, ...]
    problems: tuple[Problem, ...] = ()


def inspect_files(paths: Sequence[Path]) -> tuple[FileFacts, ...]:
    """Return what each file holds; of features only the shapes are looked at."""
    return tuple(_inspected(path) for path in paths)


def _inspected(path: Path) -> FileFacts:
    """Look into one file."""
    layers: list[LayerFacts] = []
    with opened(path) as container:
        problems = list(container.problems)
        several = len(container.sources) > 1
        for source in container.sources:
            if source.kind == "raster" and not source.hopeless:
                raster, against = _raster(source)
                layers += raster
                problems += against
                continue
            found, told = layers_of(source)
            problems += told
            layers += [layer_facts(source, each, several=several) for each in found]
    return FileFacts(file=path.name, layers=tuple(layers), problems=tuple(problems))


def _raster(source: Source) -> tuple[list[LayerFacts], list[Problem]]:
    """Look at a raster of counts; its layer has a feature for each cell where somebody counted."""
    name = source.name.partition("/")[2] or source.path.stem
    try:
        facts = look_at_raster(source.path)
    except RasterError as error:
        return [], [problem_of(source, f"raster.{error.why}", "error", name, facts=error.facts)]
    told = {
        "rows": facts.rows, "columns": facts.columns, "width": f"{facts.cell[0]:.6g}",
        "height": f"{facts.cell[1]:.6g}", "total": f"{facts.total:,.0f}",
        "nodata": "—" if facts.nodata is None else f"{facts.nodata:g}",
    }  # fmt: skip
    layer = LayerFacts(
        layer=name, features=facts.counted, geometry="Raster", crs=facts.crs.to_string(), encoding="",
        fields=(), zone=zone_of(facts.crs),
        problems=(problem_of(source, "raster.counts", "note", name, facts=told),),
    )  # fmt: skip
    return [layer], list(source.problems)


def layer_facts(source: Source, found: Found, *, several: bool) -> LayerFacts:
    """Look at one layer; shapes without a declared CRS cannot be used before somebody declares it."""
    name = source.name.partition("/")[2] if several and source.kind != "other" else found.layer
    problems = [*found.problems, *encoding_problems(found, found.verdict)]
    problems += [problem_of(source, "field.duplicate", "warning", name, field=each) for each in found.doubled]
    problems += guarded(found, found.fields)
    if found.geometry:
        if found.crs is None:
            problems.append(problem_of(source, "crs.undeclared", "warning", name, field="crs"))
        problems += _shapes(found)
    if found.features == 0 or not (found.fields or found.geometry):
        problems.append(problem_of(source, "layer.empty", "warning", name))
    return LayerFacts(
        layer=name,
        features=found.features,
        geometry=found.geometry,
        crs=found.crs.to_string() if found.crs is not None else "",
        encoding=found.verdict.shown,
        fields=tuple(found.fields),
        problems=tuple(replace(problem, layer=name) for problem in problems),
        zone=zone_of(found.crs) if found.crs is not None else None,
    )


def encoding_problems(found: Found, verdict: Verdict) -> list[Problem]:
    """How the encoding of a layer was found, where no label said it; and where nobody can tell."""
    if verdict.how not in TELLING or (verdict.how, verdict.encoding) == ("detected", "utf-8"):
        return []
    code, severity = TELLING[verdict.how]
    facts = {"encoding": verdict.shown, "evidence": verdict.evidence}
    return [problem_of(found.source, code, severity, found.layer, facts=facts)]


def guarded(found: Found, fields: Iterable[str], severity: Severity = "warning") -> list[Problem]:
    """What the privacy guard says: devices that watch, rows of persons, and fields about persons."""
    source, layer = found.source, found.layer
    problems = []
    if watching_devices(source.name, layer):
        problems.append(problem_of(source, "guard.watching", "error", layer))
    if one_row_per_person(found.fields):
        problems.append(problem_of(source, "guard.persons", "error", layer))
    return problems + [
        problem_of(source, "guard.field", severity, layer, field=field)
        for field in fields
        if about_persons(field)
    ]


def _shapes(found: Found) -> list[Problem]:
    """What the shapes of a layer are like: none, mixed, impossible, or not to be read at all."""
    source = found.source
    try:
        table, _ = rows_of(found, (), spatial=True, most=MOST_LOOKED_AT)
    except (SheetError, *UNREADABLE) as error:
        return [unreadable(source, error, found.layer)]
    shapes = gpd.GeoSeries(table.geometry).to_numpy()
    none = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    kinds = Counter(shape.geom_type.removeprefix("Multi") for shape in shapes[~none])
    problems = []
    if len(shapes) < min(found.features, MOST_LOOKED_AT):
        facts: dict[str, int] = {"said": found.features, "found": len(shapes)}
        problems.append(problem_of(source, "table.truncated", "error", found.layer, facts=facts))
    if none.any():
        problems.append(
            problem_of(source, "shapes.none", "warning", found.layer, facts={"rows": int(none.sum())})
        )
    if len(kinds) > 1:
        shown = "、".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
        problems.append(problem_of(source, "shapes.mixed", "warning", found.layer, value=shown))
    far = impossible_rows(shapes)
    if far["rows"]:
        problems.append(problem_of(source, "shapes.impossible", "error", found.layer, facts=far))
    return problems


def impossible(shapes: np.ndarray) -> np.ndarray:
    """Whether each shape has coordinates that are no numbers or lie on no Earth; missing ones have not."""
    corners, owner = shapely.get_coordinates(shapes, return_index=True)
    found = np.zeros(len(shapes), bool)
    found[owner[~(np.abs(corners) < FARTHEST).all(axis=1)]] = True
    return found


def impossible_rows(shapes: np.ndarray) -> dict[str, str | int]:
    """How many shapes are impossible and in which rows, counted from 1, the first of them stand."""
    rows = np.flatnonzero(impossible(shapes)) + 1
    shown = "、".join(map(str, rows[:FEW].tolist())) + ("…" if len(rows) > FEW else "")
    return {"rows": len(rows), "where": shown}
