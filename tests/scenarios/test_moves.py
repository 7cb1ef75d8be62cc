"""Each piece of ground that moved names the strongest rule or wish that applied."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layouts.text import LANGUAGES, say
from scenarios.moves import WHYS, Move, moves
from tests.domain.test_judgement import with_estates
from tests.scenarios.scored import before_and_after
from tests.strategies import block_town


def whys(
    households: list[int],
    old: list[int],
    new: list[int],
    community_of: list[int] | None = None,
    estate_of: list[int] | None = None,
) -> list[Move]:
    """Moves in a row of blocks."""
    graph = block_town(len(old), 1, households, community_of)
    graph = with_estates(graph, estate_of) if estate_of else graph
    return list(moves(*before_and_after(graph, old, new, grids=max(*old, *new) + 1)))


@pytest.mark.parametrize(
    ("households", "old", "new", "why", "excess"),
    [
        ([700, 286, 300], [0, 0, 1], [0, 1, 1], "over", 486),
        ([400, 150], [0, 1], [0, 0], "under", 150),
        ([350, 100, 150], [0, 0, 1], [0, 1, 1], "joins-under", 150),
        ([450, 150, 300], [0, 0, 1], [0, 1, 1], "above-norm", 100),
        ([400, 250], [0, 1], [0, 0], "below-norm", 50),
        ([350, 100, 250], [0, 0, 1], [0, 1, 1], "joins-below-norm", 50),
        ([350, 100, 310], [0, 0, 1], [0, 1, 1], "lines", 0),
        ([250, 200], [0, 0], [0, 1], "number", 0),
    ],
)
def test_the_reason_and_its_excess(
    households: list[int], old: list[int], new: list[int], why: str, excess: int
) -> None:
    (move,) = whys(households, old, new)
    assert (move.why, move.excess) == (why, excess)


def test_ground_in_a_foreign_community_goes_home_first_of_all() -> None:
    (move,) = whys([500, 400, 300], [0, 0, 1], [0, 1, 1], community_of=[0, 1, 1])
    assert move.why == "community"


def test_a_detached_piece_is_reunited_with_what_it_touches() -> None:
    (move,) = whys([200, 150, 300, 100], [0, 0, 1, 0], [0, 0, 1, 1])
    assert (move.why, move.units.tolist()) == ("pieces", [3])


def test_an_estate_cut_today_is_mended() -> None:
    (move,) = whys([350, 100, 310], [0, 0, 1], [0, 1, 1], estate_of=[-1, 0, 0])
    assert move.why == "estate"


def test_a_move_knows_both_grids_before_and_after() -> None:
    (move,) = whys([486, 286, 100, 100], [0, 0, 1, 1], [0, 1, 1, 1])
    assert (move.left.households, move.left_after.households, move.left_after.band) == (772, 486, "ok")
    assert (move.joined_before.households, move.joined.households) == (200, 486)
    assert move.why == "above-norm"


def test_grids_that_begin_or_end_have_no_state_before_or_after() -> None:
    (split,) = whys([700, 286], [0, 0], [0, 1])
    assert (split.joined_before.code, split.joined_before.band) == ("", "empty")
    (merger,) = whys([400, 150], [0, 1], [0, 0])
    assert merger.left_after.code == ""


def test_each_reason_reads_as_a_sentence_with_no_fact_missing() -> None:
    (move,) = whys([700, 286, 300], [0, 0, 1], [0, 1, 1])
    for why in WHYS:
        for language in LANGUAGES:
            sentence = say(f"why.{why}", language, **replace(move, why=why).facts())
            assert "{" not in sentence
            assert "band." not in sentence
            assert sentence != f"why.{why}"


def test_all_moved_units_are_told_once() -> None:
    random = np.random.default_rng(5)
    graph = block_town(12, 12, random.integers(0, 60, 144).tolist())
    before, after = before_and_after(
        graph, random.integers(0, 9, 144).tolist(), random.integers(0, 9, 144).tolist(), grids=9
    )
    found = moves(before, after)
    units = np.concatenate([move.units for move in found])
    assert units.size == np.unique(units).size
    assert sum(move.households for move in found) == before.households[units].sum()
