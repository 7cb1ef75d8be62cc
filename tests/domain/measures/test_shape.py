"""Compactness has its published values, and does not change when an area is moved or turned."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.shape import (
    hull_ratio,
    moment_compactness,
    polsby_popper,
    reock,
    schwartzberg,
    second_moment_m4,
)

# Unit squares by their lower left corners: one square, a row of four, and an L of three.
SQUARE, ROW, TROMINO = [(0, 0)], [(0, 0), (1, 0), (2, 0), (3, 0)], [(0, 0), (1, 0), (0, 1)]


def values_of(cells: list[tuple[int, int]]) -> list[float]:
    """All five measures of unit squares; sizes by shapely, the moment by our own sum."""
    shape = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in cells])
    area, around = np.array([shape.area]), np.array([shape.length])
    x, y = np.array(cells, float).T + 0.5
    moment = second_moment_m4(np.ones(len(cells)), x, y, np.zeros(len(cells), np.int32), 1)
    measured = (
        polsby_popper(area, around),
        schwartzberg(area, around),
        reock(area, np.array([shapely.minimum_bounding_radius(shape)])),
        hull_ratio(area, np.array([shape.convex_hull.area])),
        moment_compactness(area, moment),
    )
    return [float(value[0]) for value in measured]


@pytest.mark.parametrize(
    ("cells", "golden"),
    [
        (SQUARE, [0.785398, 0.886227, 0.636620, 1.0, 0.954930]),
        (ROW, [0.502655, 0.708982, 0.299586, 1.0, 0.449379]),
        (TROMINO, [0.589049, 0.767495, 0.477465, 0.857143, 0.781306]),
    ],
)
def test_golden_values(cells: list[tuple[int, int]], golden: list[float]) -> None:
    assert values_of(cells) == pytest.approx(golden, abs=5e-7)


def test_a_circle_is_as_compact_as_can_be() -> None:
    radius = np.array([3.0])
    area, around, moment = np.pi * radius**2, 2 * np.pi * radius, np.pi * radius**4 / 2
    assert polsby_popper(area, around) == pytest.approx(1)
    assert moment_compactness(area, moment) == pytest.approx(1)


def test_nothing_has_no_compactness() -> None:
    nothing = np.zeros(1)
    assert polsby_popper(nothing, nothing).tolist() == [0.0]
    assert moment_compactness(nothing, nothing).tolist() == [0.0]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12, unique=True),
    st.floats(-1e5, 1e5),
    st.floats(0, 2 * np.pi),
)
def test_the_moment_does_not_change_when_the_ground_is_moved_and_turned(
    cells: list[tuple[int, int]], shift: float, turn: float
) -> None:
    x, y = np.array(cells, float).T
    group, area = np.zeros(len(cells), np.int32), np.ones(len(cells))
    turned = (x * np.cos(turn) - y * np.sin(turn) + shift, x * np.sin(turn) + y * np.cos(turn) - shift)
    assert second_moment_m4(area, *turned, group, 1) == pytest.approx(
        second_moment_m4(area, x, y, group, 1), rel=1e-4
    )
