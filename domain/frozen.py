"""Arrays that nobody can change, and digests of values."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, DTypeLike, NDArray


def frozen_array(values: ArrayLike, dtype: DTypeLike) -> NDArray[Any]:
    """Copy values into a C-contiguous array of the given type that cannot be written to."""
    array = np.array(values, dtype=dtype, order="C", copy=True)
    array.setflags(write=False)
    return array


def digest_of(parts: Iterable[str | bytes | NDArray[Any]]) -> str:
    """Return the sha256 of the parts, each preceded by its length, as 64 hexadecimal digits."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part if isinstance(part, bytes) else _bytes(part)
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()


def _bytes(array: NDArray[Any]) -> bytes:
    """Little-endian bytes of an array, the same on every machine."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
