"""What the drawing room says follows from the numbers, checked by hand and by trying every number."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from data.store.records import PartRecord
from layouts.apportionment import why_text
from layouts.falling import EDGE, HEIGHT, WIDTH, drawn
from layouts.grid_card import split_text
from layouts.grid_table import Chosen, grid_of_row
from layouts.maps import GREYS, SOFT_FILLS, making_colours
from layouts.redraw_fields import Fields, norm_errors, settings_of
from layouts.rooms.home import command
from scenarios.making import making_of
from scenarios.needs import Need, need_of, worst_streets

TOWN = shipped_standards().grid_type("town")


def need(households: int, *, grids: int = 1, over: int = 0, street: str = "街道") -> Need:
    """A town community of so many households."""
    return need_of("1", "社区", street, TOWN, households, grids=grids, over=over)


@given(st.integers(0, 5000), st.integers(1, 20))
def test_a_need_is_what_trying_every_number_of_grids_finds(households: int, grids: int) -> None:
    fitting = [
        k
        for k in range(1, households + 2)
        if TOWN.norm_low <= households // k and -(-households // k) <= TOWN.norm_high
    ]
    found = need(households, grids=grids)
    assert found.unavoidable == (not fitting)
    if fitting:
        assert (found.low, found.high) == (fitting[0], fitting[-1])
        assert found.low <= found.best <= found.high
        assert grids + found.missing - found.spare in fitting
    assert found.missing == 0 or found.spare == 0


@pytest.mark.parametrize(
    ("households", "told"),
    [
        (1120, "该社区 1120 户，可设 3 格（平均 373 户）。不能设 2 格：每格将达 560 户，超过上限 500 户。"),
        (900, "该社区 900 户，可设 2 格（平均 450 户）。不能设 1 格：每格将达 900 户，超过上限 500 户。"),
        (450, "该社区 450 户，可设 1 格（平均 450 户）。不能设 2 格：每格只有 225 户，低于下限 300 户。"),
        (
            560,
            "本社区 560 户：设 1 格每格超上限 60 户，设 2 格每格低于下限 20 户。按“可接受”处理，或修改规则。",
        ),
        (120, "本社区 120 户，不足一格的下限 300 户：整建制单格。"),
    ],
)
def test_why_a_community_gets_its_number_of_grids(households: int, told: str) -> None:
    assert why_text(need(households), "zh_Hans") == told


@given(st.integers(0, 5000), st.sampled_from(["zh_Hans", "en"]))
def test_every_total_has_its_reason(households: int, language: str) -> None:
    told = why_text(need(households), language)
    assert told
    assert "{" not in told


def test_a_grid_over_limit_is_split_into_the_fewest_that_fit_and_a_small_one_grows() -> None:
    assert split_text(2551, need(3220), "zh_Hans") == "本网格 2551 户，按标准应拆成 6 格（平均 425 户）。"
    assert "低于容许下限 200 户" in split_text(158, need(3220), "zh_Hans")


def test_the_streets_with_most_over_limit_come_first() -> None:
    needs = [need(900, grids=g, over=o, street=s) for s, g, o in (("甲", 4, 1), ("乙", 5, 3), ("甲", 2, 1))]
    assert worst_streets(needs, 3) == [("乙", 3, 5), ("甲", 2, 6)]
    assert worst_streets(needs, 1) == [("乙", 3, 5)]


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        (None, "", (False, False)),
        (300, 500, (False, False)),
        (300, None, (False, True)),
        ("", 500, (True, False)),
        (0, 500, (True, False)),
        (600, 500, (True, False)),
    ],
)
def test_a_wrong_norm_is_told_at_its_field(
    low: int | str | None, high: int | str | None, wrong: tuple[bool, bool]
) -> None:
    assert tuple(bool(told) for told in norm_errors(low, high, "zh_Hans")) == wrong


def test_the_form_means_what_its_buttons_say() -> None:
    fields = Fields(low="", high=None, cross=10, grids=300, seed=4, effort="quick")
    fix, full = settings_of(fields, only_over=True), settings_of(fields, only_over=False)
    assert (fix.task, fix.grids, fix.cross, fix.seed, fix.effort) == ("only-over", None, 0.1, 4, "quick")
    assert (full.task, full.grids, full.cross) == ("count", 300, None)
    assert settings_of(Fields(), only_over=False).task == "norm"
    assert settings_of(Fields(seed=0), only_over=False).seed == 0


def test_a_plan_in_the_making_is_grey_until_its_parts_are_settled() -> None:
    parts = [_part(0, [0, 1, 2], [0, 0, 1], done=True), _part(1, [3, 4], [2, 2], done=False)]
    making = making_of(parts, 6)
    assert making.grid_of.tolist() == [0, 0, 1, 2, 2, -1]
    assert making.settled.tolist() == [True, True, False]
    assert making.begun == pytest.approx(5 / 6)
    assert [colour in SOFT_FILLS for colour in making_colours(making.settled)] == [True, True, False]
    assert making_colours(making.settled)[2] in GREYS
    assert making_of([], 6).settled.size == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 999), st.floats(0, 1e6)), min_size=2, max_size=30, unique_by=lambda p: p[0]
    )
)
def test_the_falling_line_stays_in_its_picture(trace: list[tuple[float, float]]) -> None:
    points = re.search(r'points="([^"]*)"', drawn(sorted(trace)))
    assert points is not None
    x, y = zip(*(map(float, point.split(",")) for point in points[1].split()), strict=True)
    assert list(x) == sorted(x)
    assert (min(x), max(x)) == (EDGE, WIDTH - EDGE)
    assert min(y) >= EDGE
    assert max(y) <= HEIGHT - EDGE


def test_commands_are_written_for_the_system_they_are_typed_on() -> None:
    assert (
        command("serve {folder}{slash}desk", "windows")
        == r".venv\Scripts\gridwright.exe serve D:\wangge\desk"
    )
    assert command("serve {folder}{slash}desk", "others") == ".venv/bin/gridwright serve ~/wangge/desk"


def _part(number: int, units: list[int], grids: list[int], *, done: bool) -> PartRecord:
    return PartRecord(
        part=number,
        seq=number,
        code=str(number),
        proposals=0,
        value=0.0,
        done=done,
        proven=False,
        units=np.array(units, "<i4").tobytes(),
        grids=np.array(grids, "<i4").tobytes(),
    )


@pytest.mark.parametrize(
    ("chosen", "grid"),
    [(None, None), ([], None), ([{"id": "7"}], 7), ({"ids": ["7"]}, 7), ({"ids": []}, None)],
)
def test_a_chosen_row_names_its_grid_however_the_table_tells_it(chosen: Chosen, grid: int | None) -> None:
    assert grid_of_row(chosen) == grid
