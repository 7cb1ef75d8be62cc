"""Nobody walks across a river but on a bridge, and what is no way for walkers is no bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from data.reference import shipped_standards
from scenarios.importing import import_profile
from tests.gis.drawn_estates import draw, house
from tests.gis.drawn_ground import box, line, write
from tests.gis.test_estates import sound

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()
RIVER = """
[layers.river]
role = "water"
file = "river.gpkg"
barriers = ["*"]
"""
FOOTBRIDGE = """
[layers.over]
role = "crossings"
file = "over.gpkg"
"""


def town(folder: Path, *, over: float | None = 120, more: str = "", kinds: str = "") -> Dataset:
    """A river of 30 m from west to east; a road in the south, one in the north, one at `over` across."""
    houses = [(f"s{n}", 40, house(60 * n + 20, 50)) for n in range(6)]
    houses += [(f"n{n}", 40, house(60 * n + 20, 330)) for n in range(6)]
    ways = [line((0, 20), (400, 20)), line((0, 380), (400, 380))]
    ways += [line((over, 0), (over, 400))] if over is not None else []
    path = draw(folder, houses, roads=ways, more=RIVER + more)
    sorts = ["street", "street", "motorway"][: len(ways)]
    write(folder, "roads", {"id": list(range(len(ways))), "sort": sorts}, ways)
    write(folder, "river", {"id": [1]}, [box(0, 185, 400, 215)])
    if kinds:
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace('file = "roads.gpkg"', f'file = "roads.gpkg"\n{kinds}'), encoding="utf-8"
        )
    return import_profile(path, [folder], STANDARDS)


def banks_hang_together(found: Dataset) -> bool:
    """Whether a walker comes from the southern bank to the northern one, declared bridges left out."""
    graph = found.graph
    open_ = graph.passable & (graph.border_m > 0)
    only = type(graph)(
        units=graph.units, x=graph.x, y=graph.y, area_m2=graph.area_m2, outer_border_m=graph.outer_border_m,
        tail=graph.tail, head=graph.head, border_m=graph.border_m, passable=open_, follows_m=graph.follows_m,
    )  # fmt: skip
    piece, held = only.pieces(), graph.units.count("households") > 0
    return np.unique(piece[held]).size == 1


def bridged(found: Dataset) -> list[str]:
    return [
        p.code
        for p in found.info.problems
        if p.code in {"community.bridged", "community.apart", "bridge.found"}
    ]


def test_a_road_over_the_river_joins_its_banks_by_the_water_between(tmp_path: Path) -> None:
    found = town(tmp_path)
    sound(found)
    assert banks_hang_together(found)
    assert not found.graph.passable.all()
    assert bridged(found) == []


def test_without_a_bridge_the_banks_are_apart(tmp_path: Path) -> None:
    found = town(tmp_path, over=None)
    sound(found)
    assert not banks_hang_together(found)
    assert "community.apart" in bridged(found) or "community.bridged" in bridged(found)


def test_a_motorway_leads_no_walker_over_but_a_footbridge_does(tmp_path: Path) -> None:
    kinds = 'kind = "sort"\nbarriers = ["motorway"]'
    assert not banks_hang_together(town(tmp_path, kinds=kinds))
    write(tmp_path, "over", {"id": [1]}, [line((300, 170), (300, 230))])
    assert banks_hang_together(town(tmp_path, kinds=kinds, more=FOOTBRIDGE))
    write(
        tmp_path,
        "over",
        {"id": [1, 2]},
        [shapely.Point(500_300, 4_000_185), shapely.Point(500_300, 4_000_215)],
    )
    assert banks_hang_together(town(tmp_path, kinds=kinds, more=FOOTBRIDGE))


def test_a_bridge_over_water_of_no_community_is_found(tmp_path: Path) -> None:
    """The community lies on both banks and the river is not in it."""
    town(tmp_path)
    parts = shapely.multipolygons([box(0, 0, 400, 185), box(0, 215, 400, 400)])
    write(tmp_path, "communities", {"id": ["c1"], "name": ["甲"], "sort": ["town"]}, [parts])
    found = import_profile(tmp_path / "estates.toml", [tmp_path], STANDARDS)
    assert bridged(found) == ["bridge.found"]
    assert np.unique(found.graph.pieces()).size == 1
    ((south, north),) = found.info.bridges
    place = dict(zip(found.graph.units.codes, found.graph.y, strict=True))
    assert sorted([place[south] > 4_000_200, place[north] > 4_000_200]) == [False, True]


def test_a_community_line_in_the_middle_of_a_river_is_kept(tmp_path: Path) -> None:
    """Of a river 60 m wide; nearer to a bank than the snapping distance it would follow the bank."""
    town(tmp_path)
    write(tmp_path, "river", {"id": [1]}, [box(0, 170, 400, 230)])
    both = [box(0, 0, 400, 200), box(0, 200, 400, 400)]
    write(tmp_path, "communities", {"id": ["c1", "c2"], "name": ["甲", "乙"], "sort": ["town"] * 2}, both)
    found = import_profile(tmp_path / "estates.toml", [tmp_path], STANDARDS)
    sound(found)
    of, area = found.graph.units.communities.of_unit, found.graph.area_m2
    assert [area[of == n].sum() for n in (0, 1)] == pytest.approx([80_000, 80_000])
