"""An export: a scenario as files for other systems, all of them or none."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import InvalidValueError
from gis.dataset_folder import refuse_filled
from gis.export.dictionary import dictionary_csv
from gis.export.handover import Handover
from gis.export.layers import Layer, layers_of
from gis.export.manifest import MARKS, Manifest, manifest_of
from gis.export.papers import papers_of
from gis.export.reprojection import reprojected
from gis.export.twins import write_twins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from domain.scenario import Scenario
    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.export.handover import Value

Format = Literal["shp", "gpkg", "geojson"]
Audience = Literal["internal", "public"]
FORMATS: Final[tuple[Format, ...]] = ("shp", "gpkg", "geojson")
ENCODINGS: Final = ("gbk", "utf-8")
DICTIONARY: Final = "字段说明.csv"


def export_scenario(
    dataset: Dataset,
    scenario: Scenario,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    audience: Audience,
    crs: str | None = None,
    encodings: Sequence[str] = ENCODINGS,
    standards: Standards,
    dated: date,
    attributes: Mapping[str, Mapping[str, Value]] | None = None,
    crosswalk: Iterable[Mapping[str, object]] = (),
) -> Manifest:
    """Write a scenario into a new folder and return its manifest.

    Equal arguments give equal bytes. Counts are conserved: those of a grid are the sums of its
    units', and areas and perimeters are the scorecard's, in square metres and metres of the
    dataset's CRS.

    Parameters
    ----------
    formats
        Any of `shp` (one copy for each of `encodings`), `gpkg`, `geojson` (always in EPSG:4326).
    audience
        `internal`: exact and marked 内部资料.
    crs
        CRS of shapefiles and GeoPackage; the dataset's where None.
    attributes
        Further fields of grids by grid code: see `gis.export.handover.Handover`.
    crosswalk
        Rows of old and new grids: `old`, `new`, `units`, `households`, `area_m2`.

    Raises
    ------
    FormatError
        The folder is there and not empty.
    InvalidValueError
        The audience, a format or an encoding is not offered; scores or plan do not belong to the
        dataset; a text does not fit its field.
    """
    _check(folder, formats, audience, encodings)
    handover = Handover(dataset=dataset, scenario=scenario, attributes=attributes or {})
    layers = layers_of(handover)
    target = crs or dataset.info.crs
    mark = MARKS[audience]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        part = Path(beside) / "export"
        part.mkdir()
        placed = [_placed(layer, dataset.info.crs, target) for layer in layers]
        twins = list(write_twins(placed, part, formats, encodings, crs=target, mark=mark, dated=dated))
        tables = papers_of(handover, standards, crosswalk, mark=mark)
        counts = dict(zip((f.name for f in handover.count_fields), handover.units.columns, strict=True))
        files = dict(tables.values()) | {DICTIONARY: dictionary_csv(layers, counts, mark=mark)}
        for name, data in files.items():
            (part / name).write_bytes(data)
        manifest = manifest_of(
            handover,
            part,
            audience=audience,
            crs=target,
            twins=twins,
            tables={what: name for what, (name, _) in tables.items()} | {"dictionary": DICTIONARY},
            standards=standards,
            dated=dated,
        )
        manifest.write(part)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    return manifest


def _check(folder: Path, formats: Sequence[str], audience: str, encodings: Sequence[str]) -> None:
    """Refuse what cannot be done before anything is written."""
    if audience == "public":
        raise InvalidValueError("export-public", audience=audience)
    if audience not in MARKS:
        raise InvalidValueError("export-audience", audience=audience)
    for name in formats:
        if name not in FORMATS:
            raise InvalidValueError("export-format", format=name, known=", ".join(FORMATS))
    for name in encodings:
        if name not in ENCODINGS:
            raise InvalidValueError("export-encoding", encoding=name, known=", ".join(ENCODINGS))
    refuse_filled(folder)


def _placed(layer: Layer, source: str, target: str) -> Layer:
    """The layer in another CRS."""
    shapes = reprojected(layer.shapes, source, target)
    return Layer(name=layer.name, fields=layer.fields, columns=layer.columns, shapes=shapes)
