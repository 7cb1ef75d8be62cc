"""Archives: what is inside a zip, taken out under limits and never outside the folder meant for it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gis.files.encodings import decide

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 8 << 30
MOST_MEMBERS = 20_000
MOST_RATIO = 400
FREE_BYTES = 64 << 20  # small archives may be as dense as they like
DEEPEST = 4
CHUNK = 1 << 20
SYMLINK = 0o120000
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class ArchiveRefusedError(Exception):
    """An archive is not taken out; `why` is `broken`, `encrypted`, `too-large`, `too-deep` or `unsafe`."""

    def __init__(self, why: str, member: str = "") -> None:
        self.why = why
        self.member = member
        super().__init__(f"{why}: {member}")


def unpack(archive: Path, into: Path, depth: int = 1) -> None:
    """Take everything out of a zip, and out of the zips inside, each into a folder of its own name.

    Raises
    ------
    ArchiveRefusedError
        Where it is broken, encrypted, too large or too deep, or a name leads out of the folder.
    """
    if depth > DEEPEST:
        raise ArchiveRefusedError("too-deep", archive.name)
    try:
        with zipfile.ZipFile(archive) as opened:
            for name, member in _members(opened, archive):
                _take(opened, member, into / name)
    except RuntimeError as error:  # the only word that zipfile has for a password
        raise ArchiveRefusedError("encrypted", archive.name) from error
    except BROKEN as error:
        raise ArchiveRefusedError("broken", archive.name) from error
    for inner in sorted(path for path in into.rglob("*") if path.suffix.lower() == ".zip"):
        outer = inner.with_name(f"{inner.name}.taken")
        inner.rename(outer)
        inner.mkdir()
        unpack(outer, inner, depth + 1)
        outer.unlink()


def weigh(path: Path, most: int) -> None:
    """Refuse a file packed as a zip that would become larger than so many bytes, or much denser than text.

    Raises
    ------
    ArchiveRefusedError
        `too-large`, or `broken` where its directory cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as opened:
            size = sum(member.file_size for member in opened.infolist())
    except BROKEN as error:
        raise ArchiveRefusedError("broken", path.name) from error
    if size > most or size > max(FREE_BYTES, MOST_RATIO * path.stat().st_size):
        raise ArchiveRefusedError("too-large", path.name)


def _members(opened: zipfile.ZipFile, archive: Path) -> Iterator[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """Yield the files of a zip with their names as meant, after a look at what they add up to."""
    members = [member for member in opened.infolist() if not member.filename.endswith("/")]
    if not all(member.filename for member in members):
        raise ArchiveRefusedError("broken", archive.name)
    size, packed = sum(m.file_size for m in members), archive.stat().st_size
    if len(members) > MOST_MEMBERS or size > MOST_BYTES or size > max(FREE_BYTES, MOST_RATIO * packed):
        raise ArchiveRefusedError("too-large", archive.name)
    raw = [member.filename.encode("cp437", "ignore") for member in members if not member.flag_bits & 0x800]
    encoding = decide(raw).encoding
    for member in members:
        name = member.filename
        if not member.flag_bits & 0x800 and not name.isascii() and encoding:
            name = name.encode("cp437").decode(encoding, errors="replace")
        path = PurePosixPath(name.replace("\\", "/"))
        if (
            path.is_absolute()
            or ".." in path.parts
            or ":" in name
            or member.external_attr >> 16 & 0o170000 == SYMLINK
        ):
            raise ArchiveRefusedError("unsafe", name)
        if "__MACOSX" not in path.parts:
            yield path, member


def _take(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write one member, and no more of it than it said."""
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with opened.open(member) as source, target.open("wb") as file:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ArchiveRefusedError("too-large", member.filename)
            file.write(chunk)
