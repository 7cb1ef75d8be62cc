"""The table of grids: the map's twin, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layouts.pieces import reason_text, word_text
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.scenario import Scenario
    from layouts.view import View

Chosen = list[dict[str, Any]] | dict[str, list[str]] | None
"""Rows that the table tells, or the ids of rows that it is asked to choose."""
ORDER: Final = {"over": 0, "acceptable": 1, "empty": 2, "ok": 3, "exclusive": 4}
WIDE: Final = {"code": 150, "community": 170, "reason": 190, "band": 100}
FIELDS: Final = ("code", "community", "households", "band", "reason", "area_km2", "compactness")
NUMERIC: Final = {"households", "area_km2", "compactness"}


def columns(view: View) -> list[dict[str, Any]]:
    """Columns of the grid table."""
    return [
        {
            "field": field,
            "headerName": say(f"grid.{field}", view.language),
            "minWidth": WIDE.get(field, 110),
            **({"type": "numericColumn", "filter": "agNumberColumnFilter"} if field in NUMERIC else {}),
        }
        for field in FIELDS
    ]


def rows(scenario: Scenario, names: Mapping[str, str], view: View) -> list[dict[str, Any]]:
    """One row a grid, the worst first, each with its band in words and the reason."""
    return [
        {
            "id": str(row.grid),
            "code": row.code,
            "community": names.get(row.community) or row.community,
            "households": row.households,
            "band": word_text(row.band, view.language),
            "reason": reason_text(row.reason, view.language),
            "area_km2": round(row.area_m2 / 1e6, 3),
            "compactness": round(row.compactness, 2),
        }
        for row in sorted(scenario.scorecard.per_grid, key=lambda r: (ORDER[r.band], -r.households, r.code))
    ]


def grid_of_row(chosen: Chosen) -> int | None:
    """The grid of the chosen row; a long table may tell first what it was asked to choose."""
    rows = chosen.get("ids", []) if isinstance(chosen, dict) else [row["id"] for row in chosen or ()]
    return int(rows[0]) if rows else None
