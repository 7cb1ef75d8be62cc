"""Buildings that only a workbook knows find their unit, or stay listed until somebody places them."""

from __future__ import annotations

import csv
import doctest
import io
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyproj import Transformer

import gis.placing.building_numbers
from data.reference import shipped_standards
from data.store import Store
from domain.errors import FormatError, ImportRejected
from gis.dataset_folder import read_dataset, write_dataset
from gis.placing.new_buildings import Places, Wanted
from layouts.text import LANGUAGES, say
from scenarios.collection.form import asked_columns
from scenarios.collection.rounds import Rounds
from scenarios.commands.collection import Hand, Keeping
from scenarios.own_standards import OwnStandards
from tests.returns import come_back, fill, sent_out
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gis.dataset import Dataset

NEAR_M = 30


def with_buildings(hidden: np.ndarray[Any, Any]) -> Dataset:
    """Yanliang without the buildings at some positions of its layer."""
    layers = dict(yanliang().layers)
    layers["buildings"] = layers["buildings"].drop(layers["buildings"].index[hidden])
    return replace(yanliang(), layers=layers)


@pytest.fixture(scope="module")
def hidden() -> np.ndarray[Any, Any]:
    """Positions of 2,000 numbered buildings of estates."""
    layer = yanliang().layers["buildings"]
    named = np.flatnonzero((layer["name"] != "") & (layer["estate"] != ""))
    return np.sort(np.random.default_rng(1).choice(named, 2000, replace=False))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "yanliang"
    kept = {name: yanliang().layers[name] for name in ("communities", "streets", "estates", "buildings")}
    write_dataset(replace(yanliang(), layers=kept), folder)
    return folder


@pytest.fixture(scope="module")
def out(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("round") / "out"
    sent_out(ground, folder)
    return folder


def handed_in(out: Path, to: Path, rows: Sequence[Sequence[object]]) -> Path:
    """Hand in the first workbook with added buildings: name, address, figures, and two coordinates."""
    to.mkdir()
    path = to / min(out.iterdir()).name
    shutil.copy(out / path.name, path)
    book = fill(path)
    sheet = book["摸底表"]
    head = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "新增楼栋")
    for n, row in enumerate(rows, start=head + 2):
        for column, value in enumerate(row, start=1):
            sheet.cell(n, column).value = value
    book.save(path)
    return to


def added(name: str, address: str, x: object = None, y: object = None, more: int = 7) -> list[object]:
    """A row of an added building with `more` in its first count."""
    counts = len(asked_columns(yanliang().graph.units))
    return [name, address, more, *[None] * (counts - 1), x, y]


def first_community() -> tuple[np.ndarray[Any, Any], str]:
    """Units of the first community, and its code."""
    units = yanliang().graph.units
    return np.flatnonzero(units.communities.of_unit == 0), units.communities.codes[0]


def rows_of(table: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))


def test_of_2000_hidden_buildings_every_likely_place_is_the_true_one(hidden: np.ndarray[Any, Any]) -> None:
    units, layers = yanliang().graph.units, yanliang().layers
    estates = dict(zip(layers["estates"]["code"], layers["estates"]["name"], strict=True))
    places, gone = Places(with_buildings(hidden), near_m=NEAR_M), layers["buildings"].iloc[hidden]
    right: dict[str, list[bool]] = {}
    for name, estate, code in zip(gone["name"], gone["estate"], gone["unit"], strict=True):
        community = units.communities.codes[units.communities.of_unit[units.codes.index(code)]]
        wanted = Wanted(code="", community=community, name=name, address=estates[estate])
        place = places.place(wanted)
        right.setdefault(place.sure, []).append(place.unit >= 0 and units.codes[place.unit] == code)
    assert set(right) == {"likely", "weak"}
    assert all(right["likely"])
    assert len(right["likely"]) > 1800
    assert np.mean(right["weak"]) > 0.4


def test_a_building_that_is_on_the_map_is_not_counted_twice(hidden: np.ndarray[Any, Any]) -> None:
    units, layers = yanliang().graph.units, yanliang().layers
    known = layers["buildings"].iloc[hidden[:50]]
    estates = dict(zip(layers["estates"]["code"], layers["estates"]["name"], strict=True))
    places = Places(yanliang(), near_m=NEAR_M)
    for name, estate, code in zip(known["name"], known["estate"], known["unit"], strict=True):
        community = units.communities.codes[units.communities.of_unit[units.codes.index(code)]]
        place = places.place(Wanted(code="", community=community, name=name, address=estates[estate]))
        assert (place.unit, place.how) == (-1, "known")


