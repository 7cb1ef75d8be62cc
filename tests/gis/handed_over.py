"""The drawn town with nine grids drawn by hand, ready to be handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from data.reference import shipped_standards
from domain.judgement import judge_grids
from domain.plan import EXCLUSIVE, Grid, Plan, community_of_grid
from domain.proposal import Apportioned, Certificate
from domain.scenario import GridRow, Metric, Provenance, Scenario, Scorecard
from gis.export.bundle import export_scenario
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from domain.graph import PlanningGraph
    from gis.dataset import Dataset
    from gis.export.manifest import Manifest

TYPES = {"town", "urban-village", "village", "mountain"}
DATED = date(2025, 7, 1)
LINES = """
a a a a a d d e e e
b b b b b d d e e e
c c c c c d d e e e
f f g g g h h h h h
f f g g g h h h h h
f f g g g i i i i i
"""


def town_to_hand_over(lines: str = LINES) -> tuple[Dataset, Scenario]:
    """The drawn town and the grids that letters draw on its blocks; `.` is in no grid."""
    dataset = drawn_town()
    units = dataset.graph.units
    letters = lines.split()
    names = sorted(set(letters) - {"."})
    kinds = units.communities.kinds
    plan = Plan(
        unit_set=units.digest,
        grid_of=np.array([names.index(x) if x != "." else -1 for x in letters]),
        grids=(
            *(
                Grid(code=f"61011400100{n + 1:04}", type="town", name=f"凤凰路{n + 1}网格")
                for n in range(len(names))
            ),
            Grid(code="610114001009999", type="town"),
        ),
    )
    community = community_of_grid(plan, units)
    grids = tuple(
        replace(grid, type=kinds[c]) if c >= 0 else grid
        for grid, c in zip(plan.grids, community, strict=True)
    )
    return dataset, scored(dataset, replace(plan, grids=grids))


def export_town(folder: Path, lines: str = LINES, **options: object) -> Manifest:
    """Hand the town over into a folder."""
    dataset, scenario = town_to_hand_over(lines)
    asked: dict[str, object] = {"audience": "internal", "standards": shipped_standards(), "dated": DATED}
    return export_scenario(dataset, scenario, folder, **(asked | options))


def perimeters_m(graph: PlanningGraph, plan: Plan) -> np.ndarray:
    """Perimeter of each grid: its outer border and every border to another grid."""
    outer = plan.sums(graph.outer_border_m)
    for tail, head, metres in zip(graph.tail, graph.head, graph.border_m, strict=True):
        a, b = plan.grid_of[tail], plan.grid_of[head]
        if a != b:
            for grid in (g for g in (a, b) if g >= 0):
                outer[grid] += metres
    return outer


def scored(dataset: Dataset, plan: Plan) -> Scenario:
    """A scenario of any plan with the rows of its grids; what nobody hands over is made up."""
    units, graph, standards = dataset.graph.units, dataset.graph, shipped_standards()
    own = units.count(dataset.info.households)
    types = {key: standards.grid_type(key) for key in sorted({g.type for g in plan.grids} & TYPES)}
    verdicts = judge_grids(plan, units, own, types)
    households, area = plan.totals(own), plan.sums(graph.area_m2)
    perimeter, community = perimeters_m(graph, plan), community_of_grid(plan, units)
    rows = tuple(
        GridRow(
            grid=n,
            code=grid.code,
            type=grid.type,
            community=units.communities.codes[community[n]],
            households=int(households[n]),
            area_m2=float(area[n]),
            perimeter_m=float(perimeter[n]),
            compactness=0.5,
            pieces=1,
            band=verdicts[n].band,
            reason=verdicts[n].reason,
        )
        for n, grid in enumerate(plan.grids)
    )
    ordinary = np.array([grid.type != EXCLUSIVE for grid in plan.grids])
    digest = plan.digest(units)
    return Scenario(
        name="重划方案",
        dataset=dataset.digest,
        plan=plan,
        scorecard=Scorecard(
            basis=units.column(dataset.info.households).basis,
            metrics={"grids": Metric(value=len(plan), unit="grids", version=1)},
            violations=(),
            per_grid=rows,
        ),
        provenance=Provenance(
            recipe="0" * 64, plan_digest=digest, dataset=dataset.digest, standards="", problem="", seed=1,
            proposals=0, stopped_by="user", engine="drawn by hand",
        ),
        apportionment=tuple(
            Apportioned(
                community=code, households=0, grids=int(((community == n) & ordinary).sum()), low=0, high=0,
                legal_low=0, legal_high=0, unavoidable=False, nearest_households=0,
            )
            for n, code in enumerate(units.communities.codes)
        ),
        certificate=(
            Certificate(community="001", objective="balance", unit="1", value=0.1, bound=0.0, gap=0.1),
        ),
    )  # fmt: skip
