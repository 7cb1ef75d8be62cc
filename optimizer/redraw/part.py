"""One part of a redraw: the arrays of one community, and the whole numbers of a search on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array, made_again
from optimizer.redraw.tally_kernels import (
    LOADS,
    TERMS,
    beyond_law,
    cost_of,
    count_grids,
    tally_plan,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from domain.problem import DistrictingProblem
    from domain.proposal import Apportioned


_KINDS: tuple[tuple[str, DTypeLike], ...] = (
    ("units", np.int32),
    ("node_of", np.int32),
    ("indptr", np.int32),
    ("indices", np.int32),
    ("border", np.int64),
    ("households", np.int64),
    ("region_of", np.int32),
    ("region_grids", np.int32),
    ("moment", np.int64),
    ("seats", np.int64),
    ("loads", np.int64),
    ("limits", np.int64),
    ("old_indptr", np.int32),
    ("old_label", np.int32),
    ("old_households", np.int64),
    ("start", np.int32),
    ("bounds", np.int64),
    ("weights", np.float64),
    ("schedule", np.float64),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """The free ground of one community, as a worker needs it: arrays only, cheap to send.

    A node is a unit, or several that stay together. Regions are the pieces of ground that a grid
    cannot leave; each has its own number of grids. Borders between regions are left out.

    Attributes
    ----------
    code, community
        Code and position of the community.
    units, node_of
        Positions of the free units and the node of each; int32.
    indptr, indices, border
        Passable borders between nodes, both directions, compressed rows; `border` in whole
        decimetres, or counts; int64.
    households
        Households of each node; int64.
    region_of, region_grids
        Region of each node, and the number of grids of each region; int32.
    moment
        Households times x and y in steps of the frame, shape (nodes, 2); empty where inertia has no weight.
    seats
        Place of the node nearest to each cell of the frame, shape (cells, 2); empty as `moment`.
    loads, limits
        Further workloads of each node, shape (nodes, workloads), and the bounds of each, shape
        (workloads, 2), both scaled so that one of a load weighs about as much as one household.
    old_indptr, old_label, old_households
        Households of each node by the old grid they come from, compressed rows; empty where
        crossing does not matter.
    start
        Grid of each node in a plan to start from, grids numbered region by region; empty for none.
    bounds
        Hard low and high, norm low and high, most households that may cross (−1: any); int64.
    weights
        Cost of one unit of each term of the tally (`tally_kernels`); float64.
    schedule
        Heat at the beginning and at the end of a cycle, share of the work spent on pairs; float64.
    """

    code: str
    community: int
    units: NDArray[np.int32]
    node_of: NDArray[np.int32]
    indptr: NDArray[np.int32]
    indices: NDArray[np.int32]
    border: NDArray[np.int64]
    households: NDArray[np.int64]
    region_of: NDArray[np.int32]
    region_grids: NDArray[np.int32]
    moment: NDArray[np.int64]
    seats: NDArray[np.int64]
    loads: NDArray[np.int64]
    limits: NDArray[np.int64]
    old_indptr: NDArray[np.int32]
    old_label: NDArray[np.int32]
    old_households: NDArray[np.int64]
    start: NDArray[np.int32]
    bounds: NDArray[np.int64]
    weights: NDArray[np.float64]
    schedule: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Freeze the arrays and check that every region has room for its grids."""
        for name, dtype in _KINDS:
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))
        room = np.bincount(self.region_of, minlength=self.region_grids.size)
        if (self.region_grids < 1).any() or (room < self.region_grids).any():
            raise InvalidValueError("part-room", community=self.code, grids=self.grids)

    def __reduce__(self) -> tuple[Callable[..., Part], tuple[Any, ...]]:
        """Come back frozen from another process."""
        return made_again(self)

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return int(self.households.size)

    @property
    def grids(self) -> int:
        """The number of grids over all regions."""
        return int(self.region_grids.sum())

    @property
    def old_grids(self) -> int:
        """The number of old grids that households may come from."""
        return int(self.old_label.max()) + 1 if self.old_label.size else 0

    @property
    def fixed(self) -> bool:
        """Whether only one plan exists: each region is one grid, or one grid a node."""
        room = np.bincount(self.region_of, minlength=self.region_grids.size)
        return bool(((self.region_grids == 1) | (self.region_grids == room)).all())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartState:
    """A search on one part between two slices: all of it whole numbers.

    Attributes
    ----------
    grid_of, best
        Grid of each node now, and in the best plan so far; int32.
    cut
        Directed borders that are cut now, in the order the search draws from; int32.
    stream
        State of the generator; uint64, shape (1,).
    counters
        Proposals asked and done, cycle, position in the cycle, its length, borders cut; int64.
    least
        Least deviation of any plan, region by region, −1 where it is not known (`exact`); int64.
    proven
        Whether no plan of the part is better than `best`.
    """

    grid_of: NDArray[np.int32]
    best: NDArray[np.int32]
    cut: NDArray[np.int32]
    stream: NDArray[np.uint64]
    counters: NDArray[np.int64]
    least: NDArray[np.int64]
    proven: bool

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name, dtype in (
            ("grid_of", np.int32),
            ("best", np.int32),
            ("cut", np.int32),
            ("stream", np.uint64),
            ("counters", np.int64),
            ("least", np.int64),
        ):
            object.__setattr__(self, name, frozen_array(getattr(self, name), dtype))

    def __reduce__(self) -> tuple[Callable[..., PartState], tuple[Any, ...]]:
        """Come back frozen from another process."""
        return made_again(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """A problem divided: how many grids each community gets, and the parts that can be drawn apart.

    `fixed_grid_of` holds, for each unit outside the parts, the position of today's grid that
    keeps it, −1 for units of a part. `household_cv_floor` is what no plan can be below.
    """

    problem: DistrictingProblem
    apportionment: tuple[Apportioned, ...]
    parts: tuple[Part, ...]
    fixed_grid_of: NDArray[np.int32]
    household_cv_floor: float


def part_of(
    *,
    code: str,
    community: int,
    units: ArrayLike,
    node_of: ArrayLike,
    households: NDArray[np.int64],
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    border: ArrayLike,
    region_of: ArrayLike,
    region_grids: ArrayLike,
    bounds: ArrayLike,
    weights: ArrayLike,
    schedule: ArrayLike,
    moment: ArrayLike = (),
    seats: ArrayLike = (),
    loads: ArrayLike = (),
    limits: ArrayLike = (),
    old: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
    start: ArrayLike = (),
) -> Part:
    """Return a part from borders given once each; those between regions are left out."""
    regions = np.asarray(region_of)
    inside = regions[tail] == regions[head]
    one = np.concatenate([tail[inside], head[inside]])
    other = np.concatenate([head[inside], tail[inside]])
    order = np.lexsort((other, one))
    old_indptr, old_label, old_households = old or (np.zeros(households.size + 1), (), ())
    arrays = {
        "units": units,
        "node_of": node_of,
        "indptr": np.searchsorted(one[order], np.arange(households.size + 1)),
        "indices": other[order],
        "border": np.tile(np.asarray(border)[inside], 2)[order],
        "households": households,
        "region_of": regions,
        "region_grids": region_grids,
        "moment": np.asarray(moment).reshape(-1, 2),
        "seats": np.asarray(seats).reshape(-1, 2),
        "loads": np.asarray(loads).reshape(households.size, -1),
        "limits": np.asarray(limits).reshape(-1, 2),
        "old_indptr": old_indptr,
        "old_label": old_label,
        "old_households": old_households,
        "start": start,
        "bounds": bounds,
        "weights": weights,
        "schedule": schedule,
    }
    return Part(
        code=code, community=community, **{name: frozen_array(arrays[name], kind) for name, kind in _KINDS}
    )


def stream_of(seed: int, code: str) -> NDArray[np.uint64]:
    """Return the first state of a part's own stream of random numbers; never 0."""
    digest = hashlib.sha256(f"{seed}\t{code}".encode()).digest()
    return np.array([int.from_bytes(digest[:8], "big") | 1], np.uint64)


def tables(part: Part, grid_of: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return households by grid, and the tally of a plan of the part; both int64."""
    totals = np.zeros((part.grids, LOADS + part.limits.shape[0]), np.int64)
    sizes = np.zeros(part.grids, np.int64)
    overlap = np.zeros((part.grids, part.old_grids), np.int64)
    tally = np.zeros(TERMS, np.int64)
    count_grids(
        grid_of, part.households, part.moment, part.loads,
        part.old_indptr, part.old_label, part.old_households, totals, sizes, overlap,
    )  # fmt: skip
    tally_plan(
        part.indptr,
        part.indices,
        part.border,
        grid_of,
        totals,
        overlap,
        part.bounds,
        part.limits,
        part.seats,
        tally,
    )
    return totals[:, 0].copy(), tally


def cost(part: Part, grid_of: NDArray[np.int32]) -> tuple[int, float]:
    """Return what is beyond the law (`beyond_law`) and the weighted cost: plans are better in this order."""
    tally = tables(part, grid_of)[1]
    return int(beyond_law(tally, part.bounds)), float(cost_of(tally, part.bounds, part.weights))
