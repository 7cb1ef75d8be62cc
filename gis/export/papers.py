"""The papers of an export: plan, borders, standards and evidence, as plain tables and JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from domain.plan_table import plan_csv

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.standards import Standards
    from gis.export.handover import Handover

Paper = tuple[str, bytes]
CROSSWALK: Final = ("old", "new", "units", "households", "area_m2")


def papers_of(
    handover: Handover,
    standards: Standards,
    crosswalk: Iterable[Mapping[str, object]],
    *,
    mark: str,
) -> dict[str, Paper]:
    """Return what each paper is called and its bytes, by what it holds.

    Whatever holds counts carries the audience's mark in its name.
    """
    info, units = handover.dataset.info, handover.units
    papers: dict[str, Paper] = {
        "plan": ("plan.csv", plan_csv(handover.scenario.plan, units).encode()),
        "borders": ("borders.csv", _borders(handover)),
        "bridges": ("bridges.csv", _csv(("from", "to"), info.bridges)),
        "exclaves": ("exclaves.csv", _csv(("unit",), ((code,) for code in info.exclaves))),
        "standards": ("standards.json", _json([asdict(e) for _, e in sorted(standards.entries.items())])),
        "evidence": (f"evidence_{mark}.json", _json(_evidence(handover))),
    }
    rows = [[row.get(name) for name in CROSSWALK] for row in crosswalk]
    if rows:
        papers["crosswalk"] = (f"crosswalk_{mark}.csv", _csv(CROSSWALK, rows))
    return papers


def _borders(handover: Handover) -> bytes:
    """Every border between two units: length in metres, whether a grid may continue across it."""
    graph, codes = handover.dataset.graph, handover.units.codes
    rows = (
        (codes[a], codes[b], f"{metres:.3f}", int(passable))
        for a, b, metres, passable in zip(
            graph.tail.tolist(),
            graph.head.tolist(),
            graph.border_m.tolist(),
            graph.passable.tolist(),
            strict=True,
        )
    )
    return _csv(("from", "to", "border_m", "passable"), rows)


def _evidence(handover: Handover) -> dict[str, object]:
    """Certificates, what was asked of each community, and what the plan itself says of its grids."""
    scenario = handover.scenario
    codes = [grid.code for grid in scenario.plan.grids]
    excused = {v.grid for v in scenario.scorecard.violations if v.unavoidable}
    return {
        "certificate": [asdict(row) for row in scenario.certificate],
        "apportionment": [asdict(row) for row in scenario.apportionment],
        "violations": [
            {**asdict(v), "grid": codes[v.grid] if 0 <= v.grid < len(codes) else None}
            for v in scenario.scorecard.violations
        ],
        "bands": [
            {"grid": row.code, "band": row.band, "reason": row.reason, "unavoidable": row.grid in excused}
            for row in scenario.scorecard.per_grid
            if row.band not in ("ok", "empty")
        ],
    }


def _csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
