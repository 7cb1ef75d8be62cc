"""The form of a survey workbook: what stands where, so that what goes out can be read when it comes back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.units import Count, UnitSet

TEMPLATE: Final = "1"
SHEET: Final = "摸底表"
GUIDE: Final = "填表说明"
MARK: Final = "_gridwright"
"""The hidden sheet that says which round and community a workbook is of."""
CODE: Final = "单元编码"
PLACE: Final = "小区或位置"
BEFORE: Final = "上次"
TOTAL: Final = "合计"
NEW: Final = "新增楼栋"
NAME: Final = "名称"
ADDRESS: Final = "地址"
EAST: Final = "经度或横坐标"
NORTH: Final = "纬度或纵坐标"
EVENTS: Final = "events"
MOST: Final = 10_000_000
"""The largest number that a cell takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One community's form.

    Attributes
    ----------
    code, name
        Of the community.
    units
        Positions of its units in the unit set, ascending.
    codes, places
        Code of each unit, and the estate it is in or nothing.
    """

    code: str
    name: str
    units: tuple[int, ...]
    codes: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """Sixteen digits that change with any code."""
        return hashlib.sha256("\n".join(self.codes).encode()).hexdigest()[:16]

    @property
    def file(self) -> str:
        """Name of the workbook: code and name of the community."""
        return f"{self.code}_{''.join(c for c in self.name if c.isalnum())}.xlsx"


def asked_columns(units: UnitSet) -> tuple[Count, ...]:
    """Return the counts that are asked for: all but events, which are known from their registers."""
    return tuple(column for column in units.columns if not column.name.startswith(EVENTS))


def heading(column: Count, word: str) -> str:
    """Return the head of a column: what is counted, and its basis."""
    return f"{word}（{column.basis}）"


def forms_of(units: UnitSet, estate_names: Sequence[str]) -> tuple[Form, ...]:
    """Return the form of every community, in code order; `estate_names` follows `units.estate_codes`."""
    level = units.communities
    order = np.argsort(level.of_unit, kind="stable")
    ends = np.searchsorted(level.of_unit[order], np.arange(len(level.codes) + 1))
    forms = []
    for n, (code, name) in enumerate(zip(level.codes, level.names, strict=True)):
        mine = order[ends[n] : ends[n + 1]]
        forms.append(
            Form(
                code=code, name=name, units=tuple(mine.tolist()),
                codes=tuple(units.codes[unit] for unit in mine),
                places=tuple(
                    estate_names[units.estate_of[unit]] if units.estate_of[unit] >= 0 else "" for unit in mine
                ),
            )
        )  # fmt: skip
    return tuple(forms)
