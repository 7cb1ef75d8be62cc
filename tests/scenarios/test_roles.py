"""Roles on the Yanliang case, and on the command line."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from data.reference import shipped_standards
from data.roles import ROLES, roles_from
from gis.dataset_folder import write_dataset
from gis.travel.patrols import metres_by_kind
from scenarios.role_areas import levels_of
from scenarios.roles import known_here
from tests.command import gridwright, told
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2025-01-01")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district with its roads."""
    district, path = yanliang(), tmp_path_factory.mktemp("roles") / "d"
    kept = without_details(district)
    write_dataset(replace(kept, layers={**kept.layers, "roads": district.layers["roads"]}), path)
    return path


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Any]:
    """What all roles that ship need on today's grids."""
    return told("roles", folder, *ON)


def test_every_metre_of_road_is_on_one_unit() -> None:
    district = yanliang()
    metres = metres_by_kind(district)
    roads = district.layers["roads"]
    for kind, values in metres.items():
        assert values.sum() == pytest.approx(roads[roads["kind"] == kind].length.sum())


def test_every_level_holds_the_whole_district() -> None:
    district = yanliang()
    assert district.today is not None
    levels = levels_of(district, district.today, shipped_standards())
    sizes = {key: len(at) for key, at in levels.items()}
    assert (sizes["district"], sizes["street"], sizes["community"], sizes["grid"]) == (1, 7, 105, 180)
    for at in (levels[key] for key in levels if key != "estate"):
        assert at.counts["dwellings"].sum() == 141_989
        assert at.counts["residents"].sum() == pytest.approx(115_000 * 2.62)


def test_113_centres_and_every_other_place_are_covered_or_listed(found: dict[str, Any]) -> None:
    roles = found["roles"]
    assert len(roles["centre"]["areas"]) == 113
    assert len(roles["centre"]["missing"]) == 3 * 4
    assert roles["instructor"]["missing"] == ["no-branch"]
    advised = [code for one in roles["legal-adviser"]["portfolios"] for code in one["areas"]]
    assert len(advised) == len(set(advised)) == 105
    assert (roles["legal-adviser"]["posts"], roles["legal-adviser"]["unserved"]) == (21, [])
    groups = roles["supervision"]["portfolios"]
    assert sorted(len(one["areas"]) for one in groups) == [1, 1, 1, 1, 1, 2]
    called = [code for one in roles["village-agent"]["portfolios"] for code in one["areas"]]
    assert len(called) + len(roles["village-agent"]["unserved"]) == 73
    assert max(one["load"] for one in roles["village-agent"]["portfolios"]) <= 7


def test_patrols_of_both_classes_are_of_like_length(found: dict[str, Any]) -> None:
    for key, kinds in (("patrol-main", ("main", "secondary")), ("patrol-lane", ("lane",))):
        roads = yanliang().layers["roads"]
        role = found["roles"][key]
        loads = [one["load"] for one in role["portfolios"]]
        assert sum(loads) == pytest.approx(roads[roads["kind"].isin(kinds)].length.sum())
        assert len(loads) == role["units"]
        for area in role["areas"]:
            own = [one["load"] for one in role["portfolios"] if one["base"] == area["area"]]
            assert all(abs(load / (sum(own) / len(own)) - 1) <= 0.2 for load in own)


def test_social_workers_are_18_for_10_000_urban_residents(found: dict[str, Any]) -> None:
    role = found["roles"]["social-worker"]
    assert role["posts"] == sum(math.ceil(row["amount"] * 18 / 10_000 - 1e-9) for row in role["areas"])
    assert role["posts"] * 10_000 / sum(row["amount"] for row in role["areas"]) >= 18
    assert role["money"]["district-budget"] == pytest.approx(role["posts"] * 60_000 * 0.7)


def test_it_is_said_that_residents_follow_from_households(folder: Path) -> None:
    assert told("roles", folder, "--on", "2025-01-01")["estimated"] is True
    ran = gridwright("roles", folder, "--on", "2025-01-01")
    assert ran.stdout.splitlines()[1] == "没有常住人口数：按户数 × 2.62 人/户推算，可用数量表给出实有数。"


