"""Columns and rows of what is missing, and of part-timers who spare full-timers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.models.posts_dealt import Gap
from optimizer.models.posts_model import MILLI, YUAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.models.matrix import Matrix
    from optimizer.models.posts_model import PostsModel
    from optimizer.models.posts_people import People

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gaps:
    """Gaps that are alike, and the column that counts each."""

    alike: tuple[Gap, ...]
    missing: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Columns of part-timers by patch and kind, and of full-timers whom they spare, by patch."""

    at: tuple[Ints, Ints]
    heads: Ints
    of: Ints
    spared: Ints


def gap_columns(matrix: Matrix, model: PostsModel, cover: Ints) -> Gaps:
    """Write down the posts that may be missing, alike ones together."""
    with_parts = set(np.nonzero(_kinds(model))[0].tolist())
    alike: dict[Gap, int] = {}
    for p, (j, need, least) in enumerate(
        zip(model.community_of.tolist(), model.needed.tolist(), model.full_least.tolist(), strict=True)
    ):
        own = p if j in with_parts and need > least else -1
        for k in range(1, need + 1):
            gap = Gap(community=j, number=k, of=need, patch=own)
            alike[gap] = alike.get(gap, 0) + 1
    prices = model.prices
    spread = np.array([gap.number / gap.of for gap in alike])
    missing = matrix.columns(
        YUAN * (prices.post + prices.short * (1.0 + prices.short_spread * spread)), list(alike.values())
    )
    matrix.put(cover[np.array([gap.community for gap in alike], np.int64)], missing, 1)
    return Gaps(alike=tuple(alike), missing=missing)


def part_columns(matrix: Matrix, model: PostsModel, people: People, gaps: Gaps) -> Parts:
    """Write down that part-timers stand on patches of their community and spare full-timers there."""
    p, q = np.nonzero(_kinds(model)[model.community_of])
    parts = matrix.columns(np.zeros(p.size), np.inf)
    _conserve(matrix, model, people, p, q, parts)
    milli = np.array([round(kind.fte * MILLI) for kind in model.types])
    gap_of = dict(zip(gaps.alike, gaps.missing.tolist(), strict=True))
    most = _most_time(model)
    of: list[int] = []
    spared: list[int] = []
    for patch in np.unique(p).tolist():
        community, need = int(model.community_of[patch]), int(model.needed[patch])
        times = _times(model, patch)
        columns = matrix.columns(np.zeros(times.size), np.cumsum(times) <= most[community])
        here = p == patch
        row = matrix.rows([0.0], np.inf)
        matrix.put(row, columns, -times)
        matrix.put(row, parts[here], milli[q[here]])
        matrix.put(people.cover[community], columns, 1)
        missing = [gap_of[Gap(community, k, need, patch)] for k in range(1, times.size + 1)]
        either = matrix.rows(np.full(times.size, -np.inf), 1)
        matrix.put(either, columns, 1)
        matrix.put(either, np.array(missing, np.int64), 1)
        if times.size > 1:  # the first is spared before the second, so that what is missing is the dearest
            row = matrix.rows(np.full(times.size - 1, -np.inf), 0)
            matrix.put(row, columns[1:], 1)
            matrix.put(row, columns[:-1], -1)
        of += [patch] * times.size
        spared += columns.tolist()
    return Parts(at=(p, q), heads=parts, of=np.array(of, np.int64), spared=np.array(spared, np.int64))


def _kinds(model: PostsModel) -> NDArray[np.bool_]:
    """Kinds of part-timers that each community can come by; shape (communities, kinds)."""
    part = np.array([not kind.full_time for kind in model.types])
    recruitable = np.array([kind.recruitable for kind in model.types])
    able: NDArray[np.bool_] = part & (recruitable | (model.existing[:-1] > 0) | (model.existing[-1] > 0))
    return able


def _most_time(model: PostsModel) -> NDArray[np.float64]:
    """Most time of part-timers, in thousandths, that each community can come by."""
    part = np.array([not kind.full_time for kind in model.types])
    if any(kind.recruitable for kind in model.types if not kind.full_time):
        return np.full(len(model.existing) - 1, np.inf)
    milli = np.array([round(kind.fte * MILLI) for kind in model.types])
    able = model.existing[:-1] + model.existing[-1]
    time: NDArray[np.float64] = (able[:, part] @ milli[part]).astype(np.float64)
    return time


def _times(model: PostsModel, patch: int) -> Ints:
    """Time of part-timers, in thousandths, that spares the first, second, … full-timer of a patch."""
    need = int(model.needed[patch])
    parts = [round(kind.fte * MILLI) for kind in model.types if not kind.full_time]
    step = math.gcd(MILLI, *parts)
    times = np.full(need - int(model.full_least[patch]), MILLI)
    times[:1] = -(-(int(model.work_milli[patch]) - (need - 1) * MILLI) // step) * step
    return times


def _conserve(matrix: Matrix, model: PostsModel, people: People, p: Ints, q: Ints, parts: Ints) -> None:
    """Part-timers on all patches of a community are those of today, less who leave, and who come."""
    j, kind = np.unique(np.stack([model.community_of[p], q]), axis=1)
    here = model.existing[j, kind]
    row = np.full(model.existing.shape, -1)
    row[j, kind] = matrix.rows(here, here)
    matrix.put(row[model.community_of[p], q], parts, 1)
    before, after, kinds = people.arc
    for at, column, sign in (
        (row[people.source], people.release, 1),
        (row[before, kinds], people.move, 1),
        (row[after, kinds], people.move, -1),
        (row[people.joined], people.recruit, -1),
    ):
        matrix.put(at[at >= 0], column[at >= 0], sign)
