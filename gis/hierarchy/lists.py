"""Lists of areas, read from any file that has rows: `FILE:code,name,parent` names their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import FormatError, ImportRejected
from gis.files.containers import opened
from gis.files.opening import UNREADABLE, layers_of, rows_of, unreadable
from gis.files.sheets import SheetError
from gis.hierarchy.matching import Area
from gis.reading.texts import text_of

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = 3


def asked_of(told: str) -> tuple[str, tuple[str, str, str]]:
    """Return file and fields of a list as it is named on the command line.

    Raises
    ------
    FormatError
        Where it does not name three fields.
    """
    file, _, fields = told.rpartition(":")
    names = tuple(name.strip() for name in fields.split(","))
    if not file or len(names) != FIELDS or not all(names):
        raise FormatError("list-fields", told=told)
    code, name, parent = names
    return file, (code, name, parent)


def read_areas(path: Path, fields: tuple[str, str, str]) -> tuple[Area, ...]:
    """Return the areas of the first layer of a file, row by row, rows without a name left out.

    Raises
    ------
    ImportRejected
        Where the file cannot be read.
    FormatError
        Where a field is not there.
    """
    with opened(path) as container:
        problems = list(container.problems)
        for source in container.sources:
            found, told = layers_of(source)
            problems += told
            if not found:
                continue
            if missing := [field for field in fields if field not in found[0].fields]:
                known = ", ".join(found[0].fields)
                raise FormatError("list-field-missing", file=path.name, field=missing[0], known=known)
            try:
                table, _ = rows_of(found[0], tuple(dict.fromkeys(fields)), spatial=False)
            except (SheetError, *UNREADABLE) as error:
                raise ImportRejected([*problems, unreadable(source, error)]) from error
            columns = [text_of(table[field]) for field in fields]
            rows = zip(*columns, strict=True)
            return tuple(Area(code=code, name=name, parent=parent) for code, name, parent in rows if name)
    raise ImportRejected(problems)
