"""A small OpenStreetMap extract in the packed format, written by hand after its specification.

A file is blocks, each a length, a header that names the block's kind, and a blob. What stands in them
is written as protocol buffers: numbers of seven bits a byte, fields with a number and a kind.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

UNITS = 10_000_000  # of a degree: the format's usual granularity of 100 nanodegrees


def write_pbf(
    path: Path,
    nodes: Mapping[int, tuple[float, float, Mapping[str, str]]],
    ways: Mapping[int, tuple[Sequence[int], Mapping[str, str]]],
) -> None:
    """Write nodes (longitude, latitude, tags) and ways (nodes in order, tags) by their numbers."""
    every = [tags for _, _, tags in nodes.values()] + [tags for _, tags in ways.values()]
    texts = ["", *dict.fromkeys(text for tags in every for pair in tags.items() for text in pair)]
    number = {text: n for n, text in enumerate(texts)}
    group = b"".join(
        _field(1, _signed(1, code) + _tags(tags, number) + _at(8, lat) + _at(9, lon))
        for code, (lon, lat, tags) in nodes.items()
    )
    group += b"".join(
        _field(3, _plain(1, code) + _tags(tags, number) + _field(8, b"".join(map(_zigzag, _steps(refs)))))
        for code, (refs, tags) in ways.items()
    )
    table = b"".join(_field(1, text.encode()) for text in texts)
    head = _field(4, b"OsmSchema-V0.6")
    path.write_bytes(_block("OSMHeader", head) + _block("OSMData", _field(1, table) + _field(2, group)))


def _block(kind: str, content: bytes) -> bytes:
    """One block of a file."""
    blob = _plain(2, len(content)) + _field(3, zlib.compress(content))
    head = _field(1, kind.encode()) + _plain(3, len(blob))
    return struct.pack(">I", len(head)) + head + blob


def _tags(tags: Mapping[str, str], number: Mapping[str, int]) -> bytes:
    """Keys and values of an element, by their numbers in the table of texts."""
    if not tags:
        return b""
    keys, values = ([number[text] for text in texts] for texts in (tags.keys(), tags.values()))
    return _field(2, b"".join(map(_number, keys))) + _field(3, b"".join(map(_number, values)))


def _at(n: int, degrees: float) -> bytes:
    """A field of a latitude or longitude."""
    return _signed(n, round(degrees * UNITS))


def _steps(refs: Iterable[int]) -> Iterable[int]:
    """Each number as what it adds to the one before."""
    return (after - before for before, after in pairwise([0, *refs]))


def _field(n: int, content: bytes) -> bytes:
    """A field of bytes."""
    return _number(n << 3 | 2) + _number(len(content)) + content


def _plain(n: int, value: int) -> bytes:
    """A field of a number."""
    return _number(n << 3) + _number(value)


def _signed(n: int, value: int) -> bytes:
    """A field of a number that may be below nothing."""
    return _number(n << 3) + _zigzag(value)


def _zigzag(value: int) -> bytes:
    """A number that may be below nothing: 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 …."""
    return _number(value << 1 if value >= 0 else (-value << 1) - 1)


def _number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; all bytes but the last have the eighth bit set."""
    told = bytearray()
    while value > 0x7F:
        told.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*told, value])
