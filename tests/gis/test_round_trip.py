"""What is handed over and imported again is the same plan on the same counts."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.plan import Grid, Plan
from gis.cutting.counts import Placed
from gis.cutting.faces import containing
from gis.cutting.tally import Tally
from gis.cutting.today import grids_of_today
from gis.export.bundle import export_scenario
from gis.reading.check import Layer, Layers
from gis.reading.columns import CountSpec
from gis.reading.layer_spec import LayerSpec
from scenarios.importing import import_profile
from tests.drawn_town import drawn_town
from tests.gis.handed_over import DATED, scored

if TYPE_CHECKING:
    from gis.dataset import Dataset

STANDARDS = shipped_standards()
TOWN = drawn_town()
UNITS = TOWN.graph.units
MARK = "内部资料"
PROFILE = """
format = 1
name = "again"
title = "再次导入"
title_en = "Again"
crs = "EPSG:4545"
[[wholes]]
key = "street"
code = "1"
name = "街道"
[layers.communities]
role = "community"
file = "{communities}"
{layer_c}
code = "SSSQ"
title = "SQMC"
kind_value = "town"
[layers.units]
role = "units-source"
file = "{units}"
{layer_u}
code = "DYBM"
as_units = true
[[layers.units.counts]]
name = "households"
field = "HS"
basis = "{basis}"
date = "2025"
[layers.today]
role = "today"
file = "{grids}"
{layer_g}
code = "WGBM"
title = "WGMC"
kind_value = "town"
"""


def handed_over(homes: list[int], letters: list[int], folder: Path) -> tuple[Dataset, Plan]:
    """Hand over the town with other counts and a plan of at most three grids a community."""
    columns = UNITS.columns
    counts = UNITS.counts.copy()
    counts[:, [c.name for c in columns].index("households")] = homes
    units = replace(UNITS, counts=counts)
    town = replace(TOWN, graph=replace(TOWN.graph, units=units), today=None)
    of = units.communities.of_unit
    named = sorted({(int(c), letter) for c, letter in zip(of, letters, strict=True)})
    plan = Plan(
        unit_set=units.digest,
        grid_of=np.array([named.index((int(c), letter)) for c, letter in zip(of, letters, strict=True)]),
        grids=tuple(
            Grid(
                code=f"{units.communities.codes[c]}{letter + 1:03d}",
                type=units.communities.kinds[c],
                name=f"第{letter}网格",
            )
            for c, letter in named
        ),
    )
    export_scenario(town, scored(town, plan), folder, audience="internal", standards=STANDARDS, dated=DATED)
    return town, plan


def profile_of(folder: Path, copy: str) -> str:
    """The profile that reads one copy of the hand-over."""
    names = {"communities": "community", "units": "unit", "grids": "grid"}
    basis = UNITS.column("households").basis
    if copy == "gpkg":
        files = dict.fromkeys(names, f"layers_{MARK}.gpkg")
        layers = {f"layer_{key[0]}": f'layer = "{name}"' for key, name in names.items()}
    else:
        end = "geojson" if copy == "geojson" else "shp"
        there = {name: next((folder / copy).glob(f"{name}*.{end}")) for name in names.values()}
        files = {key: there[name].relative_to(folder).as_posix() for key, name in names.items()}
        layers = {f"layer_{key[0]}": "" for key in names}
    return PROFILE.format(basis=basis, **files, **layers)


@pytest.mark.parametrize("copy", ["gpkg", "shp-gbk", "geojson"])
@given(data=st.data())
@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_an_import_of_an_export_is_the_same_plan_on_the_same_counts(copy: str, data: st.DataObject) -> None:
    size = len(UNITS)
    homes = data.draw(st.lists(st.integers(0, 900), min_size=size, max_size=size))
    letters = data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "out"
        town, plan = handed_over(homes, letters, folder)
        (Path(made) / "again.toml").write_text(profile_of(folder, copy), encoding="utf-8")
        again = import_profile(Path(made) / "again.toml", [folder], STANDARDS)
    at = containing(shapely.point_on_surface(town.footprints), again.footprints)
    assert sorted(at.tolist()) == list(range(size))
    units = again.graph.units
    assert units.count("households")[at].tolist() == homes
    assert units.communities.codes == UNITS.communities.codes
    assert (units.communities.of_unit[at] == UNITS.communities.of_unit).all()
    assert again.today is not None
    codes = [again.today.grids[g].code for g in again.today.grid_of[at]]
    assert codes == [plan.grids[g].code for g in plan.grid_of]
    names = {grid.code: grid.name for grid in again.today.grids}
    assert names == {grid.code: grid.name for grid in plan.grids}
    assert set(plan.totals(np.array(homes))) == set(again.today.totals(units.count("households")))


def listed(folder: Path, of_row: list[str]) -> Dataset:
    """Import the town with the code of today's grid in every row."""
    table = gpd.GeoDataFrame(
        {"id": [f"b{n}" for n in range(len(of_row))], "homes": range(1, len(of_row) + 1), "wg": of_row},
        geometry=TOWN.footprints, crs=TOWN.info.crs,
    )  # fmt: skip
    table.to_file(folder / "units.gpkg")
    level = UNITS.communities
    areas = [
        shapely.union_all(TOWN.footprints[level.of_unit == n], grid_size=1e-6)
        for n in range(len(level.codes))
    ]
    gpd.GeoDataFrame({"code": level.codes, "name": level.names}, geometry=areas, crs=TOWN.info.crs).to_file(
        folder / "communities.gpkg"
    )
    text = PROFILE.format(
        communities="communities.gpkg", units="units.gpkg", grids="", layer_c="", layer_u='grid = "wg"',
        layer_g="", basis="户",
    ).partition("[layers.today]")[0]  # fmt: skip
    text = text.replace('"SSSQ"', '"code"').replace('"SQMC"', '"name"').replace('"DYBM"', '"id"')
    (folder / "p.toml").write_text(text.replace('"HS"', '"homes"'), encoding="utf-8")
    return import_profile(folder / "p.toml", [folder], STANDARDS)


