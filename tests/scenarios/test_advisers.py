"""Legal advisers and mediators of Yanliang, on the command line and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from gis.dataset_folder import write_dataset
from tests.command import gridwright, told
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

STAFF = [
    "街镇", "社区", "网格数", "需求工时", "需求FTE", "现有专职", "现有兼职", "折算FTE", "缺口", "留",
    "转入", "转出", "招", "分流安置", "社区民警", "警格数", "人/警", "顾问数", "村/顾问",
    "调解员应配", "调解员实配", "调解员缺", "成本（元/年）",
]  # fmt: skip
POSTS = ["顾问岗", "村数", "工时", "里程"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Yanliang, and a pool of 21 advisers, some of whom mediate, and of mediators in every third village."""
    path = tmp_path_factory.mktemp("advisers")
    write_dataset(without_details(yanliang()), path / "d")
    units = yanliang().graph.units
    codes = units.communities.codes
    rows = [f"{code},mediator.full,1" for code in codes[::3]]
    rows += [f"{code},mediator.part,1" for code in codes[1::3]]
    rows += [f"{code},community-worker.full,2" for code in codes]
    rows += [f"{codes[0]},lawyer,9", f"{codes[40]},lawyer+mediator.part,6", f"{codes[80]},lawyer,2"]
    rows += [",legal-worker,4"]
    (path / "pool.csv").write_text("\n".join(["community,type,heads", *rows]), encoding="utf-8")
    return path


def test_every_village_of_yanliang_has_an_adviser_and_all_identities_hold(folder: Path) -> None:
    found = told("advisers", folder / "d", "--pool", folder / "pool.csv", "--bodies", 3)
    assert (found["villages"], found["served"], found["missing"]) == (105, 105, [])
    assert found["proven"]
    assert found["least"] == 21
    advisers = [post for post in found["posts"] if not post["type"].startswith("mediator")]
    assert len(advisers) == 21
    assert sum(post["villages"] for post in advisers) == 105
    assert all(post["villages"] <= 5 and post["advice_hours"] <= 400 for post in advisers)
    assert sum(post["advice_hours"] for post in advisers) == pytest.approx(found["hours"])
    assert sum(one["hours"] for one in found["services"]) == pytest.approx(found["hours"])
    assert sum(one["km"] for one in found["services"]) == pytest.approx(found["km"])
    by_level = {
        level: [sum(b[key] for b in found["bodies"] if b["level"] == level) for key in ("needed", "full")]
        for level in ("community", "street", "centre", "body")
    }
    assert {level: needed for level, (needed, _) in by_level.items()} == {
        "community": 105, "street": 14, "centre": 5, "body": 9,
    }  # fmt: skip
    assert sum(full for _, full in by_level.values()) == 35
    assert sum(gap["seats"] for gap in found["short"]) == 105 + 14 + 5 + 9 - 35


def test_more_service_leaves_villages_without_and_they_are_listed_by_place_and_role(folder: Path) -> None:
    asked = ("advisers", folder / "d", "--pool", folder / "pool.csv")
    found = told(*asked, "--profile", "enhanced")
    assert found["served"] == 21 * 3
    assert len(found["missing"]) == found["least_missing"] == 105 - 63
    assert sum(gap["seats"] for gap in found["short"] if gap["role"] == "法律顾问") == 42
    alone = told("advisers", folder / "d")
    assert (alone["served"], alone["least"], len(alone["missing"])) == (0, 21, 105)


def test_marked_villages_count_half(folder: Path) -> None:
    codes = yanliang().graph.units.communities.codes
    marks = [word for code in codes[-20:] for word in ("--far", code)]
    assert told("advisers", folder / "d", *marks)["least"] == 19  # (85 + 20 / 2) / 5
    told("advisers", folder / "d", "--far", "nowhere", status=2)


def test_the_workbook_holds_the_tables_with_their_columns(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "advisers.xlsx"
    asked = ("advisers", folder / "d", "--pool", folder / "pool.csv", "--bodies", 3, "--out", out)
    found = told(*asked)
    book = openpyxl.load_workbook(out, read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    assert list(sheets) == ["人员配备表", "法律顾问服务村居表", "村居顾问表", "调解员席位表", "缺额清单"]
    assert sheets["人员配备表"][0] == STAFF
    head, *posts = sheets["法律顾问服务村居表"]
    assert [name for name in head if name in POSTS] == POSTS
    assert sum(row[head.index("村数")] for row in posts) == 105
    assert sum(row[head.index("里程")] for row in posts) == pytest.approx(found["km"], abs=2)
    staff = [dict(zip(STAFF, row, strict=True)) for row in sheets["人员配备表"][1:]]
    assert len(staff) == 105
    for row in staff:
        assert row["调解员应配"] == row["调解员实配"] + row["调解员缺"]
        assert row["现有专职"] + row["现有兼职"] == row["留"] + row["转出"] + row["分流安置"]
    assert sum(row["顾问数"] for row in staff) == 105
    assert sum(row[-1] for row in sheets["缺额清单"][1:]) == sum(gap["seats"] for gap in found["short"])
    assert gridwright(*asked).exit_code == 1  # it is there already


def test_a_pool_of_unknown_people_or_places_is_refused(folder: Path, tmp_path: Path) -> None:
    for row in ("610114001001,wizard,1", "nowhere,lawyer,1"):
        pool = tmp_path / "pool.csv"
        pool.write_text(f"community,type,heads\n{row}\n", encoding="utf-8")
        told("advisers", folder / "d", "--pool", pool, status=1)
    told("advisers", folder / "d", "--pool", tmp_path / "no.csv", status=1)


def test_lines_say_who_is_short_in_both_languages(folder: Path) -> None:
    for language, words in (("zh", "缺法律顾问"), ("en", "Without an adviser")):
        asked = ("advisers", folder / "d", "--pool", folder / "pool.csv", "--profile", "enhanced")
        ran = gridwright(*asked, "--lang", language)
        assert ran.exit_code == 0
        assert words in ran.stdout
