"""Standards: every number that steers a plan, with its unit and its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from domain.digest import recipe_digest
from domain.errors import StandardsError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One planning number: value, unit, where it comes from, and whether it is only assumed (假设)."""

    key: str
    value: float
    unit: str
    source: str
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GridType:
    """The three bands of a grid type (users): in norm, acceptable, over limit; in households.

    Inside `norm_low`–`norm_high` a grid is 合格, inside `hard_low`–`hard_high` 可接受, outside 超限.
    `whole_limit` is the size from which an estate may be cut.
    """

    key: str
    norm_low: int
    norm_high: int
    target: int
    hard_low: int
    hard_high: int
    whole_limit: int

    def __post_init__(self) -> None:
        """Check that the norm lies inside the hard limits."""
        if not 0 <= self.hard_low <= self.norm_low <= self.target <= self.norm_high <= self.hard_high:
            raise StandardsError("bands", type=self.key)

    def with_norm(self, low: int, high: int) -> GridType:
        """Return the type with another norm, its hard limits widened to hold it."""
        return GridType(
            key=self.key,
            norm_low=low,
            norm_high=high,
            target=(low + high) // 2,
            hard_low=min(self.hard_low, low),
            hard_high=max(self.hard_high, high),
            whole_limit=2 * low,
        )


@dataclass(frozen=True, kw_only=True)
class Standards:
    """All standards of a project, by key such as `grid-types.town.norm-low`."""

    entries: Mapping[str, Standard] = field(default_factory=dict)

    def __getitem__(self, key: str) -> float:
        """Return the value of a standard."""
        if key not in self.entries:
            raise StandardsError("missing", key=key)
        return self.entries[key].value

    def whole(self, key: str) -> int:
        """Return the value of a standard that counts something."""
        value = self[key]
        if value != int(value):
            raise StandardsError("not-whole", key=key, value=value)
        return int(value)

    def under(self, prefix: str) -> tuple[str, ...]:
        """Return the distinct next words of all keys below a prefix, sorted."""
        start = f"{prefix}."
        return tuple(
            sorted({key[len(start) :].split(".")[0] for key in self.entries if key.startswith(start)})
        )

    def grid_type(self, key: str) -> GridType:
        """Return the bands of one grid type."""
        at = f"grid-types.{key}"
        return GridType(
            key=key,
            norm_low=self.whole(f"{at}.norm-low"),
            norm_high=self.whole(f"{at}.norm-high"),
            target=self.whole(f"{at}.target"),
            hard_low=self.whole(f"{at}.hard-low"),
            hard_high=self.whole(f"{at}.hard-high"),
            whole_limit=self.whole(f"{at}.whole-limit"),
        )

    def replaced(self, changes: Mapping[str, Standard]) -> Standards:
        """Return these standards with some entries changed; unknown keys are an error."""
        for key in changes:
            if key not in self.entries:
                raise StandardsError("unknown-key", key=key)
        return Standards(entries={**self.entries, **changes})

    @cached_property
    def digest(self) -> str:
        """sha256 over all keys, values and units."""
        return recipe_digest({key: [e.value, e.unit] for key, e in sorted(self.entries.items())})
