"""The manifest: what an export is, what made it, and the sha256 of every file in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from domain.plan import EXCLUSIVE
from gis.export.fields import type_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from domain.standards import Standards
    from gis.export.handover import Handover

FORMAT: Final = 1
FILE: Final = "manifest.json"
MARKS: Final = {"internal": "内部资料"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What stands in `manifest.json`: `about` the export, and sha256 of each `files` entry by its path."""

    about: Mapping[str, object]
    files: Mapping[str, str]

    @property
    def plan_digest(self) -> str:
        """Name of the plan that was handed over."""
        return str(self.about["plan_digest"])

    def write(self, folder: Path) -> None:
        """Write the manifest into the folder it describes."""
        told = {**self.about, "files": dict(self.files)}
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        (folder / FILE).write_text(text, encoding="utf-8", newline="\n")


def manifest_of(
    handover: Handover,
    folder: Path,
    *,
    audience: str,
    crs: str,
    twins: list[dict[str, object]],
    tables: Mapping[str, str],
    standards: Standards,
    dated: date,
) -> Manifest:
    """Describe all files in a folder.

    `twins` are the copies of the layers (`name`, `driver`, `encoding`, `crs`, `layers`), `tables`
    the further files by what they hold.
    """
    scenario, info = handover.scenario, handover.dataset.info
    about: dict[str, object] = {
        "format": FORMAT,
        "kind": "export",
        "audience": audience,
        "mark": MARKS[audience],
        "dated": dated.isoformat(),
        "scenario": scenario.name,
        "baseline": scenario.baseline,
        "plan_digest": scenario.plan.digest(handover.units),
        "provenance": asdict(scenario.provenance),
        "dataset": {
            "name": info.name,
            "title": info.title,
            "title_en": info.title_en,
            "digest": handover.dataset.digest,
            "sample": info.sample,
            "sources": dict(info.sources),
        },
        "crs": crs,
        "measured_in": info.crs,
        "units": len(handover.units),
        "grids": len(handover.drawn),
        "requested": _requested(handover),
        "counts": _counts(handover),
        "norm_field": handover.count_fields[handover.norm_column or 0].name,
        "grid_types": {type_name(g.type): g.type for g in scenario.plan.grids},
        "standards": standards.digest,
        "twins": twins,
        "tables": dict(tables),
    }
    return Manifest(about=about, files=digests(folder))


def digests(folder: Path) -> dict[str, str]:
    """Return sha256 of every file below a folder but the manifest, by path with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() != FILE
    }


def _requested(handover: Handover) -> int | None:
    """Number of grids that was asked for, exclusive ones included; None where nothing was asked."""
    apportioned = handover.scenario.apportionment
    if not apportioned:
        return None
    grids = handover.scenario.plan.grids
    return sum(a.grids for a in apportioned) + sum(grids[g].type == EXCLUSIVE for g in handover.drawn)


def _counts(handover: Handover) -> list[dict[str, object]]:
    """Meaning, basis (口径), date and total of every count field."""
    units = handover.units
    totals = units.counts.sum(axis=0).tolist()
    return [
        {"field": f.name, **asdict(column), "total": total}
        for f, column, total in zip(handover.count_fields, units.columns, totals, strict=True)
    ]
