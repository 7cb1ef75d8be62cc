"""Heads dealt to places one by one: to each its least first, then where most people are for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def dealt_heads(
    heads: int, least: NDArray[np.int64], most: NDArray[np.int64], people: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the heads of each place; of equal claims the first place's counts.

    The next head goes where people over heads, that one included, are most (highest averages,
    d'Hondt): among places below their least, else among those below their most. What is left when
    all have their most is dealt to nobody.
    """
    given = np.zeros(people.size, np.int64)
    for _ in range(heads):
        open_ = given < least
        open_ = open_ if open_.any() else given < most
        if not open_.any():
            break
        given[int(np.where(open_, people / (given + 1), -1.0).argmax())] += 1
    return given
