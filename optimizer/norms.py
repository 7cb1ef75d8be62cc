"""What a norm allows a community's total: how many grids fit, and what total would."""

from __future__ import annotations


def fitting(households: int, low: int, high: int, room: int) -> tuple[int, int]:
    """Return the fewest and the most grids whose even size lies in a band; (1, 0) where none does."""
    fewest = max(1, -(-households // high)) if high else 1
    most = min(room, households // low) if low else room
    return (fewest, most) if fewest <= most else (1, 0)


def nearest_total(households: int, low: int, high: int) -> int:
    """Return the total nearest to `households` that some number of grids inside the band adds up to."""
    around = range(max(1, households // max(high, 1)), households // max(low, 1) + 2)
    return min(
        (min(max(households, k * low), k * high) for k in around),
        key=lambda total: (abs(total - households), total),
    )
