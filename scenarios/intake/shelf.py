"""The shelf: one folder an intake, the files in it received piece by piece and gone when told."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from typing import TYPE_CHECKING, Any, Final, Protocol

from domain.errors import IntakeError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PIECE: Final = 1 << 20
LONGEST_NAME: Final = 120
FILES: Final = "files"
PART: Final = ".part"
ROUND: Final = "round.json"
"""The note that makes a folder one of workbooks that come back, and none of an import."""
NEVER: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')
RESERVED: Final = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
ID: Final = re.compile(r"[0-9a-f]{16}")
SPARE: Final = 1 << 28
"""Bytes that stay free on the disk whatever arrives."""


class Stream(Protocol):
    """What a file comes from."""

    def read(self, size: int, /) -> bytes:
        """Return the next piece, nothing at the end."""


class Shelf:
    """The folders of all intakes of a home; nothing but files, so that any process may look.

    Everything in them belongs to whoever uploaded it and is theirs to delete: an intake that is
    accepted or rejected leaves nothing, and one that was forgotten goes after some days.
    """

    def __init__(self, home: Path, *, most_bytes: int, days: int) -> None:
        """Keep intakes under a home, each of so many bytes at most and for so many days."""
        self._folder, self.most_bytes, self._days = home / "intake", most_bytes, days

    def begin(self) -> str:
        """Make room for a new intake and return its id; forgotten ones go."""
        self.clear()
        intake = secrets.token_hex(8)
        (self._folder / intake / FILES).mkdir(parents=True, mode=0o700)
        return intake

    def folder(self, intake: str) -> Path:
        """Return the folder of an intake.

        Raises
        ------
        UnknownError
            Where there is none of this id: deleted, accepted, or never there.
        """
        folder = self._folder / intake
        if not ID.fullmatch(intake) or not folder.is_dir():
            raise UnknownError("intake", id=intake)
        return folder

    def all(self) -> tuple[str, ...]:
        """Return the intakes there are, the newest first."""
        if not self._folder.is_dir():
            return ()
        there = [path for path in self._folder.iterdir() if ID.fullmatch(path.name)]
        return tuple(path.name for path in sorted(there, key=lambda p: (-p.stat().st_mtime, p.name)))

    def files(self, intake: str) -> tuple[Path, ...]:
        """Return the whole files of an intake by name."""
        there = (self.folder(intake) / FILES).iterdir()
        return tuple(sorted(path for path in there if path.suffix != PART))

    def receive(self, intake: str, name: str, stream: Stream, length: int | None) -> Path:
        """Keep one file as it arrives, `length` bytes of it or, if nobody said, all there are.

        Raises
        ------
        IntakeError
            Where the name is none, the intake would outgrow its limit or the disk, or the file
            breaks off: what had arrived is gone then, and an older file of the name still there.
        """
        target = self.folder(intake) / FILES / cleaned(name)
        kept = sum(path.stat().st_size for path in self.files(intake) if path != target)
        self._admit(kept + (length or 0), length or 0)
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PART}")
        try:
            with open(part, "xb", opener=_private) as file:
                arrived = self._take(stream, file.write, kept, length)
            if length is not None and arrived != length:
                raise IntakeError("broken-off", file=target.name, arrived=arrived, length=length)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def _take(self, stream: Stream, write: Callable[[bytes], object], kept: int, length: int | None) -> int:
        """Pass a stream on piece by piece and return how many bytes it had."""
        arrived = 0
        while length is None or arrived < length:
            try:
                piece = stream.read(PIECE if length is None else min(PIECE, length - arrived))
            except OSError:  # the line is dead: what arrived is not the file
                break
            if not piece:
                break
            arrived += len(piece)
            self._admit(kept + arrived, 0)
            write(piece)
        return arrived

    def _admit(self, whole: int, more: int) -> None:
        """Refuse what would be too much for an intake, or for the disk."""
        if whole > self.most_bytes:
            raise IntakeError("too-large", limit_mb=self.most_bytes >> 20)
        if more and more + SPARE > shutil.disk_usage(self._folder).free:
            raise IntakeError("no-space", needed_mb=more >> 20)

    def remove(self, intake: str, name: str) -> None:
        """Delete one file; one that is not there is gone already."""
        (self.folder(intake) / FILES / cleaned(name)).unlink(missing_ok=True)

    def delete(self, intake: str) -> None:
        """Delete everything of an intake."""
        if ID.fullmatch(intake):
            shutil.rmtree(self._folder / intake, ignore_errors=True)

    def clear(self) -> None:
        """Delete intakes that nobody has touched for too many days."""
        oldest = time.time() - self._days * 86_400
        for intake in self.all():
            folder = self._folder / intake
            if max(path.stat().st_mtime for path in (folder, *folder.iterdir())) < oldest:
                self.delete(intake)


def cleaned(name: str) -> str:
    """Return the last part of a name as one that is a file's on any system.

    >>> cleaned("../../etc/passwd"), cleaned("D:/摸底/楼栋 表.xlsx"), cleaned("a:b.shp"), cleaned("con.txt")
    ('passwd', '楼栋 表.xlsx', 'a_b.shp', '_con.txt')
    """
    last = NEVER.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if not last.strip("_") or last.endswith(PART):
        raise IntakeError("name", file=name[:LONGEST_NAME])
    last = f"_{last}" if RESERVED.match(last) else last
    stem, suffix = os.path.splitext(last)  # noqa: PTH122 -- a name, not a path
    while len(f"{stem}{suffix}".encode()) > 2 * LONGEST_NAME:
        stem, suffix = (stem[:-1], suffix) if stem else ("x", suffix[:20])
    return f"{stem}{suffix}"


def read_note(path: Path) -> dict[str, Any]:
    """Return what stands in a note of an intake; nothing where there is none."""
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return note


def write_note(path: Path, note: dict[str, Any]) -> None:
    """Write a note of an intake whole or not at all."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    part.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def _private(path: str, flags: int) -> int:
    """Open a file that only this user may read."""
    return os.open(path, flags, 0o600)
