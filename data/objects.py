"""Objects: bytes under their own digest, written once and never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from domain.errors import FormatError, UnknownError

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Objects:
    """A folder of files named by the sha256 of what they hold.

    An object is complete or absent, also after a loss of power: it is written under a temporary
    name, flushed to the disk, and then renamed. An object that is there is never written again.
    """

    def __init__(self, folder: Path) -> None:
        """Open the folder, making it where it is absent."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, digest: str) -> bool:
        """Say whether an object is there."""
        return self.path(digest).is_file()

    def path(self, digest: str) -> Path:
        """Return where an object lies; a digest is 64 hexadecimal digits, anything else is unknown."""
        if not _DIGEST.fullmatch(digest):
            raise UnknownError("object", digest=digest)
        return self.folder / digest

    def put(self, data: bytes) -> str:
        """Keep bytes and return their digest; on return they are on the disk."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self:
            self._write(data, self.path(digest))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of an object.

        Raises
        ------
        UnknownError
            When there is no such object.
        FormatError
            When the file no longer holds what its name says.
        """
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise UnknownError("object", digest=digest) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise FormatError("object-damaged", digest=digest)
        return data

    def _write(self, data: bytes, path: Path) -> None:
        """Write bytes beside their place, flush them, and move them in."""
        handle, name = tempfile.mkstemp(prefix=".part-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            try:
                Path(name).replace(path)
            except PermissionError:  # Windows: another process has just put and opened the same object
                if not path.is_file():
                    raise
        finally:
            Path(name).unlink(missing_ok=True)
        _flush_folder(self.folder)


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk; Windows keeps them without being asked."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
