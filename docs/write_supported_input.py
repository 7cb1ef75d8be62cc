"""Write docs/supported-input.md from what inspection says: `python docs/write_supported_input.py`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.formats import make_formats  # noqa: E402 -- after the path is set
from layouts.text import say  # noqa: E402
from scenarios.importing import inspect_files  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.outcome import Problem
    from gis.reading.inspection import FileFacts, LayerFacts

PAGE = Path(__file__).parent / "supported-input.md"
SHARED = Path(os.environ.get("GRIDWRIGHT_SHARED", ROOT.parent / "shared"))
IMPORTER = SHARED / "data" / "importer"
PARTS = (".shx", ".cpg", ".prj", ".qpj", ".sbn", ".sbx", ".xml")
FORMATS_HEAD = """# What can be read

Every row was written by running `gridwright inspect` on the file: what was read, or the reason why
not. `docs/write_supported_input.py` writes this page; a test fails where it is behind.

## One file of every format

Three buildings each, made anew at every run by `benchmarks/formats.py`.

| file | outcome |
|---|---|"""
IMPORTER_HEAD = """
## Files that break readers

Test files of mapshaper (MPL-2.0), shapefile-js (MIT), pyshp (MIT), pyogrio (MIT) and fiona (BSD):
no label, wrong label, doubled fields, missing or cut parts, curves, measures, archives in archives.

| file | outcome |
|---|---|"""


def formats() -> Iterator[str]:
    """Yield a row for one file of every format."""
    with tempfile.TemporaryDirectory() as folder:
        for facts in inspect_files(make_formats(Path(folder))):
            yield _row(facts.file, facts)


def real_files() -> Iterator[str]:
    """Yield a row for every test file, those that belong together as one."""
    for path in sorted(IMPORTER.rglob("*")):
        shape = path.with_suffix(".shp")
        part = path.suffix in PARTS or (path.suffix == ".dbf" and shape.exists())
        if path.is_file() and not part:
            (facts,) = inspect_files([path])
            yield _row(str(path.relative_to(IMPORTER)).replace("__", "/"), facts)


def page() -> str:
    """Return the whole page."""
    return "\n".join([FORMATS_HEAD, *formats(), IMPORTER_HEAD, *real_files()]) + "\n"


def _row(name: str, facts: FileFacts) -> str:
    told = [_layer(layer) for layer in facts.layers if layer.features]
    told += [_text(problem) for problem in facts.problems]
    return f"| `{name}` | {'<br>'.join(told)} |"


def _layer(layer: LayerFacts) -> str:
    if layer.geometry == "Raster":
        return "; ".join(
            [f"{layer.layer}: {layer.features} × Raster, {layer.crs}", *map(_text, layer.problems)]
        )
    encoding, crs = layer.encoding or "encoding undecided", layer.crs or "no CRS"
    told = f"{layer.layer}: {layer.features} × {layer.geometry or 'table'}, {encoding}, {crs}"
    return "; ".join([told, *(_text(p) for p in layer.problems if p.code != "crs.undeclared")])


def _text(problem: Problem) -> str:
    told = say(problem.code, "en", **{"field": problem.field, "value": problem.value, **problem.facts})
    return told.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
