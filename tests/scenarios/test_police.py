"""Police grids of Yanliang and Cambridge on the command line, their laws, their numbers and the workbook."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import openpyxl
import pytest

from data.reference import shipped_standards
from domain.police_rules import police_rules
from gis.dataset_folder import read_dataset, write_dataset
from optimizer.staffing.police_parts import police_parts
from scenarios.beginning import by_community
from scenarios.policing.drawing import station_ground
from scenarios.policing.ground import police_ground
from scenarios.policing.reaching import officers_within
from tests.cambridge import cambridge_import
from tests.command import gridwright, told
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

OFFICERS = {"凤凰路": 17, "新华路": 19, "振兴": 9, "新兴": 3, "北屯": 3, "武屯": 5, "关山": 9}
ZONES = {"凤凰路": 7, "新华路": 8, "振兴": 4, "新兴": 1, "北屯": 1, "武屯": 2, "关山": 4}
"""Officers that suffice, and as many as there are police zones today."""
GRIDS = [
    "警格编码", "警格名称", "派出所", "社区（村）", "村数", "网格数", "民警", "辅警", "应配辅警", "人口",
    "人/警", "人口判断", "警情（起/年）", "警情/警", "到场（分钟）", "等候（分钟）", "忙时占比",
    "他格民警处置占比",
]  # fmt: skip


def officers_csv(folder: Path, heads: dict[str, int], **changed: int) -> Path:
    """A table of officers, with 20 auxiliaries each."""
    rows = [f"{name}派出所,{count},20" for name, count in {**heads, **changed}.items()]
    path = folder / f"officers-{sum({**heads, **changed}.values())}.csv"
    path.write_text("\n".join(["station,officers,auxiliaries", *rows]), encoding="gbk")
    return path


def raised(folder: Path, red: int) -> Path:
    """Standards with another red line."""
    path = folder / "standards.toml"
    path.write_text(f"[police.red]\nvalue = {red}\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Yanliang with what police grids are measured on."""
    path = tmp_path_factory.mktemp("police")
    kept = ("communities", "streets", "facilities", "roads", "net-police")
    layers = {name: layer for name, layer in yanliang().layers.items() if name in kept}
    write_dataset(replace(yanliang(), layers=layers), path / "d")
    return path


@pytest.fixture(scope="module")
def drawn(folder: Path) -> dict[str, Any]:
    """What the command tells of 65 officers."""
    out = ("--out", folder / "police.xlsx")
    return told("police", folder / "d", "--officers", officers_csv(folder, OFFICERS), *out)


def check_laws(dataset: Dataset, found: dict[str, Any]) -> None:
    """Every unit once; connected over communities; whole ones but for at most one that is divided."""
    graph = dataset.graph
    level = graph.units.communities
    zones = found["units"]
    assert sorted(zones) == sorted(graph.units.codes)
    held: dict[str, set[str]] = defaultdict(set)
    for unit, code in zones.items():
        held[level.codes[level.of_unit[graph.units.codes.index(unit)]]].add(code)
    communities = {grid["code"]: grid["communities"] for grid in found["grids"]}
    for mine in communities.values():
        assert sum(len(held[community]) > 1 for community in mine) <= 1
    touching: nx.Graph[tuple[str, int]] = nx.Graph()
    touching.add_nodes_from((zones[u], int(level.of_unit[n])) for n, u in enumerate(graph.units.codes))
    for a, b in zip(graph.tail.tolist(), graph.head.tolist(), strict=True):
        one, other = ((zones[graph.units.codes[n]], int(level.of_unit[n])) for n in (a, b))
        if one[0] == other[0]:
            touching.add_edge(one, other)
    for code in communities:
        assert nx.is_connected(touching.subgraph([node for node in touching if node[0] == code]))


