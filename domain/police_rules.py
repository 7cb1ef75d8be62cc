"""How many people one community officer (社区民警) has, and who assists him (辅警)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from domain.standards import Standards

PoliceBand = Literal["light", "ok", "amber", "red"]
BANDS: Final[tuple[PoliceBand, ...]] = ("light", "ok", "amber", "red")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceRules:
    """How much ground one officer has, and what goes with it.

    Attributes
    ----------
    target_low, amber, red
        People for each officer: fewer than the target, more than wished for, more than may be.
    even
        How far from the mean people and calls of police grids still count as alike, as a share of it.
    zone_share
        Share of an officer's time on duty that he spends in his police grid, the rest at the station.
    auxiliaries_low, auxiliaries_high, per_village
        Auxiliaries (辅警) of a police grid, and of each village in it.
    call_minutes
        Minutes that one call takes.
    """

    target_low: int
    amber: int
    red: int
    even: float
    zone_share: float
    auxiliaries_low: int
    auxiliaries_high: int
    per_village: int
    call_minutes: float

    def __post_init__(self) -> None:
        """Check that bands follow each other and shares are shares."""
        banded = 0 <= self.target_low <= self.amber <= self.red and self.red > 0
        assisted = 0 <= self.auxiliaries_low <= self.auxiliaries_high and self.per_village >= 0
        shares = self.even >= 0 and 0 <= self.zone_share <= 1
        if not banded or not assisted or not shares or not self.call_minutes > 0:
            raise InvalidValueError("police-rules")

    def band(self, people: float) -> PoliceBand:
        """Return how many people for one officer are: few, as wished for, many, or too many."""
        if people > self.red:
            return "red"
        if people > self.amber:
            return "amber"
        return "ok" if people >= self.target_low else "light"

    def auxiliaries(self, villages: int) -> tuple[int, int]:
        """Return the fewest and the most auxiliaries of a police grid with so many villages."""
        own = villages * self.per_village
        return max(self.auxiliaries_low, own), max(self.auxiliaries_high, own)


def police_rules(standards: Standards) -> PoliceRules:
    """Return the rules that the standards name."""
    return PoliceRules(
        target_low=standards.whole("police.target-low"),
        amber=standards.whole("police.amber"),
        red=standards.whole("police.red"),
        even=standards["police.even"],
        zone_share=standards["police.zone-hours"] / standards["police.week-hours"],
        auxiliaries_low=standards.whole("police.auxiliaries-low"),
        auxiliaries_high=standards.whole("police.auxiliaries-high"),
        per_village=standards.whole("police.auxiliaries-village"),
        call_minutes=standards["police.call-minutes"],
    )
