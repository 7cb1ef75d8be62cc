"""Ground that units share counts once for each grid that stands on it, as the union of footprints says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.footprints import ground_m2, perimeter_m
from gis.link import link
from tests.strategies import block_town, plan_of

STANDARDS = shipped_standards()


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_area_and_perimeter_are_those_of_the_union_of_footprints(seed: int, width: int, height: int) -> None:
    """Blocks of chance carry one to three units; grids of chance, some unassigned."""
    rng = np.random.default_rng(seed)
    size = width * height
    stack = np.repeat(np.arange(size), rng.integers(1, 4, size))
    plain = block_town(width, height, [1] * size).units
    codes = tuple(f"u{n:04d}" for n in range(stack.size))
    units = replace(
        plain,
        codes=codes,
        counts=np.ones((stack.size, 1), np.int64),
        footprint=stack.astype(np.int32),
        levels=tuple(replace(level, of_unit=level.of_unit[stack]) for level in plain.levels),
        estate_of=np.full(stack.size, -1, np.int32),
    )
    left, top = 100.0 * (np.arange(size) % width), -100.0 * (np.arange(size) // width)
    blocks = shapely.box(left, top - 100, left + 100, top)
    graph = link(units, blocks[stack], standards=STANDARDS)
    plan = plan_of(graph, rng.integers(-1, 3, stack.size).tolist(), 3)
    unions = [shapely.union_all(blocks[np.unique(stack[plan.grid_of == grid])]) for grid in range(3)]
    assert plan.sums(ground_m2(graph, plan)) == pytest.approx(shapely.area(unions))
    assert perimeter_m(graph, plan) == pytest.approx(shapely.length(unions))
