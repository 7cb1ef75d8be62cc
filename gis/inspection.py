"""Inspection: what is in a file, before anybody says what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyogrio
from pyproj import CRS

from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

UNREADABLE = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFacts:
    """One layer of a file: how many features of which geometry, the CRS it declares (or none), its fields."""

    layer: str
    features: int
    geometry: str
    crs: str
    encoding: str
    fields: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One file and its layers; a file that cannot be read has none, and says why."""

    file: str
    layers: tuple[LayerFacts, ...]
    problems: tuple[Problem, ...] = ()


def inspect_files(paths: Sequence[Path]) -> tuple[FileFacts, ...]:
    """Return what each file holds, without reading its features."""
    return tuple(_inspected(path) for path in paths)


def _inspected(path: Path) -> FileFacts:
    """Look into one file."""
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(path)]
        return FileFacts(file=path.name, layers=tuple(_layer(path, name) for name in names))
    except UNREADABLE as error:
        code = "file.unreadable" if path.is_file() else "file.missing"
        problem = Problem(code=code, severity="error", file=path.name, facts=_reason(error, path))
        return FileFacts(file=path.name, layers=(), problems=(problem,))


def _reason(error: Exception, path: Path) -> dict[str, str | int | float]:
    """What the reader said, without the folder that the file lies in."""
    return {"reason": str(error).replace(str(path), path.name)}


def _layer(path: Path, name: str) -> LayerFacts:
    """Look at one layer; shapes without a declared CRS cannot be used before somebody declares it."""
    info: dict[str, Any] = pyogrio.read_info(path, layer=name)
    crs = CRS.from_user_input(info["crs"]).to_string() if info["crs"] else ""
    problems: tuple[Problem, ...] = ()
    if info["geometry_type"] and not crs:
        problems = (
            Problem(code="crs.undeclared", severity="warning", file=path.name, layer=name, field="crs"),
        )
    return LayerFacts(
        layer=name,
        features=int(info["features"]),
        geometry=info["geometry_type"] or "",
        crs=crs,
        encoding=info["encoding"] or "",
        fields=tuple(info["fields"]),
        problems=problems,
    )
