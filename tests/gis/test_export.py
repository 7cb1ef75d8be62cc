"""An export says in every format what the plan says, and nothing half."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyogrio import read_info

from data.reference import shipped_standards
from domain.digest import plan_digest
from domain.errors import FormatError, InvalidValueError
from gis.export import fields as table
from gis.export.bundle import export_scenario
from gis.export.dictionary import profile_counts, profile_markdown
from gis.export.handover import Handover
from gis.export.layers import Layer
from gis.export.shapefile import write_shapefile
from tests.gis.handed_over import DATED, LINES, export_town, perimeters_m, town_to_hand_over

MARK = "内部资料"
PROFILE = Path(__file__).parents[2] / "docs" / "exchange-profile.md"
LAYER_FIELDS = {
    "grid": (*table.GRID_HEAD, *profile_counts(), *table.GRID_TAIL),
    "unit": (*table.UNIT_HEAD, *profile_counts(), *table.UNIT_TAIL),
    "community": table.COMMUNITY_FIELDS,
    "street": table.STREET_FIELDS,
    "outline": table.OUTLINE_FIELDS,
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("handover") / "town"
    export_town(folder)
    return folder


def twin(folder: Path, name: str, layer: str) -> gpd.GeoDataFrame:
    """One layer as another program opens it: without being told anything."""
    if name == "gpkg":
        return gpd.read_file(folder / f"layers_{MARK}.gpkg", layer=layer)
    end = "geojson" if name == "geojson" else "shp"
    return gpd.read_file(folder / name / f"{layer}_{MARK}.{end}")


@pytest.mark.parametrize("name", ["shp-gbk", "shp-utf-8", "gpkg", "geojson"])
def test_every_copy_reads_back_as_the_plan_its_counts_and_its_names(town: Path, name: str) -> None:
    dataset, scenario = town_to_hand_over()
    units, plan = dataset.graph.units, scenario.plan
    grid, unit = twin(town, name, "grid"), twin(town, name, "unit")
    assert unit["DYBM"].tolist() == list(units.codes)
    codes = sorted(grid["WGBM"])
    read = np.array([codes.index(code) for code in unit["WGBM"]])
    assert plan_digest(unit["DYBM"].tolist(), read) == plan.digest(units) == scenario.provenance.plan_digest
    assert grid["HS"].tolist() == plan.totals(units.count("households"))[:9].tolist()
    assert unit["HS"].sum() == grid["HS"].sum() == units.count("households").sum()
    assert grid["WGMC"].tolist() == [f"凤凰路{n + 1}网格" for n in range(9)]
    assert grid["WGLX"].tolist() == ["城市社区"] * 7 + ["一般乡村"] * 2
    assert set(twin(town, name, "community")["SQMC"]) == set(units.communities.names)
    assert grid.crs == ("EPSG:4326" if name == "geojson" else "EPSG:4545")
    assert grid["FTE"].isna().all()


def test_plan_csv_reproduces_the_digest_of_the_manifest(town: Path) -> None:
    with (town / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = sorted({row["grid"] for row in rows})
    read = np.array([codes.index(row["grid"]) for row in rows])
    manifest = json.loads((town / "manifest.json").read_text(encoding="utf-8"))
    assert plan_digest([row["unit"] for row in rows], read) == manifest["plan_digest"]
    assert manifest["mark"] == MARK
    assert manifest["requested"] == manifest["grids"] == 9


def test_areas_and_perimeters_of_the_shapes_are_those_of_the_scorecard(town: Path) -> None:
    dataset, scenario = town_to_hand_over()
    grid = twin(town, "shp-gbk", "grid")
    assert grid.area.tolist() == pytest.approx(grid["MJ"].tolist())
    assert grid.length.tolist() == pytest.approx(grid["ZC"].tolist())
    assert grid["ZC"].tolist() == pytest.approx(perimeters_m(dataset.graph, scenario.plan)[:9].tolist())


def test_shared_borders_stay_shared_in_every_format(town: Path) -> None:
    for name in ("shp-gbk", "gpkg", "geojson"):
        assert shapely.coverage_is_valid(twin(town, name, "grid").geometry.to_numpy())


def test_an_export_in_another_crs_keeps_the_measures_of_the_ground(tmp_path: Path) -> None:
    export_town(tmp_path / "out", crs="EPSG:4549", formats=("shp", "geojson"))
    far = twin(tmp_path / "out", "shp-utf-8", "grid")
    assert far.crs == "EPSG:4549"
    assert far["MJ"].sum() == 600_000
    home = far.to_crs("EPSG:4545")
    assert home.area.sum() == pytest.approx(600_000, rel=1e-9)


@pytest.mark.parametrize("first", [4491, 4502, 4513, 4534])
def test_every_zone_of_the_national_grid_reads_back_from_its_prj(tmp_path: Path, first: int) -> None:
    """Zones of 6° (11 of them) and 3° (21), with and without the zone in front of the easting."""
    zones = 11 if first < 4513 else 21
    block = np.array([shapely.box(0, 0, 100, 100)])
    layer = Layer(name="outline", fields=table.OUTLINE_FIELDS, columns=(("示例",), (1e4,)), shapes=block)
    for code in range(first, first + zones):
        path = tmp_path / f"{code}.shp"
        write_shapefile(layer, path, crs=f"EPSG:{code}", encoding="gbk", dated=DATED)
        assert read_info(path)["crs"] == f"EPSG:{code}"


def test_equal_exports_are_equal_to_the_byte(tmp_path: Path) -> None:
    first, second = export_town(tmp_path / "a"), export_town(tmp_path / "b")
    assert first.files == second.files


def test_what_another_room_knows_of_a_grid_is_carried_and_the_rest_is_null(tmp_path: Path) -> None:
    known = {"610114001000002": {"FTE": 0.7249, "ZZRS": 1, "YBM": "旧1;旧2", "QSRQ": "2025-09-01"}}
    rows = [{"old": "旧1", "new": "610114001000002", "units": 3, "households": 120, "area_m2": 30_000.0}]
    export_town(tmp_path / "out", attributes=known, crosswalk=rows)
    for name in ("shp-gbk", "gpkg", "geojson"):
        told = twin(tmp_path / "out", name, "grid").set_index("WGBM")
        second = told.loc["610114001000002"]
        assert (second["FTE"], second["ZZRS"], second["YBM"]) == (0.72, 1, "旧1;旧2")
        assert str(second["QSRQ"])[:10] == "2025-09-01"
        assert told["FTE"].notna().sum() == told["QSRQ"].notna().sum() == 1
    with (tmp_path / "out" / f"crosswalk_{MARK}.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["households"] == "120"


def test_unassigned_ground_stays_unassigned(tmp_path: Path) -> None:
    """The block at the top left belongs to nobody."""
    lines = town_lines_with(0, ".")
    export_town(tmp_path / "out", lines)
    unit = twin(tmp_path / "out", "shp-gbk", "unit")
    assert unit["WGBM"].isna().tolist() == [True] + [False] * 59
    assert twin(tmp_path / "out", "gpkg", "grid")["HS"].iloc[0] == 300


def town_lines_with(block: int, letter: str) -> str:
    """The lines of the town with one block in another grid."""
    letters = LINES.split()
    letters[block] = letter
    return " ".join(letters)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"audience": "public"}, "value.export-public"),
        ({"audience": "press"}, "value.export-audience"),
        ({"formats": ("dwg",)}, "value.export-format"),
        ({"encodings": ("big5",)}, "value.export-encoding"),
        ({"attributes": {"610114001000001": {"HS": 3}}}, "value.export-attribute"),
        ({"attributes": {"610114001000001": {"YBM": "旧" * 128}}}, "value.export-width"),
        ({"attributes": {"610114001000001": {"YBM": "😀"}}}, "value.export-character"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_and_nothing_is_written(
    tmp_path: Path, options: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        export_town(tmp_path / "out", **options)
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("here")
    with pytest.raises(FormatError, match="folder-not-empty"):
        export_town(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_scores_of_another_plan_are_refused(tmp_path: Path) -> None:
    dataset, scenario = town_to_hand_over()
    stale = replace(scenario, plan=scenario.plan.moved(np.array([0]), 1))
    with pytest.raises(InvalidValueError, match="export-stale"):
        export_scenario(
            dataset, stale, tmp_path / "out", audience="internal", standards=shipped_standards(), dated=DATED
        )


def test_the_manifest_names_the_counts_that_the_norm_was_measured_on() -> None:
    """Two columns of one basis: the plan was judged on the second."""
    dataset, scenario = town_to_hand_over()
    units = dataset.graph.units
    both = replace(
        units,
        counts=np.column_stack([units.counts * 2, units.counts]),
        columns=(replace(units.columns[0], name="dwellings"), units.columns[0]),
    )
    graph = replace(dataset.graph, units=both)
    wider = replace(dataset, graph=graph, info=replace(dataset.info, households="dwellings"), today=None)
    judged = replace(scenario, plan=replace(scenario.plan, unit_set=both.digest))
    handover = Handover(dataset=wider, scenario=judged)
    assert handover.norm_column == 1
    assert [f.name for f in handover.count_fields] == ["HS", "HSQT"]


def test_field_names_are_short_ascii_and_unique_and_described() -> None:
    for fields in LAYER_FIELDS.values():
        names = [f.name for f in fields]
        assert len(set(names)) == len(names)
        assert all(name.isascii() and name.isupper() and len(name) <= 10 for name in names)
        assert all(f.zh and f.en for f in fields)
    with pytest.raises(InvalidValueError, match="export-field"):
        table.Field(name="网格编码", zh="网格编码", en="grid code", kind="text", width=20)


def test_a_layer_has_a_value_for_every_feature_and_field() -> None:
    with pytest.raises(InvalidValueError, match="export-layer"):
        Layer(name="grid", fields=(table.GRID,), columns=(("1", "2"),), shapes=np.array([shapely.Point()]))


def test_the_profile_in_the_documents_is_the_field_table() -> None:
    assert profile_markdown(LAYER_FIELDS.items()) in PROFILE.read_text(encoding="utf-8")
