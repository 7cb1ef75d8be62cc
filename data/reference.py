"""Reference files that ship with the product: standards, cases and profiles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import StandardsError
from domain.standards import Standard, Standards

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent
STANDARDS = HERE / "standards"
CASES = HERE / "cases"
PROFILES = HERE / "profiles"
INTAKE_WORDS = HERE / "intake" / "words.toml"


def shipped_standards() -> Standards:
    """All standards that ship with the product; the file's name is the first word of its keys."""
    entries: dict[str, Standard] = {}
    for path in sorted(STANDARDS.glob("*.toml")):
        entries |= _entries(path, prefix=path.stem)
    return Standards(entries=entries)


def standards_with(path: Path) -> Standards:
    """The shipped standards with those of a user's file in their place.

    The file holds tables named by the whole key, e.g. `[grid-types.town.norm-high]` with `value`,
    and optionally `unit` and `source`; what it leaves out stays as shipped.
    """
    shipped = shipped_standards()
    return shipped.replaced(_entries(path, prefix="", shipped=shipped))


def intake_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words by which the guided import suggests what layers and fields are, by table and meaning."""
    tables = tomllib.loads(INTAKE_WORDS.read_text(encoding="utf-8"))
    return {
        table: {meaning: tuple(words) for meaning, words in lists.items()} for table, lists in tables.items()
    }


def _entries(path: Path, *, prefix: str, shipped: Standards | None = None) -> dict[str, Standard]:
    """Read one standards file into entries by key."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardsError("unreadable", file=str(path), reason=str(error)) from error
    return {key: _standard(path, key, leaf, shipped) for key, leaf in _leaves(prefix, tables)}


def _leaves(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield every table that holds a value, with its whole key."""
    if "value" in table:
        yield prefix, table
        return
    for name, inner in table.items():
        key = f"{prefix}.{name}" if prefix else name
        if not isinstance(inner, dict):
            raise StandardsError("no-value", key=key)
        yield from _leaves(key, inner)


def _standard(path: Path, key: str, leaf: Mapping[str, object], shipped: Standards | None) -> Standard:
    """Check one entry: a number with its unit and its source."""
    known = shipped.entries.get(key) if shipped is not None else None
    value = leaf["value"]
    unit = leaf.get("unit", known.unit if known else None)
    source = leaf.get("source", path.name if known else None)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise StandardsError("not-a-number", file=path.name, key=key, value=str(value))
    if not isinstance(unit, str) or not isinstance(source, str) or not source:
        raise StandardsError("no-source", file=path.name, key=key)
    return Standard(key=key, value=value, unit=unit, source=source, assumed=bool(leaf.get("assumed", False)))
