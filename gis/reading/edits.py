"""Edits: units that somebody merges or splits by hand, as they stand in a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WAYS: Final = ("line", "buildings", "stairwell", "floors")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSpec:
    """One edit: either `merge` or `split`.

    Attributes
    ----------
    why
        The reason, kept with the new units.
    merge
        Codes of units that become one.
    split
        Code of the unit that is divided, `by` one of `WAYS`.
    line, crs
        By line: points x, y in `crs` (the profile's where it is empty) from one side to the other.
    groups
        By buildings: lists of their codes, all others are one more; without, each building is a unit.
    floors
        By floors: pairs of lowest and highest floor.
    """

    why: str
    merge: tuple[str, ...] = ()
    split: str = ""
    by: str = ""
    line: tuple[tuple[float, float], ...] = ()
    crs: str = ""
    groups: tuple[tuple[str, ...], ...] = ()
    floors: tuple[tuple[int, int], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it says one thing and all that this needs."""
        if self.merge:
            return len(set(self.merge)) > 1 and not (self.split or self.by)
        pairs = all(len(pair) == 2 and pair[0] <= pair[1] for pair in self.floors)  # noqa: PLR2004 -- from and to
        return bool(self.split) and self.by in WAYS and {
            "line": len(self.line) > 1 and all(len(point) == 2 for point in self.line),  # noqa: PLR2004 -- x and y
            "floors": len(self.floors) > 1 and pairs
            and all(a[1] < b[0] for a, b in zip(self.floors, self.floors[1:], strict=False)),
        }.get(self.by, True)  # fmt: skip
