"""Warming up is drawing rows whose best plans are known."""

from __future__ import annotations

from optimizer.redraw import warm


def test_rows_in_three_have_two_cuts() -> None:
    assert warm() == (2.0, 2.0)
