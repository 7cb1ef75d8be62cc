"""Cases: districts that the product builds itself, and what can be said of them before they are built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.case_files import case_names, case_tables
from data.reference import shipped_standards
from gis.town.assemble import build_town
from gis.town.facts import facts_from

if TYPE_CHECKING:
    from gis.dataset import Dataset
    from gis.town.facts import TownFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One line of the list of cases; `households` counts on `basis`, the basis of the norm."""

    name: str
    title: str
    title_en: str
    streets: int
    communities: int
    grids: int
    households: int
    buildings: int
    basis: str


def cases() -> tuple[Case, ...]:
    """Return all built-in cases, by name."""
    return tuple(_line(_facts(name)) for name in case_names())


def build_case(name: str) -> Dataset:
    """Build a case from its facts: the same ground, to the byte, every time.

    Raises
    ------
    UnknownError
        No case has this name.
    """
    return build_town(_facts(name), shipped_standards())


def _facts(name: str) -> TownFacts:
    """Read the facts of a case."""
    return facts_from(*case_tables(name))


def _line(facts: TownFacts) -> Case:
    """Say what is stated of a case."""
    stated = facts.stated
    norm = stated[facts.households]
    return Case(
        name=facts.name,
        title=facts.title,
        title_en=facts.title_en,
        streets=stated["streets"].value,
        communities=stated["communities"].value,
        grids=stated["grids"].value,
        households=norm.value,
        buildings=stated["buildings"].value,
        basis=norm.basis,
    )
