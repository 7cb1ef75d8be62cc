"""The index of a shapefile: whether it leads to every shape, and one made anew where it does not."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

HEADER = 100
CODE = 9994
RECORD = 8
WORD = 2  # lengths are told in words of 16 bits
SMALLEST = 4  # a shape is at least its kind


def told_length(path: Path) -> int | None:
    """Return how many bytes a `.shp` or `.shx` says that it has; None where it is none."""
    with path.open("rb") as file:
        head = file.read(HEADER)
    if len(head) < HEADER or struct.unpack(">i", head[:4])[0] != CODE:
        return None
    return int(struct.unpack(">i", head[24:28])[0]) * WORD


def trusted_index(shapes: Path, index: Path) -> int | None:
    """Return how many shapes an index leads to, or None where an entry leads to another shape or to none."""
    length = told_length(index)
    if length is None or length > index.stat().st_size or length < HEADER:
        return None
    raw = np.fromfile(index, dtype=">i4", offset=HEADER, count=(length - HEADER) // 4)
    entries = raw[: raw.size // 2 * 2].reshape(-1, 2).astype(np.int64) * WORD
    begin, size = entries.T
    if begin.size == 0:
        return 0
    data = np.memmap(shapes, dtype=np.uint8, mode="r")
    if (begin < HEADER).any() or (size < SMALLEST).any() or (begin + RECORD + size > data.size).any():
        return None
    heads = data[begin[:, None] + np.arange(RECORD)].copy().view(">i4")
    right = (heads[:, 0] == np.arange(1, begin.size + 1)) & (heads[:, 1] * WORD == size)
    return int(begin.size) if right.all() else None


def walked(shapes: Path) -> NDArray[np.int64] | None:
    """Return start and length of each shape as they follow one another; None where the chain breaks."""
    found: list[tuple[int, int]] = []
    at, data = HEADER, shapes.read_bytes()
    while at + RECORD + SMALLEST <= len(data):
        number, words = struct.unpack_from(">ii", data, at)
        after = at + RECORD + words * WORD
        if number != len(found) + 1 or words * WORD < SMALLEST or after > len(data):
            return None
        found.append((at, words * WORD))
        at = after
    return np.array(found, np.int64).reshape(-1, 2)


def write_index(shapes: Path, entries: NDArray[np.int64], target: Path) -> None:
    """Write an index from the starts and lengths of shapes."""
    with shapes.open("rb") as file:
        head = bytearray(file.read(HEADER))
    head[24:28] = struct.pack(">i", (HEADER + RECORD * len(entries)) // WORD)
    target.write_bytes(bytes(head) + (entries // WORD).astype(">i4").tobytes())