def test_a_point_decides_in_metres_or_degrees_and_never_for_another_community() -> None:
    units, graph = yanliang().graph.units, yanliang().graph
    places = Places(yanliang(), near_m=NEAR_M)
    to_degrees = Transformer.from_crs(yanliang().info.crs, "EPSG:4490", always_xy=True)
    for unit in range(0, len(units), 97):
        point = yanliang().footprints[unit].representative_point()
        home = int(units.communities.of_unit[unit])
        for x, y in ((point.x, point.y), to_degrees.transform(point.x, point.y)):
            wanted = Wanted(code="", community=units.communities.codes[home], name="", address="", x=x, y=y)
            place = places.place(wanted)
            assert (place.unit, place.how, place.sure) == (unit, "inside", "certain")
            other = replace(wanted, community=units.communities.codes[home - 1])
            assert places.place(other).how == "other-community"
    far = Wanted(
        code="", community=units.communities.codes[0], name="", address="", x=float(graph.x[0]), y=0.0
    )
    assert places.place(far).how == "outside"


def test_the_only_bare_ground_plan_of_a_community_takes_a_building_without_an_estate() -> None:
    mine, code = first_community()
    layer = yanliang().layers["buildings"]
    here = np.isin(layer["unit"], [yanliang().graph.units.codes[unit] for unit in mine])
    bare = np.flatnonzero(here & (layer["name"] == "") & (layer["dwellings"] == 0))
    wanted = Wanted(code="", community=code, name="新楼", address="路边")
    assert len(bare) > 1
    assert Places(yanliang(), near_m=NEAR_M).place(wanted).how == "no-estate"
    place = Places(with_buildings(bare[1:]), near_m=NEAR_M).place(wanted)
    assert (place.how, place.sure) == ("ground-plan", "weak")
    assert yanliang().graph.units.codes[place.unit] == layer["unit"].iloc[bare[0]]


def test_placed_buildings_count_in_their_units_and_the_others_when_the_table_is_filled_in(
    ground: Path, out: Path, tmp_path: Path
) -> None:
    mine, code = first_community()
    units, count = yanliang().graph.units, asked_columns(yanliang().graph.units)[0].name
    point = yanliang().footprints[mine[3]].representative_point()
    rows = [
        added("甲楼", "", point.x, point.y), added("乙楼", "路边", more=11), added("丙楼", "=路边", more=13),
    ]  # fmt: skip
    back = handed_in(out, tmp_path / "back", rows)
    told = come_back(ground, back, tmp_path / "one", hand=Hand(write=tmp_path / "hand.csv"))
    assert [(one["code"], one["how"]) for one in told["new"]] == [
        (f"{code}+1", "inside"), (f"{code}+2", "no-estate"), (f"{code}+3", "no-estate"),
    ]  # fmt: skip
    gained = read_dataset(tmp_path / "one").graph.units.count(count) - units.count(count)
    assert {int(unit): int(gained[unit]) for unit in np.flatnonzero(gained)} == {int(mine[3]): 7}

    table = rows_of(tmp_path / "hand.csv")
    assert [row["编码"] for row in table] == [f"{code}+2", f"{code}+3"]
    table[0]["单元编码"] = units.codes[mine[5]]
    table[1]["经度或横坐标"], table[1]["纬度或纵坐标"] = str(point.x), str(point.y)
    with (tmp_path / "hand.csv").open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    told = come_back(ground, back, tmp_path / "two", hand=Hand(read=tmp_path / "hand.csv"))
    assert [(one["how"], one["sure"]) for one in told["new"]] == [
        ("inside", "certain"), ("hand", "certain"), ("inside", "certain"),
    ]  # fmt: skip
    gained = read_dataset(tmp_path / "two").graph.units.count(count) - units.count(count)
    found = {int(unit): int(gained[unit]) for unit in np.flatnonzero(gained)}
    assert found == {int(mine[3]): 20, int(mine[5]): 11}
    placed = [p for p in read_dataset(tmp_path / "two").info.problems if p.code.startswith("place.")]
    assert [problem.value for problem in placed] == [f"{code}+{n}" for n in (1, 2, 3)]
    assert [one["text"][:2] for one in told["new"]] == ["甲楼", "乙楼", "丙楼"]


