"""Planning units: the smallest pieces of ground, what is counted on them, and where they belong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import digest_of, frozen_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMMUNITY = "community"
STREET = "street"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What one column of counts means: its name, its basis (口径), its date, and whether official.

    `name` is one of the field's words: households, residents, floating, dwellings, buildings,
    stairwells, events, … `basis` is 户籍户, 常住户, 户室, 入住户, 估算 or another stated basis.
    """

    name: str
    basis: str
    date: str
    official: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """One upper level over the units: its areas in code order, and the area of each unit.

    Attributes
    ----------
    key
        `community`, `street`, or another level's name.
    codes, names
        Official code and name of each area.
    kinds
        Class of each area, for communities the key of the grid type that rules it (`town`,
        `village`, …); one entry an area.
    of_unit
        For each unit the position of its area; int32, shape (units,).
    """

    key: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    of_unit: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Freeze the array and check that it points into the areas."""
        of_unit = frozen_array(self.of_unit, np.int32)
        if not len(self.codes) == len(self.names) == len(self.kinds):
            raise InvalidValueError("level-lengths", level=self.key)
        if of_unit.size and not (of_unit.min() >= 0 and of_unit.max() < len(self.codes)):
            raise InvalidValueError("level-range", level=self.key, areas=len(self.codes))
        object.__setattr__(self, "of_unit", of_unit)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitSet:
    """Planning units (规划单元), in code order, with counts that are conserved to the unit.

    Attributes
    ----------
    codes
        Code of each unit, strictly ascending.
    counts
        int64, shape (units, columns), never negative.
    columns
        What each column of `counts` means.
    footprint
        For each unit the number of its footprint; units stacked by floors share one; int32.
    levels
        Upper levels from the community up; every level is nested in the next.
    estate_codes, estate_of
        What is kept whole (小区, 村民小组): for each unit the position of its estate, −1 for none.
    digest
        sha256 over everything above.
    """

    codes: tuple[str, ...]
    counts: NDArray[np.int64]
    columns: tuple[Count, ...]
    footprint: NDArray[np.int32]
    levels: tuple[Level, ...]
    estate_codes: tuple[str, ...] = ()
    estate_of: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    digest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Freeze the arrays, check order, shapes and nesting, and take the digest."""
        size = len(self.codes)
        estate_of = self.estate_of if self.estate_of.size else np.full(size, -1)
        for name, values, dtype, shape in (
            ("counts", self.counts, np.int64, (size, len(self.columns))),
            ("footprint", self.footprint, np.int32, (size,)),
            ("estate_of", estate_of, np.int32, (size,)),
        ):
            array = frozen_array(values, dtype)
            if array.shape != shape:
                raise InvalidValueError("unit-shape", field=name, units=size)
            object.__setattr__(self, name, array)
        if any(a >= b for a, b in zip(self.codes, self.codes[1:], strict=False)):
            raise InvalidValueError("unit-order")
        if self.counts.size and self.counts.min() < 0:
            raise InvalidValueError("count-negative", unit=self.codes[int(self.counts.min(axis=1).argmin())])
        self._check_levels(size)
        object.__setattr__(self, "digest", self._digest())

    def __len__(self) -> int:
        """Return the number of units."""
        return len(self.codes)

    def count(self, name: str) -> NDArray[np.int64]:
        """Return the counts of one column, by name; read-only, shape (units,)."""
        for position, column in enumerate(self.columns):
            if column.name == name:
                found: NDArray[np.int64] = self.counts[:, position]
                return found
        raise InvalidValueError("no-such-count", count=name, known=", ".join(c.name for c in self.columns))

    def column(self, name: str) -> Count:
        """Return what one column means, by name."""
        self.count(name)
        return next(column for column in self.columns if column.name == name)

    def has(self, name: str) -> bool:
        """Say whether a column of this name was counted."""
        return any(column.name == name for column in self.columns)

    def level(self, key: str) -> Level:
        """Return an upper level by its key."""
        for level in self.levels:
            if level.key == key:
                return level
        raise InvalidValueError("no-such-level", level=key, known=", ".join(x.key for x in self.levels))

    @property
    def communities(self) -> Level:
        """The level that a grid never crosses."""
        return self.level(COMMUNITY)

    def only(self, positions: NDArray[np.int64]) -> UnitSet:
        """Return the units at ascending positions as a set of their own, areas without any left out."""
        levels = []
        for level in self.levels:
            areas, of_unit = np.unique(level.of_unit[positions], return_inverse=True)
            levels.append(
                Level(
                    key=level.key,
                    codes=tuple(level.codes[area] for area in areas),
                    names=tuple(level.names[area] for area in areas),
                    kinds=tuple(level.kinds[area] for area in areas),
                    of_unit=of_unit.astype(np.int32),
                )
            )
        return UnitSet(
            codes=tuple(self.codes[unit] for unit in positions),
            counts=self.counts[positions],
            columns=self.columns,
            footprint=self.footprint[positions],
            levels=tuple(levels),
            estate_codes=self.estate_codes,
            estate_of=self.estate_of[positions],
        )

    def _check_levels(self, size: int) -> None:
        for level in self.levels:
            if level.of_unit.shape != (size,):
                raise InvalidValueError("unit-shape", field=level.key, units=size)
        for inner, outer in zip(self.levels, self.levels[1:], strict=False):
            pairs = np.unique(np.column_stack([inner.of_unit, outer.of_unit]), axis=0)
            twice = pairs[:-1, 0][pairs[1:, 0] == pairs[:-1, 0]] if len(pairs) else pairs[:, 0]
            if twice.size:
                raise InvalidValueError("level-nesting", area=inner.codes[int(twice[0])], level=outer.key)

    def _digest(self) -> str:
        parts: list[str | bytes | NDArray[np.int64] | NDArray[np.int32]] = [
            "\n".join(self.codes),
            "\n".join(f"{c.name}|{c.basis}|{c.date}|{c.official}" for c in self.columns),
            self.counts,
            self.footprint,
            "\n".join(self.estate_codes),
            self.estate_of,
        ]
        for level in self.levels:
            parts += [level.key, "\n".join(level.codes), "\n".join(level.kinds), level.of_unit]
        return digest_of(parts)
