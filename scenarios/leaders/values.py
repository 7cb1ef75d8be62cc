"""The leaders' questions and answers as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.staffing import Staffing
    from scenarios.leaders.effects import Effects
    from scenarios.leaders.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a budget meeting may decide: money of years, a street that loses posts, help for a time.

    None and an empty street stand for what the standards say and the street with most heads.
    `later_yuan` is the money of the years after this one, where it is known.
    """

    budget_yuan: float | None = None
    later_yuan: tuple[float, ...] = ()
    street: str = ""
    surge: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """One way to staff a plan, or why it cannot be worked out.

    `facts` fill its title and its reason in; `money_yuan` is the yearly cost by source of money and
    `once_yuan` what falls due once, help for a time included.
    """

    key: str
    facts: Mapping[str, str | float] = field(default_factory=dict)
    staffing: Staffing | None = None
    effects: Effects | None = None
    money_yuan: Mapping[str, float] = field(default_factory=dict)
    once_yuan: float = 0.0
    why: str = ""

    @property
    def yearly_yuan(self) -> float:
        """What it costs a year."""
        return sum(self.money_yuan.values())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leaders:
    """Today's heads where they are, and every way in its order; `target` is the share to be placed."""

    ground: Ground
    today: Way
    ways: tuple[Way, ...]
    target: float
