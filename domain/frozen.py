"""Arrays that nobody can change, and digests of values."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed import DataclassInstance
    from numpy.typing import ArrayLike, DTypeLike, NDArray


def frozen_array(values: ArrayLike, dtype: DTypeLike) -> NDArray[Any]:
    """Copy values into a C-contiguous array of the given type that cannot be written to."""
    array = np.array(values, dtype=dtype, order="C", copy=True)
    array.setflags(write=False)
    return array


def made_again(value: DataclassInstance) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """Return how a dataclass is made from its own fields: its `__reduce__`.

    Unpickled arrays can be written to whatever they were before. A value that is made again by its
    constructor comes back from another process frozen as it went, and compiled code, which tells
    frozen arrays from others, needs no second copy.
    """
    return _make, (type(value), {field.name: getattr(value, field.name) for field in fields(value)})


def _make(kind: Callable[..., Any], told: dict[str, Any]) -> Any:  # noqa: ANN401 -- whatever the kind is
    return kind(**told)


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