@given(data=st.data())
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_grids_of_today_by_table_are_those_that_the_rows_name(data: st.DataObject) -> None:
    size = len(UNITS)
    codes = data.draw(st.lists(st.sampled_from(["", "g1", "g2", "g3"]), min_size=size, max_size=size))
    with tempfile.TemporaryDirectory() as made:
        ground = listed(Path(made), codes)
    at = containing(shapely.point_on_surface(TOWN.footprints), ground.footprints)
    today = ground.today
    assert today is not None
    found = [today.grids[g].code if g >= 0 else "" for g in today.grid_of[at]]
    assert found == codes
    assert sorted(grid.code for grid in today.grids) == sorted(set(codes) - {""})


def test_a_unit_is_in_the_grid_of_most_of_its_households_and_the_others_are_told() -> None:
    rows = [(0, "g1", 5), (0, "g2", 3), (0, "g2", 3), (1, "g3", 9), (1, "g4", 1), (2, "", 4), (-1, "g9", 2)]
    spec = LayerSpec(
        name="b", role="units-source", file="b.gpkg", grid="wg",
        counts=(CountSpec(name="households", basis="户", date="2025", field="h"),),
    )  # fmt: skip
    table = gpd.GeoDataFrame({"grid": [g for _, g, _ in rows], "households": [h for _, _, h in rows]})
    tally = Tally(
        spec=spec.counts[0], layer=Layer(spec=spec, table=table, into={"households": 27}),
        placed=Placed(unit=np.array([u for u, _, _ in rows]), metres=np.zeros(len(rows))),
        drawn_community=np.zeros(len(rows), np.int64),
    )  # fmt: skip
    empty = Layers(layers={}, problems=(), repairs=())
    plan, told = grids_of_today(empty, [tally], np.empty(0, np.int64), UNITS, "households")
    assert plan is not None
    assert [grid.code for grid in plan.grids] == ["g2", "g3"]
    assert plan.grid_of[:4].tolist() == [0, 1, -1, -1]
    facts = {problem.code: dict(problem.facts) for problem in told}
    assert facts == {
        "today.mixed": {"units": 2, "households": 6},
        "today.outweighed": {"grids": 3, "codes": "g1、g4、g9"},
    }
