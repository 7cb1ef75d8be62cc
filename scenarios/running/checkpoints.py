"""Checkpoints: a part's state as bytes, whole numbers and arrays only, nothing that could run."""

from __future__ import annotations

import io
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)

_GIVEN = "proposals given"


def pack(state: DataclassInstance, given: int) -> bytes:
    """Return a state and the proposals it was given, compressed; the same state gives the same bytes."""
    buffer = io.BytesIO()
    arrays = {field.name: np.asarray(getattr(state, field.name)) for field in fields(state)}
    np.savez_compressed(buffer, allow_pickle=False, **arrays, **{_GIVEN: np.int64(given)})
    return buffer.getvalue()


def unpack(kind: type[D], data: bytes) -> tuple[D, int]:
    """Return the state and the proposals it was given."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        values = {field.name: arrays[field.name] for field in fields(kind)}
        given = int(arrays[_GIVEN])
    plain = {name: value if value.ndim else value.item() for name, value in values.items()}
    return kind(**plain), given