def test_the_hotline_has_the_posts_that_the_seats_command_finds(
    found: dict[str, Any], tmp_path: Path
) -> None:
    calls = [4, 3, 2, 2, 2, 3, 6, 14, 40, 60, 58, 45, 28, 32, 50, 55, 48, 36, 24, 20, 16, 12, 8, 6]
    table = tmp_path / "calls.csv"
    table.write_text("hour,calls\n" + "\n".join(f"{h},{n}" for h, n in enumerate(calls)), encoding="utf-8")
    alone = told("seats", table)
    role = found["roles"]["hotline"]
    assert (role["posts"], role["units"]) == (alone["posts"], max(alone["shifts"]))
    assert 4.8 <= role["relief"] <= 5.2


def test_heads_and_money_are_the_sums_of_the_roles(found: dict[str, Any]) -> None:
    roles = found["roles"].values()
    assert found["heads"] == sum(role["posts"] for role in roles)
    assert sum(found["money"].values()) == pytest.approx(sum(sum(role["money"].values()) for role in roles))


def test_a_table_of_counts_gives_what_the_ground_does_not_know(folder: Path, tmp_path: Path) -> None:
    estates = yanliang().graph.units.estate_codes[:40]
    centres = [("street", code) for code in yanliang().graph.units.level("street").codes]
    rows = [f"estate,{code},no-branch,1" for code in estates]
    rows += [
        f"{level},{code},{item},1" for level, code in centres for item in ("机构", "编制", "场所", "人员")
    ]
    rows += ["district,district,机构,1"]
    table = tmp_path / "counts.csv"
    table.write_text("level,area,count,value\n" + "\n".join(rows), encoding="gbk")
    book = tmp_path / "roles.xlsx"
    named = [word for key in ("instructor", "centre") for word in ("--role", ROLES / f"{key}.toml")]
    out = told("roles", folder, *ON, *named, "--counts", table, "--out", book)
    instructors = out["roles"]["instructor"]
    covered = [code for one in instructors["portfolios"] for code in one["areas"]]
    assert len(instructors["portfolios"]) == 23
    assert sorted([*covered, *(one["area"] for one in instructors["unserved"])]) == sorted(estates)
    assert out["roles"]["centre"]["unserved"] == []
    assert out["roles"]["centre"]["missing"] == [
        *(f"district:{item}" for item in ("编制", "场所", "人员")),
        *(f"community:{item}" for item in ("机构", "编制", "场所", "人员")),
    ]
    sheets = openpyxl.load_workbook(book)
    assert len(sheets.sheetnames) == 5
    assert sheets["各区域需求"].max_row == 1 + 40 + 113
    told("roles", folder, *named, "--out", book, status=1)


def test_rows_that_name_nothing_are_all_listed(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "counts.csv"
    table.write_text(
        "level,area,count,value\nzone,1,x,1\nstreet,nowhere,x,1\ndistrict,district,x,-1\n", encoding="utf-8"
    )
    refused = told("roles", folder, *ON, "--counts", table, status=3)
    assert [row["code"] for row in refused["rejected"]] == [
        "role.row.level",
        "role.row.area",
        "role.row.value",
    ]


def test_a_role_holds_on_its_days_alone_and_both_languages_say_so(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    text = (ROLES / "mediator.toml").read_text(encoding="utf-8")
    file.write_text(
        text.replace('place = "fixed"', 'place = "fixed"\nvalid_to = 2024-12-31'), encoding="utf-8"
    )
    assert told("roles", folder, "--role", file, "--on", "2024-12-31")["heads"] == 124
    assert told("roles", folder, "--role", file, *ON)["heads"] == 0
    chinese, english = (
        gridwright("roles", folder, "--role", file, *ON, "--lang", lang) for lang in ("zh", "en")
    )
    assert "不在有效期内" in chinese.stdout
    assert "Not valid on that day" in english.stdout
    assert "Full-time mediators" in english.stdout


def test_heads_of_one_place_are_unknown_at_another() -> None:
    (instructor,) = roles_from([ROLES / "instructor.toml"], shipped_standards())
    assert known_here(instructor, ("610114001001",)).available == 23
    assert known_here(instructor, ("110108001001", "2")).available is None
    assert known_here(replace(instructor, available_in=()), ("2",)).available == 23
