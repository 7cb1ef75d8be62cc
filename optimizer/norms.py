"""What a norm allows a community's total where there is only so much room for grids."""

from __future__ import annotations

from domain.bands import fitting_counts


def fitting(households: int, low: int, high: int, room: int) -> tuple[int, int]:
    """Return the fewest and the most grids, at most `room`, that fit a band; (1, 0) where none does."""
    fewest, most = fitting_counts(households, low, high)
    most = min(most, room) if low else room
    return (fewest, most) if fewest <= most else (1, 0)
