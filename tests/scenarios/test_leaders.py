"""The leaders' ways for Yanliang, on the command line and as a workbook."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from gis.dataset_folder import write_dataset
from tests.command import gridwright, told
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

ORDER = [
    "no-growth", "fewest", "one-per-grid", "by-budget", "year", "year", "year", "more-money", "less-money",
    "street", "hotline", "full-time", "surge",
]  # fmt: skip
BUDGET = 9_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Yanliang with one or two full-timers in each community, part-timers in some, twelve in departments."""
    path = tmp_path_factory.mktemp("leaders")
    write_dataset(without_details(yanliang()), path / "d")
    codes = yanliang().graph.units.communities.codes
    rows = [f"{code},community-worker.full,{1 + (n % 3 == 0)}" for n, code in enumerate(codes)]
    rows += [f"{code},village-cadre.part,2" for code in codes[1::2]]
    rows += [f"{code},public-welfare.full,1" for code in codes[::5]]
    rows += [f"{codes[0]},lawyer,3", ",contracted.full,12"]
    (path / "pool.csv").write_text("\n".join(["community,type,heads", *rows]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Any]:
    """All that is told with a pool and a budget."""
    return told("leaders", folder / "d", "--pool", folder / "pool.csv", "--budget", BUDGET)


def by_key(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the ways that there is one of, by their keys."""
    return {way["key"]: way for way in found["ways"] if way["key"] != "year"}


def test_all_ways_stand_in_the_order_of_the_meeting_and_all_identities_hold(found: dict[str, Any]) -> None:
    assert [way["key"] for way in found["ways"]] == ORDER
    for way in (found["today"], *found["ways"]):
        assert way["retain"] + way["transfer"] + way["recruit"] + way["short"] == way["posts"]
        assert way["retain"] + way["transfer"] + way["release"] == way["existing"]
        assert way["filled"] == way["retain"] + way["transfer"] + way["recruit"]
        assert sum(way["money"].values()) == pytest.approx(way["yearly"])
        assert way["visits"] + way["patrols"] + way["events"] == pytest.approx(way["hours"])
        assert sum(row["posts"] for row in way["missing"]) == way["short"]
        assert way["proven"]
        assert all(row["after"] is None or row["after"] > row["before"] for row in way["worse"])


def test_each_way_keeps_what_it_promises(found: dict[str, Any]) -> None:
    ways = by_key(found)
    assert ways["no-growth"]["recruit"] == 0
    assert ways["no-growth"]["hours"] < found["today"]["hours"]
    assert ways["fewest"]["load"] <= 1
    assert ways["fewest"]["short"] == ways["fewest"]["over"] == ways["fewest"]["hours"] == 0
    assert ways["one-per-grid"]["posts"] >= 180
    assert ways["by-budget"]["yearly"] <= BUDGET
    assert ways["less-money"]["yearly"] <= BUDGET * 0.9
    assert ways["more-money"]["yearly"] <= BUDGET * 1.1
    assert ways["less-money"]["hours"] >= ways["by-budget"]["hours"] >= ways["more-money"]["hours"]
    assert ways["street"]["existing"] == ways["no-growth"]["existing"] - 10
    assert ways["street"]["hours"] > ways["no-growth"]["hours"]
    assert ways["hotline"]["posts"] > ways["fewest"]["posts"]
    assert ways["full-time"]["filled"] < ways["fewest"]["filled"]
    surge = ways["surge"]
    assert surge["recruit"] == surge["facts"]["joined"] == 20
    assert surge["yearly"] == pytest.approx(ways["no-growth"]["yearly"])
    assert surge["once"] == pytest.approx(ways["no-growth"]["once"] + 20 * (3000 + 55_000 * 3 / 12))


def test_years_lead_to_the_fewest_posts_and_each_is_legal(found: dict[str, Any]) -> None:
    fewest = by_key(found)["fewest"]
    years = [way for way in found["ways"] if way["key"] == "year"]
    assert sum(year["recruit"] for year in years) == fewest["recruit"]
    assert {year["posts"] for year in years} == {fewest["posts"]}
    assert years[-1]["short"] == 0
    assert years[-1]["yearly"] == pytest.approx(fewest["yearly"])
    for before, after in itertools.pairwise(years):
        assert after["existing"] == before["filled"]
        assert after["transfer"] == after["release"] == 0
        assert after["load"] <= before["load"]
        assert after["hours"] < before["hours"]


def test_years_with_money_of_their_own_keep_to_it_and_go_on_from_each_other(folder: Path) -> None:
    budgets = (BUDGET, 11_000_000, 17_000_000)
    pool, later = folder / "pool.csv", ",".join(map(str, budgets[1:]))
    found = told("leaders", folder / "d", "--pool", pool, "--budget", BUDGET, "--later-budgets", later)
    years = [way for way in found["ways"] if way["key"] == "year"]
    assert [year["facts"]["yuan"] for year in years] == list(budgets)
    assert all(year["yearly"] <= budget for year, budget in zip(years, budgets, strict=True))
    for before, after in itertools.pairwise(years):
        assert after["existing"] == before["filled"]
        assert after["transfer"] == 0
        assert after["short"] < before["short"]
    assert years[0]["short"] == by_key(found)["by-budget"]["short"]
    for text, budget in (("1,x", BUDGET), ("-1", BUDGET), ("1", None)):
        words = ("--later-budgets", text, *(() if budget is None else ("--budget", budget)))
        assert gridwright("leaders", folder / "d", *words).exit_code == 1


def test_what_needs_todays_heads_or_a_budget_says_so_and_nothing_fails(folder: Path) -> None:
    found = told("leaders", folder / "d")
    whys = {way["key"]: way["why"] for way in found["ways"]}
    assert {key for key, why in whys.items() if why == "no-pool"} == {"no-growth", "street", "surge"}
    assert whys["by-budget"] == "no-budget"
    assert whys["full-time"] == "no-part-timers"
    assert by_key(found)["fewest"]["recruit"] == by_key(found)["fewest"]["posts"]
    assert by_key(found)["less-money"]["short"] > 0
    assert by_key(found)["fewest"]["changed"] is None


def test_no_money_at_all_is_an_answer_with_every_post_by_place_and_role(folder: Path) -> None:
    found = told("leaders", folder / "d", "--pool", folder / "pool.csv", "--budget", 0)
    broke = by_key(found)["by-budget"]
    assert broke["filled"] == 0
    assert broke["release"] == broke["existing"] == found["ways"][0]["existing"]
    assert broke["load"] is None
    assert sum(row["posts"] for row in broke["missing"]) == broke["posts"]
    assert {row["role"] for row in broke["missing"]} == {"网格员"}


def test_the_workbook_holds_every_way_and_what_is_missing(folder: Path, found: dict[str, Any]) -> None:
    out = folder / "leaders.xlsx"
    asked = ("leaders", folder / "d", "--pool", folder / "pool.csv", "--budget", BUDGET, "--out", out)
    told(*asked)
    book = openpyxl.load_workbook(out, read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    assert list(sheets) == ["领导方案", "缺额清单", "不如现状的社区", "公开数据对照"]
    head, *rows = sheets["领导方案"]
    assert [row[0] for row in rows] == [way["title"] for way in (found["today"], *found["ways"])]
    money = [head.index(name) for name in ("部门经费", "区级财政", "就业专项资金", "街道经费")]
    for row in rows:
        assert sum(row[n] for n in money) == pytest.approx(row[head.index("年经费（元）")], abs=0.1)
    short = sheets["缺额清单"][1:]
    assert sum(row[-1] for row in short) == sum(row[head.index("缺")] for row in rows)
    assert gridwright(*asked).exit_code == 1  # it is there already


def test_the_district_stands_beside_published_figures(found: dict[str, Any]) -> None:
    """141,989 dwellings in 180 grids are 789 a grid; 277 heads 1.54."""
    here = {(one["place"], one["what"]): one["here"] for one in found["published"]}
    assert here["haikou", "households-grid"] == pytest.approx(789, abs=0.5)
    assert here["changan", "grids"] == 180
    assert here["qingdao", "workers-grid"] == pytest.approx(277 / 180, abs=0.1)
    assert here["qinhuai", "grids-police"] is None  # the layer of police grids is left out here
    values = {(one["place"], one["what"]): one["values"] for one in found["published"]}
    assert values["haikou", "households-grid"] == [300, 500]
    assert values["qinhuai", "people-grid"] == [880]
    assert all(one["source"] for one in found["published"])


def test_a_pool_may_speak_chinese_and_a_faulty_row_is_named(folder: Path) -> None:
    codes = yanliang().graph.units.communities.codes
    filled = folder / "现有人员.csv"
    filled.write_text(f"社区,社区名称,岗位,人数\n{codes[0]},甲,社区工作者（专职）,2\n", encoding="gbk")
    assert by_key(told("leaders", folder / "d", "--pool", filled))["no-growth"]["existing"] == 2
    filled.write_text(f"community,type,heads\n{codes[0]},community-worker.full,2\n9,lawyer,1\n")
    assert told("leaders", folder / "d", "--pool", filled, status=1)["error"]["facts"]["row"] == 3


def test_a_street_that_is_not_there_is_refused_and_lines_speak_both_languages(folder: Path) -> None:
    told("leaders", folder / "d", "--street", "nowhere", status=2)
    for language, words in (("zh", "零增编"), ("en", "No growth")):
        ran = gridwright("leaders", folder / "d", "--pool", folder / "pool.csv", "--lang", language)
        assert ran.exit_code == 0
        assert words in ran.stdout
        assert "{" not in ran.stdout
