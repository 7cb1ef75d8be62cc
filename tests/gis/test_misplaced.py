"""A layer placed wrongly in any of the usual ways is told with a cure that puts it right."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS

from data.reference import shipped_standards
from domain.errors import ImportRejected
from domain.outcome import Problem
from gis.placing.declared import Doubt, placed
from gis.placing.local import LocalSpec, checked_local
from gis.placing.zones import zones_about
from gis.reading.check import check_layers
from gis.reading.columns import CountSpec
from gis.reading.layer_spec import LayerSpec
from gis.reading.profile import Profile
from gis.reading.read import RawLayer, RawLayers

if TYPE_CHECKING:
    from collections.abc import Callable

    from gis.placing.zones import Zone

STANDARDS = shipped_standards()
MILLION = 1_000_000
COUNT = CountSpec(name="households", basis="户室", date="2025")


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town somewhere in China, in a zone's coordinates."""

    zone: Zone
    lon: float
    lat: float

    @property
    def crs(self) -> str:
        """CRS of the town."""
        return f"EPSG:{self.zone.epsg}"

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """Communities, today's grids or houses: two, three and thirty-two areas within 1.2 km."""
        middle = gpd.GeoSeries([shapely.Point(self.lon, self.lat)], crs="EPSG:4490").to_crs(self.crs)[0]
        x, y = middle.x, middle.y
        parts = {
            "communities": [(0, 0, 600, 1200), (600, 0, 1200, 1200)],
            "today": [(0, 0, 600, 600), (0, 600, 600, 1200), (600, 0, 1200, 1200)],
            "houses": [(50 + 140 * n, 100 + 300 * m, 90 + 140 * n, 130 + 300 * m)
                       for n in range(8) for m in range(4)],
        }[name]  # fmt: skip
        shapes = [shapely.box(x + a, y + b, x + c, y + d) for a, b, c, d in parts]
        return gpd.GeoDataFrame(
            {"id": [f"{n:02d}" for n in range(len(shapes))]}, geometry=shapes, crs=self.crs
        )


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """A town in a zone with or without its number, of three datums, inside its area of use."""
    datum = draw(st.sampled_from(["cgcs2000", "xian80", "beijing54"]))
    zone = draw(st.sampled_from(list(zones_about(draw(st.sampled_from(range(81, 130, 3))), datum))))
    area = CRS.from_epsg(zone.epsg).area_of_use
    assert area is not None
    lon = draw(st.floats(max(area.west, zone.meridian - 1.4), min(area.east, zone.meridian + 1.4)))
    return Town(zone=zone, lon=lon, lat=draw(st.floats(max(area.south, 20), area.north)))


SPECS = {
    "communities": LayerSpec(
        name="communities", role="community", file="c.gpkg", code="id", kind_value="town"
    ),
    "today": LayerSpec(name="today", role="today", file="t.gpkg", code="id", kind_value="town"),
    "houses": LayerSpec(name="houses", role="units-source", file="h.gpkg", code="id", counts=(COUNT,)),
}


def placed_layers(tables: dict[str, tuple[LayerSpec, gpd.GeoDataFrame]], *grids: LocalSpec) -> RawLayers:
    """Place the layers as they are declared."""
    layers, problems, doubts = dict[str, RawLayer](), list[Problem](), list[Doubt]()
    for name, (spec, table) in tables.items():
        found = placed(spec, table, grids, set())
        problems += found.problems
        doubts += found.doubts
        if found.table is not None:
            layers[name] = RawLayer(spec=spec, table=found.table, joined={})
    return RawLayers(layers=layers, problems=tuple(problems), doubts=tuple(doubts))


def told(
    town: Town, tables: dict[str, tuple[LayerSpec, gpd.GeoDataFrame]], *grids: LocalSpec
) -> list[Problem]:
    """Everything that an import tells of its layers' places."""
    specs = tuple(spec for spec, _ in tables.values())
    profile = Profile(name="p", title="", title_en="", crs=town.crs, layers=specs)
    try:
        found = check_layers(placed_layers(tables, *grids), profile, STANDARDS).problems
    except ImportRejected as rejected:
        found = tuple(rejected.problems)
    return [problem for problem in found if problem.code.startswith(("crs.", "datum."))]


def true_layers(town: Town) -> dict[str, tuple[LayerSpec, gpd.GeoDataFrame]]:
    """All three layers, as they are."""
    return {name: (spec, town.layer(name)) for name, spec in SPECS.items()}


def cured(write: str, spec: LayerSpec) -> tuple[LayerSpec, tuple[LocalSpec, ...]]:
    """The layer as the cure has it, word for word as it is shown."""
    keys = tomllib.loads(write.replace(" · ", "\n"))
    grids = keys.pop("local", {})
    return replace(spec, **keys), tuple(
        checked_local(LocalSpec(name=name, **table)) for name, table in grids.items()
    )


def turned(table: gpd.GeoDataFrame, change: Callable[[np.ndarray], np.ndarray]) -> gpd.GeoDataFrame:
    """A layer whose numbers are others, labelled as before."""
    return table.set_geometry(
        gpd.GeoSeries(shapely.transform(table.geometry.to_numpy(), change), crs=table.crs)
    )


def labelled(table: gpd.GeoDataFrame, crs: str | None) -> gpd.GeoDataFrame:
    """A layer with another label on the same numbers."""
    return (
        table.set_crs(crs, allow_override=True)
        if crs
        else gpd.GeoDataFrame({"id": table["id"]}, geometry=table.geometry.to_numpy())
    )


