"""A planner makes grids of chosen units, and finishes what is in no grid yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.plan import EXCLUSIVE, UNASSIGNED
from scenarios.register import register_dataset
from tests.browser.editing_desk import (
    PATIENCE_MS,
    Town,
    digest,
    drag,
    open_draft,
    pressed,
    says,
)  # fmt: skip
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

    from domain.plan import Plan

pytestmark = pytest.mark.browser


def drawn(town: Town) -> Plan:
    """The draft as it stands on the disk."""
    return town.services.editing.plan(town.district, town.services.editing.open(town.district, ""))


@pytest.mark.parametrize(
    ("language", "made", "apart", "undone"),
    [
        ("", "已新设网格 610114001001003", "已设专属网格", "已撤回一步"),
        ("&lang=en", "New grid 610114001001003", "New exclusive grid", "One step taken back"),
    ],
)
def test_new_and_exclusive_grids_are_made_by_keys(
    town: Town, page: Page, language: str, made: str, apart: str, undone: str
) -> None:
    open_draft(page, town, language)
    before = digest(town)
    page.keyboard.press("q")
    pressed(page, "edit-rectangle")
    for key, told, kind in (("n", made, "town"), ("v", apart, EXCLUSIVE)):
        drag(page, (-0.4, 1.6), (2.4, 3.4))
        page.locator("#edit-new").wait_for(timeout=PATIENCE_MS)
        page.keyboard.press(key)
        says(page, told)
        assert drawn(town).grids[-1].type == kind
        page.keyboard.press("Control+z")
        says(page, undone)
        assert digest(town) == before


def test_units_in_no_grid_are_chosen_alone_and_shared_out(
    tmp_path: Path, serve: Callable[[Flask], str], page: Page
) -> None:
    ground = drawn_town()
    assert ground.today is not None
    grid_of = ground.today.grid_of.copy()
    grid_of[[2, 3, 12, 13, 22, 23]] = UNASSIGNED
    services, network = create_desk_on(Settings(home=tmp_path))
    loose = replace(ground, today=replace(ground.today, grid_of=grid_of))
    district = register_dataset(services.store, loose, shipped_standards()).id
    town = Town(services, serve(network), district)
    open_draft(page, town)
    page.locator("#edit-state", has_text="有 6 个单元没有划入网格").wait_for(timeout=PATIENCE_MS)

    page.click("#edit-more")
    page.locator(".further .only").get_by_text("未划入的").click()
    page.click("#edit-rectangle")
    pressed(page, "edit-rectangle")
    drag(page, (-0.4, 0.6), (0.4, 5.4))
    page.locator("#edit-chosen", has_text="2 个单元").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("Escape")

    page.click("#edit-leftovers")
    says(page, "已把 6 个单元就近划入")
    assert (drawn(town).grid_of >= 0).all()
    assert page.locator("#edit-leftovers").count() == 0
    page.keyboard.press("Control+z")
    says(page, "已撤回一步")
    assert (drawn(town).grid_of < 0).sum() == 6
