"""Lists of areas, read from any file that has rows: `FILE:code,name,parent` names their fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import FormatError, ImportRejected
from domain.outcome import Problem
from gis.files.containers import opened
from gis.files.opening import UNREADABLE, layers_of, rows_of, unreadable
from gis.files.sheets import SheetError
from gis.hierarchy.matching import Area
from gis.reading.roots import found_file
from gis.reading.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gis.reading.columns import CodeListSpec

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


def read_lists(
    specs: Sequence[CodeListSpec], roots: Sequence[Path]
) -> tuple[tuple[tuple[CodeListSpec, tuple[Area, ...]], ...], list[Problem]]:
    """Return the lists of a profile with their areas, and what stood in the way of the others."""
    found: list[tuple[CodeListSpec, tuple[Area, ...]]] = []
    problems: list[Problem] = []
    for spec in specs:
        path = found_file(spec.file, roots)
        if path is None:
            problems.append(_error("file.missing", spec))
            continue
        try:
            areas = read_areas(path, (spec.code, spec.name, spec.parent or spec.name))
        except ImportRejected as error:
            problems += error.problems
        except FormatError as error:
            problems.append(_error("field.missing", spec, str(error.facts.get("field", ""))))
        else:
            found.append((spec, areas if spec.parent else tuple(replace(area, parent="") for area in areas)))
    return tuple(found), problems


def _error(code: str, spec: CodeListSpec, field: str = "") -> Problem:
    """A list that cannot be read."""
    return Problem(code=code, severity="error", file=spec.file, layer=spec.level, field=field)


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