def test_sixty_five_officers_of_yanliang_have_a_police_grid_each_and_all_laws_hold(
    drawn: dict[str, Any],
) -> None:
    assert len(drawn["grids"]) == 65
    assert {area["name"].removesuffix("街道"): area["officers"] for area in drawn["areas"]} == OFFICERS
    assert max(grid["people_each"] for grid in drawn["grids"]) <= 7000
    assert drawn["cut_grids"] == []
    assert len(drawn["shared_communities"]) == 10
    assert drawn["calls_from"] == "people"
    assert sum(grid["people"] for grid in drawn["grids"]) == pytest.approx(115_000 * 2.62)
    assert sum(grid["villages"] for grid in drawn["grids"]) == 73
    check_laws(yanliang(), drawn)
    units = yanliang().graph.units
    street = {
        c: units.level("street").codes[s]
        for c, s in zip(units.codes, units.level("street").of_unit, strict=True)
    }
    assert all(code.startswith(street[unit]) for unit, code in drawn["units"].items())


def test_calls_of_yanliang_are_answered_from_the_police_grids_and_somebody_covers(
    drawn: dict[str, Any],
) -> None:
    areas = {area["code"]: area for area in drawn["areas"]}
    assert [area["exact"] for area in drawn["areas"]] == [False, False, True, True, True, True, True]
    for area in areas.values():
        mine = [grid for grid in drawn["grids"] if grid["area"] == area["code"]]
        rate = area["calls"] / 8760 * 40 / 60
        assert sum(grid["answer"]["busy"] for grid in mine) == pytest.approx(rate, rel=0.01)
        assert area["minutes"] < area["station_minutes"]
        ways = [grid["calls"] * grid["answer"]["minutes"] for grid in mine]
        assert sum(ways) / area["calls"] == pytest.approx(area["minutes"])
        while_away = [grid["calls"] * grid["answer"]["away"]["minutes"] for grid in mine]
        assert sum(while_away) > sum(ways)
        for grid in mine:
            away = grid["answer"]["away"]
            assert away["cover"] in {one["code"] for one in mine if one is not grid}
            assert away["busy"] > 0
    before, after = (drawn["measures"]["minutes"][key] for key in ("before", "after"))
    assert drawn["today_zones"] == 27
    assert (before, after) == pytest.approx((4.57, 3.90), abs=0.02)


def test_as_many_officers_as_zones_today_are_far_more_evenly_loaded(folder: Path) -> None:
    found = told(
        "police", folder / "d", "--officers", officers_csv(folder, ZONES), "--count", "events",
        "--standards", raised(folder, 20_000),
    )  # fmt: skip
    assert (len(found["grids"]), found["today_zones"], found["calls_from"]) == (27, 27, "count")
    measures = {key: (pair["before"], pair["after"]) for key, pair in found["measures"].items()}
    assert measures["people-spread"] == pytest.approx((0.602, 0.144), abs=0.002)
    assert measures["calls-spread"] == pytest.approx((0.654, 0.184), abs=0.002)
    assert measures["minutes"] == pytest.approx((5.26, 4.99), abs=0.02)
    alone = [grid for grid in found["grids"] if grid["answer"] and grid["answer"]["away"] is None]
    assert {grid["area"] for grid in alone} <= {"610114004", "610114005"}


def test_a_grid_that_is_a_whole_large_community_is_taken_apart_so_that_two_can_share_it() -> None:
    dataset, rules = yanliang(), police_rules(shipped_standards())
    ground, plan = police_ground(dataset, shipped_standards()), by_community(dataset)
    units = np.flatnonzero(ground.area_of_unit == ground.known["关山派出所"])
    piece, station = station_ground(ground, plan, units, rules)
    people = np.bincount(station.community, station.people)
    pieces = np.bincount(station.community)
    assert ((pieces > 1) == (people >= 6000)).all()
    assert station.people.sum() == pytest.approx(ground.people[units].sum())
    parts = police_parts(station, 9, rules)
    assert parts is not None
    assert parts[piece].shape == units.shape
    assert np.bincount(parts, station.people).max() < 6000  # along today's grids it is 6,726


