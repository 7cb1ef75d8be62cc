"""Objects are what their names say, or they are not there."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from data.objects import Objects
from domain.errors import FormatError, UnknownError

if TYPE_CHECKING:
    from pathlib import Path


def test_bytes_come_back_under_their_own_digest(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    digest = objects.put(b"ground")
    assert digest == hashlib.sha256(b"ground").hexdigest()
    assert objects.get(digest) == b"ground"
    assert [path.name for path in tmp_path.iterdir()] == [digest]


def test_an_object_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    path = objects.path(objects.put(b"ground"))
    before = path.stat()
    objects.put(b"ground")
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_damaged_object_is_refused(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    digest = objects.put(b"ground")
    objects.path(digest).write_bytes(b"grounD")
    with pytest.raises(FormatError, match="object-damaged"):
        objects.get(digest)


@pytest.mark.parametrize("name", ["../desk.db", "abc", "A" * 64, "0" * 64])
def test_what_is_no_known_digest_is_unknown(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownError):
        Objects(tmp_path).get(name)
