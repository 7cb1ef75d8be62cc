"""A real city comes in whole: nothing lost, today's grids kept to the dwelling, every flaw told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.reference import shipped_standards
from domain.ground import Total
from gis.cutting.pieces import community_pieces
from gis.outlines import unions
from scenarios.evaluate import evaluate
from tests.shared import real_data

if TYPE_CHECKING:
    import pandas as pd

    from gis.dataset import Dataset

pytestmark = pytest.mark.real_data
METRES = "EPSG:26986"
STANDARDS = shipped_standards()


@pytest.fixture(scope="module")
def dwellings() -> gpd.GeoDataFrame:
    """The city's parcels with dwelling units as somebody else joined them, each by a point inside."""
    parcels = gpd.read_file(real_data("cambridge") / "derived_parcels_with_units.gpkg").to_crs(METRES)
    return gpd.GeoDataFrame({"units": parcels.units.fillna(0)}, geometry=parcels.representative_point())


def by_area(dwellings: gpd.GeoDataFrame, file: str, code: str) -> pd.Series:
    """Dwellings by the areas of a file as drawn."""
    areas = gpd.read_file(real_data("cambridge") / file).to_crs(METRES)
    areas["code"] = areas[code].astype(str)
    found = dwellings.sjoin(areas[["code", "geometry"]], predicate="within")
    totals: pd.Series = found.groupby("code").units.sum().reindex(sorted(areas["code"]), fill_value=0)
    return totals.astype(int)


def told(dataset: Dataset, code: str) -> int:
    """How often a problem was told."""
    return sum(problem.code == code for problem in dataset.info.problems)


def test_every_flaw_of_the_files_is_told(cambridge: Dataset) -> None:
    expected = {
        "geometry.invalid": 37, "geometry.empty": 1, "count.missing": 59, "coverage.gap": 9,
        "coverage.overlap": 1, "code.missing": 1, "code.parts": 13, "level.not-nested": 1,
    }  # fmt: skip
    assert {code: told(cambridge, code) for code in expected} == expected
    assert not any(problem.severity == "error" for problem in cambridge.info.problems)
    mended = Counter(repair.what for repair in cambridge.info.repairs)
    assert mended["make-valid"] == 37
    drawn = cambridge.layers["repairs"]
    assert drawn["kind"].value_counts().to_dict() == {"make-valid": 37, "gap": 1, "overlap": 1}
    torn = sum(r.area_m2 for r in cambridge.info.repairs if r.what == "coverage")
    assert torn == pytest.approx(12.37 + 11.70, abs=0.01)  # all gaps, and the overlap


def test_no_dwelling_and_no_event_is_lost(cambridge: Dataset) -> None:
    units, info = cambridge.graph.units, cambridge.info
    assert info.totals == {
        "households": Total(into=42_708, on_units=42_686, listed=22),
        "events": Total(into=11_810, on_units=11_700, listed=110),
    }
    for name, total in info.totals.items():
        listed = [p for p in info.problems if p.code == "count.listed" and p.facts["count"] == name]
        assert sum(int(p.facts["number"]) for p in listed) == total.listed
        assert units.count(name).sum() == total.on_units
    assert units.column("households").basis == "户室"


def test_today_on_units_is_today_as_drawn_grid_by_grid(
    cambridge: Dataset, dwellings: gpd.GeoDataFrame
) -> None:
    today = cambridge.today
    assert today is not None
    drawn = by_area(dwellings, "PUBLICSAFETY_PoliceResponseDistricts.geojson", "CADRA")
    totals = today.totals(cambridge.graph.units.count("households"))
    assert [grid.code for grid in today.grids] == drawn.index.tolist()
    assert totals.tolist() == drawn.tolist()
    assert len(today) == 117
    assert (totals == 0).sum() == 16
    assert totals.std() / totals.mean() == pytest.approx(0.981, abs=5e-4)
    assert ((totals >= 300) & (totals <= 500)).mean() == pytest.approx(0.197, abs=5e-4)
    assert (np.bincount(today.grid_of, minlength=117) > 0).all()


def test_the_scorecard_of_today_is_that_of_its_outlines(cambridge: Dataset) -> None:
    today = cambridge.today
    assert today is not None
    card = evaluate(cambridge, today, standards=STANDARDS, today=today)
    assert card.metrics["household-cv"].value == pytest.approx(0.981, abs=5e-4)
    assert card.metrics["share-in-norm"].value == pytest.approx(0.197, abs=5e-4)
    outlines = unions(cambridge.footprints, today.grid_of, len(today))
    assert [row.area_m2 for row in card.per_grid] == pytest.approx(shapely.area(outlines), rel=1e-6)
    assert [row.perimeter_m for row in card.per_grid] == pytest.approx(shapely.length(outlines), rel=1e-4)


