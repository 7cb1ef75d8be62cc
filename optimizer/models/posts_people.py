"""Columns and rows of the people of today: who leaves, who moves where, who joins.

A district has a move between every two communities, far more than anybody takes. So near ones are
columns, with those of department staff, who are as near to all; for each other place one column stands
for all its far moves at the price of the nearest of them. That asks for less than the truth: an answer
that takes none of these is the best of all, and a place that takes one gets all its moves in a next round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from optimizer.models.matrix import PART
from optimizer.models.posts_model import YUAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.models.matrix import Matrix
    from optimizer.models.posts_model import PostsModel

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

METRES_A_KM: Final = 1000.0
NEAR: Final = 36
"""Nearest communities to which a move is a column of its own from the start."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class People:
    """Columns of heads who leave, move and join, each beside its places and kind, and rows of full-timers.

    `far` are the columns that stand for far moves, `far_from` their places; `cover` has one row for each
    community.
    """

    source: tuple[Ints, Ints]
    release: Ints
    arc: tuple[Ints, Ints, Ints]
    move: Ints
    joined: tuple[Ints, Ints]
    recruit: Ints
    far_from: Ints
    far: Ints
    cover: Ints


def going_far(people: People, values: NDArray[np.float64] | Ints) -> Flags:
    """Return the places that an answer sends somebody far from, or a part of a head."""
    taken = np.zeros(people.cover.size + 1, bool)
    taken[people.far_from[values[people.far] > PART]] = True
    return taken


def people_columns(matrix: Matrix, model: PostsModel, whole: Flags) -> People:
    """Write down that everybody of today goes somewhere or stays, and count full-timers by community.

    `whole` are the places from which every move is a column.
    """
    prices, lot = model.prices, len(model.existing) - 1
    recruitable, fte, yearly = (
        np.array([getattr(kind, name) for kind in model.types])
        for name in ("recruitable", "fte", "yearly_yuan")
    )
    staffed = np.isin(np.arange(lot + 1), model.community_of)
    i, q = np.nonzero(model.existing)
    today = model.existing[i, q]
    s, j, ways, away, beyond = _ways(model, i, q, staffed, whole)
    to, kind = np.nonzero(staffed[:lot, None] & recruitable[None, :])
    people = People(
        source=(i, q),
        release=matrix.columns(YUAN * (prices.release - prices.post * fte[q]), today),
        arc=(i[s], j, q[s]),
        move=matrix.columns(YUAN * ways, today[s]),
        joined=(to, kind),
        recruit=matrix.columns(YUAN * (yearly[kind] + prices.recruit_once + prices.post * fte[kind]), np.inf),
        far_from=i[away],
        far=matrix.columns(YUAN * beyond, today[away]),
        cover=_cover(matrix, model, staffed[:lot]),
    )
    gone = matrix.rows(np.where(staffed[i], 0, today), today)
    _leave(matrix, model, people, gone, (np.arange(i.size), s, away))
    _arrive(matrix, model, people, staffed[:lot])
    return people


def _cover(matrix: Matrix, model: PostsModel, staffed: Flags) -> Ints:
    """Rows by which each community has the full-timers that its patches need, beyond those of today."""
    full = np.array([kind.full_time for kind in model.types])
    needed = np.bincount(model.community_of, model.needed, staffed.size)
    return matrix.rows(np.where(staffed, needed - model.existing[:-1, full].sum(axis=1), -np.inf), np.inf)


def _leave(
    matrix: Matrix, model: PostsModel, people: People, gone: Ints, sources: tuple[Ints, Ints, Ints]
) -> None:
    """Count who is redeployed, moves or goes far out of today's heads, and full-timers out of their place."""
    full = np.array([kind.full_time for kind in model.types])
    place, kind = people.source
    here = (place < people.cover.size) & full[kind]
    for column, at in zip((people.release, people.move, people.far), sources, strict=True):
        matrix.put(gone[at], column, 1)
        matrix.put(people.cover[place[at[here[at]]]], column[here[at]], -1)


def _arrive(matrix: Matrix, model: PostsModel, people: People, staffed: Flags) -> None:
    """Count full-timers who move in, join, or come from anywhere far."""
    full = np.array([kind.full_time for kind in model.types])
    for (place, kind), column in (
        ((people.arc[1], people.arc[2]), people.move),
        (people.joined, people.recruit),
    ):
        matrix.put(people.cover[place[full[kind]]], column[full[kind]], 1)
    if people.far.size:
        arrive = matrix.columns(np.zeros(staffed.size), np.where(staffed, np.inf, 0))
        matrix.put(people.cover, arrive, 1)
        through = matrix.rows([0.0], 0)
        matrix.put(through, people.far, 1)
        matrix.put(through, arrive, -1)


def _ways(
    model: PostsModel, i: Ints, q: Ints, staffed: Flags, whole: Flags
) -> tuple[Ints, Ints, NDArray[np.float64], Ints, NDArray[np.float64]]:
    """Moves as source, target and price, and sources of far moves with the least price of them."""
    lot = len(staffed) - 1
    movable = np.array([kind.movable for kind in model.types])
    metres = np.where(
        (movable[q] | (i == lot))[:, None] & staffed[None, :lot] & (i[:, None] != np.arange(lot)),
        model.distance_m[i],
        np.inf,
    )
    rank = np.argsort(np.argsort(metres, axis=1, kind="stable"), axis=1)
    near = whole[i][:, None] | (rank < NEAR)
    price = model.prices.transfer_once + model.prices.transfer_km * metres / METRES_A_KM
    s, j = np.nonzero(near & np.isfinite(price))
    beyond = np.where(near, np.inf, price).min(axis=1, initial=np.inf)
    away = np.flatnonzero(np.isfinite(beyond))
    return s, j, price[s, j], away, beyond[away]
