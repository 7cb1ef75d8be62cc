"""The desk keeps who is there today, and works posts out anew with them."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from dash import no_update

from domain.errors import FormatError
from domain.posts import Pool
from domain.staffing import Staffing
from layouts.rooms.staffing import advisers, leaders, one_page, pool, roles
from layouts.rooms.staffing.heads import words_of
from layouts.view import View
from tests.browser.reviewed_town import reviewed_town

if TYPE_CHECKING:
    from scenarios.services import Services

HEADS = """社区,岗位,人数
610114001001,社区工作者（专职）,3
610114001002,村干部兼任（兼职）,2
部门,劳务派遣/购买服务（专职）,1
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, str, str]:
    """Services, the drawn town, and its plan B."""
    services, _, district, plan = reviewed_town(tmp_path_factory.mktemp("home"))
    return services, district, plan


def test_heads_are_kept_and_posts_follow_them(desk: tuple[Services, str, str]) -> None:
    services, district, plan = desk
    staffing, words = services.staffing, words_of(services)
    before = services.desk.staffed(district, plan).readings["hours"]
    assert isinstance(before, Staffing)
    assert before.heads.existing == 0
    assert staffing.take_in(district, HEADS.encode("gbk"), "heads.csv", words) == 6
    after = services.desk.staffed(district, plan).readings["hours"]
    assert isinstance(after, Staffing)
    assert after.heads.existing == 6
    assert (
        after.heads.retain + after.heads.transfer + after.heads.recruit + after.heads.short
        == after.heads.posts
    )
    legal = [Pool(community="", type="lawyer", heads=2)]
    assert staffing.keep(district, legal, ["lawyer"]) == 8
    assert staffing.take_in(district, HEADS.encode(), "heads.csv", words) == 8  # lawyers stay
    assert len(staffing.roster(district).advisers) == 1
    with pytest.raises(FormatError):
        staffing.take_in(district, "社区,岗位,人数\n无此社区,律师,1\n".encode(), "x.csv", words)
    assert sum(entry.heads for entry in staffing.pool(district)) == 8


def test_a_leader_sees_today_beside_plans_and_ways_where_there_is_none(
    desk: tuple[Services, str, str],
) -> None:
    services, district, plan = desk
    services.staffing.take_in(district, HEADS.encode(), "heads.csv", words_of(services))
    today, drawn = services.staffing.one_page(district, [plan])
    assert (today.baseline, today.people, today.crossed) == (True, 6, None)
    assert today.yuan == 3 * 60_000 + 2 * 6_000 + 55_000
    comparison = services.desk.comparison(district, "", plan)
    assert drawn.over == comparison.metrics["grids-over-limit"].values[1]
    assert drawn.load is not None
    assert drawn.load <= 1
    worse = len(comparison.differences[0].worse_off)
    assert (drawn.losing is not None) == (worse > 0)
    view = View(district=district, room="staff", step="leaders", scenario=plan)
    found = services.staffing.leaders(district, plan)
    told = one_page.sentences(view, found, (today, drawn))
    assert len(told) == 3
    assert "{" not in "".join(told)
    assert "现有 6 人" in told[0]
    assert "方案 B" in told[2]
    assert services.staffing.seconds(district, plan) == 2  # a few grids, at 20 a second
    page = str(leaders.told(view.at(ask="300000"), services))
    assert "全年经费 30.0 万元以内" in page
    assert "公开数据供参考" in page


def test_who_is_not_there_is_not_counted_in_noughts(desk: tuple[Services, str, str]) -> None:
    services, district, plan = desk
    view = View(district=district, room="staff", step="leaders", scenario=plan)
    every = [*words_of(services).values()]
    worker = words_of(services)["社区工作者（专职）"]
    services.staffing.keep(district, [Pool(community="610114001001", type=worker, heads=1)], every)
    found = services.staffing.leaders(district, plan)
    told = one_page.sentences(view, found, services.staffing.one_page(district, [plan]))
    assert "有的网格没有人" in told[0]
    assert "无人的工作量" not in told[0]
    page = str(advisers.layout(view.at(step="advisers"), services))
    assert "至少要" in page
    assert "用顾问 0 名" not in page
    services.staffing.keep(district, [Pool(community="", type="lawyer", heads=2)], ["lawyer"])
    assert "共有 2 名" in str(advisers.layout(view.at(step="advisers"), services))


def test_a_role_that_cannot_be_counted_has_no_gap(desk: tuple[Services, str, str]) -> None:
    services, district, plan = desk
    view = View(district=district, room="staff", step="roles", scenario=plan)
    page = str(roles.told(view, services))
    assert re.search(r"党建指导员.*?Td\('缺数据'\).*?Td\('23 人'\), Td\('–'\)", page)
    assert re.search(r"督导组.*?Td\('18 人'\), Td\('0 人'\)", page)


def test_what_the_page_of_heads_says_follows_what_was_saved(desk: tuple[Services, str, str]) -> None:
    services, district, _ = desk
    view = View(district=district, room="staff", step="pool")
    told, known, rows = pool.taken_in(view, services, f"x,{b64encode(HEADS.encode()).decode()}", "heads.csv")
    heads = sum(entry.heads for entry in services.staffing.pool(district))
    assert f"共 {heads} 人" in str(told)
    assert f"{heads} 人" in known
    assert rows
    refused = pool.taken_in(view, services, f"x,{b64encode(b'a,b').decode()}", "heads.csv")
    assert refused[1:] == (no_update, no_update)
