"""A draft: a plan as it was, and every edit since, so that nothing is ever lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from domain.errors import InvalidValueError
from domain.plan import RETIRED, UNASSIGNED, Grid, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

    from domain.units import UnitSet

Operation = Literal["move", "add", "retire", "lock", "unlock", "rename"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One stroke: `move` takes `units` from the grids `before` to the grids `after`, unit by unit.

    The other operations name one grid by `grid` (and give `add` its `type`); `lock` and `unlock` name
    a grid or `units`; `rename` takes the grid from the one name in `before` to that in `after`. An
    empty code in `before` or `after` of a move stands for unassigned. `at` is an ISO 8601 time given
    by the caller, `who` a role, never a person's name.
    """

    n: int
    op: Operation
    grid: str = ""
    type: str = ""
    units: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    who: str
    at: str

    def inverse(self, *, n: int, who: str, at: str) -> Edit:
        """Return the edit that takes this one back."""
        opposite: dict[Operation, Operation] = {
            "add": "retire",
            "retire": "add",
            "lock": "unlock",
            "unlock": "lock",
        }
        return replace(
            self, n=n, who=who, at=at, op=opposite.get(self.op, self.op), before=self.after, after=self.before
        )

    def belongs_with(self, following: Edit) -> bool:
        """Say whether two edits are one gesture: a grid added and filled, or emptied and retired."""
        filled = self.op == "add" and following.op == "move" and set(following.after) == {self.grid}
        return filled or (
            self.op == "move" and following.op == "retire" and set(self.before) == {following.grid}
        )

    def same_stroke(self, other: Edit) -> bool:
        """Say whether two edits do the same, whoever made them and when."""
        return replace(self, n=0, who="", at="") == replace(other, n=0, who="", at="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A parent plan and the edits made since; the state is their replay, undo appends an inverse."""

    parent: str
    base: Plan
    edits: tuple[Edit, ...] = ()

    def __post_init__(self) -> None:
        """Check that edits are numbered 1, 2, 3, …"""
        if any(edit.n != n for n, edit in enumerate(self.edits, start=1)):
            raise InvalidValueError("edit-number", edits=len(self.edits))

    def history(self) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
        """Return the strokes that stand, and those that were taken back and may be restored.

        An edit that is the inverse of the last standing stroke takes it back (撤回); one that repeats
        the stroke taken back last restores it (恢复); any other stroke forgets what was taken back.
        """
        done: list[Edit] = []
        undone: list[Edit] = []
        for edit in self.edits:
            if done and done[-1].inverse(n=0, who="", at="").same_stroke(edit):
                undone.append(done.pop())
            elif undone and undone[-1].same_stroke(edit):
                done.append(undone.pop())
            else:
                done.append(edit)
                undone.clear()
        return tuple(done), tuple(undone)

    def last_gesture(self) -> tuple[Edit, ...]:
        """Return the edits that the hand made as one at the end: a stroke, a split, or a merge."""
        done, _ = self.history()
        return done[-2:] if len(done) > 1 and done[-2].belongs_with(done[-1]) else done[-1:]

    def next_gesture(self) -> tuple[Edit, ...]:
        """Return the edits taken back last, in the order in which to restore them."""
        _, undone = self.history()
        both = len(undone) > 1 and undone[-1].belongs_with(undone[-2])
        return (undone[-1], undone[-2]) if both else undone[-1:]

    def locked_units(self) -> frozenset[str]:
        """Return the codes of the units that are locked by themselves, whatever their grids."""
        locked: set[str] = set()
        for edit in self.edits:
            if edit.op == "lock":
                locked.update(edit.units)
            elif edit.op == "unlock":
                locked.difference_update(edit.units)
        return frozenset(locked)

    def plan(self, units: UnitSet) -> Plan:
        """Return the plan after all edits, replayed in order."""
        return replayed(self.base, self.edits, {code: n for n, code in enumerate(units.codes)})


def replayed(plan: Plan, edits: Sequence[Edit], position: Mapping[str, int]) -> Plan:
    """Return a plan after some edits, made in order; `position` is where each unit stands, by its code."""
    grids, grid_of = list(plan.grids), plan.grid_of.copy()
    of_code = {grid.code: n for n, grid in enumerate(grids)}
    for edit in edits:
        if edit.op == "move":
            if not len(edit.units) == len(edit.before) == len(edit.after):
                raise InvalidValueError("edit-lengths", n=edit.n)
            for unit, before, after in zip(edit.units, edit.before, edit.after, strict=True):
                found = int(grid_of[position[unit]])
                if found != (of_code[before] if before else UNASSIGNED):
                    raise InvalidValueError("edit-before", n=edit.n, unit=unit, grid=before)
                grid_of[position[unit]] = of_code[after] if after else UNASSIGNED
        elif not edit.units:
            _edit_grids(edit, grids, of_code, grid_of)
    return Plan(unit_set=plan.unit_set, grid_of=grid_of, grids=tuple(grids))


def _edit_grids(edit: Edit, grids: list[Grid], of_code: dict[str, int], grid_of: np.ndarray) -> None:
    """Apply an edit of the list of grids; a retired grid must be empty and keeps its place."""
    if edit.op == "add":
        if edit.grid in of_code:
            grids[of_code[edit.grid]] = Grid(code=edit.grid, type=edit.type)
        else:
            of_code[edit.grid] = len(grids)
            grids.append(Grid(code=edit.grid, type=edit.type))
        return
    if edit.grid not in of_code:
        raise InvalidValueError("edit-grid", n=edit.n, grid=edit.grid)
    place = of_code[edit.grid]
    if edit.op == "retire":
        if (grid_of == place).any():
            raise InvalidValueError("edit-retire", n=edit.n, grid=edit.grid)
        grids[place] = replace(grids[place], type=RETIRED)
    elif edit.op == "rename":
        grids[place] = replace(grids[place], name=edit.after[0])
    else:
        grids[place] = replace(grids[place], locked=edit.op == "lock")
