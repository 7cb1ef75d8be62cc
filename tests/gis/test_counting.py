"""Counts that come from elsewhere: every one of them arrives, and how surely is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import exactextract  # type: ignore[import-untyped]
import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import ImportRejected, ProfileError
from domain.shares import shared_out
from gis.counting.cells import cells_of
from gis.counting.errors import Spread
from gis.counting.pairs import overlapping, standing
from gis.dataset_folder import dataset_files, dataset_from
from gis.reading.profile import load_profile
from scenarios.importing import import_profile

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()
CRS = "EPSG:4545"
X, Y = 520_000.0, 3_835_000.0


def squares(columns: int, rows: int, side: float, x: float = 0, y: float = 0) -> np.ndarray:
    """A grid of squares that share their edges."""
    at = [(X + x + side * c, Y + y + side * r) for r in range(rows) for c in range(columns)]
    return np.array([shapely.box(a, b, a + side, b + side) for a, b in at], object)


layers = st.builds(
    squares,
    st.integers(1, 5),
    st.integers(1, 5),
    st.floats(20, 90),
    st.floats(-40, 40),
    st.floats(-40, 40),
)
boxes = st.lists(
    st.tuples(st.floats(0, 150), st.floats(0, 150), st.floats(1, 80), st.floats(1, 80)),
    min_size=1,
    max_size=12,
).map(
    lambda found: np.array([shapely.box(X + a, Y + b, X + a + w, Y + b + h) for a, b, w, h in found], object)
)


@given(areas=layers, rows=st.one_of(layers, boxes), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_count_is_conserved_for_any_pair_of_layers(
    areas: np.ndarray, rows: np.ndarray, data: st.DataObject
) -> None:
    totals = np.array(data.draw(st.lists(st.integers(0, 5000), min_size=areas.size, max_size=areas.size)))
    weight = np.array(data.draw(st.lists(st.floats(0, 9), min_size=rows.size, max_size=rows.size)))
    for pairs in (standing(rows, areas), overlapping(rows, areas)):
        shares = pairs.shares(weight, totals.size)
        given_ = shared_out(totals, pairs.area, shares)
        met = np.unique(pairs.area)
        assert given_.min(initial=0) >= 0
        assert (np.bincount(pairs.area, given_, totals.size)[met] == totals[met]).all()
        assert np.abs(given_ - shares * totals[pairs.area]).max(initial=0) < 1 + 1e-6
        assert pairs.on_rows(given_.astype(float), rows.size).sum() == totals[met].sum()


@given(areas=layers, rows=boxes)
@settings(max_examples=60, deadline=None)
def test_the_parts_of_a_row_are_what_lies_in_each_area(areas: np.ndarray, rows: np.ndarray) -> None:
    pairs = overlapping(rows, areas)
    found = {(a, r): part for a, r, part in zip(pairs.area, pairs.row, pairs.part, strict=True)}
    for a, area in enumerate(areas):
        for r, row in enumerate(rows):
            assert found.get((a, r), 0) == pytest.approx(area.intersection(row).area / row.area, abs=1e-9)


def test_an_error_is_chance_and_weighing_together() -> None:
    """√(T p (1 − p)) for half of 100 is 5, 50 and 62 are 12 apart: together 13."""
    spread = Spread(
        source=np.zeros(2, np.int64), total=np.full(2, 100.0), value=np.array([50, 50]),
        others=(np.array([62.0, 38.0]),),
    )  # fmt: skip
    errors = spread.on_units(np.array([50, 50]), np.array([0, 1]), 2)
    assert errors == pytest.approx([13, 13])
    assert spread.on_units(np.array([50, 50]), np.array([0, 0]), 1) == pytest.approx([0])


def test_chance_is_what_throwing_people_at_random_gives() -> None:
    generator = np.random.default_rng(7)
    shares, total = np.array([0.1, 0.3, 0.6]), 400
    thrown = generator.multinomial(total, shares, size=20_000)
    spread = Spread(
        source=np.zeros(3, np.int64),
        total=np.full(3, float(total)),
        value=np.array([40, 120, 240]),
        others=(),
    )
    errors = spread.on_units(np.array([40, 120, 240]), np.arange(3), 3)
    assert errors == pytest.approx(thrown.std(axis=0), rel=0.03)


def raster(path: Path, values: np.ndarray, west: float, north: float, cell: float, crs: str = CRS) -> Path:
    """Write counts in cells."""
    place = rasterio.Affine(cell, 0, west, 0, -cell, north)
    with rasterio.open(
        path, "w", driver="GTiff", height=values.shape[0], width=values.shape[1], count=1,
        dtype="float64", crs=crs, transform=place,
    ) as file:  # fmt: skip
        file.write(values, 1)
    return path


@given(west=st.floats(-60, 60), north=st.floats(180, 260), cell=st.floats(15, 70), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_cells_count_by_the_exact_share_that_lies_in_the_district(
    tmp_path_factory: pytest.TempPathFactory, west: float, north: float, cell: float, seed: int
) -> None:
    path = tmp_path_factory.mktemp("cells") / "pop.tif"
    values = np.random.default_rng(seed).gamma(0.5, 4, (6, 6)).round(2)
    raster(path, values, X + west, Y + north, cell)
    district = squares(2, 2, 100)
    whole = shapely.box(X, Y, X + 200, Y + 200)
    wanted = 0.0
    for r, line in enumerate(values):
        for c, count in enumerate(line):
            x, y = X + west + c * cell, Y + north - r * cell
            wanted += count * shapely.box(x, y - cell, x + cell, y).intersection(whole).area / cell**2
    if wanted == 0:
        return
    assert cells_of(path, district, CRS).counts.sum() == pytest.approx(wanted, rel=1e-9)


def test_cells_agree_with_what_another_program_extracts(tmp_path: Path) -> None:
    values = np.random.default_rng(3).gamma(0.5, 4, (9, 9))
    path = raster(tmp_path / "pop.tif", values, X - 13, Y + 219, 27)
    district = squares(2, 2, 100)
    table = gpd.GeoDataFrame(geometry=district, crs=CRS)
    wanted = exactextract.exact_extract(str(path), table, "sum", output="pandas")["sum"]
    cells = cells_of(path, district, CRS)
    found = [cells_of(path, district[n : n + 1], CRS).counts.sum() for n in range(4)]
    assert found == pytest.approx(wanted.tolist(), rel=1e-6)
    assert cells.counts.sum() == pytest.approx(wanted.sum(), rel=1e-6)


PROFILE = """
format = 1
name = "small"
title = "小区"
title_en = "Small"
crs = "EPSG:4545"
[[wholes]]
key = "street"
code = "1"
name = "街道"
[layers.communities]
role = "community"
file = "communities.gpkg"
code = "id"
kind_value = "town"
[[layers.communities.counts]]
name = "households"
field = "homes"
basis = "户籍户"
date = "2025"
[layers.buildings]
role = "units-source"
file = "buildings.gpkg"
code = "id"
as_units = true
floors = "floors"
[[layers.buildings.counts]]
name = "households"
spread = "communities"
by = "volume"
basis = "户籍户（分摊）"
date = "2025"
official = false
"""
RESIDENTS = """
[[layers.buildings.counts]]
name = "residents"
of = "households"
factor = "basis.household-size"
basis = "换算"
date = "2025"
official = false
"""
RASTER = """
[[layers.buildings.counts]]
name = "residents"
raster = "pop.tif"
basis = "栅格"
date = "2020"
official = false
"""


def town(folder: Path, more: str = "") -> Dataset:
    """Two communities of four blocks each, of one, two, three and four floors."""
    gpd.GeoDataFrame({"id": ["a", "b"], "homes": [100, 33]}, geometry=squares(2, 1, 200), crs=CRS).to_file(
        folder / "communities.gpkg"
    )
    blocks = squares(4, 2, 100)
    floors = [1, 2, 1, 1, 3, 4, 1, 1]
    gpd.GeoDataFrame({"id": [f"u{n}" for n in range(8)], "floors": floors}, geometry=blocks, crs=CRS).to_file(
        folder / "buildings.gpkg"
    )
    (folder / "p.toml").write_text(PROFILE + more, encoding="utf-8")
    return import_profile(folder / "p.toml", [folder], STANDARDS)


def by_floors(ground: Dataset, count: str) -> dict[str, list[int]]:
    units = ground.graph.units
    of = units.communities.of_unit
    return {
        code: sorted(units.count(count)[of == n].tolist()) for n, code in enumerate(units.communities.codes)
    }


def test_totals_go_by_volume_and_each_unit_says_how_surely(tmp_path: Path) -> None:
    ground = town(tmp_path)
    assert by_floors(ground, "households") == {"a": [10, 20, 30, 40], "b": [8, 8, 8, 9]}
    units, errors = ground.graph.units, ground.errors["households"]
    one_floor = int(np.flatnonzero(units.count("households") == 10)[0])
    assert errors[one_floor] == pytest.approx(np.sqrt(100 * 0.1 * 0.9 + (25 - 10) ** 2))
    again = dataset_from(dataset_files(ground))
    assert again.errors["households"] == pytest.approx(errors)
    assert again.digest == ground.digest
    assert not units.column("households").official


def test_a_basis_follows_from_another_by_a_standard_to_the_last_one(tmp_path: Path) -> None:
    ground = town(tmp_path, RESIDENTS)
    assert ground.graph.units.count("residents").sum() == round(133 * STANDARDS["basis.household-size"])
    assert ground.info.totals["residents"].listed == 0
    ratio = ground.errors["residents"] / ground.errors["households"]
    assert ratio.min() > 1


def test_a_raster_is_shared_by_the_rows_in_each_cell(tmp_path: Path) -> None:
    raster(tmp_path / "pop.tif", np.array([[30.5, 0.0], [10.0, 7.5]]), X, Y + 200, 200)
    ground = town(tmp_path, RASTER)
    assert by_floors(ground, "residents") == {"a": [7, 7, 8, 8], "b": [0, 0, 0, 0]}
    assert ground.info.totals["residents"].into == 30


def test_a_raster_within_official_totals_only_says_where(tmp_path: Path) -> None:
    raster(tmp_path / "pop.tif", np.array([[3.0, 1, 0, 0], [0, 0, 0, 1]]), X, Y + 200, 100)
    text = PROFILE.replace('by = "volume"', 'raster = "pop.tif"')
    town(tmp_path)
    (tmp_path / "p.toml").write_text(text, encoding="utf-8")
    ground = import_profile(tmp_path / "p.toml", [tmp_path], STANDARDS)
    assert by_floors(ground, "households") == {"a": [0, 0, 25, 75], "b": [0, 0, 0, 33]}


def test_a_raster_from_elsewhere_or_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImportRejected) as missing:
        town(tmp_path, RASTER)
    assert {p.code for p in missing.value.problems} >= {"file.missing"}
    raster(tmp_path / "pop.tif", np.ones((2, 2)), X + 90_000, Y, 100)
    with pytest.raises(ImportRejected) as elsewhere:
        town(tmp_path, RASTER)
    assert "raster.elsewhere" in {p.code for p in elsewhere.value.problems}


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ('by = "volume"', 'by = "weight"', "profile.weighing"),
        ('floors = "floors"\n', "", "profile.floors"),
        (RESIDENTS, RESIDENTS.replace('of = "households"', 'of = "flats"'), "profile.conversion"),
        (RESIDENTS, RESIDENTS.replace('factor = "basis.household-size"\n', ""), "profile.conversion"),
    ],
)
def test_what_cannot_be_shared_so_is_refused_with_its_place(
    tmp_path: Path, was: str, now: str, code: str
) -> None:
    path = tmp_path / "p.toml"
    path.write_text((PROFILE + RESIDENTS).replace(was, now), encoding="utf-8")
    with pytest.raises(ProfileError, match=code.replace(".", r"\.")):
        load_profile(path)
