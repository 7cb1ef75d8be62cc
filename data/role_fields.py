"""Fields of a role file, read one by one: what is wrong with any is told with the field and a remedy."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

T = TypeVar("T")


@dataclass(slots=True)
class Found:
    """All that was found wrong with one file, in the order in which it was read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def note(self, code: str, at: str, value: object = "", **facts: str | float) -> None:
        """Note one thing that is wrong, and where."""
        self.problems.append(
            Problem(code=code, severity="error", file=self.file, field=at, value=str(value), facts=facts)
        )


@dataclass(slots=True)
class Table:
    """One table of a file: fields are taken by name; in the end none may be left that nobody knows.

    Every reader returns what stands in the field or, where that is wrong or missing, notes it and
    returns what it was given instead, so that a file is read to its end.
    """

    found: Found
    at: str
    values: Mapping[str, object]
    asked: set[str] = field(default_factory=set)

    def name(self, key: str) -> str:
        """Return the whole name of a field, as `need[2].level`."""
        return f"{self.at}.{key}" if self.at else key

    def has(self, key: str) -> bool:
        """Say whether a field stands in the table, and take it as known."""
        self.asked.add(key)
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not empty."""
        value = self._value(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            return self._wrong("role.no-text", key, value, default or "")
        return value.strip()

    def word(self, key: str, known: Collection[str], default: str | None = None) -> str:
        """Return one of a few words."""
        value = self.text(key, default)
        if value in known or value == default or not value:
            return value
        return self._wrong("role.no-such-word", key, value, min(known), known=", ".join(sorted(known)))

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        value = self._value(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            return self._wrong("role.no-list", key, value, (), known='["town"]')
        return tuple(each.strip() for each in value)

    def number(
        self, key: str, default: float | None = None, *, low: float = 0.0, strict: bool = True
    ) -> float:
        """Return a number above `low`, or from `low` on where not strict."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return self._wrong("role.no-number", key, value, max(low, 1.0))
        if value < low or (strict and value <= low):
            code = "role.not-above" if strict else "role.too-small"
            return self._wrong(code, key, value, max(low, 1.0), low=low)
        return float(value)

    def whole(self, key: str, default: int | None = None, *, low: int = 1) -> int:
        """Return a whole number from `low` on."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            return self._wrong("role.not-whole", key, value, low)
        if value < low:
            return self._wrong("role.too-small", key, value, low, low=low)
        return value

    def flag(self, key: str) -> bool:
        """Return true or false, false where it does not stand there."""
        value = self._value(key, default=False)
        return (
            value
            if isinstance(value, bool)
            else self._wrong("role.no-flag", key, value, instead=False, known="true, false")
        )

    def day(self, key: str) -> date | None:
        """Return a day, None where it does not stand there."""
        if not self.has(key):
            return None
        value = self.values[key]
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._wrong("role.no-day", key, value, None)

    def numbers(self, key: str, size: int) -> tuple[float, ...]:
        """Return so many numbers from 0 on."""
        value = self._value(key, None)
        if isinstance(value, list) and len(value) == size and all(_is_amount(each) for each in value):
            return tuple(map(float, value))
        return self._wrong("role.no-numbers", key, value, (0.0,) * size, size=size)

    def table(self, key: str) -> Table | None:
        """Return a table inside this one, None where there is none."""
        if not self.has(key):
            return None
        value = self.values[key]
        if isinstance(value, dict):
            return Table(self.found, self.name(key), value)
        self._no_table(key)
        return None

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return all tables of a list, at least one."""
        value = self._value(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            self._no_table(key)
            return ()
        return tuple(
            Table(self.found, self.name(f"{key}[{n}]"), each) for n, each in enumerate(value, start=1)
        )

    def done(self) -> None:
        """Note every field that nobody asked for: a slip of the pen, or a field that is not known."""
        for key in self.values:
            if key not in self.asked:
                self._wrong("role.unknown-field", key, "", None, known=", ".join(sorted(self.asked)))

    def _value(self, key: str, default: object) -> object:
        self.asked.add(key)
        return self.values.get(key, default)

    def _no_table(self, key: str) -> None:
        self._wrong("role.no-table", key, "", None)

    def _wrong(self, code: str, key: str, value: object, instead: T, **facts: str | float) -> T:
        if value is None:
            code = "role.missing"
        self.found.note(code, self.name(key), "" if value is None else value, **facts)
        return instead


def _is_amount(value: object) -> bool:
    """Whether a value is a number from 0 on."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    )
