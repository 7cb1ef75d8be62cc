"""Outlines cover what their units cover, and neighbours still share their border."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gis.outlines import lonlat, unions
from tests.drawn_town import CRS, drawn_town


def test_outlines_of_todays_grids_tile_the_town() -> None:
    town = drawn_town()
    assert town.today is not None
    outlines = unions(town.footprints, town.today.grid_of, len(town.today))
    assert shapely.area(outlines).sum() == pytest.approx(town.graph.area_m2.sum())
    assert shapely.coverage_is_valid(outlines)
    assert set(shapely.get_type_id(outlines)) == {shapely.GeometryType.POLYGON}


def test_a_label_nobody_has_gives_an_empty_outline() -> None:
    town = drawn_town()
    outlines = unions(town.footprints, np.full(60, -1, np.int32), 2)
    assert shapely.is_empty(outlines).all()


def test_outlines_lie_where_the_town_lies() -> None:
    town = drawn_town()
    west, south, east, north = lonlat(town.footprints, CRS).total_bounds
    assert 109.2 < west < east < 109.25
    assert 34.6 < south < north < 34.7
