"""Full-timers and gaps of a community dealt out to its patches, after only their numbers were decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.models.posts_model import PostsModel

    Ints = NDArray[np.int64]


class Gap(NamedTuple):
    """The `number`-th missing full-timer of a patch that needs so many: alike in many patches.

    `patch` is −1 where it stands for all patches of the community that have no part-timers.
    """

    community: int
    number: int
    of: int
    patch: int


def dealt(
    model: PostsModel, part: Ints, spared: Ints, gaps: Sequence[Gap], missing: Ints, settled: Ints
) -> tuple[Ints, Ints]:
    """Return heads by patch and kind, and gaps by patch.

    Part-timers by patch and kind, full-timers spared by patch, how many of alike gaps there are, and
    heads of each community by kind. Alike gaps go to the patches with least work; full-timers beyond
    all needs to the one with most.
    """
    short = _short(model, gaps, missing)
    heads = part.copy()
    full = np.array([kind.full_time for kind in model.types])
    seats = model.needed - spared - short
    for j in np.unique(model.community_of).tolist():
        own = np.flatnonzero(model.community_of == j)
        busiest = own[np.argmax(model.work_milli[own])]
        seats[busiest] += settled[j, full].sum() - seats[own].sum()
        where = np.repeat(own, seats[own])
        np.add.at(heads, (where, np.repeat(np.flatnonzero(full), settled[j, full])), 1)
    return heads, short


def _short(model: PostsModel, gaps: Sequence[Gap], missing: Ints) -> Ints:
    """Gaps of each patch."""
    short = np.zeros(model.work_milli.size, np.int64)
    needed, quiet = model.needed, np.argsort(model.work_milli, kind="stable")
    alone = {gap.patch for gap in gaps}
    for gap, count in zip(gaps, missing.tolist(), strict=True):
        if gap.patch >= 0:
            short[gap.patch] += count
        elif count:
            alike = [
                p
                for p in quiet.tolist()
                if needed[p] == gap.of and model.community_of[p] == gap.community and p not in alone
            ]
            short[alike[:count]] += 1
    return short
