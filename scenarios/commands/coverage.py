"""Coverage on the command line: a line for the district, one a community, and a workbook of it all."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.coverage import coverage
from scenarios.documents import document
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.travel.minutes import Mode
    from scenarios.coverage import Coverage, Served
    from scenarios.documents import Tell

WORST = 10


def covered(
    folder: Path,
    kind: str,
    standards: Standards,
    *,
    mode: Mode,
    minutes: float | None,
    count: str,
    out: Path | None,
    tell: Tell,
) -> Done:
    """Say who reaches a facility of a kind in time; write the whole list as a workbook where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    found = coverage(dataset, kind, standards, mode=mode, minutes=minutes, count=count)
    if out is not None:
        out.write_bytes(workbook(dataset, found, tell))
    told = document(
        "coverage", ok=True, kind=kind, count=found.count, mode=mode, minutes=found.limit, roads=found.roads,
        straight_units=found.straight, pieces=[{"length_m": m, "units": n} for m, n in found.pieces],
        whole=asdict(found.whole), communities=[asdict(area) for area in found.communities],
        facilities=[{"name": n, "served": s} for n, s in zip(found.names, found.alone, strict=True)],
        unserved=[_unit(dataset, found, unit) for unit in _unserved(found)],
        out=str(out) if out else None,
    )  # fmt: skip
    basis = dataset.graph.units.column(found.count).basis
    return Done(document=told, lines=tuple(_lines(found, basis, tell)))


def _unserved(found: Coverage) -> Sequence[int]:
    """Units that hold somebody and are not in time, the farthest first."""
    late = np.flatnonzero((found.nearest > found.limit) & (found.held > 0))
    return [int(n) for n in late[np.argsort(-found.nearest[late], kind="stable")]]


def _unit(dataset: Dataset, found: Coverage, unit: int) -> dict[str, Any]:
    """One unit that is not in time."""
    units = dataset.graph.units
    level = units.communities
    return {
        "unit": units.codes[unit],
        "community": level.names[level.of_unit[unit]],
        "count": int(found.held[unit]),
        "minutes": round(float(found.nearest[unit]), 1),
        "facility": found.names[found.facility[unit]],
    }


def _lines(found: Coverage, basis: str, tell: Tell) -> list[str]:
    """The district, what the numbers rest on, and the communities with most people out of reach."""
    whole = found.whole
    lines = [
        tell(
            "coverage.whole", minutes=found.limit, mode=f"coverage.{found.mode}", served=whole.served,
            all=whole.all, share=whole.served / max(1, whole.all), unserved=whole.unserved,
            backed=whole.backed, farthest=whole.farthest, facilities=len(found.names), basis=basis,
        ),
        tell("coverage.by-road" if found.roads else "coverage.no-roads", straight=found.straight),
        *(tell("coverage.piece", length_m=metres, units=units) for metres, units in found.pieces),
    ]  # fmt: skip
    worst = sorted(found.communities, key=lambda area: (-area.unserved, area.code))[:WORST]
    return [*lines, *(tell("coverage.area", **_facts(area)) for area in worst if area.unserved)]


def _facts(area: Served) -> dict[str, str | float]:
    return {
        "area": f"{area.code} {area.name}",
        "unserved": area.unserved,
        "share": area.served / max(1, area.all),
        "farthest": area.farthest,
    }


def workbook(dataset: Dataset, found: Coverage, tell: Tell) -> bytes:
    """Return a workbook: communities, facilities, units out of reach; heads in the language of `tell`."""
    communities = [
        (
            a.code,
            a.name,
            a.all,
            a.served,
            a.unserved,
            a.backed,
            a.units - a.units_served,
            round(a.farthest, 1),
        )
        for a in found.communities
    ]
    late = [tuple(_unit(dataset, found, unit).values()) for unit in _unserved(found)]
    heads_of_areas = ("code", "name", "all", "served", "unserved", "backed", "units", "farthest")
    sheets = (
        ("communities", heads_of_areas, communities),
        ("facilities", ("facility", "served"), list(zip(found.names, found.alone, strict=True))),
        ("units", ("unit", "community", "all", "minutes", "facility"), late),
    )  # fmt: skip
    return workbook_of(
        [
            (tell(f"coverage.sheet.{name}"), [tell(f"coverage.head.{head}") for head in heads], rows)
            for name, heads, rows in sheets
        ]
    )
