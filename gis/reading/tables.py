"""Tables of a profile: TOML made into values, no key too many, none too few."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, TypeVar

from domain.errors import ProfileError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "bool": bool, "float": (int, float), "float | None": (int, float)
}  # fmt: skip
T = TypeVar("T")


def toml_of(path: Path) -> dict[str, object]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError("unreadable", file=path.name, reason=str(error)) from error


def all_of(kind: type[T], table: dict[str, object], key: str) -> tuple[T, ...]:
    """Take a list of tables out of a table, each made into its value."""
    entries = table.pop(key, ())
    if not isinstance(entries, (list, tuple)):
        raise ProfileError("not-a-list", key=key)
    return tuple(made_of(kind, table_of(entry, key), key) for entry in entries)


def table_of(entry: object, where: str) -> dict[str, object]:
    """Check that an entry is a table."""
    if not isinstance(entry, dict):
        raise ProfileError("not-a-table", where=where)
    return dict(entry)


def made_of(kind: type[T], table: dict[str, object], where: str) -> T:
    """Make a value from a table: no key too many, none too few, each of the kind that it must be."""
    known = {spec.name: spec for spec in fields(kind)}  # type: ignore[arg-type]  # every T is a dataclass
    for key in table:
        if key not in known:
            raise ProfileError("unknown-key", where=where, key=key)
    for key, spec in known.items():
        needed = spec.default is MISSING and spec.default_factory is MISSING
        if needed and key not in table:
            raise ProfileError("missing-key", where=where, key=key)
        value = table.get(key)
        if isinstance(value, list):
            table[key] = tuple(value)
        expected = KINDS.get(str(spec.type))
        if key in table and expected is not None and not isinstance(value, expected):
            raise ProfileError("wrong-kind", where=where, key=key, value=str(value))
    return kind(**table)
