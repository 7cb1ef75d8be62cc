"""Moves as people write them: read whatever the dash, and wrong ones say what would have matched."""

from __future__ import annotations

import contextlib
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from data.store import Store
from domain.errors import GridwrightError
from scenarios.choosing import Choosing
from scenarios.editing import Editing
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.typed_text import ARROWS, DASHES, WIDEST, Span, spans, typed
from scenarios.viewer import Viewer
from tests.drawn_town import town_with_estates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWN = town_with_estates()
STEMS = st.sampled_from(["", "1-", "u", "610114001001-", "甲"])
SUFFIXES = st.sampled_from(["", "号楼", "栋", "#"])
Ask = tuple[Choosing, str, str]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Choosing on a store with a town of estates; its district and a draft on today's grids."""
    store = Store(tmp_path)
    district = register_dataset(store, TOWN, shipped_standards()).id
    viewer = Viewer(store, tmp_path, OwnStandards(store, shipped_standards()))
    editing = Editing(store, viewer)
    yield Choosing(editing, viewer), district, editing.open(district, "")
    store.close()


@given(
    stem=STEMS, suffix=SUFFIXES, first=st.integers(0, 9999), more=st.integers(0, WIDEST - 1),
    width=st.integers(1, 5), dash=st.sampled_from(DASHES), short=st.booleans(),
)  # fmt: skip
def test_a_range_is_read_back_whatever_its_dash(
    *, stem: str, suffix: str, first: int, more: int, width: int, dash: str, short: bool
) -> None:
    near, far = f"{first:0{width}d}", f"{first + more:0{width}d}"
    word = f"{stem}{near}{'' if short else suffix}{dash}{'' if short else stem}{far}{suffix}"
    written = Span(
        stem=stem, first=first, last=first + more, width=width if near.startswith("0") else 1, suffix=suffix
    )
    read = [span for span in spans(word) if (span.stem, span.suffix) == (stem, suffix)]
    assert [(span.first, span.last) for span in read] == [(first, first + more)]
    assert read[0].names()[0] == f"{stem}{near}{suffix}"
    assert len(read[0].names()) == more + 1
    assert written.names()[-1] in {f"{stem}{first + more:0{len(near)}d}{suffix}", f"{stem}{far}{suffix}"}


@given(first=st.integers(1, 999), less=st.integers(1, 99))
def test_a_range_that_runs_downwards_is_none(first: int, less: int) -> None:
    assert spans(f"{first + less}–{first}号楼") == ()


@given(st.text(st.sampled_from("甲1290号楼栋-–~→> ，、划入Ａ"), max_size=24))
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    arrows = len(ARROWS.findall(unicodedata.normalize("NFKC", text).casefold()))
    if arrows != 1:
        with pytest.raises(GridwrightError, match="typed-arrow"):
            typed(text)
        return
    with contextlib.suppress(GridwrightError):  # nothing behind the arrow
        for word in typed(text).what:
            assert all(span.first <= span.last for span in spans(word))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("翠竹园 1–4号楼 → 002", [0, 1]),
        ("翠竹园1-4 栋->002", [0, 1]),
        ("社区1、翠竹园 ５～８ → 610114001001002", [10, 11]),
        ("翠竹园 1、3、7号楼 → 1002", [0, 1, 11]),
        ("翠竹园 => 1002", [0, 1, 10, 11]),
        ("翠竹园，槐荫园 → 1-002", [0, 1, 3, 10, 11, 13]),
        ("E2 2号楼 划入 1002", [3]),
        ("7号楼 → 1002", [11]),
        ("u0012至u0014 → 1002", [12, 13, 14]),
        ("12 14 → 1002", [12, 14]),
    ],
)
def test_what_is_written_is_found(ask: Ask, text: str, rows: list[int]) -> None:
    choosing, district, draft = ask
    units, to = choosing.typed(district, draft, text, [])
    assert (list(units), to) == (rows, 1)


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("翠竹园 1号楼", "value.typed-arrow", ""),
        ("翠竹园 1号楼 → ", "value.typed-arrow", ""),
        ("1号楼 → 1002", "value.typed-several", "槐荫园 · 翠竹园"),
        ("翠竹圆 1号楼 → 1002", "unknown.typed-nothing", "翠竹园"),
        ("翠竹园 9号楼 → 1002", "unknown.typed-nothing", "1–8号楼"),
        ("翠竹园 7–9号楼 → 1002", "unknown.typed-range", "9号楼"),
        ("翠竹园 1–800号楼 → 1002", "value.typed-wide", "500"),
        ("翠竹园 → 1009", "unknown.typed-grid", "610114001001002"),
        ("翠竹园 → 7", "unknown.typed-grid", "—"),
        ("u0004 → 1002", "value.typed-there", "610114001001002"),
        ("→ 1002", "value.typed-hand", ""),
    ],
)
def test_what_is_not_found_or_not_clear_says_so_with_what_there_is(
    ask: Ask, text: str, code: str, told: str
) -> None:
    choosing, district, draft = ask
    with pytest.raises(GridwrightError) as caught:
        choosing.typed(district, draft, text, [])
    assert caught.value.code == code
    assert told in " ".join(str(fact) for fact in caught.value.facts.values())


def test_without_words_the_units_in_the_hand_go_and_the_grid_of_their_community_is_meant(ask: Ask) -> None:
    choosing, district, draft = ask
    assert choosing.typed(district, draft, "→ 1002", [0, 1]) == ([0, 1], 1)
    assert choosing.typed(district, draft, "翠竹园 → 002", [])[1] == 1
    assert choosing.buildings(district, [0, 1, 2]) == 4