def test_communities_keep_their_dwellings_but_for_what_is_told(
    cambridge: Dataset, dwellings: gpd.GeoDataFrame
) -> None:
    level = cambridge.graph.units.communities
    drawn = by_area(dwellings, "BOUNDARY_CDDNeighborhoods.geojson", "N_HOOD")
    held = np.bincount(level.of_unit, cambridge.graph.units.count("households"))
    kept = dict(zip(level.codes, held.astype(int).tolist(), strict=True))
    assert kept["2"] == drawn["2"] == 261
    off = {code: kept[code] - int(drawn[code]) for code in kept if kept[code] != drawn[code]}
    assert off == {"8": -3, "11": -1, "13": 4}  # listed outside every grid; outside every neighbourhood
    moved = [p for p in cambridge.info.problems if p.code == "count.no-community" and p.layer == "parcels"]
    assert [(p.value, p.facts["number"]) for p in moved] == [("Strawberry Hill", 4)]


def test_units_tile_the_communities(cambridge: Dataset) -> None:
    shapes, units = cambridge.footprints, cambridge.graph.units
    cover = shapely.union_all(cambridge.layers["communities"].geometry.to_numpy())
    assert shapely.coverage_is_valid(shapes)
    assert (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON).all()
    assert shapely.area(shapes).sum() == pytest.approx(cover.area, rel=1e-6)
    assert shapely.symmetric_difference(shapely.coverage_union_all(shapes), cover).area < 100
    of = units.communities.of_unit
    drawn = cambridge.layers["communities"].geometry.to_numpy()
    outside = shapely.area(shapely.difference(shapes, drawn[of]))
    assert outside.sum() < 1e-3 * cover.area
    assert 1500 <= len(units) <= 3000


def test_units_are_light_enough_and_wide_enough(cambridge: Dataset) -> None:
    households = cambridge.graph.units.count("households")
    limit = STANDARDS["ground.cut.heavy-share"] * STANDARDS.grid_type("town").target
    assert (households > limit).mean() < 0.1  # one parcel each
    assert households.max() == 431
    area = shapely.area(cambridge.footprints)
    width = 2 * area / shapely.length(cambridge.footprints)
    assert area.min() >= STANDARDS["ground.cut.sliver-area"]
    assert width.min() >= STANDARDS["ground.cut.sliver-width"]


def test_today_s_lines_are_kept_on_the_units(cambridge: Dataset) -> None:
    today = cambridge.today
    assert today is not None
    drawn = cambridge.layers["today"].geometry.to_numpy()
    outside = shapely.area(shapely.difference(cambridge.footprints, drawn[today.grid_of]))
    assert outside.sum() == pytest.approx(
        next(p.facts["today_m2"] for p in cambridge.info.problems if p.code == "cut.moved"), abs=100
    )
    assert outside.sum() < 0.005 * shapely.area(cambridge.footprints).sum()


def test_every_community_hangs_together_once_its_bridges_count(cambridge: Dataset) -> None:
    graph, info = cambridge.graph, cambridge.info
    of, pieces = graph.units.communities.of_unit, community_pieces(graph)
    assert [np.unique(pieces[of == c]).size for c in range(13)] == [1] * 13
    assert len(info.bridges) == told(cambridge, "community.bridged") == 4
    assert not graph.passable.all()


def test_borders_add_up_to_the_city_line(cambridge: Dataset) -> None:
    graph = cambridge.graph
    cover = shapely.coverage_union_all(cambridge.footprints)
    assert graph.outer_border_m.sum() == pytest.approx(cover.length, rel=1e-4)
    around = graph.outer_border_m.sum() + 2 * graph.border_m.sum()
    assert around == pytest.approx(shapely.length(cambridge.footprints).sum(), rel=1e-9)
    today = cambridge.today
    assert today is not None
    cut = today.grid_of[graph.tail] != today.grid_of[graph.head]
    assert graph.follows_m[cut].sum() / graph.border_m[cut].sum() > 0.8


def test_what_does_not_nest_is_a_department_net(cambridge: Dataset) -> None:
    sizes = {name: len(layer) for name, layer in cambridge.layers.items()}
    assert sizes == {
        "communities": 13, "net-sector": 5, "net-car-routes": 9, "today": 117, "roads": 2643, "rail": 97,
        "facilities": 10, "events": 11_810, "repairs": 39,
    }  # fmt: skip
    assert [(level.key, len(level.codes)) for level in cambridge.graph.units.levels] == [
        ("community", 13), ("street", 1),
    ]  # fmt: skip
