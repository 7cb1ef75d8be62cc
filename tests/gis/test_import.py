"""A drawn town comes in as drawn; a broken one is turned away with everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data.reference import shipped_standards
from domain.errors import ImportRejected, ProfileError
from domain.ground import Total
from domain.standards import Standard
from gis.reading.inspection import inspect_files
from gis.reading.profile import load_profile
from scenarios.importing import import_profile
from tests.gis.drawn_ground import CRS, PROFILE, X, Y, box, draw, line, write

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = shipped_standards()


def changed(**values: float) -> object:
    """The shipped standards with some of `ground.cut.*` changed."""
    entries = {f"ground.cut.{key.replace('_', '-')}": value for key, value in values.items()}
    return STANDARDS.replaced(
        {key: Standard(key=key, value=value, unit="1", source="test") for key, value in entries.items()}
    )


def problems_of(path: Path) -> list[tuple[str, str, str]]:
    """What a rejected import says: code, layer, feature or field."""
    with pytest.raises(ImportRejected) as told:
        import_profile(path, [path.parent], STANDARDS)
    return sorted(
        (p.code, p.layer, p.feature or p.field) for p in told.value.problems if p.severity == "error"
    )


def test_lines_beside_a_road_give_way_to_it(tmp_path: Path) -> None:
    """Six blocks; no strip of 6 m is left between the road and either line."""
    town = import_profile(draw(tmp_path), [tmp_path], changed(heavy_share=1))
    assert len(town.graph.units) == 6
    assert sorted(shapely.area(town.footprints).round().tolist()) == [20_000] * 4 + [40_000] * 2
    assert town.info.totals["households"] == Total(into=64 + 16 * 2, on_units=96, listed=0)
    today = town.today
    assert today is not None
    assert today.totals(town.graph.units.count("households")).tolist() == [16, 48, 32]
    moved = next(p.facts for p in town.info.problems if p.code == "cut.moved")
    assert moved == {"community_m2": 2400, "today_m2": 2400 + 6 * 200}


def test_a_railway_parts_a_community_unless_a_road_leads_over_it(tmp_path: Path) -> None:
    """The road at 200 m crosses the railway at a corner of all four northern blocks."""
    crossed = import_profile(draw(tmp_path), [tmp_path], changed(heavy_share=1))
    assert crossed.graph.passable.all()
    write(
        tmp_path,
        "roads",
        {"id": [1, 2, 3]},
        [line((200, 0), (200, 290)), line((0, 200), (400, 200)), line((200, 310), (200, 400))],
    )
    parted = import_profile(tmp_path / "drawn.toml", [tmp_path], changed(heavy_share=1))
    told = [(p.feature, p.value) for p in parted.info.problems if p.code == "community.bridged"]
    assert [community for community, _ in told] == ["c1", "c2"]
    assert [" – ".join(pair) for pair in parted.info.bridges] == [value for _, value in told]


def test_declared_bridges_and_exclaves_are_found_by_place(tmp_path: Path) -> None:
    """A bridge from the north-west block to the south-east one; the south-west one is an exclave."""
    path = draw(tmp_path)
    told = """
