"""Two plans side by side: which two, and where a grid of one is found in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import html, no_update
from dash.exceptions import PreventUpdate

from layouts import ids
from layouts.frame import scenario_title
from layouts.pieces import facts, word
from layouts.text import quantity, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from data.store.records import ScenarioRecord
    from layouts.view import View
    from scenarios.compare import Comparison
    from scenarios.services import Services

SIDES: Final = {ids.BEFORE_MAP: 0, ids.AFTER_MAP: 1}
NOTHING: Final[dict[str, Any]] = {"units": [], "grids": []}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The records of two scenarios, and their comparison in the same order."""

    before: ScenarioRecord
    after: ScenarioRecord
    comparison: Comparison

    def titles(self, view: View) -> tuple[str, str]:
        """What both are called; today's grids in the words of the language."""
        return plan_title(self.before, view), plan_title(self.after, view)


def plan_title(record: ScenarioRecord, view: View) -> str:
    """A scenario as a sentence speaks of it."""
    if record.baseline:
        return scenario_title(record.name, view)
    return say("compare.plan", view.language, plan=record.name)


def pair_of(view: View, services: Services) -> Pair | None:
    """The two scenarios that a view compares, today's grids first; None where there is only one."""
    records = services.viewer.scenarios(view.district)
    plans = [record for record in records if not record.baseline]
    after = services.viewer.record(view.district, view.scenario)
    before = services.viewer.record(view.district, view.beside)
    if after.baseline:
        after, before = before, after
    if after.id == before.id:
        others = [record for record in (*reversed(plans), *records) if record.id != after.id]
        if not others:
            return None
        after, before = (others[0], after) if after.baseline else (after, records[0])
    return Pair(
        before=before,
        after=after,
        comparison=services.desk.comparison(view.district, before.id, after.id),
    )


def shown(view: View, services: Services, origin: str | None, value: Any) -> tuple[Any, Any, Any, Any]:
    """Selections of both maps, the ground to fly to, and the card, for what was picked at `origin`."""
    pair = pair_of(view, services)
    if pair is None or not value or origin is None:
        raise PreventUpdate
    if origin in SIDES:
        return _of_grid(view, pair, SIDES[origin], value.get("grid"))
    row = int(value[0]["id"])
    if origin == ids.CHANGE_TABLE:
        move = pair.comparison.differences[0].moves[row]
        told = [html.P(say(f"why.{move.why}", view.language, **move.facts()), className="say")]
        return _of_units(view, services, move.units, told, around(pair.comparison, move.old, move.new))
    overlap = pair.comparison.differences[0].crosswalk[row]
    one, other = (scenario.plan for scenario in pair.comparison.scenarios[:2])
    units = ((one.grid_of == overlap.old) & (other.grid_of == overlap.new)).nonzero()[0]
    held = quantity(overlap.households, "households", view.language)
    told = [
        html.P(f"{one.grids[overlap.old].code} → {other.grids[overlap.new].code}：{held}", className="say")
    ]
    return _of_units(view, services, units, told, around(pair.comparison, overlap.old, overlap.new))


def around(comparison: Comparison, old: int, new: int) -> NDArray[np.intp]:
    """Units of an old grid and of a new one: the ground to look at when one gave to the other."""
    one, other = (scenario.plan.grid_of for scenario in comparison.scenarios[:2])
    return np.flatnonzero((one == old) | (other == new))


def _of_units(
    view: View, services: Services, units: NDArray[Any], card: list[Component], ground: NDArray[np.intp]
) -> tuple[Any, Any, Any, Any]:
    """Show the same units on both maps, with the ground around them."""
    chosen = {"units": units.tolist(), "grids": []}
    return chosen, chosen, services.viewer.box(view.district, ground), card


def _of_grid(view: View, pair: Pair, side: int, grid: int | None) -> tuple[Any, Any, Any, Any]:
    """Show a grid of one plan, and in the other all grids that its households are in."""
    if grid is None:
        return NOTHING, NOTHING, no_update, None
    parts = parts_of(pair.comparison, side, grid)
    here, there = {"units": [], "grids": [grid]}, {"units": [], "grids": [other for other, _ in parts]}
    card = grid_told(view, pair, side, grid, parts)
    return (there, here, no_update, card) if side else (here, there, no_update, card)


def parts_of(comparison: Comparison, side: int, grid: int) -> list[tuple[int, int]]:
    """The grids of the other plan that share ground with a grid, with the households shared, most first."""
    rows = [
        (row.old, row.households) if side else (row.new, row.households)
        for row in comparison.differences[0].crosswalk
        if (row.new if side else row.old) == grid
    ]
    return sorted(rows, key=lambda part: (-part[1], part[0]))


def grid_told(
    view: View, pair: Pair, side: int, grid: int, parts: Sequence[tuple[int, int]]
) -> list[Component]:
    """A card: the grid, its band, and the grids of the other plan that it shares households with."""
    here, there = pair.comparison.scenarios[side], pair.comparison.scenarios[1 - side]
    row = next(row for row in here.scorecard.per_grid if row.grid == grid)
    households = quantity(row.households, "households", view.language)
    title = f"{pair.titles(view)[side]} · {row.code}"
    lines = [(there.plan.grids[n].code, quantity(held, "households", view.language)) for n, held in parts]
    return [
        html.H2(title),
        html.P([f"{households} ", word(row.band, view.language)]),
        html.H3(say("compare.from" if side else "compare.into", view.language)),
        facts(lines),
    ]
