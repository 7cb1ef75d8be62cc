"""Containers: a file as people hand it over, opened down to the sources of layers that it holds."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from domain.outcome import Problem
from gis.files.archives import ArchiveRefusedError, unpack, weigh
from gis.files.dbf import part
from gis.files.recognizing import count_links, really
from gis.files.shapefile import prepared
from gis.files.workbooks import below_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gis.files.dbf import Table

Kind = Literal["shapefile", "csv", "xlsx", "parquet", "raster", "other"]

SHAPEFILE = (".shp", ".dbf", ".shx")
KINDS: dict[str, Kind] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".parquet": "parquet", ".geoparquet": "parquet", ".tif": "raster", ".tiff": "raster",
    **dict.fromkeys(SHAPEFILE, "shapefile"),
}  # fmt: skip
OTHERS = (
    ".gpkg", ".geojson", ".json", ".topojson", ".geojsonl", ".geojsons", ".seq", ".fgb", ".gdb", ".kml",
    ".kmz", ".ovkml", ".ovkmz", ".gml", ".gpx", ".dxf", ".sqlite", ".tab", ".mif", ".osm", ".pbf",
)  # fmt: skip
KML = (".kml", ".kmz", ".ovkml", ".ovkmz")
MOST_BOOK = 1 << 30  # bytes that a workbook may take unpacked: its readers hold it in memory
REFERRING = (b"<OGRVRT", b"<VRTDataset", b"<OGRWFS", b"<OGROAPIF", b"<GDAL_WMS", b"gdal_streamed_alg")
HEAD = 65_536  # bytes in which a file that only refers to others says so
LOOSE = (".txt", ".json")  # in an archive these seldom hold a layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that holds layers: where it opens, what people call it, its kind, what is wrong with it."""

    path: Path
    name: str
    kind: Kind
    table: Table | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def hopeless(self) -> bool:
        """Whether it must not be opened."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A file handed over: its sources, and what is wrong with it as a whole."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...] = ()


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Yield what a file holds; archives are taken out into a folder that lasts as long as the block."""
    with tempfile.TemporaryDirectory(prefix="gridwright-", ignore_cleanup_errors=True) as folder:
        spare = Path(folder)
        if not path.exists():
            yield _refused(path, "file.missing")
        elif path.is_dir() and path.suffix.lower() != ".gdb":
            yield _refused(path, "file.folder")
        elif path.is_file() and path.stat().st_size == 0:
            yield _refused(path, "file.empty")
        elif path.suffix.lower() == ".zip":
            yield _archive(path, spare)
        else:
            yield Container(sources=(_source(path, path.name, spare),))


def _refused(path: Path, code: str, **facts: str) -> Container:
    """Make the container of a file that cannot be opened at all."""
    problem = Problem(code=code, severity="error", file=path.name, facts=facts)
    return Container(sources=(), problems=(problem,))


def _archive(path: Path, spare: Path) -> Container:
    """Take out an archive and find its sources, in order of their names."""
    inside = spare / "inside"
    inside.mkdir()
    try:
        unpack(path, inside)
    except ArchiveRefusedError as refused:
        if refused.why == "broken" and (what := really(path)) and what[0] == "file.is.archive":
            return _refused(path, what[0], **what[1])
        return _refused(path, f"archive.{refused.why}", member=refused.member)
    found = sorted(_found(inside), key=lambda each: each.relative_to(inside).as_posix())
    if not found:
        return _refused(path, "archive.empty")
    sources = []
    for n, source in enumerate(found):
        room = spare / str(n)
        room.mkdir()
        sources.append(_source(source, f"{path.name}/{source.relative_to(inside).as_posix()}", room))
    return Container(sources=tuple(sources))


def _found(folder: Path) -> Iterator[Path]:
    """Yield what may hold layers: each shapefile once, by its shapes or else by what is left of it."""
    for path in folder.iterdir():
        suffix = path.suffix.lower()
        if path.is_dir() and suffix != ".gdb":
            yield from _found(path)
        elif suffix in SHAPEFILE:
            first = next(found for each in SHAPEFILE if (found := part(path, each)))
            if path == first:
                yield path
        elif suffix not in LOOSE and (suffix in OTHERS or suffix in KINDS):
            yield path


def _source(path: Path, name: str, spare: Path) -> Source:
    """Look at one file before it is opened."""
    kind = KINDS.get(path.suffix.lower(), "other")
    if kind == "shapefile":
        made = prepared(path, name, spare)
        return Source(path=made.path, name=name, kind=kind, table=made.table, problems=made.problems)
    problems: tuple[Problem, ...] = ()
    if kind == "xlsx" and not zipfile.is_zipfile(path):
        code, facts = really(path) or ("file.unsupported", {})
        problems = (Problem(code=code, severity="error", file=name, facts=facts),)
    elif kind == "xlsx":
        return _workbook(path, name, spare)
    elif kind == "other" and path.is_file() and _refers(path):
        problems = (Problem(code="file.refers", severity="error", file=name),)
    elif path.suffix.lower() in KML and (links := count_links(path)):
        problems = (Problem(code="file.links", severity="warning", file=name, facts={"links": links}),)
    return Source(path=path, name=name, kind=kind, problems=problems)


def _workbook(path: Path, name: str, spare: Path) -> Source:
    """Look at a workbook: how large it would become, titles above its tables, hidden sheets."""
    try:
        weigh(path, MOST_BOOK)
    except ArchiveRefusedError as refused:
        code = f"archive.{refused.why}"
        problem = Problem(code=code, severity="error", file=name, facts={"member": path.name})
        return Source(path=path, name=name, kind="xlsx", problems=(problem,))
    made, problems = below_titles(path, name, spare)
    return Source(path=made, name=name, kind="xlsx", problems=problems)


def _refers(path: Path) -> bool:
    """Whether a file holds no layers but says where others are: opened, it would lead anywhere."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return any(mark in head for mark in REFERRING)
