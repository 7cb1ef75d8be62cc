"""Warming up is a redraw small enough to know its answer."""

from __future__ import annotations

from optimizer.redraw import warm


def test_a_row_in_three_has_two_cuts() -> None:
    assert warm() == 2.0
