"""Added buildings on the ground: each with its unit, how surely and why, or listed to be placed by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.outcome import Problem
from gis.placing.new_buildings import Place, Places, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.units import UnitSet
    from gis.dataset import Dataset
    from scenarios.collection.added import Added
    from scenarios.collection.by_hand import ByHand
    from scenarios.collection.gathering import Collected
    from scenarios.documents import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """One added building of a sound workbook, and its place; `code` is its community's with its number."""

    code: str
    community: str
    added: Added
    place: Place

    def problem(self, units: UnitSet) -> Problem:
        """Return where it was counted as a note, or that it was left out as a warning.

        It names the building by its code: what people call it may be somebody's name.
        """
        unit = self.place.unit
        return Problem(
            code=f"place.{self.place.how}", severity="note" if unit >= 0 else "warning", layer="buildings",
            feature=units.codes[unit] if unit >= 0 else "", value=self.code,
            facts={
                "community": self.community, "code": self.code, "sure": self.place.sure, **self.place.facts,
            },
        )  # fmt: skip

    def row(self, units: UnitSet, found: Collected, tell: Tell) -> dict[str, Any]:
        """Return it as plain JSON, with a sentence that gives the evidence."""
        place, problem = self.place, self.problem(units)
        told = {"feature": problem.feature, "value": self.added.name or self.code, **problem.facts}
        figures = zip(found.columns, self.added.figures, strict=True)
        return {
            "code": self.code, "community": self.community, "name": self.added.name,
            "address": self.added.address, "figures": {column.name: value for column, value in figures},
            "unit": problem.feature, "x": _known(place.x), "y": _known(place.y), "how": place.how,
            "sure": place.sure, "text": tell(problem.code, **told),
        }  # fmt: skip


def building_code(community: str, added: Added) -> str:
    """Return the code of an added building: its community's, and its number in the workbook."""
    return f"{community}+{added.n}"


def placed_buildings(
    dataset: Dataset, found: Collected, *, near_m: float, by_hand: Mapping[str, ByHand]
) -> tuple[Building, ...]:
    """Return the added buildings of all sound workbooks, in the order of their codes of communities.

    What was placed by hand comes before everything that a workbook says.
    """
    rows = [(code, added) for code, one in sorted(found.sound.items()) for added in one.new]
    if not rows:
        return ()
    places = Places(dataset, near_m=near_m)
    codes = [building_code(community, added) for community, added in rows]
    found_at = [
        places.place(_wanted(code, community, added, by_hand.get(code)))
        for code, (community, added) in zip(codes, rows, strict=True)
    ]
    plans = Counter((place.x, place.y) for place in found_at if place.how == "ground-plan")
    return tuple(
        Building(
            code=code, community=community, added=added,
            place=place if plans[place.x, place.y] < 2 else Place(unit=-1, how="contested"),  # noqa: PLR2004 -- two
        )
        for code, (community, added), place in zip(codes, rows, found_at, strict=True)
    )  # fmt: skip


def _wanted(code: str, community: str, added: Added, hand: ByHand | None) -> Wanted:
    x, y, unit = (added.x, added.y, "") if hand is None else (hand.x, hand.y, hand.unit)
    return Wanted(code=code, community=community, name=added.name, address=added.address, x=x, y=y, unit=unit)


def _known(coordinate: float) -> float | None:
    return round(coordinate, 2) if coordinate == coordinate else None  # noqa: PLR0124 -- NaN is not itself
