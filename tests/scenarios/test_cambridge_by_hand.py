"""Cambridge edited by hand: strokes of all kinds, undone, redone, opened again and replayed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from data.reference import shipped_standards
from data.store import Store
from domain.errors import InvalidValueError
from domain.plan import EXCLUSIVE, RETIRED, community_of_grid
from scenarios.choosing import Choosing
from scenarios.editing import Editing
from scenarios.founding import Founding
from scenarios.own_standards import OwnStandards
from scenarios.register import register_dataset
from scenarios.viewer import Viewer
from tests.cambridge import imported_cambridge

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from gis.dataset import Dataset
    from optimizer.strokes import Refusal
    from scenarios.editing import Stroke

SEED = 7
LEAST = 20
MADE = ("unit", "block", "typed", "split", "merge", "nearest", "lock", "units", "new", "exclusive", "rename")
HELD, FLOOD = "held", "flood"
"""Strokes that no law allows here: into a locked grid, and of all that a grid is."""
KINDS = (*MADE, HELD, FLOOD)


class Planner:
    """Draws strokes of every kind at random borders; each is made, or refused with a reason that is true."""

    def __init__(self, city: Dataset, home: Path) -> None:
        self.graph, self.home = city.graph, home
        self.district = register_dataset(Store(home), city, shipped_standards()).id
        self.random = np.random.default_rng(SEED)
        ways = np.column_stack([self.graph.tail, self.graph.head])[self.graph.passable]
        self.passable: nx.Graph[int] = nx.Graph(ways.tolist())
        self.passable.add_nodes_from(range(len(self.graph.units)))
        self.digests, self.made, self.refused = list[str](), Counter[str](), Counter[str]()
        self.start()
        self.digests.append(self.digest)

    def start(self) -> None:
        """Open the desk anew: nothing is at hand but what is on the disk."""
        viewer = Viewer(Store(self.home), self.home, OwnStandards(Store(self.home), shipped_standards()))
        self.editing = Editing(Store(self.home), viewer)
        self.choosing, self.founding = Choosing(self.editing, viewer), Founding(self.editing, viewer)
        self.draft = self.editing.open(self.district, "")

    @property
    def digest(self) -> str:
        """The plan with its grids and locks; a grid that was taken back leaves only its code, retired."""
        drawn = self.editing.draft(self.draft)
        plan = drawn.plan(self.graph.units)
        told = [
            f"{grid.code} {grid.type} {grid.name} {grid.locked}"
            for grid in plan.grids
            if grid.type != RETIRED
        ]
        return "\n".join([plan.digest(self.graph.units), *told, *sorted(drawn.locked_units())])

    def draw(self, kind: str) -> None:
        """One stroke at a random border."""
        plan = self.editing.plan(self.district, self.draft)
        borders = self.graph.passable & (plan.grid_of[self.graph.tail] != plan.grid_of[self.graph.head])
        if kind == HELD:
            borders &= np.array([grid.locked for grid in plan.grids])[plan.grid_of[self.graph.head]]
        edge = int(self.random.choice(np.flatnonzero(borders)))
        unit, to = int(self.graph.tail[edge]), int(plan.grid_of[self.graph.head[edge]])
        grid, edits = int(plan.grid_of[unit]), len(self.editing.draft(self.draft).edits)
        done = self.attempt(kind, unit, grid, to)
        if isinstance(done, bool):
            made = done
        else:
            made = done.made
            self.check(done, to)
        if made:
            self.made[kind] += 1
            self.digests.append(self.digest)
        assert (len(self.editing.draft(self.draft).edits) > edits) == made
        assert self.digest == self.digests[-1]

    def attempt(self, kind: str, unit: int, grid: int, to: int) -> Stroke | bool:
        """Do it as the desk does."""
        there, editing = (self.district, self.draft), self.editing
        ways: dict[str, Callable[[], Stroke | bool]] = {
            "split": lambda: self.split(grid),
            "merge": lambda: editing.merge(*there, grid, to),
            "lock": lambda: not editing.plan(*there).grids[grid].locked and editing.lock(*there, grid=grid),
            "units": lambda: (
                unit not in editing.locked(self.district, editing.draft(self.draft))
                and editing.lock(*there, units=[unit])
            ),
            "new": lambda: self.founding.found(*there, [unit], exclusive=False)[0],
            "exclusive": lambda: self.founding.found(*there, [unit], exclusive=True)[0],
            "rename": lambda: editing.rename(*there, grid, f"片 {len(self.digests)}"),
        }
        if kind in ways:
            return ways[kind]()
        units, into = self.reached(kind, unit, to)
        stroke = self.editing.stroke(*there, units, into)
        if kind == "nearest" and stroke.nearest is not None:
            return self.editing.stroke(*there, stroke.nearest.units.tolist(), into)
        return stroke

    def split(self, grid: int) -> bool:
        """Say whether a grid could be divided."""
        try:
            return bool(self.editing.split(self.district, self.draft, grid))
        except InvalidValueError as refusal:
            self.refused[refusal.code] += 1
            return False

    def reached(self, kind: str, unit: int, to: int) -> tuple[list[int], int]:
        """The units of a stroke, and where they go."""
        there = (self.district, self.draft)
        if kind == "typed":
            code = self.editing.plan(*there).grids[to].code
            units, into = self.choosing.typed(*there, f"{self.graph.units.codes[unit]} → {code}", [])
            return list(units), into
        reach = self.choosing.around(*there, unit, kind if kind in ("block", "flood") else "unit")
        return reach.tolist(), to

    def check(self, stroke: Stroke, to: int) -> None:
        """A refusal says what is true, and the nearest end is legal."""
        assert stroke.made != bool(stroke.judged.refusals)
        for refusal in stroke.judged.refusals:
            self.refused[refusal.rule] += 1
            assert self.is_true(refusal, stroke, to), refusal
        if stroke.nearest is not None:
            plan = self.editing.plan(self.district, self.draft)
            hand = self.editing.hand(self.district, self.editing.draft(self.draft))
            assert hand.judge(plan, stroke.nearest.units.tolist(), to).legal

    def is_true(self, refusal: Refusal, stroke: Stroke, to: int) -> bool:
        """Look at the ground itself."""
        before, after = self.editing.plan(self.district, self.draft), stroke.judged.plan
        units, homes = stroke.judged.units, self.graph.units.communities.of_unit
        match refusal.rule:
            case "contiguous":
                mine = np.flatnonzero(after.grid_of == refusal.grid).tolist()
                return nx.number_connected_components(self.passable.subgraph(mine)) > 1
            case "inside-community":
                return bool((homes[units] != community_of_grid(before, self.graph.units)[to]).any())
            case "emptied":
                return not (after.grid_of == refusal.grid).any()
            case "lines-kept":
                return before.grids[refusal.grid].locked or before.grids[refusal.grid].type == EXCLUSIVE
            case "units-locked":
                held = self.editing.locked(self.district, self.editing.draft(self.draft))
                return bool((before.grid_of[np.intersect1d(units, held)] == refusal.grid).any())
            case _:
                return False


def test_strokes_of_all_kinds_come_back_the_same_however_they_are_come_to(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    planner = Planner(imported_cambridge(tmp_path_factory), tmp_path)
    for n in range(5 * len(KINDS)):
        planner.draw(KINDS[n % len(KINDS)])
    assert set(planner.made) == set(MADE)
    assert {"contiguous", "inside-community", "lines-kept", "emptied"} <= set(planner.refused)
    digests, editing, draft = planner.digests, planner.editing, planner.draft
    assert len(digests) > LEAST

    for expected in reversed(digests[:-1]):
        assert editing.undo(draft)
        assert planner.digest == expected
    assert editing.undo(draft) == 0
    for expected in digests[1:]:
        assert editing.redo(draft)
        assert planner.digest == expected
    assert editing.redo(draft) == 0

    planner.start()
    assert planner.draft == draft
    assert planner.digest == digests[-1]

    stands, _ = planner.editing.draft(draft).history()
    store = Store(tmp_path)
    planner.draft = store.drafts.open(store.drafts.get(draft).scenario, name="again").id
    for number, edit in enumerate(stands, start=1):
        store.drafts.append(planner.draft, replace(edit, n=number))
    assert planner.digest == digests[-1]
