"""A staffing as tables: `staffing.csv` of a scenario's folder, a pool of heads, and the table for print.

`staffing.csv` holds every reading of a scenario, UTF-8, one row for each thing told, with `reading`
and `row` first. Which columns a row fills depends on `row`:

==========  =======================================================================================
staffing    role, once_yuan, first_year_fte, proven
type        type, existing, retain, transfer, recruit, release, fte, cost_yuan, money_yuan
            (`source=yuan`, separated by `;`)
community   community (empty for the lot of department staff), grids, hours, fte, existing_full,
            existing_part, full, part, retain, transfer_in, transfer_out, recruit, short, release,
            filled_fte, cost_yuan
grid        grid, community, hours, fte, full, part, served_fte
transfer    type, heads, before, after, distance_m
share       community, worker, type, grid, fte
==========  =======================================================================================

Numbers are written so that they come back as they were.
"""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from domain.errors import FormatError
from domain.posts import READINGS, Pool
from domain.staffing import CommunityStaff, GridStaff, Staffing, Transfer, TypeStaff, WorkerShare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domain.posts import Reading

FILE: Final = "staffing.csv"
POOL_FIELDS: Final = ("community", "type", "heads")
ABOUT: Final = ("role", "once_yuan", "first_year_fte", "proven")
KINDS: Final[Mapping[str, type]] = {
    "type": TypeStaff,
    "community": CommunityStaff,
    "grid": GridStaff,
    "transfer": Transfer,
    "share": WorkerShare,
}
PLURALS: Final = {
    "type": "types",
    "community": "communities",
    "grid": "grids",
    "transfer": "transfers",
    "share": "shares",
}


def _fields() -> tuple[str, ...]:
    named = dict.fromkeys(("reading", "row", *ABOUT))
    for kind in KINDS.values():
        named |= dict.fromkeys(field.name for field in fields(kind))
    return tuple(named)


FIELDS: Final = _fields()


def staffing_csv(staffings: Sequence[Staffing]) -> bytes:
    """Return every reading of a staffed scenario as one table."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS, restval="", lineterminator="\n")
    writer.writeheader()
    for staffing in staffings:
        about = {name: _written(getattr(staffing, name)) for name in ABOUT}
        writer.writerow({"reading": staffing.reading, "row": "staffing"} | about)
        for row, kind in KINDS.items():
            for told in getattr(staffing, PLURALS[row]):
                filled = {field.name: _written(getattr(told, field.name)) for field in fields(kind)}
                writer.writerow({"reading": staffing.reading, "row": row} | filled)
    return text.getvalue().encode()


def read_staffing(data: bytes) -> tuple[Staffing, ...]:
    """Return the readings that a table holds, in the order in which they stand.

    Raises
    ------
    FormatError
        When columns are missing, or a row is of no known sort or holds a wrong number.
    """
    found: dict[Reading, dict[str, Any]] = {}
    for number, row in table_rows(data, FIELDS, FILE):
        try:
            reading = READINGS[READINGS.index(row["reading"])]
            parts = found.setdefault(reading, {"reading": reading} | {p: [] for p in PLURALS.values()})
            if row["row"] == "staffing":
                parts |= {name: _read(Staffing, name, row[name]) for name in ABOUT}
            else:
                kind = KINDS[row["row"]]
                told = {field.name: _read(kind, field.name, row[field.name]) for field in fields(kind)}
                parts[PLURALS[row["row"]]].append(kind(**told))
        except (KeyError, ValueError) as error:
            raise FormatError("row", file=FILE, row=number) from error
    for parts in found.values():
        parts |= {plural: tuple(parts[plural]) for plural in PLURALS.values()}
    return tuple(Staffing(**parts) for parts in found.values())


def read_pool(data: bytes, file: str = "pool.csv") -> tuple[Pool, ...]:
    """Return the heads of today from a table `community,type,heads`, in UTF-8 or GBK.

    An empty community stands for department staff who have none yet (部门划转).

    Raises
    ------
    FormatError
        When the columns are others, or heads are no whole number.
    """
    pool = []
    for number, row in table_rows(data, POOL_FIELDS, file):
        if not row["heads"].strip().isdecimal():
            raise FormatError("row", file=file, row=number)
        pool.append(
            Pool(community=row["community"].strip(), type=row["type"].strip(), heads=int(row["heads"]))
        )
    return tuple(pool)


def staff_rows(staffing: Staffing) -> list[dict[str, str | int | float]]:
    """Return the table 人员配备表, a row a community: what it needs, has, and how the gap is closed.

    Codes and numbers only; heads and names of areas are the printer's. `served` is the share of the
    work that filled posts have time for.
    """
    return [
        {
            "community": row.community,
            "grids": row.grids,
            "hours": row.hours,
            "fte": row.fte,
            "existing_full": row.existing_full,
            "existing_part": row.existing_part,
            "posts": row.posts,
            "retain": row.retain,
            "transfer_in": row.transfer_in,
            "transfer_out": row.transfer_out,
            "recruit": row.recruit,
            "short": row.short,
            "release": row.release,
            "filled_fte": row.filled_fte,
            "served": min(row.filled_fte / row.fte, 1.0) if row.fte else 1.0,
            "cost_yuan": row.cost_yuan,
        }
        for row in staffing.communities
    ]


def exchange_fields(staffing: Staffing) -> dict[str, dict[str, float]]:
    """Return hours, full- and part-timers and full-time equivalents by grid code, for a hand-over.

    The names are those of the exchange profile: GZL 年工作量, ZZRS 专职人数, JZRS 兼职人数, FTE.
    """
    return {
        row.grid: {"GZL": row.hours, "ZZRS": row.full, "JZRS": row.part, "FTE": row.fte}
        for row in staffing.grids
    }


def table_rows(data: bytes, columns: Sequence[str], file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table in UTF-8 or GBK that has all these columns, with the line on which each stands."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = reader.fieldnames or ()
    if not set(columns) <= set(names):
        raise FormatError("columns", file=file, expected=",".join(columns), found=",".join(names))
    for number, row in enumerate(reader, start=2):
        yield number, {name: row[name] or "" for name in columns}


def _written(value: object) -> str:
    """Write one value so that it can be read back."""
    if isinstance(value, dict):
        return ";".join(f"{source}={yuan!r}" for source, yuan in value.items())
    return repr(value) if isinstance(value, float) else str(value)


def _read(kind: type, name: str, text: str) -> object:
    """Read one value as the type that the field declares."""
    match next(field.type for field in fields(kind) if field.name == name):
        case "int":
            return int(text)
        case "float":
            return float(text)
        case "bool":
            return text == "True"
        case "str":
            return text
        case _:
            return {
                source: float(yuan)
                for source, _, yuan in (part.partition("=") for part in text.split(";") if part)
            }
