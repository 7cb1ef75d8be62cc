"""How many proposals a redraw is worth, and how its parts share them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.settings import Effort
    from scenarios.running.engine import Engine, P, S

TIMED_STEPS = 16
TIMED_FIRST_SHIFT = 10
EVEN_STEPS = (64, 8, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Proposals in all, the weights by which parts share them, and whether a clock may end the work."""

    total: int
    weights: tuple[int, ...]
    timed: bool = False

    def shares(self, total: int) -> tuple[int, ...]:
        """Divide proposals among the parts by weight, rounding down: the same total, the same shares."""
        whole = max(1, sum(self.weights))
        return tuple(total * weight // whole for weight in self.weights)

    @property
    def levels(self) -> tuple[int, ...]:
        """Totals at which every part has had its share before any goes on, ascending to the whole.

        Under a clock there are many, fine at the beginning: the work ends at one of them and can
        be done again by its number. Otherwise there are few: enough that a plan stopped early is
        even, and few enough that communities are done one after the other.
        """
        if not self.timed:
            return tuple(self.total // divisor for divisor in EVEN_STEPS)
        early = {self.total >> shift for shift in range(5, TIMED_FIRST_SHIFT + 1)}
        return tuple(sorted(early | {self.total * n // TIMED_STEPS for n in range(1, TIMED_STEPS + 1)}))


def budget_of(
    engine: Engine[P, S],
    parts: Sequence[P],
    *,
    effort: Effort,
    proposals: int | None = None,
    timed: bool = False,
) -> Budget:
    """Return what an effort, or a number of proposals in all, gives to each part."""
    total = sum(engine.proposals_for(effort, part) for part in parts) if proposals is None else proposals
    weights = tuple(engine.proposals_for("normal", part) for part in parts)
    return Budget(total=total, weights=weights, timed=timed)
