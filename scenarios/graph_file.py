"""Graphs as files: nodes with workloads and places, edges with lengths, in one JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from domain.errors import FormatError, InvalidValueError
from optimizer.redraw.bare import BareGraph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_graph(path: Path, balance: Sequence[str] = ("pop",), nest: str = "") -> BareGraph:
    """Read a graph: `id`, whole `pop`, `x`, `y` in kilometres or empty, `edges` as [u, v, length] by index.

    The first name of `balance` is the weight of nodes, the others are further workloads: `pop`, or
    whole numbers under `attrs`; `nest` names the attr that holds areas. Lengths of edges are taken
    where `attrs` says that they are a distance.

    Raises
    ------
    FormatError
        The file is no such graph.
    InvalidValueError
        A workload, or the attr of areas, is not in the file.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        size, attrs = len(told["id"]), told.get("attrs") or {}
        ends = np.array([edge[:2] for edge in told["edges"]], np.int64).reshape(-1, 2)
        places = [np.array(told.get(axis) or (), np.float64) for axis in "xy"]
        loads = [np.array(_column(told, attrs, name, path), np.float64) for name in balance]
        area = np.array(_column(told, attrs, nest, path) if nest else (), str)
        measured = "distance" in str(attrs.get("edge_value", ""))
        length = np.array([edge[2] for edge in told["edges"]] if measured else (), np.float64)
    except InvalidValueError:
        raise
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise FormatError("no-graph", file=path.name, reason=str(error)) from error
    if nest and area.shape != (size,):
        raise FormatError("no-graph", file=path.name, reason=nest)
    if size == 0 or any(load.shape != (size,) for load in loads) or len(set(map(str, told["id"]))) != size:
        raise FormatError("no-graph", file=path.name, reason="id, pop")
    if any((load < 0).any() or (load != np.rint(load)).any() for load in loads):
        raise FormatError("no-graph", file=path.name, reason=", ".join(balance))
    if any(place.shape not in {(0,), (size,)} for place in places):
        raise FormatError("no-graph", file=path.name, reason="x, y")
    if ends.size and not (ends.min() >= 0 and ends.max() < size):
        raise FormatError("no-graph", file=path.name, reason="edges")
    kept = np.flatnonzero(ends[:, 0] != ends[:, 1])
    ends, first = np.unique(np.sort(ends[kept], axis=1), axis=0, return_index=True)
    return BareGraph(
        codes=tuple(map(str, told["id"])),
        weight=np.rint(loads[0]).astype(np.int64),
        x=places[0],
        y=places[1],
        tail=ends[:, 0].astype(np.int32),
        head=ends[:, 1].astype(np.int32),
        nest=np.unique(area, return_inverse=True)[1].astype(np.int32),
        length=length[kept[first]] if length.size else length,
        loads=np.rint(np.column_stack(loads)[:, 1:]).astype(np.int64),
    )


def _column(told: dict[str, Any], attrs: dict[str, Any], name: str, path: Path) -> list[Any]:
    column = told.get("pop") if name == "pop" else attrs.get(name)
    if not isinstance(column, list):
        if name == "pop":
            raise FormatError("no-graph", file=path.name, reason="pop")
        raise InvalidValueError("partition-column", file=path.name, column=name)
    return column
