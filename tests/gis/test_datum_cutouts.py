"""Layers of a town and a city, and parts of them by chance: caught when shifted, else left in peace."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.datum_cutouts import (
    SHIFTS,
    cut_out,
    errors_m,
    looked_at,
    qingdao_cases,
    redrawn,
    yanliang_cases,
)
from tests.shared import real_data
from tests.yanliang import yanliang

if TYPE_CHECKING:
    import geopandas as gpd

    from benchmarks.datum_cutouts import Case

LAYERS = (
    "buildings", "communities", "estates", "facilities", "net-cleaning", "net-police", "rail", "roads",
    "streets", "today", "units", "water",
)  # fmt: skip


@cache
def cases() -> dict[str, Case]:
    """Every layer of the built-in case."""
    return {case.name: case for case in yanliang_cases(yanliang())}


def caught(part: gpd.GeoDataFrame, case: Case, datum: str) -> bool:
    """Whether a shifted layer is told with its datum, to 5 m, and comes back to a tenth of a metre."""
    found = looked_at(part, case, datum).shift
    if found is None:
        return False
    assert (found.datum, found.reversed) == (datum, False)
    off, left = errors_m(part, case, datum, found.metres)
    assert off < 5
    assert left < 0.1
    return True


def test_every_layer_of_the_case_is_known() -> None:
    assert tuple(sorted(cases())) == LAYERS


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_of_yanliang_is_caught_when_shifted_and_left_in_peace_when_not(name: str) -> None:
    case = cases()[name]
    assert looked_at(case.layer, case, "").answer == "right"
    assert all(caught(case.layer, case, datum) for datum in SHIFTS)


def test_qingdao_is_caught_by_its_districts_and_these_by_the_outline_of_the_city() -> None:
    for case in qingdao_cases(real_data("qingdao")):
        if case.name in ("streets", "districts"):
            assert looked_at(case.layer, case, "").answer == "right", case.name
            assert all(caught(case.layer, case, datum) for datum in SHIFTS), case.name


def test_of_a_hundred_cut_outs_none_is_wronged_and_no_shifted_one_is_called_right() -> None:
    """What is too small to tell is `unsure`: less than a third of the parts."""
    chance, unsure = np.random.default_rng(3), 0
    for n in range(100):
        case = cases()[LAYERS[n % len(LAYERS)]]
        part = cut_out(case, chance)
        answer = looked_at(part, case, "").answer
        assert answer != "shifted", (n, case.name)
        unsure += answer == "unsure"
        if n % 5 == 0:
            datum = tuple(SHIFTS)[n // 5 % 2]
            assert caught(part, case, datum) or looked_at(part, case, datum).answer == "unsure", n
    assert unsure < 34


def test_a_layer_drawn_by_somebody_else_without_codes_is_not_wronged_either() -> None:
    """It shares no corner with the boundary, so that fewer can be told; but nothing false is."""
    chance = np.random.default_rng(5)
    for name in ("communities", "net-cleaning", "facilities", "water"):
        case = redrawn(cases()[name])
        for part in (case.layer, *(cut_out(case, chance) for _ in range(3))):
            assert looked_at(part, case, "", coded=False).answer != "shifted"
            assert looked_at(part, case, "gcj02", coded=False).answer != "right"
