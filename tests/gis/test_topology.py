"""Torn ground is found and healed, every change drawn and told; whole ground is never touched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from gis.display import layer_features
from gis.reading.findings import Findings
from gis.reading.layer_spec import LayerSpec
from gis.reading.repair import Coverage, whole_coverage
from gis.reading.topology import tell_topology
from scenarios.importing import import_profile
from tests.gis.drawn_ground import CRS, PROFILE, box, draw, write
from tests.mosaics import mosaic

if TYPE_CHECKING:
    from pathlib import Path

    from domain.outcome import Problem

STANDARDS = shipped_standards()
SPEC = LayerSpec(name="communities", role="community", file="communities.gpkg")
LISTED = STANDARDS["ground.repair.listed-area"]
NOWHERE = np.empty(0, np.object_)


def healed(areas: np.ndarray, *, must: bool = True) -> Coverage:
    """The areas fitted together, named by their row."""
    return whole_coverage(areas, [str(n) for n in range(len(areas))], SPEC, STANDARDS, must=must)


def odd(areas: np.ndarray, declared: np.ndarray = NOWHERE, role: str = "community") -> list[Problem]:
    """What is told of the areas."""
    findings = Findings(LayerSpec(name="x", role=role, file="x.gpkg"))
    tell_topology(areas, [str(n) for n in range(len(areas))], findings, STANDARDS, declared)
    return findings.problems


def torn(areas: np.ndarray, which: int, *, wide: float, grows: bool) -> np.ndarray:
    """One area drawn anew: grown over its neighbours, or shrunk away from them, by a width."""
    shapes = areas.copy()
    shapes[which] = shapely.buffer(shapes[which], wide if grows else -wide, join_style="mitre")
    if grows:
        shapes[which] = shapely.intersection(shapes[which], shapely.union_all(areas))
    return shapes


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6), size=st.tuples(st.integers(2, 6), st.integers(2, 6)), side=st.floats(200, 900)
)
def test_a_clean_mosaic_is_never_touched(seed: int, size: tuple[int, int], side: float) -> None:
    areas = mosaic(*size, seed=seed, side_m=side).to_numpy()
    whole = healed(areas)
    assert whole.areas is areas
    assert (whole.problems, whole.repairs, whole.changes) == ((), (), ())
    assert odd(areas) == []


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    columns=st.integers(4, 6),
    rows=st.integers(4, 6),
    wide=st.floats(0.3, 1.5),
    grows=st.booleans(),
    data=st.data(),
)
def test_planted_gaps_and_overlaps_are_all_found_and_healed(
    seed: int, columns: int, rows: int, wide: float, *, grows: bool, data: st.DataObject
) -> None:
    areas = mosaic(columns, rows, seed=seed, side_m=600).to_numpy()
    inner = [c * rows + r for c in range(1, columns - 1) for r in range(1, rows - 1)]
    which = data.draw(st.sampled_from(inner))
    broken = torn(areas, which, wide=wide, grows=grows)
    cover, planted = (
        shapely.union_all(areas),
        shapely.area(shapely.symmetric_difference(broken[which], areas[which])),
    )
    whole = healed(broken)
    assert {p.code for p in whole.problems} == ({"coverage.overlap"} if grows else {"coverage.gap"})
    assert sum(float(p.facts["area_m2"]) for p in whole.problems) == pytest.approx(planted, rel=1e-3)
    assert shapely.coverage_is_valid(whole.areas, gap_width=STANDARDS["ground.repair.gap-width"])
    assert shapely.symmetric_difference(shapely.union_all(whole.areas), cover).area < 1e-3
    moved = sum(change.area_m2 for change in whole.changes)
    assert moved == pytest.approx(sum(repair.area_m2 for repair in whole.repairs), abs=LISTED * len(areas))
    before, after = shapely.area(broken).sum(), shapely.area(whole.areas).sum()
    signed = sum(c.area_m2 if c.what == "gap" else -c.area_m2 for c in whole.changes)
    assert after - before == pytest.approx(signed, abs=2 * LISTED * len(areas))
    drawn = shapely.union_all([change.shape for change in whole.changes])
    lost = shapely.union_all(shapely.symmetric_difference(broken, whole.areas))
    assert shapely.symmetric_difference(drawn, lost).area < 2 * LISTED * len(areas)


def test_a_corner_on_a_neighbours_side_is_given_to_both_and_no_area_changes() -> None:
    areas = np.array([box(0, 0, 100, 100), box(100, 0, 200, 40), box(100, 40, 200, 100)], np.object_)
    whole = healed(areas)
    assert [(p.code, p.severity) for p in whole.problems] == [("coverage.corners", "note")]
    assert shapely.area(whole.areas).tolist() == shapely.area(areas).tolist()
    assert shapely.get_num_coordinates(whole.areas).tolist() == [6, 5, 5]
    assert (whole.repairs, whole.changes) == ((), ())


def test_a_wide_hole_stays_open_and_is_told() -> None:
    areas = np.array([box(0, 0, 100, 100) - box(20, 20, 60, 60), box(100, 0, 200, 100)], np.object_)
    whole = healed(areas)
    assert [(p.code, p.facts["area_m2"]) for p in whole.problems] == [("coverage.hole", 1600)]
    assert shapely.area(whole.areas).tolist() == shapely.area(areas).tolist()


def test_a_net_that_overlaps_widely_is_kept_as_it_is_and_told() -> None:
    areas = np.array([box(0, 0, 100, 100), box(60, 0, 200, 100)], np.object_)
    assert [p.code for p in healed(areas).problems if p.severity == "error"] == ["coverage.torn"]
    kept = healed(areas, must=False)
    assert kept.areas is areas
    assert [(p.code, p.severity) for p in kept.problems] == [
        ("coverage.overlap", "warning"), ("coverage.kept", "warning"),
    ]  # fmt: skip


def test_doubles_islands_slivers_and_pieces_are_told() -> None:
    lone = box(900, 0, 1000, 100)
    double = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100), box(0, 0, 100, 100)], np.object_)
    assert [(p.code, p.severity, p.feature, p.value) for p in odd(double)] == [
        ("shape.twice", "error", "0", "2")
    ]
    assert [p.severity for p in odd(double, role="net")] == ["warning"]
    apart = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100), lone], np.object_)
    assert [(p.code, p.feature) for p in odd(apart)] == [("shape.island", "2")]
    narrow = np.array(
        [shapely.union(box(0, 0, 100, 100), box(0, 150, 100, 152)), box(100, 0, 200, 100)], np.object_
    )
    assert [(p.code, p.facts["area_m2"], p.facts["distance_m"]) for p in odd(narrow)] == [
        ("shape.sliver", 200, 50)
    ]


def test_a_declared_exclave_is_legal_and_an_undeclared_piece_a_warning() -> None:
    areas = np.array(
        [shapely.union(box(0, 0, 100, 100), box(300, 0, 340, 50)), box(100, 0, 200, 100)], np.object_
    )
    (told,) = odd(areas)
    assert (told.code, told.severity, told.feature) == ("community.piece", "warning", "0")
    assert dict(told.facts) == {"area_m2": 2000, "distance_m": 200}
    declared = np.array([box(310, 10, 320, 20).centroid], np.object_)
    assert [(p.code, p.severity) for p in odd(areas, declared)] == [("community.exclave", "note")]
    assert [p.code for p in odd(areas, role="level")] == ["shape.piece"]


def test_the_import_draws_what_it_changed(tmp_path: Path) -> None:
    path = draw(tmp_path)
    names = {"id": ["c1", "c2"], "name": ["西", "东"]}
    write(tmp_path, "communities", names, [box(0, 0, 206.5, 400), box(206, 0, 400, 400)])
    town = import_profile(path, [tmp_path], STANDARDS)
    repairs = town.layers["repairs"]
    assert repairs[["code", "name", "kind"]].to_numpy().tolist() == [["c2", "communities", "overlap"]]
    assert repairs.geometry.iloc[0].symmetric_difference(box(206, 0, 206.5, 400)).area < 1e-6
    assert repairs["area_m2"].tolist() == [pytest.approx(200)]
    assert sum(repair.area_m2 for repair in town.info.repairs) == pytest.approx(200)
    assert repairs.crs == CRS
    (shown,) = json.loads(layer_features(town, "repairs"))["features"]
    assert shown["properties"] == {
        "code": "c2", "name": "communities", "kind": "overlap", "area_m2": pytest.approx(200),
    }  # fmt: skip


def test_a_clean_import_has_no_layer_of_repairs(tmp_path: Path) -> None:
    assert "repairs" not in import_profile(draw(tmp_path), [tmp_path], STANDARDS).layers


def test_an_exclave_of_the_profile_speaks_for_a_piece_of_a_community(tmp_path: Path) -> None:
    """The western community has a piece of its own beyond the eastern one, cut in two by a road."""
    path = draw(tmp_path)
    west = shapely.union(box(0, 0, 206, 400), box(450, 100, 550, 300))
    names = {"id": ["c1", "c2"], "name": ["西", "东"]}
    write(tmp_path, "communities", names, [west, box(206, 0, 400, 400)])
    roads = [box(200, 0, 201, 400).boundary, shapely.LineString([(500_440, 4_000_200), (500_560, 4_000_200)])]
    write(tmp_path, "roads", {"id": [1, 2]}, roads)
    exclave = '[[exclaves]]\nat = [500500, 4000250]\ncrs = "EPSG:4547"\nwhy = "单位家属院"\n'
    codes = ("community.piece", "community.exclave", "community.bridged")
    for text, expected, apart in (
        (PROFILE, ["community.piece", "community.bridged"], 0), (PROFILE + exclave, ["community.exclave"], 2),
    ):  # fmt: skip
        path.write_text(text, encoding="utf-8")
        town = import_profile(path, [tmp_path], STANDARDS)
        told = [p.code for p in town.info.problems if p.code in codes]
        assert told == expected
        assert len(town.info.exclaves) == apart
    held = [town.footprints[town.graph.units.codes.index(code)] for code in town.info.exclaves]
    assert shapely.union_all(held).symmetric_difference(box(450, 100, 550, 300)).area < 1