def test_too_few_officers_are_told_with_the_smallest_change(folder: Path) -> None:
    short = officers_csv(folder, OFFICERS, 新华路=18, 新兴=0)
    found = told("police", folder / "d", "--officers", short, status=4)
    ways = {clash["where"]: clash["relaxation"] for clash in found["infeasible"]}
    assert ways == {
        "610114002": {"rule": "police-officers", "to": 19.0, "unit": "officers"},
        "610114004": {"rule": "police-officers", "to": 2.0, "unit": "officers"},
    }
    assert "7388 人" in found["infeasible"][0]["text"]
    none = officers_csv(folder, dict.fromkeys(OFFICERS, 0), 关山=3)
    first = told("police", folder / "d", "--officers", none, status=4)["infeasible"][0]
    assert (first["where"], first["relaxation"]["to"]) == ("", 7.0)


def test_the_workbook_holds_the_tables_with_their_columns(folder: Path, drawn: dict[str, Any]) -> None:
    book = openpyxl.load_workbook(folder / "police.xlsx", read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    assert list(sheets) == [
        "人员配备表",
        "警格一览表",
        "警格—网格对应表",
        "派出所辖区表",
        "缺勤顶替表",
        "现状对比表",
    ]
    assert sheets["警格一览表"][0] == GRIDS
    rows = [dict(zip(GRIDS, row, strict=True)) for row in sheets["警格一览表"][1:]]
    assert sum(row["民警"] for row in rows) == 65
    assert sum(row["辅警"] for row in rows) <= 7 * 20
    assert all(row["辅警"] >= row["应配辅警"] or row["应配辅警"] > 1 for row in rows)
    head, *staff = sheets["人员配备表"]
    columns = [head.index(name) for name in ("社区民警", "警格数", "人/警")]
    assert len(staff) == 105
    assert all(row[columns[0]] == row[columns[1]] >= 1 and 1000 < row[columns[2]] <= 7000 for row in staff)
    pairs = sheets["警格—网格对应表"][1:]
    assert len(pairs) == sum(len(grid["grids"]) for grid in drawn["grids"]) == 180
    assert {row[3] for row in pairs} == {"整网格"}
    asked = (
        "police",
        folder / "d",
        "--officers",
        officers_csv(folder, OFFICERS),
        "--out",
        folder / "police.xlsx",
    )
    assert gridwright(*asked).exit_code == 1  # it is there already


def test_calls_of_a_table_are_balanced_and_wrong_rows_are_named(folder: Path, tmp_path: Path) -> None:
    codes = yanliang().graph.units.communities.codes
    calls = tmp_path / "calls.csv"
    calls.write_text("\n".join(["community,calls", *(f"{code},{30 + n}" for n, code in enumerate(codes))]))
    officers = officers_csv(folder, OFFICERS)
    found = told("police", folder / "d", "--officers", officers, "--calls", calls)
    assert found["calls_from"] == "table"
    assert sum(grid["calls"] for grid in found["grids"]) == pytest.approx(sum(30 + n for n in range(105)))
    calls.write_text("\n".join(["community,calls", "nowhere,3", *(f"{code},x" for code in codes[1:])]))
    faults = told("police", folder / "d", "--officers", officers, "--calls", calls, status=3)["rejected"]
    assert [fault["code"] for fault in faults] == ["police.row.community", "police.row.missing"]
    officers = tmp_path / "officers.csv"
    officers.write_text(
        "station,officers,auxiliaries\n关山派出所,3,1\n610114007,2,1\n火星派出所,1,1\n武屯派出所,x,1\n"
    )
    faults = told("police", folder / "d", "--officers", officers, status=3)["rejected"]
    assert [fault["code"].rpartition(".")[2] for fault in faults] == ["twice", "station", "number"]
    twice = told(
        "police", folder / "d", "--officers", officers, "--calls", calls, "--count", "events", status=2
    )
    assert twice["error"]["code"] == "value.police-calls"
    officers = officers_csv(folder, OFFICERS)
    wrong = told("police", folder / "d", "--officers", officers, "--zones", "no", status=2)
    assert (wrong["error"]["code"], wrong["error"]["facts"]["known"]) == ("value.no-such-net", "police")
    assert told("police", folder / "d", "--officers", tmp_path / "no.csv", status=1)


def test_lines_tell_everything_and_name_every_station(folder: Path) -> None:
    ran = gridwright(
        "police", folder / "d", "--officers", officers_csv(folder, ZONES), "--lang", "en",
        "--standards", raised(folder, 20_000),
    )  # fmt: skip
    assert ran.exit_code == 0
    assert "{" not in ran.stdout
    for words in (
        "No calls are given",
        "27 police zones",
        "nobody of the station",
        "auxiliaries are",
        *ZONES,
    ):
        assert words in ran.stdout


def test_cambridge_has_five_police_grids_more_even_than_its_sectors(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = cambridge_import(tmp_path_factory) / "dataset"
    officers = tmp_path / "officers.csv"
    officers.write_text("station,officers,auxiliaries\nCambridge,5,5\n")
    asked = ("police", folder, "--officers", officers, "--zones", "sector", "--count", "events")
    short = told(*asked, status=4)["infeasible"][0]
    assert (short["relaxation"]["to"], short["also"][0]["to"]) == (21.0, 23_968.0)
    officers.write_text("station,officers,auxiliaries\nCambridge,22,22\n")
    assert told(*asked, "--minutes", 60)["areas"][0]["officers_within"] == 21
    dataset = read_dataset(folder)
    ground = police_ground(dataset, shipped_standards())
    assert officers_within(ground, by_community(dataset), shipped_standards(), 0.5) == (None,)
    officers.write_text("station,officers,auxiliaries\nCambridge,5,5\n")
    found = told(*asked, "--standards", raised(tmp_path, 40_000))
    check_laws(dataset, found)
    assert found["today_zones"] == 5
    assert sum(grid["calls"] for grid in found["grids"]) == pytest.approx(11_700 / 8)
    measures = {key: (pair["before"], pair["after"]) for key, pair in found["measures"].items()}
    assert measures["people-spread"] == pytest.approx((0.239, 0.124), abs=0.002)
    assert measures["calls-spread"] == pytest.approx((0.155, 0.128), abs=0.002)
    assert measures["minutes"] == pytest.approx((4.49, 4.43), abs=0.02)


def test_stations_of_cambridge_by_a_table_keep_to_their_areas(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = cambridge_import(tmp_path_factory) / "dataset"
    dataset = read_dataset(folder)
    east = {"1", "2", "3"}
    names = {True: "Police Headquarters", False: "Police Centeral Square Substation"}
    areas, officers = tmp_path / "areas.csv", tmp_path / "officers.csv"
    codes = dataset.graph.units.communities.codes
    areas.write_text("\n".join(["community,station", *(f"{code},{names[code in east]}" for code in codes)]))
    officers.write_text(f"station,officers,auxiliaries\n{names[True]},6,6\n{names[False]},20,30\n")
    found = told(
        "police", folder, "--officers", officers, "--areas", areas, "--zones", "sector", "--count", "events"
    )
    assert len(found["grids"]) == 26
    assert all((grid["area"] == names[True]) == (set(grid["communities"]) <= east) for grid in found["grids"])
    assert [area["exact"] for area in found["areas"]] == [False, True]
    assert np.mean([grid["people_each"] for grid in found["grids"]]) == pytest.approx(42_686 * 2.62 / 26)
    check_laws(dataset, found)
    found = told("police", folder, "--officers", officers, "--areas", officers, status=1)
    assert found["error"]["code"] == "format.columns"
