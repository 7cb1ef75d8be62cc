"""Units are chosen by what was drawn or pointed at, and offered to every grid that touches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from data.reference import shipped_standards
from data.store import Store
from gis.inside import units_inside
from scenarios.choosing import Choosing
from scenarios.editing import Editing
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.viewer import Viewer
from tests.drawn_town import CRS, ORIGIN, drawn_town
from tests.strategies import BLOCK_M

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWN = drawn_town()
GRAPH = TOWN.graph
ROWS, COLUMNS = 6, 10
TO_SCREEN = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Choosing, Editing, str, str]]:
    """Choosing on a store with the drawn town; its district and an open draft on today's grids."""
    store = Store(tmp_path)
    district = register_dataset(store, TOWN, shipped_standards()).id
    viewer = Viewer(store, tmp_path, OwnStandards(store, shipped_standards()))
    editing = Editing(store, viewer)
    yield Choosing(editing, viewer), editing, district, editing.open(district, "")
    store.close()


def ring(*corners: tuple[float, float]) -> list[list[float]]:
    """A closed ring of [lon, lat] from corners given in blocks east and south of the town's corner."""
    points = [TO_SCREEN.transform(ORIGIN[0] + x * BLOCK_M, ORIGIN[1] - y * BLOCK_M) for x, y in corners]
    return [list(point) for point in [*points, points[0]]]


def unit(row: int, column: int) -> int:
    return row * COLUMNS + column


@given(
    west=st.integers(0, COLUMNS - 1), east=st.integers(1, COLUMNS), north=st.integers(0, ROWS - 1),
    south=st.integers(1, ROWS),
)  # fmt: skip
@settings(max_examples=30, deadline=None)
def test_a_rectangle_holds_exactly_the_blocks_whose_middle_it_holds(
    west: int, east: int, north: int, south: int
) -> None:
    drawn = ring((west, north), (east, north), (east, south), (west, south))
    expected = [
        unit(row, column)
        for row in range(ROWS)
        for column in range(COLUMNS)
        if min(west, east) <= column < max(west, east) and min(north, south) <= row < max(north, south)
    ]
    assert units_inside(TOWN, drawn).tolist() == expected


def test_a_lasso_that_crosses_itself_holds_both_of_its_loops() -> None:
    found = units_inside(TOWN, ring((0, 0), (4, 2), (4, 0), (0, 2))).tolist()
    assert found == [unit(0, 0), unit(0, 3), unit(1, 0), unit(1, 3)]


def test_a_line_and_a_point_hold_nothing() -> None:
    assert units_inside(TOWN, ring((0, 0), (3, 3))).size == 0
    assert units_inside(TOWN, ring((1, 1), (1, 1), (1, 1))).size == 0


def test_what_hangs_together_is_what_a_walk_reaches(desk: tuple[Choosing, Editing, str, str]) -> None:
    choosing, editing, district, draft = desk
    grid_of = editing.plan(district, draft).grid_of
    walk = nx.Graph(
        zip(GRAPH.tail[GRAPH.passable].tolist(), GRAPH.head[GRAPH.passable].tolist(), strict=True)
    )
    for start in (unit(0, 0), unit(1, 4), unit(4, 8)):
        mine = walk.subgraph(np.flatnonzero(grid_of == grid_of[start]).tolist())
        reached = sorted(nx.node_connected_component(mine, start))
        assert choosing.around(district, draft, start, "flood").tolist() == reached
    assert choosing.around(district, draft, unit(2, 2), "unit").tolist() == [unit(2, 2)]


def test_a_block_stays_in_its_community_and_an_estate_must_be_there(
    desk: tuple[Choosing, Editing, str, str],
) -> None:
    choosing, _, district, draft = desk
    block = choosing.around(district, draft, unit(0, 0), "block")
    assert set(GRAPH.units.communities.of_unit[block].tolist()) == {0}
    assert choosing.around(district, draft, unit(0, 0), "estate").size == 0


def test_every_grid_that_touches_is_offered_and_legal_ones_first(
    desk: tuple[Choosing, Editing, str, str],
) -> None:
    """Two blocks of `a` beside `b` (1) and above `c` (2): only `b` is of the same community."""
    choosing, editing, district, draft = desk
    chosen = [unit(2, 3), unit(2, 2)]
    offers = choosing.offers(district, draft, chosen)
    assert [(grid, judged.legal) for grid, judged in offers] == [(1, True), (2, False)]
    for grid, judged in offers:
        again, wider = choosing.weighed(district, draft, chosen, grid)
        assert again.refusals == judged.refusals
        assert [(c.grid, c.before, c.after) for c in again.changes] == [
            (c.grid, c.before, c.after) for c in judged.changes
        ]
        assert wider is None
    assert editing.draft(draft).edits == ()


def test_a_grid_that_has_all_of_it_is_not_offered(desk: tuple[Choosing, Editing, str, str]) -> None:
    choosing, _, district, draft = desk
    whole = [unit(row, 4) for row in range(3)]
    assert {grid for grid, _ in choosing.offers(district, draft, whole)} == {0, 2, 3}
