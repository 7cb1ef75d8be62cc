"""Every way to divide a tiny town, and which laws each way keeps: the definition, tried in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import networkx as nx

from domain.plan import EXCLUSIVE
from tests.optimizer.towns import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.problem import DistrictingProblem

Blocks = tuple[tuple[int, ...], ...]
STRUCTURE = ("contiguous", "inside-community", "lines-kept", "estates-whole", "count")


@cache
def divisions(size: int) -> tuple[Blocks, ...]:
    """Every division of so many units into grids, connected or not."""
    if not size:
        return ((),)
    found = []
    for blocks in divisions(size - 1):
        last = size - 1
        found.append((*blocks, (last,)))
        found += [(*blocks[:n], (*block, last), *blocks[n + 1 :]) for n, block in enumerate(blocks)]
    return tuple(found)


@dataclass(frozen=True)
class Town:
    """A problem whose norms are laws, by plain lists."""

    near: nx.Graph[int]
    households: list[int]
    community: list[int]
    group: list[int]
    kept: list[tuple[int, ...]]
    exclusive: set[int]
    grids: int | None

    @classmethod
    def of(cls, problem: DistrictingProblem) -> Town:
        """Read a problem."""
        graph, today = problem.graph, problem.today
        near: nx.Graph[int] = nx.Graph()
        near.add_nodes_from(range(len(graph.units)))
        borders = zip(graph.tail.tolist(), graph.head.tolist(), graph.passable.tolist(), strict=True)
        near.add_edges_from((a, b) for a, b, open_ in borders if open_)
        kept, exclusive = [], set()
        for n, grid in enumerate(today.grids if today is not None else ()):
            mine = tuple(u for u, g in enumerate(today.grid_of.tolist()) if g == n) if today else ()
            if mine and (grid.locked or grid.type == EXCLUSIVE):
                kept.append(mine)
                exclusive |= set(mine) if grid.type == EXCLUSIVE else set()
        return cls(
            near, problem.households.tolist(), graph.units.communities.of_unit.tolist(),
            problem.together.tolist(), kept, exclusive, problem.grids,
        )  # fmt: skip

    def plans(self, laws: set[str]) -> list[Blocks]:
        """All divisions that keep these laws; a community too small for one grid has as few as it can."""
        legal = [blocks for blocks in divisions(len(self.households)) if self._stands(blocks, laws)]
        fewest: dict[int, int] = {}
        for blocks in divisions(len(self.households)):
            if self._stands(blocks, laws - {"count"}):
                for c, grids in self._of_small(blocks, laws).items():
                    fewest[c] = min(fewest.get(c, grids), grids)
        return [
            blocks
            for blocks in legal
            if all(self._of_small(blocks, laws)[c] == grids for c, grids in fewest.items())
        ]

    def size(self, block: tuple[int, ...]) -> int:
        """Households of one grid."""
        return sum(self.households[u] for u in block if u not in self.exclusive)

    def _stands(self, blocks: Blocks, laws: set[str]) -> bool:
        counted = [block for block in blocks if not set(block) <= self.exclusive or "lines-kept" not in laws]
        checks = {
            "contiguous": lambda: all(nx.is_connected(self.near.subgraph(b)) for b in blocks),
            "inside-community": lambda: all(len({self.community[u] for u in b}) == 1 for b in blocks),
            "lines-kept": lambda: set(self.kept) <= set(blocks),
            "estates-whole": lambda: self._groups_whole(blocks),
            "count": lambda: self.grids is None or len(counted) == self.grids,
            "norm-high": lambda: all(self.size(b) <= TOWN.norm_high for b in blocks),
            "norm-low": lambda: all(self.size(b) >= TOWN.norm_low for b in self._large(counted, laws)),
        }
        return all(checks[law]() for law in laws)

    def _groups_whole(self, blocks: Blocks) -> bool:
        where = {u: n for n, block in enumerate(blocks) for u in block}
        held: dict[int, set[int]] = {}
        for unit, label in enumerate(self.group):
            held.setdefault(label, set()).add(where[unit])
        return all(len(grids) == 1 for label, grids in held.items() if label >= 0)

    def _home(self, block: tuple[int, ...], laws: set[str]) -> int:
        return self.community[block[0]] if "inside-community" in laws else 0

    def _small(self, laws: set[str]) -> set[int]:
        """Communities that are too small for one grid."""
        totals: Counter[int] = Counter()
        for unit in range(len(self.households)):
            totals[self._home((unit,), laws)] += self.size((unit,))
        return {c for c, total in totals.items() if total < TOWN.norm_low}

    def _large(self, blocks: list[tuple[int, ...]], laws: set[str]) -> Iterator[tuple[int, ...]]:
        small = self._small(laws)
        return (block for block in blocks if self._home(block, laws) not in small)

    def _of_small(self, blocks: Blocks, laws: set[str]) -> Counter[int]:
        """Numbers of grids of communities that are too small for one, where that is what a law asks."""
        if "norm-low" not in laws:
            return Counter()
        small = self._small(laws)
        return Counter(c for block in blocks if (c := self._home(block, laws)) in small)
