"""Migration: a scenario drawn on one version of the ground becomes a scenario on another."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.digest import recipe_digest
from domain.errors import FormatError
from domain.scenario import Provenance, Scenario
from gis.versions import overlap
from scenarios.evaluate import evaluate
from scenarios.folder import table_csv
from scenarios.pipeline import cap_of, judged_on, standards_of
from scenarios.versions.carried import carry_over
from scenarios.versions.crosswalk import unit_changes, unit_crosswalk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.standards import Standards
    from gis.dataset import Dataset
    from gis.versions import Overlap
    from scenarios.versions.carried import Carried
    from scenarios.versions.crosswalk import UnitChanges, UnitCrosswalk

UNITS_FILE: Final = "units.csv"
DECIDED_FILE: Final = "decided.csv"
UNIT_FIELDS: Final = ("old", "new", "households", "area_m2")
DECIDED_FIELDS: Final = ("unit", "grid", "reason", "share", "other", "other_share", "households")
MIGRATED: Final = "migrated"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """Households of one grid: before, of its new ground by the old counts, and by the new counts.

    `moved - before` is what the change of lines did, `after - moved` what the change of counts did.
    """

    code: str
    before: int
    moved: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Migration:
    """A scenario on the new units, with the crosswalk, the decisions and the totals behind it.

    `left` names what does not hold on other units and was not taken along: certificate, staffing.
    """

    scenario: Scenario
    cross: UnitCrosswalk
    overlap: Overlap
    changes: UnitChanges
    carried: Carried
    grids: tuple[GridRow, ...]
    left: tuple[str, ...]
    old_total: int
    new_total: int
    on_new_ground: int


def migrate(old: Dataset, new: Dataset, scenario: Scenario, standards: Standards, *, name: str) -> Migration:
    """Return the scenario carried over from one dataset to another of the same ground.

    Households are those of the count that the scenario was judged on.

    Raises
    ------
    FormatError
        Where the scenario was not drawn on the old dataset, the new one lacks its count, or the two
        have no ground in common.
    """
    basis = judged_on(old, scenario)
    if scenario.dataset != old.digest:
        raise FormatError("other-dataset", scenario=scenario.name)
    if not new.graph.units.has(basis):
        raise FormatError("no-count", count=basis)
    found = overlap(old, new, standards)
    if not found.old.size:
        raise FormatError("no-common-ground", old=old.info.title, new=new.info.title)
    before, after = old.graph.units.count(basis), new.graph.units.count(basis)
    cross = unit_crosswalk(found, before, after.size)
    carried = carry_over(
        scenario.plan, cross, old.graph, new.graph,
        households=after, listed_share=standards["ground.versions.listed-share"],
    )  # fmt: skip
    fresh = np.bincount(cross.new, minlength=after.size) == 0
    return Migration(
        scenario=_scenario(old, new, scenario, carried, standards, name),
        cross=cross,
        overlap=found,
        changes=unit_changes(cross),
        carried=carried,
        grids=_grid_rows(scenario, cross, carried, before, after),
        left=tuple(
            what
            for what, there in (("certificate", scenario.certificate), ("staffing", scenario.staffings))
            if there
        ),
        old_total=int(before.sum()),
        new_total=int(after.sum()),
        on_new_ground=int(after[fresh].sum()),
    )


def migration_files(found: Migration, old: Dataset, new: Dataset) -> Mapping[str, bytes]:
    """Return the crosswalk of units and the list of decided ones, as files of the scenario's folder."""
    was, now, cross = old.graph.units.codes, new.graph.units.codes, found.cross
    rows = [
        {"old": was[a], "new": now[b], "households": people, "area_m2": round(ground, 2)}
        for a, b, people, ground in zip(
            cross.old.tolist(), cross.new.tolist(), cross.households.tolist(), cross.area_m2.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    return {
        UNITS_FILE: table_csv(UNIT_FIELDS, rows),
        DECIDED_FILE: table_csv(DECIDED_FIELDS, decided_rows(found, new)),
    }


def decided_rows(found: Migration, new: Dataset) -> list[dict[str, object]]:
    """Return a row for each decided unit, by codes; an empty grid means none."""
    codes = [grid.code for grid in found.scenario.plan.grids]
    return [
        asdict(one)
        | {
            "unit": new.graph.units.codes[one.unit],
            "grid": codes[one.grid] if one.grid >= 0 else "",
            "other": codes[one.other] if one.other >= 0 else "",
            "share": round(one.share, 4),
            "other_share": round(one.other_share, 4),
        }
        for one in found.carried.decisions
    ]


def _scenario(
    old: Dataset, new: Dataset, scenario: Scenario, carried: Carried, standards: Standards, name: str
) -> Scenario:
    """Judge the carried plan and say where it came from."""
    made = scenario.provenance
    told = {"migrated": made.recipe, "plan": made.plan_digest, "from": old.digest, "to": new.digest}
    return Scenario(
        name=name,
        dataset=new.digest,
        plan=carried.plan,
        scorecard=evaluate(
            new,
            carried.plan,
            standards=standards_of(new, scenario, standards),
            basis=judged_on(old, scenario),
            today=new.today,
            requested=None,
            cross=cap_of(scenario),
        ),
        provenance=Provenance(
            recipe=recipe_digest(told),
            plan_digest=carried.plan.digest(new.graph.units),
            dataset=new.digest,
            standards=standards.digest,
            problem=made.problem,
            seed=made.seed,
            proposals=made.proposals,
            stopped_by=MIGRATED,
            engine=made.engine,
        ),
        notes={**scenario.notes, "migrated-from": old.digest},
    )


def _grid_rows(
    scenario: Scenario, cross: UnitCrosswalk, carried: Carried, before: np.ndarray, after: np.ndarray
) -> tuple[GridRow, ...]:
    """Tell the households of each grid before, on its new ground, and now."""
    moved = np.zeros(after.size, np.int64)
    np.add.at(moved, cross.new, cross.households)
    totals = (scenario.plan.totals(before), carried.plan.totals(moved), carried.plan.totals(after))
    return tuple(
        GridRow(code=grid.code, before=int(a), moved=int(b), after=int(c))
        for grid, a, b, c in zip(scenario.plan.grids, *totals, strict=True)
    )
