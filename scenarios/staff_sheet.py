"""The sheet 人员配备表: grid workers of each community beside its officers, advisers and mediators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.needs import streets_of
from scenarios.staff_table import staff_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from domain.staffing import Staffing
    from domain.units import UnitSet
    from scenarios.documents import Tell
    from scenarios.sheets import Sheet

    Row = Mapping[str, Any]

STAFF = (
    "street", "community", "grids", "hours_need", "fte_need", "existing_full", "existing_part", "filled_fte",
    "short", "retain", "transfer_in", "transfer_out", "recruit", "release", "officers", "police_grids",
    "people_officer", "advisers", "villages_adviser", "mediators_needed", "mediators_full",
    "mediators_short", "cost",
)  # fmt: skip
"""Columns of the sheet, in the order in which they are printed."""


def staff_sheet(staffing: Staffing, units: UnitSet, more: Mapping[str, Row], tell: Tell) -> Sheet:
    """Return the sheet, a row a community; `more` fills columns of other trades, by community."""
    level = units.communities
    street = dict(zip(level.codes, streets_of(units), strict=True))
    names = dict(zip(level.codes, level.names, strict=True))
    rows: list[Row] = []
    for told in staff_rows(staffing):
        code = str(told["community"])
        rows.append(
            {
                **told, "street": street.get(code, ""), "community": names.get(code) or code,
                "hours_need": told["hours"], "fte_need": told["fte"], "cost": told["cost_yuan"],
                **more.get(code, {}),
            }
        )  # fmt: skip
    heads = [tell(f"advisers.head.{field}") for field in STAFF]
    return tell("advisers.sheet.staff"), heads, [[row.get(field, "") for field in STAFF] for row in rows]
