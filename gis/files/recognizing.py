"""Recognizing: what a file really is, by its first bytes, where its name promises something else."""

from __future__ import annotations

import mmap
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 4096
FEW = 20
LINK = re.compile(rb"<(?:\w+:)?NetworkLink[ >]")
MOST_KML = 64 << 20  # of a packed one, looked at
STARTS = (
    (b"II*\0", "raster"), (b"MM\0*", "raster"), (b"II+\0", "raster"), (b"MM\0+", "raster"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"), (b"\t\x08", "old-office"),
    (b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
    (b"BM", "picture"), (b"AC10", "dwg"), (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ\0", "archive"),
    (b"SQLite format 3\0", "database"), (b"fgb", "flatgeobuf"), (b"PAR1", "parquet"),
    (b"\0\0\x27\x0a", "shapefile"), (b"{\\rtf", "text-document"),
)  # fmt: skip
INSIDE = (
    ("xl/workbook.xml", "workbook"),
    ("word/document.xml", "text-document"),
)
MARKS = (
    (b"<html", "web-page"), (b"<!doctype html", "web-page"), (b"<kml", "kml"), (b"<osm", "osm"),
    (b"<gpx", "gpx"), (b'"featurecollection"', "geojson"),
)  # fmt: skip
SUFFIXES = {
    "raster": (".tif", ".tiff"),
    "database": (".gpkg", ".sqlite"), "flatgeobuf": (".fgb",),
    "parquet": (".parquet", ".geoparquet"), "shapefile": (".shp", ".shx"), "workbook": (".xlsx", ".xlsm"),
    "kml": (".kml", ".ovkml"), "osm": (".osm",), "gpx": (".gpx",), "geojson": (".geojson", ".json"),
    "zip": (".zip",), "kmz": (".kmz", ".ovkmz"),
}  # fmt: skip
SAVED_AS = {"archive": ".zip", "dwg": ".dxf"}


def really(path: Path) -> tuple[str, dict[str, str]] | None:
    """Return what a file is, where its name says something else: a code `file.is.*` and its facts.

    The fact is the suffix that the file should have, or that it should be saved with.
    """
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = _zipped(path) if head.startswith((b"PK\3\4", b"PK\5\6")) else _kind(head)
    suffixes = SUFFIXES.get(kind, ())
    if not kind or path.suffix.lower() in suffixes:
        return None
    return f"file.is.{kind}", {"suffix": suffixes[0] if suffixes else SAVED_AS.get(kind, ".xlsx")}


def _kind(head: bytes) -> str:
    """What the first bytes of a file say."""
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    text = head.lower().replace(b"\0", b"")
    return next((kind for mark, kind in MARKS if mark in text), "")


def _zipped(path: Path) -> str:
    """What an archive is used for, by what is inside."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    found = next((kind for member, kind in INSIDE if member in names), "")
    return found or ("kmz" if any(name.endswith(".kml") for name in names) else "zip")


def count_links(path: Path) -> int:
    """Return how many links to data elsewhere stand in a KML file, packed or not."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [name for name in archive.namelist() if name.lower().endswith(".kml")]
                return sum(len(LINK.findall(archive.open(name).read(MOST_KML))) for name in inside[:FEW])
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return len(LINK.findall(content))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return 0  # broken: its reader says so
