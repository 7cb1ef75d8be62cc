"""The ground of a station area: its pieces, which communities may be divided, and the graph to be cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array
from domain.graph import connected_pieces
from optimizer.redraw.bare import BareGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.police_rules import PoliceRules

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

FINE: Final = 100
"""Calls are weighed in hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StationGround:
    """Pieces of a station area: the base grids of each community, or what else it is divided into.

    Attributes
    ----------
    community
        Community of each piece, numbered from 0; int64.
    people, calls
        People and calls a year; float64. No calls where nobody counted them.
    x, y
        Centre of each piece in metres.
    tail, head
        Pairs of adjoining pieces, each once.
    """

    community: Ints
    people: Reals
    calls: Reals
    x: Reals
    y: Reals
    tail: NDArray[np.int32]
    head: NDArray[np.int32]

    def __post_init__(self) -> None:
        """Freeze the arrays and check their shapes."""
        size, pairs = np.shape(self.community), np.shape(self.tail)
        for name, dtype, shape in (
            ("community", np.int64, size), ("people", np.float64, size), ("calls", np.float64, size),
            ("x", np.float64, size), ("y", np.float64, size), ("tail", np.int32, pairs),
            ("head", np.int32, pairs),
        ):  # fmt: skip
            array = frozen_array(getattr(self, name), dtype)
            if array.shape != shape or not size[0]:
                raise InvalidValueError("police-ground", field=name)
            object.__setattr__(self, name, array)


def divisions(ground: StationGround, officers: int, rules: PoliceRules) -> Iterator[NDArray[np.bool_]]:
    """Yield which communities are divided, fewer first: the largest 0, 1, 2, …, those beyond red always.

    Only communities of twice the least people of an officer, so that each of two has enough; others
    only where officers are more than there is ground for.
    """
    people = np.bincount(ground.community, ground.people)
    pieces = np.bincount(ground.community)
    ranked = [int(c) for c in np.argsort(-people, kind="stable") if pieces[c] > 1]
    large = people >= 2 * rules.target_low
    divided = (people > rules.red) & (pieces > 1)
    rest = [community for community in ranked if not divided[community]]
    while True:
        enough = int(pieces[divided].sum() + (~divided).sum()) >= officers
        if enough:
            yield divided.copy()
        if not rest or (enough and not large[rest[0]]) or int(divided.sum()) * 2 >= officers:
            return
        divided[rest.pop(0)] = True


def nodes_of(ground: StationGround, divided: NDArray[np.bool_]) -> Ints:
    """Node of each piece: its own where its community is divided, else that of the community."""
    size = ground.community.size
    key = np.where(divided[ground.community], divided.size + np.arange(size), ground.community)
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def graph_of(ground: StationGround, node: Ints, divided: NDArray[np.bool_], rules: PoliceRules) -> BareGraph:
    """The nodes as a graph; no police grid leaves a nest (`_nests`)."""
    size = int(node.max()) + 1
    count = np.bincount(node, minlength=size)
    weight = np.rint(np.bincount(node, ground.people)).astype(np.int64)
    ends = np.sort(np.stack([node[ground.tail], node[ground.head]]), axis=0)
    pairs = np.unique(ends[:, ends[0] != ends[1]], axis=1).astype(np.int32)
    nest = np.zeros(size, np.int32)
    nest[node] = _nests(ground, divided, rules)[ground.community]
    calls = np.rint(FINE * np.bincount(node, ground.calls)).astype(np.int64)
    return BareGraph(
        codes=tuple(map(str, range(size))), weight=weight,
        x=np.bincount(node, ground.x) / count / 1000, y=np.bincount(node, ground.y) / count / 1000,
        tail=pairs[0], head=pairs[1], nest=nest,
        loads=calls[:, None] if calls.any() else np.empty((0, 0), np.int64),
    )  # fmt: skip


def _nests(ground: StationGround, divided: NDArray[np.bool_], rules: PoliceRules) -> NDArray[np.int32]:
    """The nest of each community: a divided one is its own, all others are one.

    What dividing cuts off with fewer people than an officer ought to have joins the smallest divided
    community beside it, whole.
    """
    own = np.arange(divided.size, dtype=np.int32)
    nest = np.where(divided, own + 1, 0).astype(np.int32)
    if not divided.any():
        return nest
    people = np.bincount(ground.community, ground.people)
    tail, head = (ground.community[end].astype(np.int32) for end in (ground.tail, ground.head))
    whole = ~divided[tail] & ~divided[head]
    piece = connected_pieces(divided.size, tail[whole], head[whole])
    for alone in np.unique(piece[~divided]):
        members = piece == alone
        beside = np.unique(np.concatenate([head[members[tail]], tail[members[head]]]))
        beside = beside[divided[beside]]
        if beside.size and people[members].sum() < rules.target_low:
            nest[members] = beside[people[beside].argmin()] + 1
    return nest
