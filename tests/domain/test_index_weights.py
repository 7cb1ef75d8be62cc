"""Weights of an index: published examples, properties of reciprocal matrices, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValueError
from domain.index_weights import entropy_weights, index_of, pair_weights

RANDOM = (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45)


def test_the_textbook_matrix_has_its_weights_and_ratio() -> None:
    found = pair_weights(np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]]), RANDOM)
    assert found.weights == pytest.approx([0.637, 0.258, 0.105], abs=5e-4)
    assert found.ratio == pytest.approx(0.033, abs=5e-4)


@given(st.lists(st.floats(0.05, 1.0), min_size=2, max_size=9))
def test_pairs_made_from_weights_give_them_back_without_contradiction(weights: list[float]) -> None:
    given_ = np.array(weights)
    found = pair_weights(given_[:, None] / given_, RANDOM)
    assert found.weights == pytest.approx(given_ / given_.sum(), rel=1e-6)
    assert found.ratio == pytest.approx(0, abs=1e-6)


def test_the_three_that_contradict_each_other_are_named() -> None:
    given_ = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
    pairs = given_[:, None] / given_
    pairs[1, 4], pairs[4, 1] = 1 / 6, 6.0
    found = pair_weights(pairs, RANDOM)
    assert found.ratio > 0.1
    assert found.worst is not None
    assert {1, 4} <= set(found.worst)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([[1, 3], [1, 1]], "pairs-reciprocal"),
        ([[1, -1], [-1, 1]], "pairs-positive"),
        ([[1, 2, 3], [1, 1, 1]], "pairs-size"),
        ([[1]], "pairs-size"),
        (np.ones((10, 10)).tolist(), "pairs-size"),
    ],
)
def test_tables_that_are_no_comparison_are_refused(pairs: list[list[float]], code: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        pair_weights(np.array(pairs, np.float64), RANDOM)
    assert refused.value.code == f"value.{code}"


def test_entropy_by_its_formula_and_all_on_the_one_that_is_uneven() -> None:
    even, uneven = np.array([2.0, 2.0, 2.0, 2.0]), np.array([8.0, 0.0, 0.0, 0.0])
    assert entropy_weights(np.column_stack([even, uneven])) == pytest.approx([0.0, 1.0])
    half = np.array([4.0, 4.0, 0.0, 0.0])  # e = ln 2 / ln 4 = 1/2
    assert entropy_weights(np.column_stack([half, uneven])) == pytest.approx([1 / 3, 2 / 3])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ([[1.0, 1.0], [1.0, 1.0]], "entropy-even"), ([[1.0, 0.0], [1.0, 0.0]], "entropy-counts"),
        ([[-1.0], [2.0]], "entropy-counts"), ([[1.0]], "entropy-counts"),
    ],
)  # fmt: skip
def test_counts_without_weights_are_refused(values: list[list[float]], code: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        entropy_weights(np.array(values))
    assert refused.value.code == f"value.{code}"


def test_the_index_is_one_on_the_mean_and_moves_by_its_weight() -> None:
    values = np.array([[10.0, 1.0], [20.0, 3.0], [30.0, 2.0]])
    weights = np.array([0.75, 0.25])
    index = index_of(values, weights)
    assert index.mean() == pytest.approx(1.0)
    assert index_of(values * [1.0, 100.0], weights) == pytest.approx(index)
    assert index[1] == pytest.approx(0.75 * 1.0 + 0.25 * 1.5)
