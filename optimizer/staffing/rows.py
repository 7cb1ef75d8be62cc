"""An answer in heads, written as rows that a planner reads: 留、转、招、缺、分流."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.posts import LOT
from domain.staffing import CommunityStaff, GridStaff, Staffing, Transfer, TypeStaff, WorkerShare, money_of
from optimizer.staffing.shares import share_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.posts import Reading, StaffingProblem
    from optimizer.models.posts_model import PostsAnswer, PostsModel
    from optimizer.staffing.shares import Patch

ROLE: Final = "grid-worker"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Books:
    """Heads by community and kind, the lot last: there today, gone, come, recruited, there now."""

    existing: NDArray[np.int64]
    out: NDArray[np.int64]
    into: NDArray[np.int64]
    recruits: NDArray[np.int64]
    filled: NDArray[np.int64]

    @property
    def retain(self) -> NDArray[np.int64]:
        """Heads who stay (留)."""
        kept: NDArray[np.int64] = self.filled - self.into - self.recruits
        return kept

    @property
    def release(self) -> NDArray[np.int64]:
        """Heads to be redeployed (分流安置)."""
        left: NDArray[np.int64] = self.existing - self.retain - self.out
        return left


def _books(model: PostsModel, answer: PostsAnswer) -> _Books:
    """Add up an answer by community and kind."""
    out, into, filled = (np.zeros_like(model.existing) for _ in range(3))
    for i, j, q, heads in answer.moves:
        out[i, q] += heads
        into[j, q] += heads
    np.add.at(filled, model.community_of, answer.heads)
    recruits = np.vstack([answer.recruits, np.zeros_like(model.existing[:1])])
    return _Books(existing=model.existing, out=out, into=into, recruits=recruits, filled=filled)


def staffing_of(
    problem: StaffingProblem,
    reading: Reading,
    places: tuple[Patch, ...],
    model: PostsModel,
    answer: PostsAnswer,
) -> Staffing:
    """Return an answer as rows by grid, community, kind of post, transfer and share of work."""
    books = _books(model, answer)
    grids, shares = _grids(problem, places, answer)
    recruits = int(answer.recruits.sum())
    moved = sum(heads for *_, heads in answer.moves)
    fte = np.array([kind.fte for kind in problem.types])
    return Staffing(
        role=ROLE,
        reading=reading,
        grids=grids,
        communities=_communities(problem, places, answer, books),
        types=_types(problem, books),
        transfers=_transfers(problem, answer),
        shares=shares,
        once_yuan=recruits * problem.prices.recruit_once + moved * problem.prices.transfer_once,
        first_year_fte=float((answer.recruits @ fte).sum()) * problem.first_year_loss,
        proven=answer.proven,
    )


def _communities(
    problem: StaffingProblem, places: tuple[Patch, ...], answer: PostsAnswer, books: _Books
) -> tuple[CommunityStaff, ...]:
    """One row for each community, and one for the lot where there is one."""
    full = np.array([kind.full_time for kind in problem.types])
    fte = np.array([kind.fte for kind in problem.types])
    yearly = np.array([kind.yearly_yuan for kind in problem.types])
    codes = (*problem.communities, LOT) if books.existing[-1].any() else problem.communities
    count = len(problem.communities) + 1
    short = np.zeros(count, np.int64)
    np.add.at(short, [place.community for place in places], answer.short)
    grids = np.bincount(problem.community_of, minlength=count)
    hours = np.bincount(problem.community_of, problem.hours, count)
    return tuple(
        CommunityStaff(
            community=code,
            grids=int(grids[c]),
            hours=float(hours[c]),
            fte=float(hours[c] / problem.worker_hours),
            existing_full=int(books.existing[c, full].sum()),
            existing_part=int(books.existing[c, ~full].sum()),
            full=int(books.filled[c, full].sum()),
            part=int(books.filled[c, ~full].sum()),
            retain=int(books.retain[c].sum()),
            transfer_in=int(books.into[c].sum()),
            transfer_out=int(books.out[c].sum()),
            recruit=int(books.recruits[c].sum()),
            short=int(short[c]),
            release=int(books.release[c].sum()),
            filled_fte=float(books.filled[c] @ fte),
            cost_yuan=float(books.filled[c] @ yearly),
        )
        for c, code in enumerate(codes)
    )


def _types(problem: StaffingProblem, books: _Books) -> tuple[TypeStaff, ...]:
    """One row for each kind of post."""
    return tuple(
        TypeStaff(
            type=kind.key,
            existing=int(books.existing[:, q].sum()),
            retain=int(books.retain[:, q].sum()),
            transfer=int(books.into[:, q].sum()),
            recruit=int(books.recruits[:, q].sum()),
            release=int(books.release[:, q].sum()),
            fte=kind.fte * int(books.filled[:, q].sum()),
            cost_yuan=kind.yearly_yuan * int(books.filled[:, q].sum()),
            money_yuan=money_of(kind, int(books.filled[:, q].sum())),
        )
        for q, kind in enumerate(problem.types)
    )


def _transfers(problem: StaffingProblem, answer: PostsAnswer) -> tuple[Transfer, ...]:
    """One row for each move, 0 m where it begins in the lot."""
    codes = (*problem.communities, LOT)
    lot = len(problem.communities)
    return tuple(
        Transfer(
            type=problem.types[q].key,
            heads=heads,
            before=codes[i],
            after=codes[j],
            distance_m=0.0 if i == lot else float(problem.distance_m[i, j]),
        )
        for i, j, q, heads in sorted(answer.moves)
    )


def _grids(
    problem: StaffingProblem, places: tuple[Patch, ...], answer: PostsAnswer
) -> tuple[tuple[GridStaff, ...], tuple[WorkerShare, ...]]:
    """Give the heads of each patch their homes and their shares of its grids."""
    size = len(problem.grids)
    full, part, served = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size)
    shares: list[WorkerShare] = []
    numbered = [0] * len(problem.communities)
    for place, row in zip(places, answer.heads.tolist(), strict=True):
        kinds = [kind for kind, heads in zip(problem.types, row, strict=True) for _ in range(heads)]
        walk = np.array(place.grids)
        for kind, share in zip(kinds, share_out(problem.fte[walk], [k.fte for k in kinds]), strict=True):
            numbered[place.community] += 1
            home = walk[max(share, key=lambda at: (share[at], -at))]
            (full if kind.full_time else part)[home] += 1
            for at, fte in share.items():
                served[walk[at]] += fte
                shares.append(
                    WorkerShare(
                        community=problem.communities[place.community],
                        worker=numbered[place.community],
                        type=kind.key,
                        grid=problem.grids[walk[at]],
                        fte=fte,
                    )
                )
    rows = tuple(
        GridStaff(
            grid=code,
            community=problem.communities[problem.community_of[g]],
            hours=float(problem.hours[g]),
            fte=float(problem.fte[g]),
            full=int(full[g]),
            part=int(part[g]),
            served_fte=float(served[g]),
        )
        for g, code in enumerate(problem.grids)
    )
    return rows, tuple(shares)
