"""An intake sees, suggests, asks, refuses persons, checks, and leaves nothing behind."""

from __future__ import annotations

import doctest
import json
import time
import tomllib
from typing import TYPE_CHECKING

import pytest

import gis.reading.sights
import scenarios.intake.suggesting
from app import create_services
from data.settings import Settings
from domain.errors import IntakeError, UnknownError
from gis.reading.sights import Asked, look_at
from scenarios.intake.needs import WHOLE
from tests.command import gridwright
from tests.handed_in import COMMUNITIES, HOMES, building_table, community_zip, dirty_package, person_table

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.intake.intakes import Intake, Intakes

PATIENCE_S = 60


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    made = (community_zip(folder), dirty_package(folder), building_table(folder), person_table(folder))
    return {path.name: path for path in made} | {"楼栋.gpkg": dirty_package(folder, clean=True)}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def intakes(home: Path) -> Intakes:
    return create_services(Settings(home=home)).intakes


def handed(intakes: Intakes, *paths: Path) -> Intake:
    intake = intakes.shelf.begin()
    for path in paths:
        with path.open("rb") as file:
            intakes.shelf.receive(intake, path.name, file, path.stat().st_size)
    assert intakes.needs_looking(intake)
    intakes.look(intake)
    return waited(intakes, intake)


def waited(intakes: Intakes, intake: str) -> Intake:
    for _ in range(PATIENCE_S * 10):
        now = intakes.get(intake)
        if not now.working:
            assert now.work["state"] == "done", now.work
            return now
        time.sleep(0.1)
    raise TimeoutError(now.work)


def asked_of(now: Intake) -> set[tuple[str, str]]:
    return {(need.layer.partition("\t")[2], need.part) for need in now.needs}


def test_the_examples_hold() -> None:
    assert doctest.testmod(gis.reading.sights).failed == 0
    assert doctest.testmod(scenarios.intake.suggesting).failed == 0


def test_text_in_gbk_without_a_label_is_seen_as_it_is_meant(files: dict[str, Path]) -> None:
    (layer,) = look_at(files["社区.zip"], lambda _: Asked()).layers
    assert (layer.encoding, layer.how, layer.crs, layer.shape) == ("GB18030", "detected", "EPSG:4545", "area")
    assert {field.name: field.values for field in layer.fields}["社区名称"] == COMMUNITIES[:3]
    assert len(json.loads(layer.preview)["features"]) == 4


def test_no_value_is_read_before_the_user_drops_personal_fields(
    files: dict[str, Path],
) -> None:
    (before,) = look_at(files["楼栋表.xlsx"], lambda _: Asked()).layers
    assert all(field.values == () for field in before.fields)
    assert [f.name for f in before.fields if f.personal == "name"] == ["楼栋长", "联系电话"]
    (after,) = look_at(files["楼栋表.xlsx"], lambda _: Asked(dropped=("楼栋长", "联系电话"))).layers
    shown = {field.name: field for field in after.fields}
    assert shown["户数"].values == (str(HOMES),)
    assert (shown["联系电话"].values, shown["联系电话"].personal) == ((), "dropped")


