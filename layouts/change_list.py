"""What moved, row by row: the change list with its reasons, and the crosswalk of old and new grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc

from layouts import ids
from layouts.pieces import drawer, table
from layouts.text import say
from layouts.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from scenarios.compare import Comparison

NO_VIEW: Final = View()
NUMERIC: Final = frozenset({"units", "households", "area_km2"})
WIDTHS: Final = {"old": 170, "new": 170, "units": 110, "households": 110, "area_km2": 140}


def changes_drawer(comparison: Comparison, view: View) -> Component:
    """The drawer with both tables, the change list in front."""
    language, difference = view.language, comparison.differences[0]
    titles = {
        "changes": say("compare.changes", language, changes=len(difference.moves)),
        "crosswalk": say("compare.crosswalk", language, rows=len(difference.crosswalk)),
    }
    tables = {
        "changes": table(ids.CHANGE_TABLE, change_columns(view), change_rows(comparison, view), view),
        "crosswalk": table(ids.CROSSWALK_TABLE, crosswalk_columns(view), crosswalk_rows(comparison), view),
    }
    tabs = [dmc.TabsTab(title, value=key) for key, title in titles.items()]
    panels = [dmc.TabsPanel(tables[key], value=key) for key in titles]
    return drawer(
        titles["changes"],
        dmc.Tabs([dmc.TabsList(tabs), *panels], value="changes", keepMounted=False, className="sheettabs"),
    )


def parts() -> list[Component]:
    """The tables that callbacks speak to."""
    return [table(ids.CHANGE_TABLE, [], [], NO_VIEW), table(ids.CROSSWALK_TABLE, [], [], NO_VIEW)]


def change_columns(view: View) -> list[dict[str, Any]]:
    """Columns of the change list; the reason takes the room that is left, the whole stands at the pointer."""
    why = {
        "field": "why",
        "headerName": say("change.why", view.language),
        "tooltipField": "why",
        "flex": 1,
        "minWidth": 300,
    }
    return [*_columns(("old", "new", "households", "units"), view), why]


def crosswalk_columns(view: View) -> list[dict[str, Any]]:
    """Columns of the crosswalk (新旧对照)."""
    return _columns(("old", "new", "households", "units", "area_km2"), view)


def change_rows(comparison: Comparison, view: View) -> list[dict[str, Any]]:
    """One row for each piece of ground that moved, with the sentence that explains it."""
    before, after = (scenario.plan.grids for scenario in comparison.scenarios[:2])
    asked = say("change.why-asked", view.language)
    return [
        {
            "id": str(n),
            "old": before[move.old].code,
            "new": after[move.new].code,
            "units": int(move.units.size),
            "households": move.households,
            "why": say(f"why.{move.why}", view.language, **move.facts()).removeprefix(asked).strip(),
        }
        for n, move in enumerate(comparison.differences[0].moves)
    ]


def crosswalk_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One row for each pair of an old and a new grid that share ground."""
    before, after = (scenario.plan.grids for scenario in comparison.scenarios[:2])
    return [
        {
            "id": str(n),
            "old": before[row.old].code,
            "new": after[row.new].code,
            "units": row.units,
            "households": row.households,
            "area_km2": round(row.area_m2 / 1e6, 3),
        }
        for n, row in enumerate(comparison.differences[0].crosswalk)
    ]


def _columns(fields: Sequence[str], view: View) -> list[dict[str, Any]]:
    return [
        {
            "field": field,
            "headerName": say(f"change.{field}", view.language),
            "width": WIDTHS[field],
            "maxWidth": WIDTHS[field],
            **({"type": "numericColumn"} if field in NUMERIC else {}),
        }
        for field in fields
    ]
