"""Areas of one level joined into larger ones: communities into streets, estates into party branches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from domain.areas import areas_of
from domain.errors import InvalidValueError
from optimizer.staffing.adjoining_parts import adjoining_parts
from optimizer.staffing.dealt_heads import dealt_heads
from scenarios.beginning import beginning
from scenarios.role_areas import ESTATE, levels_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.areas import Areas
    from domain.graph import PlanningGraph
    from domain.standards import Standards
    from gis.dataset import Dataset

    Ints = NDArray[np.int64]

Form = Literal["single", "linked", "joint"]
FORMS: Final[tuple[Form, ...]] = ("single", "linked", "joint")
"""单建: one area alone · 连建: several about one that could stand alone · 合建: several small ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Areas joined into one: its code is that of its heaviest member, the codes of the others end.

    `members` are positions of areas, the heaviest first, `weights` what they weigh.
    """

    code: str
    form: Form
    members: tuple[int, ...]
    weights: tuple[int, ...]

    @property
    def weight(self) -> int:
        """What the group weighs."""
        return sum(self.weights)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """All groups in the order of their codes, over the areas they are made of."""

    areas: Areas
    count: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What is asked: so many groups of the areas of a level, alike in a count.

    Attributes
    ----------
    within
        Upper level whose areas no group lies across; empty for none.
    inside
        Code of the one upper area whose areas are joined; empty for all.
    most
        What a group of several areas may weigh at most.
    """

    level: str
    into: int
    count: str
    within: str = ""
    inside: str = ""
    most: int | None = None


def grouped(dataset: Dataset, asked: Grouping, standards: Standards) -> Grouped:
    """Return areas joined into connected, compact groups that weigh as alike as they can.

    An area heavier than a mean group stands alone. Areas without anything counted go along.
    Estates adjoin where no other estate is nearer to the ground between them.

    Raises
    ------
    InvalidValueError
        No such level or count, more groups than areas, fewer than upper areas, or no groups that
        hang together.
    """
    levels = levels_of(dataset, beginning(dataset, standards).plan, standards)
    if asked.level not in levels:
        raise InvalidValueError("no-such-level", level=asked.level, known=", ".join(sorted(levels)))
    areas = levels[asked.level]
    if asked.count not in areas.counts:
        raise InvalidValueError("no-such-count", count=asked.count, known=", ".join(sorted(areas.counts)))
    if asked.within and asked.within not in areas.above:
        raise InvalidValueError("no-such-level", level=asked.within, known=", ".join(sorted(areas.above)))
    if asked.level == ESTATE:
        areas = _adjoining_estates(dataset.graph, areas)
    weight = np.rint(areas.counts[asked.count]).astype(np.int64)
    of = _divided(areas, weight, _chosen(areas, asked.inside), asked)
    alone = standards.whole("grouping.alone")
    groups = [_group(areas, weight, np.flatnonzero(of == n), alone) for n in range(int(of.max()) + 1)]
    return Grouped(areas=areas, count=asked.count, groups=tuple(sorted(groups, key=lambda one: one.code)))


def _chosen(areas: Areas, inside: str) -> Ints:
    """Positions of the areas that are joined."""
    held = np.array([not inside or inside in above for above in zip(*areas.above.values(), strict=True)])
    if not held.any():
        raise InvalidValueError("grouping-inside", code=inside)
    return np.flatnonzero(held)


def _divided(areas: Areas, weight: Ints, chosen: Ints, asked: Grouping) -> Ints:
    """The group of each area, −1 of those left out, upper area by upper area."""
    names = [areas.above[asked.within][n] if asked.within else "" for n in chosen.tolist()]
    upper = np.unique(names, return_inverse=True)[1]
    room = np.bincount(upper)
    if not room.size <= asked.into <= chosen.size:
        raise InvalidValueError("grouping-room", into=asked.into, least=room.size, most=chosen.size)
    held = np.bincount(upper, weight[chosen])
    shares = dealt_heads(asked.into, np.ones_like(room), room, held.astype(np.float64))
    of, first = np.full(len(areas), -1, np.int64), 0
    for n, groups in enumerate(shares.tolist()):
        for members, label in _parts(areas, weight, chosen[upper == n], groups, asked.most):
            of[members] = first + label
        first += groups
    return of


def _parts(
    areas: Areas, weight: Ints, inside: Ints, groups: int, most: int | None
) -> Iterator[tuple[Ints, Ints]]:
    """Yield areas with the numbers of their groups: the heavy ones alone, the others joined."""
    heavy = np.zeros(inside.size, np.bool_)
    while True:
        left = max(groups - int(heavy.sum()), 1)
        more = ~heavy & (weight[inside] > weight[inside[~heavy]].sum() / left)
        if not more.any() or int((heavy | more).sum()) >= groups:
            break
        heavy |= more
    alone, rest = inside[heavy], inside[~heavy]
    yield alone, np.arange(alone.size)
    place = np.full(len(areas), -1, np.int64)
    place[rest] = np.arange(rest.size)
    ends = place[np.stack([areas.tail, areas.head])]
    ends = ends[:, (ends >= 0).all(axis=0)]
    label = adjoining_parts(
        ends[0].astype(np.int32), ends[1].astype(np.int32), weight[rest].astype(np.float64),
        areas.x[rest], areas.y[rest], parts=groups - alone.size, most=most,
    )  # fmt: skip
    if label is None:
        raise InvalidValueError("grouping-apart", groups=groups - alone.size, areas=rest.size, most=most or 0)
    yield rest, alone.size + label.astype(np.int64)


def _group(areas: Areas, weight: Ints, members: Ints, alone: int) -> Group:
    order = members[np.lexsort((members, -weight[members]))]
    form: Form = "single" if members.size == 1 else "linked" if weight[order[0]] >= alone else "joint"
    return Group(
        code=areas.codes[int(order[0])], form=form, members=tuple(order.tolist()),
        weights=tuple(weight[order].tolist()),
    )  # fmt: skip


def _adjoining_estates(graph: PlanningGraph, estates: Areas) -> Areas:
    """Estates that adjoin across ground between them: every unit goes with the estate nearest on the way."""
    units = graph.units
    metres = np.hypot(graph.x[graph.tail] - graph.x[graph.head], graph.y[graph.tail] - graph.y[graph.head])
    ways = coo_array((np.maximum(metres, 1e-3), (graph.tail, graph.head)), shape=(len(units), len(units)))
    inside = np.flatnonzero(units.estate_of >= 0)
    _, _, source = dijkstra(
        ways.tocsr(), directed=False, indices=inside, min_only=True, return_predecessors=True
    )
    of_unit = np.where(source >= 0, units.estate_of[np.maximum(source, 0)], -1).astype(np.int32)
    wide = areas_of(
        graph, ESTATE, of_unit, codes=estates.codes, names=estates.names, kinds=estates.kinds, counts={}
    )
    return replace(estates, tail=wide.tail, head=wide.head)
