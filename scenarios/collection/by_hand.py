"""The table of buildings to place by hand: written, filled in by people, and read back."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from domain.errors import FormatError, ImportRejected
from domain.outcome import Problem
from scenarios.collection.placed import building_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scenarios.collection.gathering import Collected

CODE, COMMUNITY, NAME, ADDRESS, WHY = "编码", "社区", "名称", "地址", "情况"
EAST, NORTH, UNIT = "经度或横坐标", "纬度或纵坐标", "单元编码"
FIELDS: Final = (CODE, COMMUNITY, NAME, ADDRESS, WHY, EAST, NORTH, UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What a person filled in for one building: a point, or a unit."""

    x: float | None
    y: float | None
    unit: str


def hand_table(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> bytes:
    """Return the table of all buildings that are not placed, or weakly, as CSV for spreadsheet programs.

    `rows` are buildings as documents tell them, `names` communities by code. A weak place stands in
    the column of units, to be changed or left.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FIELDS)
    for row in rows:
        if row["sure"] in ("", "weak"):
            told = (row["code"], names[row["community"]], row["name"], row["address"], row["text"])
            writer.writerow([*map(_harmless, told), "", "", row["unit"]])
    return text.getvalue().encode("utf-8-sig")


def read_hand_table(path: Path, found: Collected) -> dict[str, ByHand]:
    """Return what was filled in, by the code of the building; rows left empty are left out.

    Raises
    ------
    FormatError
        When there is no such file, or it is not such a table.
    ImportRejected
        With every row that names no building of these workbooks, or holds no place.
    """
    rows = _rows(path)
    known = {building_code(code, added): added for code, one in found.sound.items() for added in one.new}
    filled: dict[str, ByHand] = {}
    problems = []
    for line, row in enumerate(rows, start=2):
        told = {key: (row.get(key) or "").strip() for key in FIELDS}
        if not (told[EAST] or told[NORTH] or told[UNIT]):
            continue
        added = known.get(told[CODE])
        fault = (
            "unknown" if added is None
            else "other" if told[NAME] != _harmless(added.name) or told[ADDRESS] != _harmless(added.address)
            else "twice" if told[CODE] in filled
            else _fault(told)
        )  # fmt: skip
        if fault:
            problems.append(
                Problem(
                    code=f"hand.{fault}", severity="error", file=path.name, feature=told[CODE],
                    value=told[NAME], facts={"line": line},
                )
            )  # fmt: skip
            continue
        x, y = (float(told[key]) if told[key] else None for key in (EAST, NORTH))
        filled[told[CODE]] = ByHand(x=x, y=y, unit="" if x is not None else told[UNIT])
    if problems:
        raise ImportRejected(problems)
    return filled


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table that has all columns that count."""
    if path.is_file():
        table = csv.DictReader(io.StringIO(_decoded(path.read_bytes()), newline=""), restval="")
        try:
            rows = list(table)
        except csv.Error:
            rows = []
        if {CODE, NAME, ADDRESS, EAST, NORTH, UNIT} <= set(table.fieldnames or ()):
            return rows
    raise FormatError("no-hand-table", file=str(path))


def _fault(told: Mapping[str, str]) -> str:
    """What is wrong with the place of a row, or nothing."""
    if bool(told[EAST]) != bool(told[NORTH]):
        return "half"
    try:
        numbers = [float(told[key]) for key in (EAST, NORTH) if told[key]]
    except ValueError:
        return "number"
    return "" if all(map(math.isfinite, numbers)) else "number"


def _harmless(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _decoded(data: bytes) -> str:
    """The text as spreadsheet programs save it: UTF-8, else as Chinese ones do."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
