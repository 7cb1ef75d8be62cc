"""Heads of today come back from the form as they went out, and a faulty row is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import FormatError
from domain.posts import LOT, Pool
from domain.units import Level
from scenarios.pool_table import filled_pool, form_csv

AREAS = Level(
    key="community",
    codes=("001", "002", "003", "004"),
    names=("东街社区", "西街社区", "同名村", "同名村"),
    kinds=("town",) * 4,
    of_unit=np.zeros(0, np.int32),
)
WORDS = {"a.full": "专职", "b.part": "兼职"}
KINDS = {word: key for key, word in WORDS.items()} | {key: key for key in WORDS}


def filled(text: str, encoding: str = "utf-8") -> tuple[Pool, ...]:
    return filled_pool(text.encode(encoding), "heads.csv", AREAS, KINDS)


@given(
    st.lists(st.tuples(st.sampled_from([*AREAS.codes, LOT]), st.sampled_from([*WORDS])), unique=True),
    st.booleans(),
)
def test_the_form_comes_back_as_it_went_out(entries: list[tuple[str, str]], chinese: bool) -> None:  # noqa: FBT001
    pool = [Pool(community=code, type=kind, heads=n + 1) for n, (code, kind) in enumerate(entries)]
    names = dict(zip(AREAS.codes, AREAS.names, strict=True)) | {LOT: "部门"}
    again = filled_pool(form_csv(pool, names, WORDS, chinese=chinese), "form.csv", AREAS, KINDS)
    assert len(again) == len(names) * len(WORDS)
    assert {entry for entry in again if entry.heads} == set(pool)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_names_departments_and_empty_cells_are_understood(encoding: str) -> None:
    found = filled("社区,岗位,人数\n东街社区,专职,2\n002,b.part,\n部门,专职,3\n", encoding)
    assert found == (
        Pool(community="001", type="a.full", heads=2),
        Pool(community="002", type="b.part", heads=0),
        Pool(community=LOT, type="a.full", heads=3),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("同名村,专职,1", "format.pool-community"),  # two communities have this name
        ("005,专职,1", "format.pool-community"),
        ("001,临时,1", "format.pool-kind"),
        ("001,专职,两", "format.pool-heads"),
        ("001,专职,-1", "format.pool-heads"),
    ],
)
def test_a_faulty_row_is_named(row: str, code: str) -> None:
    with pytest.raises(FormatError) as told:
        filled(f"社区,岗位,人数\n002,专职,1\n{row}\n")
    assert told.value.code == code
    assert told.value.facts["row"] == 3


def test_other_columns_are_refused() -> None:
    with pytest.raises(FormatError) as told:
        filled("村,人\n东街,2\n")
    assert told.value.code == "format.columns"
