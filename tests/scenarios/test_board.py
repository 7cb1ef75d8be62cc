"""The board of a round: what was sent is what came back and what is missing, street by street."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_services
from data.reference import shipped_standards
from data.settings import Settings
from data.store.records import ReturnRecord
from gis.dataset_folder import write_dataset
from scenarios.collection.board import board
from scenarios.collection.gathering import forms_on, street_of
from scenarios.collection.rounds import Rounds
from scenarios.commands.collection import Keeping
from scenarios.commands.versions import show_versions
from scenarios.own_standards import OwnStandards
from tests.returns import HEADS, ROOM, ROUND, come_back, fill, sent_out, tell
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

FORMS, STREET = forms_on(yanliang()), street_of(yanliang())
CODES = [form.code for form in FORMS]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "yanliang"
    write_dataset(without_details(yanliang()), folder)
    return folder


@pytest.fixture(scope="module")
def filled(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Six workbooks, filled in with the last figures."""
    out = tmp_path_factory.mktemp("round") / "out"
    sent_out(ground, out)
    paths = sorted(out.iterdir())[::20]
    for path in paths:
        fill(path)
    return paths


def hand_in(path: Path, to: Path, day: int, *, faults: int = 0) -> Path:
    """Hand in a workbook on a day of November, with so many empty cells."""
    to.mkdir(exist_ok=True)
    shutil.copy(path, to)
    if faults:
        book = openpyxl.load_workbook(to / path.name)
        for row in range(faults):
            book["摸底表"].cell(HEADS + 1 + row, ROOM).value = None
        book.save(to / path.name)
    noon = datetime(2026, 11, day, 12, tzinfo=UTC).timestamp()
    os.utime(to / path.name, (noon, noon))
    return to


@given(
    st.dictionaries(
        st.sampled_from(CODES),
        st.tuples(st.integers(0, 3), st.dates().map(lambda day: day.isoformat())),
        max_size=105,
    ),
    st.sets(st.sampled_from(CODES)),
)
def test_streets_add_up_whatever_came_back(came: dict[str, tuple[int, str]], merged: set[str]) -> None:
    records = [ReturnRecord(community=c, faults=f, came=d, at="") for c, (f, d) in came.items()]
    told = board(FORMS, STREET, records, merged, round_=ROUND)
    for street in told.streets:
        mine = {code for code in CODES if STREET[code] == street.street}
        assert street.sent == len(mine) == street.back + street.missing
        assert street.back == len(mine & set(came))
        assert street.faulty == sum(came[code][0] > 0 for code in mine & set(came))
        assert street.merged == len(mine & merged)
        assert street.last == max((came[code][1] for code in mine & set(came)), default="")
    for key in ("sent", "back", "faulty", "merged", "missing"):
        assert getattr(told.total, key) == sum(getattr(street, key) for street in told.streets)
    assert len(told.streets) == 7
    assert [row.community for row in told.communities] == CODES
    states = {row.community: row.state for row in told.communities}
    assert {code for code, state in states.items() if state == "faulty"} == {
        code for code, (faults, _) in came.items() if faults
    }


def test_the_board_remembers_every_folder_and_follows_versions_back(
    ground: Path, filled: list[Path], tmp_path: Path
) -> None:
    services = create_services(Settings(home=tmp_path / "home"))
    store, rounds = services.store, Rounds(services.store, OwnStandards(services.store, shipped_standards()))
    keeping = Keeping(rounds=rounds, series="city", who="planner")
    codes = [path.name[:12] for path in filled[:3]]
    first = hand_in(filled[0], tmp_path / "a", 3)
    hand_in(filled[1], first, 4, faults=2)
    told = come_back(ground, first, keeping=keeping)["board"]
    assert told["total"] | {"street": ""} == {
        "street": "", "sent": 105, "back": 2, "faulty": 1, "merged": 1, "missing": 103, "last": "2026-11-04",
    }  # fmt: skip
    by_code = {row["community"]: row for row in told["communities"]}
    assert [by_code[code]["state"] for code in codes] == ["merged", "faulty", "missing"]
    assert [by_code[code]["faults"] for code in codes] == [0, 2, 0]

    second = hand_in(filled[1], tmp_path / "b", 9)
    hand_in(filled[2], second, 10)
    come_back(ground, second, keeping=keeping)
    now = services.rounds.board("city")
    assert (now.round, now.total.back, now.total.faulty, now.total.merged) == (ROUND, 3, 0, 3)
    assert now.total.last == "2026-11-10"

    done = show_versions(store, rounds, "city", number=None, back=2, out=None, who="planner", tell=tell)
    assert done.document["board"]["total"]["merged"] == 1
    assert services.rounds.board("city").total.back == 3
    assert services.rounds.board("city", "2025-11").total.back == 0


def test_without_a_series_the_board_is_of_the_folder_alone(
    ground: Path, filled: list[Path], tmp_path: Path
) -> None:
    back = hand_in(filled[0], tmp_path / "a", 3)
    hand_in(filled[1], back, 4, faults=1)
    told = come_back(ground, back)["board"]["total"]
    assert (told["back"], told["faulty"], told["merged"], told["missing"]) == (2, 1, 0, 103)
    told = come_back(ground, back, tmp_path / "new")["board"]
    assert told["total"]["merged"] == 1
    assert [row["street"] for row in told["streets"]] == list(dict.fromkeys(STREET.values()))
    assert np.isin([row["state"] for row in told["communities"]], ["missing", "faulty", "merged"]).all()
