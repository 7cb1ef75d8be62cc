"""The Yanliang case, built once for all tests of a process."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from data.case_files import case_tables
from gis.town.facts import facts_from
from scenarios.cases import build_case

if TYPE_CHECKING:
    from gis.dataset import Dataset
    from gis.town.facts import TownFacts


@cache
def yanliang() -> Dataset:
    """Return the built case."""
    return build_case("yanliang")


def without_details(dataset: Dataset) -> Dataset:
    """Return it without the layers that only maps need, which take long to write and read."""
    kept = {
        name: layer for name, layer in dataset.layers.items() if name in ("communities", "streets", "estates")
    }
    return replace(dataset, layers=kept)


@cache
def yanliang_facts() -> TownFacts:
    """Return what is stated of it."""
    return facts_from(*case_tables("yanliang"))
