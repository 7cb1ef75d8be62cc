"""A city of districts, villages and basic areas comes in by its profile: joined by names, drawn in, whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.reference import PROFILES, shipped_standards
from domain.ground import Total
from scenarios.evaluate import evaluate
from scenarios.importing import import_profile
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

    from domain.outcome import Problem
    from gis.dataset import Dataset

STANDARDS = shipped_standards()


@pytest.fixture(scope="module")
def taipei() -> Dataset:
    """The dataset of the shipped profile."""
    return import_profile(PROFILES / "taipei.toml", [real_data("taipei")], STANDARDS)


def told(dataset: Dataset, code: str, layer: str = "") -> list[Problem]:
    """Problems of one code."""
    return [p for p in dataset.info.problems if p.code == code and layer in ("", p.layer)]


@pytest.mark.real_data
def test_districts_villages_and_basic_areas_nest(taipei: Dataset) -> None:
    levels = {level.key: level for level in taipei.graph.units.levels}
    assert {key: len(level.codes) for key, level in levels.items()} == {"community": 225, "street": 6}
    pairs = np.column_stack([levels["community"].of_unit, levels["street"].of_unit])
    assert len(np.unique(pairs, axis=0)) == 225
    files = gpd.read_file(real_data("taipei") / "villages.geojson").set_index("CPTVID")
    for village, district in np.unique(pairs, axis=0):
        named = files.loc[levels["community"].codes[village]]
        assert named["VNAME"] == levels["community"].names[village]
        assert named["TNAME"] == levels["street"].names[district]


@pytest.mark.real_data
def test_tax_units_are_conserved_village_by_village(taipei: Dataset) -> None:
    table = pd.read_csv(real_data("taipei") / "village_households_2021.csv")
    by_name = {(t, v): n for t, v, n in table[["鄉鎮市區", "村里", "納稅單位"]].itertuples(index=False)}
    units = taipei.graph.units
    community, street = (next(x for x in units.levels if x.key == key) for key in ("community", "street"))
    held = np.bincount(community.of_unit, units.count("households")).astype(int)
    district = np.zeros(225, int)
    district[community.of_unit] = street.of_unit
    assert {
        (street.names[d], name): n for d, name, n in zip(district, community.names, held, strict=True)
    } == by_name
    assert taipei.info.totals == {"households": Total(into=411_949, on_units=411_949, listed=0)}
    assert not any(p.code.startswith("join.") for p in taipei.info.problems)
    assert not units.column("households").official


@pytest.mark.real_data
def test_how_far_levels_nest_is_told_with_what_moved(taipei: Dataset) -> None:
    (villages,), (basic,) = (
        told(taipei, "level.nested", "villages"),
        told(taipei, "level.nested", "basic-areas"),
    )
    assert (villages.facts["areas"], villages.facts["before"], villages.facts["after"]) == (225, 98.7, 99.1)
    assert (basic.facts["areas"], basic.facts["before"], basic.facts["after"]) == (5532, 85.6, 99.2)
    for note in (villages, basic):
        moved = sum(r.area_m2 for r in taipei.info.repairs if (r.layer, r.what) == (note.layer, "level"))
        assert moved == pytest.approx(float(note.facts["moved_m2"]), rel=1e-3)
    assert len(told(taipei, "level.beyond", "villages")) == 8
    assert told(taipei, "today.crosses") == []
    (given,) = told(taipei, "cut.given")
    assert (given.facts["units"], given.facts["given"]) == (len(taipei.graph.units), 5532)


@pytest.mark.real_data
def test_basic_areas_are_the_units_and_tile_the_villages(taipei: Dataset) -> None:
    shapes, units = taipei.footprints, taipei.graph.units
    assert shapely.coverage_is_valid(shapes)
    villages = taipei.layers["communities"].geometry.to_numpy()
    assert shapely.area(shapes).sum() == pytest.approx(shapely.area(villages).sum(), rel=1e-6)
    outside = shapely.area(shapely.difference(shapes, villages[units.communities.of_unit]))
    assert outside.sum() < 1000
    files = sorted((real_data("taipei") / "basic_stat_areas").glob("*.json"))
    rows = pd.concat([gpd.read_file(file).to_crs("EPSG:3826") for file in files])
    places = shapely.point_on_surface(rows.geometry.to_numpy())
    held = np.bincount(shapely.STRtree(shapes).query(places, predicate="intersects")[1], minlength=len(units))
    assert (held == 1).mean() > 0.95
    assert len(units) == pytest.approx(5532, rel=0.02)


@pytest.mark.real_data
def test_today_s_villages_can_be_scored(taipei: Dataset) -> None:
    assert taipei.today is not None
    card = evaluate(taipei, taipei.today, standards=STANDARDS, today=taipei.today)
    assert len(card.per_grid) == 225
    assert card.metrics["share-in-norm"].value == pytest.approx(1 / 225)


TOWN = """
format = 1
name = "small"
title = "小城"
title_en = "Small"
crs = "EPSG:4547"