[[bridges]]
start = [500100, 4000350]
end = [500300, 4000100]
crs = "EPSG:4547"
why = "地道"
[[exclaves]]
at = [500100, 4000100]
crs = "EPSG:4547"
why = "家属院"
"""
    path.write_text(PROFILE + told, encoding="utf-8")
    town = import_profile(path, [tmp_path], changed(heavy_share=1))
    codes, places = (
        town.graph.units.codes,
        shapely.points([[500100, 4000350], [500300, 4000100], [500100, 4000100]]),
    )
    held = [codes[int(np.flatnonzero(shapely.contains(town.footprints, place))[0])] for place in places]
    assert town.info.bridges == ((held[0], held[1]),)
    assert town.info.exclaves == (held[2],)
    pair = sorted(codes.index(code) for code in held[:2])
    assert pair in np.column_stack([town.graph.tail, town.graph.head])[town.graph.passable].tolist()
    path.write_text(PROFILE + told.replace("500300", "900300"), encoding="utf-8")
    assert problems_of(path) == [("place.outside", "", "")]


def test_a_heavy_block_is_cut_along_its_parcels_and_a_heavy_parcel_stays_whole(tmp_path: Path) -> None:
    """16 parcels of 10 homes in one block, at most 40 homes a unit: four units of four parcels."""
    town = import_profile(draw(tmp_path, heavy=10), [tmp_path], STANDARDS)
    households = town.graph.units.count("households")
    assert sorted(households.tolist())[-4:] == [40] * 4
    parcels = [box(x, y, x + 45, y + 45) for x in (10, 55, 100, 145) for y in (10, 55, 100, 145)]
    cut = [sum(unit.intersection(parcel).area > 1 for unit in town.footprints) for parcel in parcels]
    assert cut == [1] * 16
    assert shapely.coverage_is_valid(town.footprints)
    whole = import_profile(draw(tmp_path, heavy=90), [tmp_path], STANDARDS)
    assert sorted(whole.graph.units.count("households").tolist())[-16:] == [90] * 16


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    digests = set()
    for seed in (None, 1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        town = import_profile(draw(folder, heavy=10, shuffle=seed), [folder], STANDARDS)
        digests.add(town.graph.units.digest)
    assert len(digests) == 1


def test_homes_outside_every_grid_are_listed_and_homes_across_the_road_stay_in_their_grid(
    tmp_path: Path,
) -> None:
    """p0 stands 3 m east of the road, where the drawn line still says west; p1 stands outside the town."""
    path = draw(tmp_path)
    spots = [box(201, 50, 205, 60), box(500, 50, 510, 60)]
    write(tmp_path, "parcels", {"id": ["p0", "p1"], "homes": [7, 5]}, spots)
    town = import_profile(path, [tmp_path], STANDARDS)
    households, today = town.graph.units.count("households"), town.today
    assert town.info.totals["households"] == Total(into=12, on_units=7, listed=5)
    assert today is not None
    assert today.totals(households).tolist() == [0, 7, 0]
    of = town.graph.units.communities.of_unit
    assert np.bincount(of, households).tolist() == [7, 0]
    assert [p.feature for p in town.info.problems if p.code == "count.listed"] == ["p1"]


def test_a_hopeless_input_is_rejected_with_everything_that_is_wrong(tmp_path: Path) -> None:
    path = draw(tmp_path)
    bow = shapely.transform(
        shapely.Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]), lambda at: at + np.array([X, Y])
    )
    write(
        tmp_path,
        "communities",
        {"id": ["c1", "c1"], "name": ["西", "东"]},
        [box(0, 0, 9, 9), box(9, 0, 18, 9)],
    )
    write(tmp_path, "parcels", {"id": ["p1", "p2", "p3"], "homes": [-1.0, 0.5, None]}, [box(0, 0, 5, 5)] * 3)
    write(tmp_path, "today", {"id": ["g1"]}, [bow])
    gpd.GeoDataFrame({"sort": ["main"]}, geometry=[box(0, 0, 9, 9).centroid], crs=CRS).to_file(
        tmp_path / "rail.gpkg", driver="GPKG"
    )
    (tmp_path / "roads.gpkg").unlink()
    assert problems_of(path) == [
        ("code.duplicate", "communities", "c1"),
        ("count.negative", "parcels", "p1"),
        ("count.not-whole", "parcels", "p2"),
        ("file.missing", "roads", ""),
        ("geometry.none-valid", "today", ""),
        ("geometry.type", "rail", ""),
    ]


def test_a_crs_is_declared_and_never_guessed(tmp_path: Path) -> None:
    path = draw(tmp_path)
    write(tmp_path, "roads", {"id": [1]}, [line((200, 0), (200, 400))], crs=None)
    write(tmp_path, "rail", {"kind": ["main"]}, [line((0, 300), (400, 300))])
    path.write_text(PROFILE.replace('role = "today"', 'role = "today"\ncrs = "EPSG:4326"'), encoding="utf-8")
    assert problems_of(path) == [
        ("crs.conflict", "today", "crs"),
        ("crs.undeclared", "roads", "crs"),
        ("field.missing", "rail", "sort"),
    ]
    told = inspect_files([tmp_path / "roads.gpkg", tmp_path / "nowhere.shp"])
    assert [(f.file, len(f.layers), [p.code for p in f.problems]) for f in told] == [
        ("roads.gpkg", 1, []), ("nowhere.shp", 0, ["file.missing"]),
    ]  # fmt: skip
    assert [p.code for p in told[0].layers[0].problems] == ["crs.undeclared"]


def test_a_torn_coverage_is_mended_within_reason_and_refused_beyond(tmp_path: Path) -> None:
    path = draw(tmp_path)
    names = {"id": ["c1", "c2"], "name": ["西", "东"]}
    write(tmp_path, "communities", names, [box(0, 0, 206.5, 400), box(206, 0, 400, 400)])
    town = import_profile(path, [tmp_path], STANDARDS)
    assert [p.facts["area_m2"] for p in town.info.problems if p.code == "coverage.overlap"] == [200.0]
    assert [(r.layer, r.what) for r in town.info.repairs] == [("communities", "coverage")]
    write(tmp_path, "communities", names, [box(0, 0, 250, 400), box(206, 0, 400, 400)])
    assert problems_of(path) == [("coverage.torn", "communities", "")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("format = 1", "format = 2"), "profile.format"),
        (("format = 1", "format = "), "profile.unreadable"),
        (('role = "rail"', 'role = "cameras"'), "profile.role"),
        (('role = "rail"', 'role = "community"'), "profile.role-number"),
        (('title_en = "Drawn"', ""), "profile.missing-key"),
        (('kind = "sort"', 'sort = "kind"'), "profile.unknown-key"),
        (('kind = "sort"', "kind = 3"), "profile.wrong-kind"),
        (('name = "households"', 'name = "homes"'), "profile.no-households"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(PROFILE.replace(*change), encoding="utf-8")
    with pytest.raises(ProfileError) as told:
        load_profile(path)
    assert told.value.code == code
