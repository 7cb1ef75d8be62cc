"""Agreement of two divisions, against every pair of their members and against worked examples."""

from __future__ import annotations

from itertools import combinations, permutations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.measures.agreement import (
    Crosswalk,
    adjusted_rand,
    crossed_weight,
    crosswalk,
    jaccard,
    moved_weight,
    nesting_ratio,
    normalised_variation,
    purity,
    split_weight,
    variation_of_information,
)

LABELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=8)


def of_parts(parts: list[tuple[int, int, int]], size: int = 4) -> Crosswalk:
    """A crosswalk of units given as (old, new, weight)."""
    old, new, weight = np.array(parts).T
    return crosswalk(old, new, weight, size, size)


# A of 600 gives 100 to B of 400; A of 1000 is halved.
GIVES = of_parts([(0, 0, 500), (0, 1, 100), (1, 1, 400)], 2)
HALVED = of_parts([(0, 0, 500), (0, 1, 500)], 2)


def test_the_three_movement_numbers_of_the_two_worked_examples() -> None:
    kept = np.array([0, 1])
    assert moved_weight(GIVES, kept) / GIVES.total == pytest.approx(0.10)
    assert crossed_weight(GIVES) / GIVES.total == pytest.approx(0.10)
    assert split_weight(GIVES) == 600
    assert moved_weight(HALVED, np.array([0, -1])) / HALVED.total == pytest.approx(0.50)
    assert crossed_weight(HALVED) == 0
    assert split_weight(HALVED) == 1000


def test_golden_values_of_the_classical_indices() -> None:
    assert jaccard(GIVES, np.array([0, 1])) == pytest.approx([0.8333, 0.80], abs=5e-5)
    assert adjusted_rand(GIVES) == pytest.approx(0.639654, abs=5e-7)
    assert variation_of_information(GIVES) == pytest.approx(0.520538, abs=5e-7)
    assert normalised_variation(GIVES) == pytest.approx(0.551798, abs=5e-7)


@given(LABELS)
def test_adjusted_rand_counts_pairs_of_households(parts: list[tuple[int, int, int]]) -> None:
    people = [(old, new) for old, new, weight in parts for _ in range(weight)]
    pairs = list(combinations(people, 2))
    both = sum(a[0] == b[0] and a[1] == b[1] for a, b in pairs)
    old, new = (sum(a[side] == b[side] for a, b in pairs) for side in (0, 1))
    expected = old * new / len(pairs) if pairs else 0.0
    most = (old + new) / 2
    index = 1.0 if most == expected else (both - expected) / (most - expected)
    assert adjusted_rand(of_parts(parts)) == pytest.approx(index, abs=1e-9)


@given(LABELS)
def test_variation_of_information_is_what_each_leaves_unsaid_of_the_other(
    parts: list[tuple[int, int, int]],
) -> None:
    people = [(old, new) for old, new, weight in parts for _ in range(weight)]
    unsaid = 0.0
    for side in (0, 1):
        for pair in set(people):
            both = people.count(pair)
            own = sum(person[side] == pair[side] for person in people)
            unsaid -= both / len(people) * log(both / own)
    assert variation_of_information(of_parts(parts)) == pytest.approx(unsaid, abs=1e-9)


@given(LABELS)
def test_split_and_crossed_count_household_by_household(parts: list[tuple[int, int, int]]) -> None:
    cross = of_parts(parts)
    divided = {old for old in range(4) if len({n for o, n, _ in parts if o == old}) > 1}
    assert split_weight(cross) == sum(weight for old, _, weight in parts if old in divided)
    stay = sum(
        max(sum(w for o, n, w in parts if (o, n) == (old, new)) for old in range(4)) for new in range(4)
    )
    assert crossed_weight(cross) == cross.total - stay


@given(LABELS, st.permutations(range(4)), st.permutations(range(4)))
def test_renaming_areas_changes_nothing(
    parts: list[tuple[int, int, int]], old_names: list[int], new_names: list[int]
) -> None:
    cross = of_parts(parts)
    renamed = of_parts([(old_names[old], new_names[new], weight) for old, new, weight in parts])
    for measure in (
        adjusted_rand, variation_of_information, split_weight, crossed_weight, nesting_ratio, purity,
    ):  # fmt: skip
        assert measure(renamed) == pytest.approx(measure(cross), abs=1e-12)


@given(LABELS)
def test_the_same_division_twice_agrees_wholly(parts: list[tuple[int, int, int]]) -> None:
    same = of_parts([(old, old, weight) for old, _, weight in parts])
    assert adjusted_rand(same) == nesting_ratio(same) == purity(same) == 1
    assert variation_of_information(same) == pytest.approx(0, abs=1e-12)
    assert split_weight(same) == crossed_weight(same) == moved_weight(same, np.arange(4)) == 0


@given(LABELS)
def test_no_naming_of_successors_moves_less_than_the_crossed_households(
    parts: list[tuple[int, int, int]],
) -> None:
    cross = of_parts(parts)
    least = min(moved_weight(cross, np.array(names)) for names in permutations(range(4)))
    assert least >= crossed_weight(cross)


def test_unassigned_units_are_in_no_row() -> None:
    cross = crosswalk(np.array([-1, 0, 0]), np.array([0, -1, 0]), np.array([5, 6, 7]), 1, 1)
    assert (cross.weight.tolist(), cross.units.tolist()) == ([7], [1])


def test_nesting_needs_nearly_all_of_an_area_in_one() -> None:
    assert nesting_ratio(of_parts([(0, 0, 95), (0, 1, 5), (1, 1, 94), (1, 0, 6)], 2)) == 0.5
    assert purity(of_parts([(0, 0, 95), (0, 1, 5), (1, 1, 94), (1, 0, 6)], 2)) == pytest.approx(189 / 200)
