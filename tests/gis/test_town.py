"""A built district meets every stated fact, tiles its ground, and is a town wherever one can measure it."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from domain.units import STREET
from gis.town.growth import grow
from gis.town.quarters import building_groups
from gis.town.rows import Style, lay_rows
from gis.town.shares import share_out
from gis.town.splitting import cut_to_area, cut_to_number
from gis.town.ways import bridges_wanted
from tests.shared import real_data
from tests.strategies import block_town
from tests.yanliang import yanliang, yanliang_facts

FLATS = Style(
    kind="old", plot_m2=1.0e4, depth_m=12.0, module_m=15.0, modules=(2, 4), row_m=28.0, gap_m=9.0,
    floors=(5, 6), per_floor=2,
)  # fmt: skip


# --- the whole district ---


@pytest.mark.parametrize("name", ["dwellings", "households", "buildings", "employers", "events"])
def test_every_stated_count_is_met_to_the_last_one_on_its_stated_basis(name: str) -> None:
    units, stated = yanliang().graph.units, yanliang_facts().stated[name]
    assert units.count(name).sum() == stated.value
    column = units.column(name)
    assert (column.basis, column.date, column.official) == (stated.basis, stated.date, True)


def test_streets_communities_grids_and_centres_are_as_many_as_stated() -> None:
    dataset, stated = yanliang(), yanliang_facts().stated
    assert len(dataset.layers["streets"]) == stated["streets"].value
    assert len(dataset.layers["communities"]) == stated["communities"].value
    assert dataset.today is not None
    assert len(dataset.today) == len(np.unique(dataset.today.grid_of)) == stated["grids"].value
    kinds = dataset.layers["facilities"]["kind"].value_counts()
    centres = [kinds[f"{level}-centre"] for level in ("district", "street", "community")]
    assert centres == [1, 7, 105]
    assert sum(centres) == stated["centres"].value
    assert kinds["police-station"] == 7


def test_units_tile_the_district_without_gap_or_overlap() -> None:
    dataset = yanliang()
    assert (shapely.get_type_id(dataset.footprints) == shapely.GeometryType.POLYGON).all()
    assert shapely.is_valid(dataset.footprints).all()
    assert shapely.coverage_is_valid(dataset.footprints)
    whole = shapely.coverage_union_all(dataset.footprints)
    assert whole.geom_type == "Polygon"
    assert shapely.get_num_interior_rings(whole) == 0
    assert whole.area == pytest.approx(yanliang_facts().sketch.area_km2 * 1e6, rel=1e-5)


@pytest.mark.parametrize("name", ["communities", "streets", "net-police"])
def test_upper_levels_are_whole_areas_that_tile_the_district_too(name: str) -> None:
    areas = yanliang().layers[name]
    assert set(areas.geom_type) == {"Polygon"}
    assert shapely.coverage_is_valid(areas.geometry.to_numpy())
    assert areas.area.sum() == pytest.approx(shapely.area(yanliang().footprints).sum())


def test_layers_lie_in_the_stated_crs_and_inside_its_zone() -> None:
    dataset, facts = yanliang(), yanliang_facts()
    for layer in dataset.layers.values():
        assert layer.crs.to_string() == dataset.info.crs == facts.crs == "EPSG:4545"
        assert {"code", "name", "kind"} <= set(layer.columns)
        assert layer["code"].is_unique
    east, north = dataset.layers["streets"].to_crs("EPSG:4490").union_all().centroid.coords[0]
    assert (east, north) == pytest.approx(facts.centre, abs=0.03)


def test_codes_nest_from_unit_and_estate_and_grid_to_community_to_street_to_district() -> None:
    dataset = yanliang()
    units = dataset.graph.units
    communities, streets = units.communities, units.level(STREET)
    for unit, (code, community, street) in enumerate(
        zip(units.codes, communities.of_unit, streets.of_unit, strict=True)
    ):
        assert len(communities.codes[community]) == 12
        assert code.startswith(f"{communities.codes[community]}-")
        assert communities.codes[community].startswith(streets.codes[street])
        if units.estate_of[unit] >= 0:
            assert units.estate_codes[units.estate_of[unit]].startswith(communities.codes[community])
    assert all(len(code) == 9 and code.startswith("610114") for code in streets.codes)
    assert dataset.today is not None
    codes = [grid.code for grid in dataset.today.grids]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 15 and code.isdigit() for code in codes)
    for grid, code in enumerate(codes):
        members = np.flatnonzero(dataset.today.grid_of == grid)
        assert {communities.codes[c] for c in communities.of_unit[members]} == {code[:12]}


def test_communities_and_todays_grids_and_estates_are_in_one_piece_each() -> None:
    graph, today = yanliang().graph, yanliang().today
    assert today is not None
    oracle = nx.Graph(
        zip(graph.tail[graph.passable].tolist(), graph.head[graph.passable].tolist(), strict=True)
    )
    oracle.add_nodes_from(range(len(graph.units)))
    for labels in (graph.units.communities.of_unit, today.grid_of, graph.units.estate_of):
        for label in np.unique(labels[labels >= 0]):
            assert nx.is_connected(oracle.subgraph(np.flatnonzero(labels == label).tolist()))
    assert nx.is_connected(oracle)


def test_rail_and_rivers_part_neighbours_except_where_a_main_road_leads_across() -> None:
    graph, layers = yanliang().graph, yanliang().layers
    shut = np.flatnonzero(~graph.passable & (graph.border_m > 1.0))
    assert shut.size > 50
    barriers = shapely.union_all([*layers["rail"].geometry, *layers["water"].geometry])
    one, other = yanliang().footprints[graph.tail[shut]], yanliang().footprints[graph.head[shut]]
    assert shapely.distance(shapely.intersection(one, other), barriers).max() < 1.0


def test_names_and_codes_are_those_of_the_published_list() -> None:
    path = real_data("cn_hierarchy") / "xian_yanliang_communities.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    communities, streets = yanliang().graph.units.communities, yanliang().graph.units.level(STREET)
    assert dict(zip(communities.codes, communities.names, strict=True)) == {x[0]: x[1] for x in lines}
    assert dict(zip(communities.codes, communities.kinds, strict=True)) == {
        x[0]: {"居委会": "town", "村委会": "village"}[x[2]] for x in lines
    }
    assert dict(zip(streets.codes, streets.names, strict=True)) == {x[3]: x[4] for x in lines}


def test_counts_come_from_the_buildings_that_stand_on_each_unit() -> None:
    units, buildings = yanliang().graph.units, yanliang().layers["buildings"]
    position = {code: n for n, code in enumerate(units.codes)}
    at = buildings["unit"].map(position).to_numpy()
    for name in ("dwellings", "stairwells"):
        assert np.array_equal(np.bincount(at, buildings[name], len(units)), units.count(name))
    assert np.array_equal(np.bincount(at, minlength=len(units)), units.count("buildings"))
    middle = shapely.centroid(buildings.geometry.to_numpy())
    assert shapely.covers(yanliang().footprints[at], middle).all()
    assert (units.count("households") <= units.count("dwellings")).all()


def test_units_are_light_enough_for_the_norm_and_villages_are_of_all_sizes() -> None:
    units = yanliang().graph.units
    dwellings, communities = units.count("dwellings"), units.communities
    assert dwellings.max() <= 200
    assert 2500 <= len(units) <= 5000
    total = np.bincount(communities.of_unit, dwellings)
    village = total[np.array(communities.kinds) == "village"]
    assert ((village >= 200) & (village <= 1600)).all()
    assert (village < 300).sum() >= 3
    assert ((village > 500) & (village < 600)).sum() >= 3
    assert 400 <= np.median(village) <= 900
    groups = [
        code for code, kind in yanliang().layers["estates"][["code", "kind"]].to_numpy() if kind == "group"
    ]
    held = units.estate_of >= 0
    size = dict(zip(units.estate_codes, np.bincount(units.estate_of[held], dwellings[held]), strict=True))
    assert np.mean([30 <= size[code] <= 90 for code in groups]) > 0.95


def test_todays_grids_are_unequal_and_cut_estates_with_and_without_need() -> None:
    units, today = yanliang().graph.units, yanliang().today
    assert today is not None
    dwellings = units.count("dwellings")
    load = today.totals(dwellings)
    assert load.mean() == pytest.approx(141_989 / 180)
    assert load.min() >= 100
    assert 1_500 <= load.max() <= 2_800
    assert load.std() / load.mean() > 0.5
    cut = [
        dwellings[units.estate_of == estate].sum()
        for estate in range(len(units.estate_codes))
        if len(np.unique(today.grid_of[units.estate_of == estate])) > 1
    ]
    assert any(size >= 600 for size in cut)
    assert any(size < 600 for size in cut)
    assert len(cut) < 20


def test_it_says_everywhere_that_it_is_a_sample() -> None:
    info = yanliang().info
    assert info.sample
    assert "示例（非真实数据）" in info.title
    assert all("示例" in info.sources[layer] for layer in yanliang().layers)
    assert info.households == "dwellings"
    assert {name: total.on_units for name, total in info.totals.items()} == {
        column.name: int(yanliang().graph.units.count(column.name).sum())
        for column in yanliang().graph.units.columns
        if column.official
    }


# --- its parts ---


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 500),
    st.lists(st.tuples(st.floats(0.0, 50.0), st.integers(0, 80)), min_size=1, max_size=12),
)
def test_a_shared_out_total_is_exact_and_keeps_its_caps(total: int, parts: list[tuple[float, int]]) -> None:
    weights, most = np.array([w for w, _ in parts]), np.array([m for _, m in parts])
    if total > most.sum() or (total and weights.sum() == 0):
        with pytest.raises(InvalidValueError):
            share_out(total, weights, most)
        return
    shares = share_out(total, weights, most)
    assert shares.sum() == total
    assert ((shares >= 0) & (shares <= most)).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 400), st.lists(st.floats(0.1, 50.0), min_size=1, max_size=12))
def test_without_caps_no_share_is_a_whole_one_away_from_its_due(total: int, weights: list[float]) -> None:
    due = total * np.array(weights) / np.sum(weights)
    assert (np.abs(share_out(total, np.array(weights)) - due) < 1.0 + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(2, 6), st.data())
def test_regions_grow_in_one_piece_and_reach_what_can_be_reached(
    width: int, height: int, data: st.DataObject
) -> None:
    town = block_town(width, height, [1] * (width * height))
    cost = np.array([data.draw(st.integers(1, 9)) for _ in town.tail], float)
    label = np.full(width * height, -1)
    seeds = data.draw(st.sets(st.integers(0, label.size - 1), min_size=1, max_size=4))
    label[sorted(seeds)] = np.arange(len(seeds))
    tail, head = town.tail.astype(np.int64), town.head.astype(np.int64)
    found = grow(label, tail, head, cost)
    oracle: nx.Graph[int] = nx.Graph()
    oracle.add_weighted_edges_from(zip(tail.tolist(), head.tolist(), cost.tolist(), strict=True))
    away = [nx.single_source_dijkstra_path_length(oracle, seed) for seed in sorted(seeds)]
    for node in range(label.size):
        best = min(reach[node] for reach in away)
        assert away[found[node]][node] == pytest.approx(best)
    for region in range(len(seeds)):
        assert nx.is_connected(oracle.subgraph(np.flatnonzero(found == region).tolist()))


@settings(max_examples=40, deadline=None)
@given(st.floats(60.0, 200.0), st.floats(60.0, 200.0), st.floats(-40.0, 40.0), st.integers(20, 200))
def test_building_groups_tile_their_estate_and_cut_no_building(
    wide: float, tall: float, angle: float, most: int
) -> None:
    plot = shapely.affinity.rotate(shapely.box(0.0, 0.0, wide, tall), angle, origin=(0.0, 0.0))
    rows = lay_rows(plot, FLATS, angle, np.random.default_rng(1))
    groups = np.array(building_groups(plot, rows, angle, most))
    assert shapely.area(groups).sum() == pytest.approx(plot.area)
    houses = np.array(shapely.polygons(rows.corners), np.object_)
    whole = shapely.covers(shapely.buffer(groups, 0.02)[:, None], houses[None, :])
    assert (whole.sum(axis=0) == 1).all()
    held = whole @ rows.dwellings
    assert ((held <= most) | (whole.sum(axis=1) == 1)).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(200.0, 900.0), st.floats(200.0, 900.0), st.floats(-40.0, 40.0), st.integers(1, 14))
def test_cut_ground_keeps_its_area(wide: float, tall: float, angle: float, number: int) -> None:
    ground = shapely.box(0.0, 0.0, wide, tall)
    rng = np.random.default_rng(number)
    parts = cut_to_number(ground, number, angle, rng)
    assert len(parts) == number or len(parts) > 1
    fields = cut_to_area(ground, 2.0e4, angle, rng)
    for pieces in (parts, fields):
        assert shapely.area(np.array(pieces)).sum() == pytest.approx(ground.area, abs=len(pieces))
    assert max(piece.area for piece in fields) <= 1.6 * 2.0e4


def test_a_community_that_a_barrier_parts_gets_one_bridge() -> None:
    """Two rows of three blocks, closed between the rows: a b c / d e f."""
    town = block_town(3, 2, [1] * 6)
    closed = town.head - town.tail == 3
    parted = type(town)(
        units=town.units, x=town.x, y=town.y, area_m2=town.area_m2, outer_border_m=town.outer_border_m,
        tail=town.tail, head=town.head, border_m=town.border_m + closed * town.tail, passable=~closed,
        follows_m=town.follows_m,
    )  # fmt: skip
    assert bridges_wanted(parted) == (("u0002", "u0005"),)
    assert bridges_wanted(town) == ()
