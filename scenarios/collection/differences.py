"""What changed from one version of a district's figures to another, community by community."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from domain.errors import FormatError
from scenarios.collection.form import asked_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.units import UnitSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One count of one community: its name, and its sum before and after."""

    count: str
    old: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One community of which some figure changed.

    Attributes
    ----------
    figures
        Every count whose sum changed, the widest first.
    units
        How many of its units have any other figure, also where the sums are the same.
    """

    community: str
    name: str
    units: int
    figures: tuple[Figure, ...]

    @property
    def width(self) -> int:
        """By how much the figure that changed most did."""
        return max((abs(figure.new - figure.old) for figure in self.figures), default=0)

    def row(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self) | {"figures": [asdict(figure) for figure in self.figures]}


def differences(old: UnitSet, new: UnitSet) -> tuple[Difference, ...]:
    """Return the communities with changed figures, the widest change first, then by code.

    All counts that a round asks for and both know are looked at. Raises `FormatError` where the two
    are not of the same units in the same communities.
    """
    same_units(old, new)
    names = [column.name for column in asked_columns(new) if old.has(column.name)]
    before, after = (np.column_stack([units.count(name) for name in names]) for units in (old, new))
    area, level = new.communities.of_unit, new.communities
    areas = len(level.codes)
    touched = np.bincount(area[(before != after).any(axis=1)], minlength=areas)
    sums = [_sums(counts, area, areas) for counts in (before, after)]
    found = [
        Difference(
            community=level.codes[n], name=level.names[n], units=int(touched[n]),
            figures=_figures(names, sums[0][n], sums[1][n]),
        )
        for n in np.flatnonzero(touched).tolist()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.width, one.community)))


def same_units(old: UnitSet, new: UnitSet) -> None:
    """Refuse two sets of units that are not the same ground under the same codes."""
    alike = (
        old.codes == new.codes
        and old.communities.codes == new.communities.codes
        and np.array_equal(old.communities.of_unit, new.communities.of_unit)
    )
    if not alike:
        raise FormatError("other-units", old=len(old), new=len(new))


def _sums(counts: NDArray[np.int64], area: NDArray[np.int32], areas: int) -> NDArray[np.int64]:
    """Sums of each column over each area, int64."""
    sums = np.zeros((areas, counts.shape[1]), np.int64)
    np.add.at(sums, area, counts)
    return sums


def _figures(names: list[str], old: NDArray[np.int64], new: NDArray[np.int64]) -> tuple[Figure, ...]:
    changed = [
        Figure(count=name, old=was, new=now)
        for name, was, now in zip(names, old.tolist(), new.tolist(), strict=True)
        if was != now
    ]
    return tuple(sorted(changed, key=lambda one: -abs(one.new - one.old)))
