"""A dBASE III table to the byte: declared widths, the encoding's language mark, dates and nulls.

The usual writers give every text a width of their own choosing and leave the language mark empty;
older systems read the mark before they look for a `.cpg`, and check widths against the profile.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gis.export.fields import Field
    from gis.export.handover import Value

TYPES: Final = {"text": b"C", "whole": b"N", "real": b"N", "date": b"D"}
LANGUAGE: Final = {"gbk": 0x4D, "utf-8": 0x00}
VERSION: Final = 0x03
HEADER_BYTES: Final = 32
END_OF_FIELDS, END_OF_FILE = b"\r", b"\x1a"


def dbf_bytes(
    fields: Sequence[Field],
    columns: Sequence[Sequence[Value]],
    *,
    encoding: str,
    dated: date,
) -> bytes:
    """Return the table; texts in `encoding` (`gbk` or `utf-8`), the header's date as given.

    Raises
    ------
    InvalidValueError
        When a text has a character that the encoding lacks or more bytes than its field holds, or
        a number more digits: nothing is ever cut.
    """
    rows = len(columns[0]) if columns else 0
    record = 1 + sum(f.width for f in fields)
    header = HEADER_BYTES * (len(fields) + 1) + len(END_OF_FIELDS)
    year, month, day = dated.year - 1900, dated.month, dated.day
    head = struct.pack("<4BIHH17xB2x", VERSION, year, month, day, rows, header, record, LANGUAGE[encoding])
    described = b"".join(
        struct.pack("<11sc4xBB14x", f.name.encode("ascii"), TYPES[f.kind], f.width, f.decimals)
        for f in fields
    )
    cells = [
        [_cell(f, value, encoding) for value in column] for f, column in zip(fields, columns, strict=True)
    ]
    body = b"".join(b" " + b"".join(row) for row in zip(*cells, strict=True))
    return head + described + END_OF_FIELDS + body + END_OF_FILE


def _cell(field: Field, value: Value, encoding: str) -> bytes:
    """One value in exactly the field's width: texts from the left, numbers to the right, blank for null."""
    if value is None:
        return b" " * field.width
    if field.kind in ("text", "date"):
        told = str(value).replace("-", "") if field.kind == "date" else str(value)
        try:
            data = told.encode(encoding)
        except UnicodeEncodeError as error:
            raise InvalidValueError(
                "export-character", field=field.name, value=told, encoding=encoding.upper()
            ) from error
        data = data.ljust(field.width)
    else:
        data = f"{value:.{field.decimals}f}".encode().rjust(field.width)
    if len(data) > field.width:
        raise InvalidValueError(
            "export-width", field=field.name, value=str(value), bytes=len(data), width=field.width
        )
    return data