def other_zone(town: Town, *, prefixed: bool) -> str:
    """A neighbouring zone of the same width, or the same zone with or without its number."""
    same = [
        zone
        for zone in zones_about(town.lon, town.zone.datum)
        if zone.width == town.zone.width and (zone.prefixed == town.zone.prefixed) != prefixed
        and (zone.meridian == town.zone.meridian) == prefixed
    ]  # fmt: skip
    return f"EPSG:{same[0].epsg}"


WRONG: dict[str, Callable[[Town, gpd.GeoDataFrame], gpd.GeoDataFrame]] = {
    "next zone": lambda town, table: labelled(table, other_zone(town, prefixed=False)),
    "zone number missing or too much": lambda town, table: labelled(table, other_zone(town, prefixed=True)),
    "degrees as metres": lambda town, table: labelled(table.to_crs("EPSG:4490"), town.crs),
    "metres as degrees": lambda _, table: labelled(table, "EPSG:4490"),
    "swapped metres": lambda _, table: turned(table, np.fliplr),
    "swapped degrees": lambda _, table: turned(table.to_crs("EPSG:4490"), np.fliplr),
    "no label": lambda _, table: labelled(table, None),
    "web map metres": lambda town, table: labelled(table.to_crs("EPSG:3857"), town.crs),
}


def off_m(town: Town, spec: LayerSpec, table: gpd.GeoDataFrame, *grids: LocalSpec) -> float:
    """How far a layer comes out from where it is."""
    found = placed(spec, table, grids, set()).table
    assert found is not None
    places = [
        shapely.get_coordinates(each.to_crs(town.crs).geometry) for each in (found, town.layer(spec.name))
    ]
    return float(np.abs(places[0] - places[1]).max())


@cache
def close(datum: str) -> float:
    """Metres that a cure may be off: degrees of another datum are within a few hundred."""
    return 0.01 if datum == "cgcs2000" else 300.0


@given(towns())
@settings(max_examples=3, deadline=None)
def test_right_layers_are_left_in_peace(town: Town) -> None:
    assert [p.code for p in told(town, true_layers(town)) if p.severity == "error"] == []
    degrees = {name: (spec, table.to_crs("EPSG:4490")) for name, (spec, table) in true_layers(town).items()}
    assert [p.code for p in told(town, degrees) if p.severity == "error"] == []


@pytest.mark.parametrize("way", WRONG)
@given(town=towns(), name=st.sampled_from(["today", "houses"]))
@settings(max_examples=2, deadline=None)
def test_a_layer_placed_wrongly_is_told_alone_and_its_cure_puts_it_right(
    way: str, town: Town, name: str
) -> None:
    tables = true_layers(town)
    spec, true = tables[name]
    wrong = WRONG[way](town, true)
    tables[name] = (spec, wrong)
    found = told(town, tables)
    errors = [p for p in found if p.severity == "error"]
    assert {(p.code[:4], p.layer) for p in errors} == {("crs.", name)}
    write = next(str(p.facts["write"]) for p in found if p.layer == name and "write" in p.facts)
    mended, grids = cured(write, spec)
    assert off_m(town, mended, wrong, *grids) < close(town.zone.datum)
    tables[name] = (mended, wrong)
    assert [p.code for p in told(town, tables, *grids) if p.severity == "error"] == []


@given(towns().filter(lambda town: town.zone.prefixed))
@settings(max_examples=2, deadline=None)
def test_a_zone_number_put_on_twice_is_told_and_cured(town: Town) -> None:
    tables = true_layers(town)
    wrong = turned(tables["today"][1], lambda places: places + np.array([town.zone.number * MILLION, 0]))
    tables["today"] = (SPECS["today"], wrong)
    problem = next(p for p in told(town, tables) if p.severity == "error")
    assert problem.code == "crs.elsewhere"
    mended, grids = cured(str(problem.facts["write"]), SPECS["today"])
    assert off_m(town, mended, wrong, *grids) < 0.01


@given(towns())
@settings(max_examples=2, deadline=None)
def test_a_profile_that_contradicts_the_file_is_told_with_what_fits(town: Town) -> None:
    tables = true_layers(town)
    spec = replace(SPECS["today"], crs=other_zone(town, prefixed=False))
    tables["today"] = (spec, tables["today"][1])
    found = told(town, tables)
    assert [p.code for p in found if p.severity == "error"] == ["crs.conflict"]
    mended, grids = cured(str(next(p for p in found if p.code == "crs.fits").facts["write"]), spec)
    assert off_m(town, mended, tables["today"][1], *grids) < 0.01


@given(towns())
@settings(max_examples=2, deadline=None)
def test_communities_in_the_wrong_zone_are_told_when_all_else_agrees(town: Town) -> None:
    tables = true_layers(town)
    spec, true = tables["communities"]
    wrong = labelled(true, other_zone(town, prefixed=False))
    tables["communities"] = (spec, wrong)
    errors = [p for p in told(town, tables) if p.severity == "error"]
    assert [(p.code, p.layer) for p in errors] == [("crs.elsewhere", "communities")]
    mended, grids = cured(str(errors[0].facts["write"]), spec)
    assert off_m(town, mended, wrong, *grids) < close(town.zone.datum)
