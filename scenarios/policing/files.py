"""Tables that police grids are drawn from, read with every row at fault: officers, station areas, calls."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import FormatError, ImportRejected
from domain.outcome import Problem
from scenarios.staff_table import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

OFFICER_FIELDS: Final = ("station", "officers", "auxiliaries")
AREA_FIELDS: Final = ("community", "station")
CALL_FIELDS: Final = ("community", "calls")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceTables:
    """Files and names that a user gives: officers by station, calls and station areas by community.

    `count` names the count of the dataset that holds calls, `zones` the net of today's police zones.
    """

    officers: Path
    calls: Path | None = None
    areas: Path | None = None
    count: str = ""
    zones: str = "police"


def _by_community(path: Path, fields: Sequence[str], codes: Sequence[str]) -> dict[str, str]:
    """Return what a table says of each community; every one must be named, once."""
    problems: list[Problem] = []
    found: dict[str, str] = {}
    for row, told in _rows(path, fields):
        code, value = told["community"].strip(), told[fields[1]].strip()
        if code not in codes or code in found or not value:
            wrong = "twice" if code in found else "community" if code not in codes else "empty"
            problems.append(_fault(path, row, wrong, code))
        else:
            found[code] = value
    problems += [_fault(path, 0, "missing", code) for code in codes if code not in found]
    if problems:
        raise ImportRejected(problems)
    return found


def stations_told(path: Path, codes: Sequence[str]) -> dict[str, str]:
    """Return the station of each community."""
    return _by_community(path, AREA_FIELDS, codes)


def calls_told(path: Path, codes: Sequence[str]) -> dict[str, float]:
    """Return the calls a year of each community."""
    told = _by_community(path, CALL_FIELDS, codes)
    found = {code: _amount(text) for code, text in told.items()}
    wrong = [code for code, amount in found.items() if amount is None]
    if wrong:
        raise ImportRejected([_fault(path, 0, "amount", f"{code},{told[code]}") for code in wrong])
    return {code: amount for code, amount in found.items() if amount is not None}


def officers_told(path: Path, known: Mapping[str, int], areas: int) -> tuple[Ints, Ints]:
    """Return officers and auxiliaries of each area, by its code, its name or that of its station."""
    problems: list[Problem] = []
    heads, seen = np.zeros((2, areas), np.int64), set[int]()
    for row, told in _rows(path, OFFICER_FIELDS):
        station = told["station"].strip()
        numbers = [told[field].strip() for field in OFFICER_FIELDS[1:]]
        area = known.get(station, -1)
        if area < 0 or area in seen or not all(number.isdecimal() for number in numbers):
            wrong = "station" if area < 0 else "twice" if area in seen else "number"
            problems.append(_fault(path, row, wrong, ",".join((station, *numbers))))
        else:
            seen.add(area)
            heads[:, area] = [int(number) for number in numbers]
    if problems:
        raise ImportRejected(problems)
    return heads[0], heads[1]


def _amount(text: str) -> float | None:
    """Return a number from 0 on, None where there is none."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount >= 0 else None


def _rows(path: Path, fields: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table in UTF-8 or GBK."""
    if not path.is_file():
        raise FormatError("file-missing", file=str(path))
    return table_rows(path.read_bytes(), fields, path.name)


def _fault(path: Path, row: int, wrong: str, value: str) -> Problem:
    """One row that cannot be read; row 0 for what no row says."""
    return Problem(
        code=f"police.row.{wrong}", severity="error", file=path.name, feature=str(row) if row else "",
        value=value,
    )  # fmt: skip
