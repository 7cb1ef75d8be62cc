"""What the editing page says of a stroke is never an empty box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.reference import shipped_standards
from data.store import Store
from layouts.rooms.editing.words import refused
from scenarios.editing import Editing
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.viewer import Viewer
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from layouts.text import Language


@pytest.mark.parametrize(
    ("language", "nothing"), [("zh_Hans", "已在 610114001001001 中"), ("en", "in 610114001001001 already")]
)
def test_a_stroke_that_moves_nothing_says_so_and_one_that_breaks_a_law_says_which(
    tmp_path: Path, language: Language, nothing: str
) -> None:
    store, standards = Store(tmp_path), shipped_standards()
    district = register_dataset(store, drawn_town(), standards).id
    editing = Editing(store, Viewer(store, tmp_path, OwnStandards(store, shipped_standards())))
    draft = editing.open(district, "")
    same = editing.stroke(district, draft, [0, 1], 0)
    assert not same.made
    (told,) = refused(same, 0, language)
    assert nothing in str(told)
    assert "over" not in str(told)
    other = refused(editing.stroke(district, draft, [5], 1), 1, language)
    assert "over" in str(other[0])
    assert editing.draft(draft).edits == ()
    store.close()
