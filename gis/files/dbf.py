"""The table of a shapefile as bytes: its head, and its text before anybody has read it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gis.files.encodings import CANDIDATES, SAMPLE, decide
from gis.reading.personal import about_persons, one_row_per_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gis.files.encodings import Verdict

DBF_HEADER = 32
FIELD = 32
END_OF_FIELDS = 0x0D
VERSIONS = frozenset({0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xF5})
TEXT = b"C"
MOST_TEXT = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a table: its name as bytes, its kind, and where its value stands in a record."""

    name: bytes
    kind: bytes
    start: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The head of a `.dbf`: records said and whole records there, LDID, fields."""

    path: Path
    said: int
    whole: int
    ldid: int
    head: int
    width: int
    fields: tuple[Field, ...]

    def texts(self, wanted: Sequence[bytes] | None = None) -> Iterator[bytes]:
        """Yield different values that are not ASCII, of some text fields or all, from the whole file."""
        mine = [field for field in self.fields if field.kind == TEXT]
        if wanted is not None:
            mine = [field for field in mine if field.name in wanted]
        seen: set[bytes] = set()
        with self.path.open("rb") as file:
            file.seek(self.head)
            for _ in range(self.whole):
                record = file.read(self.width)
                for field in mine if not record.isascii() else ():
                    value = record[field.start : field.start + field.width].rstrip(b" \0").lstrip()
                    if not value.isascii() and value not in seen and len(seen) < SAMPLE:
                        seen.add(value)
                        yield value


class NoTableError(Exception):
    """A file is no `.dbf`."""


def part(path: Path, suffix: str) -> Path | None:
    """Return the sibling of a file with another suffix, whatever its case."""
    for sibling in sorted(path.parent.glob(f"{_literal(path.stem)}.*")):
        if sibling.stem == path.stem and sibling.suffix.lower() == suffix:
            return sibling
    return None


def _literal(text: str) -> str:
    """A name as a pattern that means itself."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def read_table(path: Path) -> Table:
    """Return the head of a `.dbf`.

    Raises
    ------
    NoTableError
        Where it is none.
    """
    with path.open("rb") as file:
        start = file.read(DBF_HEADER)
        if len(start) < DBF_HEADER or start[0] not in VERSIONS:
            raise NoTableError
        said, head, width = struct.unpack("<IHH", start[4:12])
        listed = file.read(max(head - DBF_HEADER, 0))
    fields, at = [], 1
    for n in range(0, len(listed) - FIELD + 1, FIELD):
        entry = listed[n : n + FIELD]
        if entry[0] == END_OF_FIELDS:
            break
        size = struct.unpack("<H", entry[16:18])[0] if entry[11:12] == TEXT and entry[17] else entry[16]
        fields.append(Field(name=entry[:11].split(b"\0")[0], kind=entry[11:12], start=at, width=size))
        at += size
    if not fields or width < at or head > path.stat().st_size:
        raise NoTableError
    whole = min(said, (path.stat().st_size - head) // width)
    return Table(
        path=path, said=said, whole=whole, ldid=start[29], head=head, width=width, fields=tuple(fields)
    )


def encoding_of(table: Table, declared: str = "") -> Verdict:
    """Say in which encoding a table is written; what stands in fields about persons is not shown."""
    label = part(table.path, ".cpg")
    cpg = label.read_bytes()[:40].decode("ascii", "replace") if label else ""
    names = [field.name for field in table.fields if not field.name.isascii()]
    safe = [field.name for field in table.fields if not about_persons_in_any(field.name)]
    shown = [*names, *table.texts(safe)]
    return decide([*names, *table.texts()], declared=declared, cpg=cpg, ldid=table.ldid, shown=shown)


def about_persons_in_any(name: bytes) -> bool:
    """Whether a field is about persons, in whatever encoding its name is."""
    return any(about_persons(name.decode(encoding, "ignore")) for encoding in CANDIDATES)


def of_persons(names: Sequence[bytes]) -> bool:
    """Whether a table has a row for each person, in whatever encoding its names are."""
    return any(
        one_row_per_person(name.decode(encoding, "ignore") for name in names) for encoding in CANDIDATES
    )