def test_a_workbook_merged_again_counts_its_new_buildings_once(
    ground: Path, out: Path, tmp_path: Path
) -> None:
    mine, _ = first_community()
    point = yanliang().footprints[mine[3]].representative_point()
    back = handed_in(out, tmp_path / "back", [added("甲楼", "", point.x, point.y)])
    store = Store(tmp_path / "home")
    keeping = Keeping(
        rounds=Rounds(store, OwnStandards(store, shipped_standards())), series="city", who="planner"
    )
    versions = [come_back(ground, back, keeping=keeping)["version"]["n"] for _ in range(2)]
    assert versions == [2, 2]
    assert [figure["new"] - figure["old"] for row in store.versions.get("city").changes
            for figure in row["figures"]] == [7]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([added("甲楼", "", 109.2)], "collect.half-a-place"),
        ([added("甲楼", "", "东边", 34.6)], "collect.no-coordinate"),
        ([["甲楼", "", "约30户"]], "collect.not-a-number"),
        ([["甲楼", "", -2]], "collect.negative"),
        ([["甲楼", "138-0013-8000"]], "collect.new-personal"),
        ([["3号楼", "翠竹苑"], ["3号楼", "翠竹苑"]], "collect.new-twice"),
    ],
)
def test_faults_of_added_rows_are_faults_of_the_workbook(
    ground: Path, out: Path, tmp_path: Path, rows: list[list[object]], code: str
) -> None:
    told = come_back(ground, handed_in(out, tmp_path / "back", rows))
    assert [problem["code"] for problem in told["problems"]] == [code]
    assert told["new"] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"编码": "610114001001+9"}, "hand.unknown"),
        ({"名称": "别的楼"}, "hand.other"),
        ({"经度或横坐标": "109.2"}, "hand.half"),
        ({"经度或横坐标": "东", "纬度或纵坐标": "1"}, "hand.number"),
        ({"经度或横坐标": "nan", "纬度或纵坐标": "1"}, "hand.number"),
    ],
)
def test_a_table_filled_in_wrongly_is_told_by_its_line(
    ground: Path, out: Path, tmp_path: Path, changed: dict[str, str], code: str
) -> None:
    back = handed_in(out, tmp_path / "back", [added("甲楼", "路边")])
    come_back(ground, back, hand=Hand(write=tmp_path / "hand.csv"))
    row = rows_of(tmp_path / "hand.csv")[0] | {"单元编码": "x"} | changed
    with (tmp_path / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    with pytest.raises(ImportRejected) as rejected:
        come_back(ground, back, hand=Hand(read=tmp_path / "filled.csv"))
    (problem,) = rejected.value.problems
    assert (problem.code, problem.facts["line"]) == (code, 2)


def test_what_is_no_such_table_is_refused_and_none_is_written_over(
    ground: Path, out: Path, tmp_path: Path
) -> None:
    back = handed_in(out, tmp_path / "back", [added("甲楼", "路边")])
    (tmp_path / "other.csv").write_bytes(b"\x00\xffcode;place\n")
    for name in ("other.csv", "none.csv"):
        with pytest.raises(FormatError) as refused:
            come_back(ground, back, hand=Hand(read=tmp_path / name))
        assert refused.value.code == "format.no-hand-table"
    with pytest.raises(FormatError) as there:
        come_back(ground, back, hand=Hand(write=tmp_path / "other.csv"))
    assert there.value.code == "format.file-there"


def test_two_buildings_that_find_the_same_ground_plan_are_both_left_to_a_person(
    out: Path, tmp_path: Path
) -> None:
    mine, _ = first_community()
    layer = yanliang().layers["buildings"]
    here = np.isin(layer["unit"], [yanliang().graph.units.codes[unit] for unit in mine])
    bare = np.flatnonzero(here & (layer["name"] == "") & (layer["dwellings"] == 0))
    kept = with_buildings(bare[1:])
    write_dataset(
        replace(kept, layers={name: kept.layers[name] for name in ("communities", "buildings")}),
        tmp_path / "ground",
    )
    back = handed_in(out, tmp_path / "back", [added("甲楼", "路边"), added("乙楼", "路边")])
    told = come_back(tmp_path / "ground", back)
    assert [one["how"] for one in told["new"]] == ["contested", "contested"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_placing_says_its_evidence(language: Any) -> None:
    facts = dict.fromkeys(("estate", "other", "unit", "value", "feature"), "x") | dict.fromkeys(
        ("low", "high", "number", "metres", "units", "plans"), 1
    )
    placed = ("hand", "inside", "near", "ground-plan", "between", "beside", "one-unit")
    left = (
        "outside", "other-community", "other-unit", "known", "two-estates", "which-unit", "no-estate",
        "contested",
    )  # fmt: skip
    for way in (*placed, *left):
        assert "{" not in say(f"place.{way}", language, **facts)
        assert say(f"place.{way}", language, **facts) != f"place.{way}"
    assert doctest.testmod(gis.placing.building_numbers).failed == 0
