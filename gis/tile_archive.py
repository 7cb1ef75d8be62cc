"""Keep a tile set in one file, named by what is in it, and hand out single tiles."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from gis.tiles import TileSet

ABOUT: Final = "tiles.json"
FORMAT: Final = 1
COMPRESSION: Final = 6


def keep_tiles(tiles: TileSet, folder: Path) -> Path:
    """Write the tile set into `folder` as `<sha256>.tiles` and return the path.

    The archive is a plain zip of gzipped tiles `zoom/column/row.mvt` beside `tiles.json`; it carries
    no time stamp, so the same tiles give the same bytes and the same name.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(ABOUT), json.dumps(_about(tiles), sort_keys=True))
        for zoom, column, row in sorted(tiles.tiles):
            member = zipfile.ZipInfo(f"{zoom}/{column}/{row}.mvt")
            archive.writestr(member, gzip.compress(tiles.tiles[zoom, column, row], COMPRESSION, mtime=0))
    data = packed.getvalue()
    path = folder / f"{hashlib.sha256(data).hexdigest()}.tiles"
    draft = path.with_suffix(".part")
    draft.write_bytes(data)
    return draft.replace(path)


def _about(tiles: TileSet) -> dict[str, object]:
    """Return what a map must know before it asks for the first tile."""
    return {
        "format": FORMAT,
        "layer": tiles.layer,
        "min_zoom": tiles.min_zoom,
        "max_zoom": tiles.max_zoom,
        "outline_zoom": tiles.outline_zoom,
        "bounds": list(tiles.bounds),
    }


class TileArchive:
    """An opened archive; reading is safe from several threads."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        self._members = frozenset(self._archive.namelist())
        self.about: dict[str, object] = json.loads(self._archive.read(ABOUT))
        """`layer`, `min_zoom`, `max_zoom`, `outline_zoom`, `bounds` (degrees), `format`."""

    def tile(self, zoom: int, column: int, row: int) -> bytes | None:
        """Return a tile as gzip bytes (serve with `Content-Encoding: gzip`), or None where nothing lies."""
        member = f"{zoom}/{column}/{row}.mvt"
        return self._archive.read(member) if member in self._members else None

    def close(self) -> None:
        """Close the file."""
        self._archive.close()
