"""PostGIS: rows of a table in somebody else's database, read as they stand and never changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ADDRESSES = ("postgresql://", "postgres://")
PATIENCE_S = 10  # until a server has answered
AT_ONCE = 10_000  # rows that the server sends together

TABLE = """
SELECT c.oid, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND c.relname = %(table)s
AND (n.nspname = %(schema)s OR %(schema)s = '' AND pg_table_is_visible(c.oid))
"""
COLUMNS = """
SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
SHAPES = ("geometry", "geography")
CRS = "SELECT auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = %s"


class TableRefusedError(Exception):
    """A table cannot be read; `why` is the end of its code `database.*`, `value` is what it is about."""

    def __init__(self, why: str, value: str = "", reason: str = "") -> None:
        self.why = why
        self.value = value
        self.reason = reason
        super().__init__(f"database.{why}: {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was opened.

    Attributes
    ----------
    columns
        All its columns but shapes, whether or not they were asked for.
    fields
        Those that were asked for and are there, in the order of a row.
    crs
        CRS of the shapes, by its authority's code or as text; empty where the table declares none.
    rows
        Values of the fields, then the shape as WKB (None where a row has none, or no shapes are asked for).
    """

    columns: tuple[str, ...]
    fields: tuple[str, ...]
    crs: str
    rows: Iterator[tuple[Any, ...]]


def is_address(text: str) -> bool:
    """Whether a text is the address of a PostgreSQL database and no file."""
    return text.startswith(ADDRESSES)


@contextmanager
def opened_table(address: str, name: str, fields: Sequence[str], *, spatial: bool) -> Iterator[Table]:
    """Yield a table, its rows sent piece by piece, in the order of their values.

    Parameters
    ----------
    address
        `postgresql://user@host:port/database`; passwords belong into `PGPASSWORD` or `~/.pgpass`.
    name
        `table`, `schema.table`, or `schema.table.column` where it has several columns of shapes.

    Raises
    ------
    TableRefusedError
        `address`, `connection`, `table`, `no-shapes`, `several-shapes`, `several-crs` or `refused`.
    """
    schema, table, column = _parts(name)
    with _connected(address) as connection:
        oid, schema = _found(connection, schema, table, name)
        kinds = dict(connection.execute(COLUMNS, [oid]).fetchall())
        columns = tuple(each for each, kind in kinds.items() if kind not in SHAPES)
        shapes = [each for each, kind in kinds.items() if kind in SHAPES]
        shape = _shape(shapes, column, name) if spatial else ""
        known = tuple(field for field in dict.fromkeys(fields) if field in columns)
        place = sql.Identifier(schema, table)
        crs = _crs(connection, place, shape, name) if shape else ""
        with connection.cursor(name="gridwright") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(_query(place, known, shape))
            yield Table(columns=columns, fields=known, crs=crs, rows=iter(cursor))


def _parts(name: str) -> tuple[str, str, str]:
    """Return schema, table and column of shapes of a name."""
    parts = name.split(".")
    if len(parts) == 1:
        return "", name, ""
    return parts[0], parts[1], ".".join(parts[2:])


@contextmanager
def _connected(address: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Connect for reading only; what the server says against it is told without the address."""
    try:
        connection = psycopg.connect(address, connect_timeout=PATIENCE_S)
    except psycopg.OperationalError as error:
        raise TableRefusedError("connection", reason=_first_line(error)) from error
    except (psycopg.Error, ValueError) as error:
        raise TableRefusedError("address") from error
    try:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield connection
    except psycopg.OperationalError as error:
        raise TableRefusedError("connection", reason=_first_line(error)) from error
    except psycopg.Error as error:
        raise TableRefusedError("refused", reason=_first_line(error)) from error
    finally:
        connection.close()


def _first_line(error: Exception) -> str:
    """The first line of what a server says."""
    return str(error).strip().partition("\n")[0][:200]


def _found(
    connection: psycopg.Connection[tuple[Any, ...]], schema: str, table: str, name: str
) -> tuple[int, str]:
    """Return the number and the schema of a table."""
    row = connection.execute(TABLE, {"schema": schema, "table": table}).fetchone()
    if row is None:
        raise TableRefusedError("table", name)
    return row[0], row[1]


def _shape(shapes: Sequence[str], asked: str, name: str) -> str:
    """Return the column of shapes that is meant."""
    if asked in shapes:
        return asked
    if not shapes or asked:
        raise TableRefusedError("no-shapes", name)
    if len(shapes) > 1:
        raise TableRefusedError("several-shapes", "、".join(shapes))
    return shapes[0]


def _crs(
    connection: psycopg.Connection[tuple[Any, ...]], place: sql.Identifier, shape: str, name: str
) -> str:
    """Return the one CRS that the shapes of a table have."""
    asked = sql.SQL("SELECT DISTINCT ST_SRID({}::geometry) FROM {} WHERE {} IS NOT NULL LIMIT 2").format(
        sql.Identifier(shape), place, sql.Identifier(shape)
    )
    found = connection.execute(asked).fetchall()
    if len(found) > 1:
        raise TableRefusedError("several-crs", name)
    row = connection.execute(CRS, [found[0][0]]).fetchone() if found else None
    if row is None:
        return ""
    return f"{row[0]}:{row[1]}" if row[0] and row[1] else str(row[2] or "")


def _query(place: sql.Identifier, fields: Sequence[str], shape: str) -> sql.Composed:
    """Return the query of some fields and the shapes, in the order of their values."""
    columns: list[sql.Composable] = [sql.Identifier(field) for field in fields]
    order = [sql.SQL('{}::text COLLATE "C"').format(column) for column in columns]
    if shape:
        wkb = sql.SQL("ST_AsBinary({}::geometry)").format(sql.Identifier(shape))
        columns, order = [*columns, wkb], [*order, wkb]
    else:
        columns = [*columns, sql.SQL("NULL")]
    query = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(columns), place)
    if not order:
        return sql.Composed([query])
    return sql.SQL("{} ORDER BY {}").format(query, sql.SQL(", ").join(order))
