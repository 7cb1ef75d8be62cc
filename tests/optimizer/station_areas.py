"""Small station areas, and every way to cut them into police grids of whole communities."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from domain.police_rules import PoliceRules
from optimizer.staffing.station_ground import StationGround

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

RULES = PoliceRules(
    target_low=300, amber=500, red=700, even=0.0, zone_share=0.5, auxiliaries_low=1,
    auxiliaries_high=3, per_village=1, call_minutes=40.0,
)  # fmt: skip


@st.composite
def station_areas(draw: st.DrawFn, *, most_pieces: int = 1) -> StationGround:
    """Three to six communities that hang together, of one to some pieces each in a row."""
    size = draw(st.integers(3, 6))
    pieces = [draw(st.integers(1, most_pieces)) for _ in range(size)]
    community = np.repeat(np.arange(size), pieces)
    first = np.cumsum([0, *pieces])[:-1]
    edges = {(n - 1, n) for n in range(1, community.size) if community[n] == community[n - 1]}
    ties = {(draw(st.integers(0, node - 1)), node) for node in range(1, size)}
    ties |= {
        (min(a, b), max(a, b))
        for a, b in draw(st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=5))
        if a != b
    }
    edges |= {(int(first[a]), int(first[b])) for a, b in ties}
    ends = np.array(sorted(edges), np.int32).reshape(-1, 2)
    numbers = st.lists(st.integers(20, 400), min_size=community.size, max_size=community.size)
    return StationGround(
        community=community, people=np.array(draw(numbers)), calls=np.array(draw(numbers)),
        x=1000.0 * np.arange(community.size), y=np.zeros(community.size), tail=ends[:, 0], head=ends[:, 1],
    )  # fmt: skip


def every_cut(ground: StationGround, officers: int) -> Iterator[NDArray[np.int64]]:
    """Yield every way to cut pieces into so many connected parts, some of them several times."""
    town = nx.Graph(zip(ground.tail.tolist(), ground.head.tolist(), strict=True))
    town.add_nodes_from(range(ground.people.size))
    for rest in product(range(officers), repeat=ground.people.size - 1):
        plan = np.array((0, *rest), np.int64)
        if np.unique(plan).size == officers and all(
            nx.is_connected(town.subgraph(np.flatnonzero(plan == part).tolist())) for part in range(officers)
        ):
            yield plan
