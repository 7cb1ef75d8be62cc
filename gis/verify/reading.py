"""An export as the verifier reads it: from the files alone, by its own means."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import FormatError
from gis.verify.layer_files import Layer, read_layers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST: Final = "manifest.json"
KNOWN_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Received:
    """Everything an export says, as found; `unreadable` lists what is missing or cannot be read."""

    folder: Path
    manifest: Mapping[str, Any]
    layers: tuple[Layer, ...]
    plan: tuple[tuple[str, str], ...]
    borders: tuple[tuple[str, str, float, bool], ...]
    bridges: tuple[tuple[str, str], ...]
    exclaves: frozenset[str]
    standards: Mapping[str, float]
    evidence: Mapping[str, Any]
    dictionary: Mapping[str, tuple[str, ...]]
    unreadable: tuple[str, ...]

    def copies_of(self, name: str) -> list[Layer]:
        """Return a layer in every copy, the most exact copy first."""
        order = {"gpkg": 0, "shp-utf-8": 1, "shp-gbk": 2}
        found = [layer for layer in self.layers if layer.name == name]
        return sorted(found, key=lambda layer: order.get(layer.copy, 3))


def receive(folder: Path) -> Received:
    """Read an export folder, leaving aside what cannot be read.

    Raises
    ------
    FormatError
        There is no manifest, or it is of a newer format than this verifier knows.
    """
    manifest = _manifest(folder)
    tables: Mapping[str, str] = manifest.get("tables", {})
    broken: list[str] = []
    rows = {name: _rows(folder, tables, name, broken) for name in ("plan", "borders", "bridges", "exclaves")}
    told = {name: _json(folder, tables, name, broken) for name in ("standards", "evidence")}
    return Received(
        folder=folder,
        manifest=manifest,
        layers=tuple(read_layers(folder, manifest, broken)),
        plan=tuple((row["unit"], row["grid"]) for row in rows["plan"]),
        borders=tuple(
            (row["from"], row["to"], float(row["border_m"]), row["passable"] == "1")
            for row in rows["borders"]
        ),
        bridges=tuple((row["from"], row["to"]) for row in rows["bridges"]),
        exclaves=frozenset(row["unit"] for row in rows["exclaves"]),
        standards={entry["key"]: entry["value"] for entry in told["standards"] or []},
        evidence=told["evidence"] or {},
        dictionary=_dictionary(_rows(folder, tables, "dictionary", broken)),
        unreadable=tuple(broken),
    )


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError("no-export", folder=str(folder)) from error
    if manifest.get("kind") != "export":
        raise FormatError("no-export", folder=str(folder))
    if manifest.get("format", 0) > KNOWN_FORMAT:
        raise FormatError("too-new", file=MANIFEST, format=manifest["format"], known=KNOWN_FORMAT)
    return manifest


def _rows(folder: Path, tables: Mapping[str, str], name: str, broken: list[str]) -> list[dict[str, str]]:
    try:
        with (folder / tables[name]).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, KeyError, UnicodeDecodeError):
        broken.append(tables.get(name, name))
        return []


def _json(folder: Path, tables: Mapping[str, str], name: str, broken: list[str]) -> Any:  # noqa: ANN401 -- as found
    try:
        return json.loads((folder / tables[name]).read_text(encoding="utf-8"))
    except (OSError, KeyError, ValueError):
        broken.append(tables.get(name, name))
        return None


def _dictionary(rows: list[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """Fields of each layer, by the first word of the layer's name."""
    fields: dict[str, list[str]] = {}
    for row in rows:
        fields.setdefault(row["图层"].split()[0], []).append(row["字段"])
    return {layer: tuple(names) for layer, names in fields.items()}