[layers.towns]
role = "street"
file = "towns.geojson"
code = "id"
title = "name"
leads = true

[layers.villages]
role = "community"
file = "villages.geojson"
code = "id"
title = "name"
kind_value = "town"
leads = true
[[layers.villages.joins]]
file = "homes.csv"
key = ["镇", "里"]
on = ["town", "name"]
names = true
fields = ["户"]
[[layers.villages.counts]]
name = "households"
field = "户"
basis = "户"
date = "2025"

[layers.areas]
role = "units-source"
file = "areas-*.geojson"
code = "id"
as_units = true
[[layers.areas.counts]]
name = "households"
spread = "villages"
basis = "户（分摊）"
date = "2025"
official = false
"""
X, Y = 500_000, 4_000_000


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    """A rectangle on the ground of the small town."""
    found: shapely.Polygon = shapely.box(X + x0, Y + y0, X + x1, Y + y1)
    return found


def small(folder: Path, homes: str) -> Path:
    """Draw two towns of two villages each, the villages' line 8 m off, with three areas a village."""
    crs = "EPSG:4547"
    towns = [box(0, 0, 600, 600), box(600, 0, 1200, 600)]
    gpd.GeoDataFrame({"id": ["1", "2"], "name": ["东镇", "西镇"]}, geometry=towns, crs=crs).to_file(
        folder / "towns.geojson"
    )
    lines = [(0, 608, 0, 300), (0, 608, 300, 600), (608, 1200, 0, 300), (608, 1200, 300, 600)]
    names = {
        "id": list("abcd"),
        "name": ["台东里", "南里", "北里", "中里"],
        "town": ["东镇"] * 2 + ["西镇"] * 2,
    }
    villages = [box(a, c, b, d) for a, b, c, d in lines]
    gpd.GeoDataFrame(names, geometry=villages, crs=crs).to_file(folder / "villages.geojson")
    for part, rows in enumerate((lines[:2], lines[2:])):
        cut = [
            box(a + k * (b - a) / 3, c, a + (k + 1) * (b - a) / 3, d) for a, b, c, d in rows for k in range(3)
        ]
        ids = [f"{part}{n}" for n in range(len(cut))]
        gpd.GeoDataFrame({"id": ids}, geometry=cut, crs=crs).to_file(folder / f"areas-{part}.geojson")
    (folder / "homes.csv").write_text(f"镇,里,户\n{homes}", encoding="utf-8")
    (folder / "small.toml").write_text(TOWN, encoding="utf-8")
    return folder / "small.toml"


def test_totals_of_villages_are_spread_whole_over_areas_drawn_in(tmp_path: Path) -> None:
    profile = small(tmp_path, "东镇,臺東里,100\n东镇,南里,11\n西镇,北里,7\n西镇,中里,0\n")
    ground = import_profile(profile, [tmp_path], STANDARDS)
    units = ground.graph.units
    assert len(units) == 12
    by_village = [sorted(units.count("households")[units.communities.of_unit == n]) for n in range(4)]
    assert by_village == [[33, 33, 34], [3, 4, 4], [2, 2, 3], [0, 0, 0]]
    west = shapely.coverage_union_all(ground.footprints[units.communities.of_unit < 2])
    assert west.symmetric_difference(box(0, 0, 600, 600)).area < 1
    (note,) = told(ground, "level.nested", "villages")
    assert json.loads(json.dumps(dict(note.facts))) == {
        "areas": 4, "share": 95, "before": 100, "after": 100, "exact": 100, "moved_m2": 2 * 8 * 600,
    }  # fmt: skip


def test_names_without_a_partner_are_told_with_those_most_like_them(tmp_path: Path) -> None:
    profile = small(tmp_path, "东镇,台东里,100\n东镇,南 里,11\n西镇,北裡,7\n西镇,中中里,5\n")
    ground = import_profile(profile, [tmp_path], STANDARDS)
    (unlike,) = told(ground, "join.unlike")
    assert (unlike.feature, unlike.value, unlike.facts["similar"]) == ("d", "西镇/中里", "西镇/中中里")
    (orphan,) = told(ground, "join.orphan")
    assert (orphan.feature, orphan.value) == ("西镇/中中里", "5")
    assert ground.info.totals["households"] == Total(into=123, on_units=118, listed=5)
