"""A scenario as named files, in a folder or in the store."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from domain.errors import FormatError
from domain.outcome import Violation
from domain.plan_table import grids_csv, plan_csv, read_plan
from domain.proposal import Apportioned, Certificate
from domain.scenario import GridRow, Metric, Provenance, Scenario, Scorecard
from scenarios.staff_table import FILE as STAFFING
from scenarios.staff_table import read_staffing, staffing_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.units import UnitSet

FORMAT = 1
ABOUT, PLAN, GRIDS, SCORES = "scenario.json", "plan.csv", "grids.csv", "scorecard.json"


def scenario_files(scenario: Scenario, units: UnitSet) -> dict[str, bytes]:
    """Every file of the scenario's folder by its name."""
    about = {
        "format": FORMAT,
        "kind": "scenario",
        "name": scenario.name,
        "dataset": scenario.dataset,
        "baseline": scenario.baseline,
        "provenance": asdict(scenario.provenance),
        "apportionment": [asdict(row) for row in scenario.apportionment],
        "certificate": [asdict(row) for row in scenario.certificate],
        "notes": dict(scenario.notes),
    }
    files = {
        ABOUT: _json(about),
        SCORES: _json(asdict(scenario.scorecard)),
        PLAN: plan_csv(scenario.plan, units).encode(),
        GRIDS: grids_csv(scenario.plan).encode(),
    }
    if scenario.staffings:
        files[STAFFING] = staffing_csv(scenario.staffings)
    return files


def scenario_from(files: Mapping[str, bytes], units: UnitSet) -> Scenario:
    """The scenario that named files describe, on the units it was drawn on.

    Raises
    ------
    FormatError
        When a file is missing, is no scenario's, or is of a newer format.
    """
    about = read_about(files)
    return Scenario(
        name=about["name"],
        dataset=about["dataset"],
        baseline=about["baseline"],
        plan=read_plan(units, files[PLAN].decode(), files[GRIDS].decode()),
        scorecard=_scorecard(json.loads(files[SCORES])),
        provenance=Provenance(**about["provenance"]),
        apportionment=tuple(Apportioned(**row) for row in about["apportionment"]),
        certificate=tuple(Certificate(**row) for row in about["certificate"]),
        notes=about["notes"],
        staffings=read_staffing(files[STAFFING]) if STAFFING in files else (),
    )


def read_about(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What `scenario.json` says, once it is known to be one that can be read."""
    missing = [name for name in (ABOUT, PLAN, GRIDS, SCORES) if name not in files]
    if missing:
        raise FormatError("no-scenario", file=missing[0])
    about: dict[str, Any] = json.loads(files[ABOUT])
    if about.get("kind") != "scenario":
        raise FormatError("no-scenario", file=ABOUT)
    if about["format"] > FORMAT:
        raise FormatError("too-new", file=ABOUT, format=about["format"], known=FORMAT)
    return about


def table_csv(fields: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as CSV in UTF-8, in the order of the fields."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fields, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _scorecard(told: Mapping[str, Any]) -> Scorecard:
    return Scorecard(
        basis=told["basis"],
        metrics={key: Metric(**metric) for key, metric in told["metrics"].items()},
        violations=tuple(Violation(**row) for row in told["violations"]),
        per_grid=tuple(GridRow(**row) for row in told["per_grid"]),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
