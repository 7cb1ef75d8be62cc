"""The shapefile: its parts found, checked against each other, and put side by side so that it opens whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.outcome import Problem
from gis.files.dbf import NoTableError, part, read_table
from gis.files.shapes_index import HEADER, told_length, trusted_index, walked, write_index

if TYPE_CHECKING:
    from pathlib import Path

    from domain.outcome import Severity
    from gis.files.dbf import Table

PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
COMPANIONS = (".shx", ".sbn", ".sbx", ".prj", ".qpj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapefile:
    """A shapefile, or the table that is left of one: the path that opens it, its table, what is wrong.

    With an error among the problems it must not be opened.
    """

    path: Path
    table: Table | None
    problems: tuple[Problem, ...]


class _Look:
    """What is found on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def tell(self, code: str, severity: Severity, **facts: str | int) -> None:
        """Add one problem."""
        self.problems.append(Problem(code=code, severity=severity, file=self.file, facts=facts))

    @property
    def hopeless(self) -> bool:
        """Whether it cannot be used."""
        return any(problem.severity == "error" for problem in self.problems)


def prepared(path: Path, name: str, spare: Path) -> Shapefile:
    """Return a shapefile made fit to open; a missing or wrong index is made anew in the folder `spare`."""
    look = _Look(name)
    shapes, table = part(path, ".shp"), _table(path, look)
    if shapes is None:
        if any(part(path, suffix) for suffix in COMPANIONS):
            look.tell("shape.no-shapes", "warning" if table else "error")
        return Shapefile(path=path, table=table, problems=tuple(look.problems))
    opens = shapes
    if _whole(shapes, look) and not look.hopeless:
        opens = _placed(_indexed(shapes, table, look, spare), look, spare)
    return Shapefile(path=opens, table=table, problems=tuple(look.problems))


def _table(path: Path, look: _Look) -> Table | None:
    """Return the table; a missing one is told, a torn one is an error."""
    found = part(path, ".dbf")
    if found is None:
        look.tell("shape.no-table", "warning")
        return None
    try:
        table = read_table(found)
    except NoTableError:
        look.tell("table.unreadable", "error")
        return None
    if table.whole < table.said:
        look.tell("table.truncated", "error", said=table.said, found=table.whole)
    return table


def _whole(shapes: Path, look: _Look) -> bool:
    """Whether the shapes are as many bytes as they say."""
    said, found = told_length(shapes), shapes.stat().st_size
    if said is None:
        look.tell("shape.unreadable", "error")
    elif found < said or said < HEADER:
        look.tell("shape.truncated", "error", said=said, found=found)
    return not look.hopeless


def _indexed(shapes: Path, table: Table | None, look: _Look, spare: Path) -> Path:
    """Return the shapes beside an index that leads to each of them, as many as the table has rows."""
    index, rows = part(shapes, ".shx"), table.whole if table else None
    count = trusted_index(shapes, index) if index else None
    if count is not None and rows in (None, count):
        return shapes
    entries = walked(shapes)
    if entries is None:
        if count is None:
            look.tell("shape.index-lost", "error")
        else:
            look.tell("shape.rows-differ", "error", shapes=count, rows=rows or 0)
        return shapes
    if rows not in (None, len(entries)):
        look.tell("shape.rows-differ", "error", shapes=len(entries), rows=rows or 0)
        return shapes
    look.tell("shape.index-rebuilt", "warning", shapes=len(entries))
    _copied(shapes, spare)
    write_index(shapes, entries, spare / f"{shapes.stem}.shx")
    return spare / f"{shapes.stem}.shp"


def _placed(shapes: Path, look: _Look, spare: Path) -> Path:
    """Return the shapes beside a .prj that can be read: one with names in GBK is written as UTF-8.

    The numbers of a CRS count, not its names; one that is no text in either is left out, and told.
    """
    found = part(shapes, ".prj")
    raw = found.read_bytes() if found else b""
    if raw.isascii():
        return shapes
    if shapes.parent != spare:
        _copied(shapes, spare)
    target = spare / f"{shapes.stem}.prj"
    for encoding in ("utf-8", "gb18030"):
        try:
            target.write_text(raw.decode(encoding), encoding="utf-8")
        except UnicodeDecodeError:
            continue
        return spare / f"{shapes.stem}.shp"
    target.unlink()
    look.tell("shape.prj-unreadable", "warning")
    return spare / f"{shapes.stem}.shp"


def _copied(shapes: Path, spare: Path) -> None:
    """Copy the parts that are read side by side into a folder."""
    for suffix in PARTS:
        if found := part(shapes, suffix):
            shutil.copyfile(found, spare / f"{shapes.stem}{suffix}")
