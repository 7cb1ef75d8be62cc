"""A page that shows fewer edits than there are is told everything since, and what was taken back as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from dash import no_update

from app import create_services
from data.reference import shipped_standards
from data.settings import Settings
from layouts import ids
from layouts.rooms.editing.doing import edited
from layouts.rooms.editing.striking import STROKE
from layouts.view import View
from scenarios.register import register_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.services import Services

FIRST, SECOND = 3, 13
"""Units of the drawn town that lie west of a border."""


@pytest.fixture
def desk(tmp_path: Path) -> tuple[Services, View]:
    services = create_services(Settings(home=tmp_path / "home"))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    return services, View(district=district, editing="1")


def told(desk: tuple[Services, View], trigger: str, seen: int | None, **given: Any) -> dict[str, Any]:
    """What the page is told for a gesture, by element and property."""
    services, view = desk
    answer = edited(view, services, trigger, {"selection": None, "only": "all", **given}, seen)
    return {f"{element}.{name}": value for (element, name), value in zip(STROKE, answer, strict=True)}


def brushed(desk: tuple[Services, View], unit: int, seen: int | None) -> dict[str, Any]:
    """A stroke that takes a unit into the grid east of it."""
    plan = desk[0].viewer.scenario(desk[1].district, "").plan
    stroke = {"units": [unit], "grid": int(plan.grid_of[unit + 1])}
    return told(desk, ids.EDIT_MAP, seen, brushed={"strokes": [stroke], "n": 1})


MOVED, ROWS, TABLE, SEEN = (
    "edit-map.gridOfUnitDiff",
    "edit-table.rowTransaction",
    "edit-table.rowData",
    "edit-seen.data",
)


def test_a_page_that_is_up_to_date_is_told_one_stroke(desk: tuple[Services, View]) -> None:
    first = brushed(desk, FIRST, 0)
    assert [unit for unit, _ in first[MOVED]] == [FIRST]
    assert (first[TABLE], first[SEEN]) == (no_update, 1)
    assert {row["id"] for row in first[ROWS]["update"]} == {
        str(feature["properties"]["grid"]) for feature in first["edit-map.gridsDiff"]
    }


def test_an_answer_that_was_dropped_is_made_up_for_by_the_next(desk: tuple[Services, View]) -> None:
    brushed(desk, FIRST, 0)
    second = brushed(desk, SECOND, 0)
    assert [unit for unit, _ in second[MOVED]] == [FIRST, SECOND]
    assert (second[ROWS], second[SEEN]) == (no_update, 2)
    assert len(second[TABLE]) == len(desk[0].viewer.scenario(desk[1].district, "").scorecard.per_grid)


def test_what_was_taken_back_meanwhile_is_told_too(desk: tuple[Services, View]) -> None:
    """The page may show the stroke or not: its units are told as they are now."""
    plan = desk[0].viewer.scenario(desk[1].district, "").plan
    brushed(desk, FIRST, 0)
    undone = told(desk, ids.EDIT_UNDO, 0)
    assert undone[MOVED] == [[FIRST, int(plan.grid_of[FIRST])]]
    held = {f["properties"]["grid"]: f["properties"]["households"] for f in undone["edit-map.gridsDiff"]}
    assert len(held) == 2
    rows = {
        row.grid: row.households for row in desk[0].viewer.scenario(desk[1].district, "").scorecard.per_grid
    }
    assert held == {grid: rows[grid] for grid in held}


@pytest.mark.parametrize("seen", [None, -1, 99])
def test_a_page_that_does_not_say_what_it_shows_is_told_the_stroke(
    desk: tuple[Services, View], seen: int | None
) -> None:
    assert [unit for unit, _ in brushed(desk, FIRST, seen)[MOVED]] == [FIRST]


def test_a_refused_stroke_brings_a_page_up_to_date_that_is_behind(desk: tuple[Services, View]) -> None:
    brushed(desk, FIRST, 0)
    again = brushed(desk, FIRST, 0)
    assert [unit for unit, _ in again[MOVED]] == [FIRST]
    assert again[SEEN] == 1