def test_from_files_to_a_district_and_nothing_stays_behind(
    intakes: Intakes, files: dict[str, Path], home: Path
) -> None:
    four = ("社区.zip", "楼栋.gpkg", "楼栋表.xlsx", "居民名册.xlsx")
    four = ("社区.zip", "楼栋.gpkg", "楼栋表.xlsx", "居民名册.xlsx")
    now = handed(intakes, *(files[name] for name in four))
    assert [name for name, _ in now.files] == ["楼栋.gpkg", "楼栋表.xlsx", "社区.zip"]
    assert [problem["code"] for problem in now.problems] == ["guard.persons"]
    roles = {key.partition("\t")[2]: said.get("role") for key, said in now.answers.items() if key}
    assert roles == {"社区": "community", "楼栋": "units-source", "道路": "roads", "Sheet": "table"}
    assert asked_of(now) == {
        ("Sheet", "dropped"), ("Sheet", "basis"), ("Sheet", "date"), ("楼栋", "basis"), ("楼栋", "date"),
        ("", "title"),
    }  # fmt: skip
    with pytest.raises(IntakeError, match=r"intake\.unsaid"):
        intakes.check(now.id)

    sheet = next(key for key in now.sights if key.endswith("Sheet"))
    buildings = next(key for key in now.sights if key.endswith("楼栋"))
    intakes.drop(now.id, sheet)
    now = waited(intakes, now.id)
    assert now.answers[sheet]["join-on"] == "楼栋编码"
    assert now.answers[sheet]["count.residents"] == "常住人口"
    for layer in (sheet, buildings):
        intakes.say(now.id, layer, "basis", "户籍户")
        intakes.say(now.id, layer, "date", "2025-06-30")
    intakes.say(now.id, WHOLE, "title", "凤凰区")
    now = intakes.get(now.id)
    assert (now.needs, now.answers[WHOLE]["crs"]) == ((), "EPSG:4545")

    profile = intakes.profile(now.id)
    assert "楼栋长" not in profile
    assert tomllib.loads(profile)["layers"]["buildings"]["joins"][0]["fields"] == ["常住人口", "户数"]
    intakes.check(now.id)
    now = waited(intakes, now.id)
    assert now.checked["fit"], now.checked["problems"]
    totals = {total["name"]: total["into"] for total in now.checked["summary"]["totals"]}
    assert totals["households"] == 36 * HOMES
    assert totals["residents"] == 36 * 90

    (home / "profile.toml").write_text(profile, encoding="utf-8")
    files_of = home / "intake" / now.id / "files"
    ran = gridwright("import", home / "profile.toml", "--root", files_of, "--out", home / "out")
    assert ran.exit_code == 0, ran.output

    record = intakes.accept(now.id)
    assert record.title == "凤凰区"
    assert list((home / "intake").iterdir()) == []
    with pytest.raises(UnknownError):
        intakes.get(now.id)


def test_what_is_wrong_comes_with_its_place(intakes: Intakes, files: dict[str, Path]) -> None:
    now = handed(intakes, files["社区.zip"], files["楼栋（待改）.gpkg"])
    buildings = next(key for key in now.sights if key.endswith("楼栋"))
    intakes.say(now.id, buildings, "basis", "户籍户")
    intakes.say(now.id, buildings, "date", "2025-06-30")
    intakes.say(now.id, WHOLE, "title", "凤凰区")
    intakes.check(now.id)
    now = waited(intakes, now.id)
    assert not now.checked["fit"]
    places = {
        problem["code"]: place is not None
        for problem, place in zip(now.checked["problems"], now.checked["places"], strict=True)
    }
    assert places["count.negative"]
    assert places["geometry.invalid"]
    with pytest.raises(IntakeError, match=r"intake\.unchecked"):
        intakes.accept(now.id)
    intakes.say(now.id, buildings, "basis", "常住户")
    assert intakes.get(now.id).checked == {}
    intakes.reject(now.id)
    assert intakes.shelf.all() == ()


def test_work_can_be_stopped_and_begun_again(intakes: Intakes, files: dict[str, Path]) -> None:
    intake = intakes.shelf.begin()
    with files["社区.zip"].open("rb") as file:
        intakes.shelf.receive(intake, "社区.zip", file, None)
    intakes.look(intake)
    intakes.stop(intake)
    assert intakes.get(intake).work["state"] == "stopped"
    intakes.look(intake)
    assert len(waited(intakes, intake).sights) == 1


def test_a_role_given_by_the_user_brings_the_suggestions_of_that_role(
    intakes: Intakes, files: dict[str, Path]
) -> None:
    now = handed(intakes, files["社区.zip"])
    (layer,) = now.sights
    intakes.say(now.id, layer, "role", "street")
    assert intakes.get(now.id).answers[layer]["code"] == "社区代码"
    intakes.say(now.id, layer, "role", "")
    assert intakes.get(now.id).answers[layer]["role"] == ""
