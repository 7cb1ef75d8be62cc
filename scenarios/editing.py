"""Editing by hand: strokes judged, kept one by one, taken back and restored, and frozen into a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from domain.draft import Edit
from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from domain.problem import DistrictingProblem
from optimizer.nearest import nearest
from optimizer.redraw import redraw
from optimizer.strokes import Hand
from scenarios.drafts import Drafts
from scenarios.evaluate import evaluate
from scenarios.folder import scenario_files
from scenarios.pipeline import cap_of, standards_of
from scenarios.scores import known_types
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from data.store import Store
    from domain.draft import Draft, Operation
    from domain.plan import Plan
    from domain.scenario import Provenance, Scenario
    from domain.standards import Standards
    from optimizer.strokes import Judged
    from scenarios.drafts import Drawn
    from scenarios.viewer import Viewer

WHO = "planner"
SPLIT_SEED = 1
SERIAL = 3
"""Digits of a grid's serial number inside its community."""
SCENARIOS_AT_HAND = 60


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stroke:
    """What became of a stroke: made or refused, and why; `nearest` is the nearest legal one."""

    made: bool
    judged: Judged
    nearest: Judged | None = None


class Editing:
    """Drafts of a store: every edit is kept before the next is asked for, and none is ever lost."""

    def __init__(self, store: Store, viewer: Viewer) -> None:
        """Edit what the viewer shows, by the standards of each project."""
        self._store, self._viewer = store, viewer
        self._drafts = Drafts(store, viewer)
        self._scenarios: AtHand[Scenario] = AtHand(SCENARIOS_AT_HAND)

    def open(self, district: str, scenario: str) -> str:
        """Return the draft on a scenario that is still being edited, a new one where there is none."""
        record = self._viewer.record(district, scenario)
        known = self._store.drafts.of(record.id)
        return known[0].id if known else self._store.drafts.open(record.id, name=record.name).id

    def draft(self, draft: str) -> Draft:
        """Return a draft with all its edits."""
        return self._drafts.get(draft).draft

    def plan(self, _district: str, draft: str) -> Plan:
        """Return the plan as it stands after all edits."""
        return self._drafts.get(draft).plan

    def scenario(self, district: str, draft: str) -> Scenario:
        """Return the draft as a scenario, scored as it stands."""
        drawn, standards = self._drafts.get(draft), self._viewer.standards(district)
        key = draft, len(drawn.draft.edits), standards.digest
        return self._scenarios.get(key, lambda: self._scored(district, drawn, standards))

    def _scored(self, district: str, drawn: Drawn, standards: Standards) -> Scenario:
        parent = self._viewer.scenario(district, drawn.draft.parent)
        dataset = self._viewer.dataset(district)
        card = evaluate(
            dataset,
            drawn.plan,
            standards=standards_of(dataset, parent, standards),
            basis=self._viewer.column(district, parent).name,
            today=dataset.today,
            cross=cap_of(parent),
        )
        drawn_by = replace(parent.provenance, standards=standards.digest)
        return replace(
            parent, baseline=False, plan=drawn.plan, scorecard=card,
            provenance=_by_hand(drawn_by, len(drawn.draft.edits)),
            certificate=(), apportionment=(), staffings=(),
        )  # fmt: skip

    def stroke(self, district: str, draft: str, units: Sequence[int], to: int) -> Stroke:
        """Give units to a grid if every law of lines allows it; the edit is on the disk on return."""
        drawn, plan = self._drafts.get(draft)
        hand = self.hand(district, drawn)
        judged = hand.judge(plan, units, to)
        if not judged.legal or not judged.units.size:
            return Stroke(made=False, judged=judged, nearest=nearest(hand, plan, units, to))
        self.keep(draft, drawn, self._into(district, plan, judged.units.tolist(), to))
        return Stroke(made=True, judged=judged)

    def merge(self, district: str, draft: str, grid: int, into: int) -> Stroke:
        """Give all units of a grid to a neighbour and retire its code; refused like any stroke."""
        drawn, plan = self._drafts.get(draft)
        units = np.flatnonzero(plan.grid_of == grid).tolist()
        judged = self.hand(district, drawn).judge(plan, units, into)
        broken = tuple(refusal for refusal in judged.refusals if refusal.rule != "emptied")
        if broken or not units:
            return Stroke(made=False, judged=replace(judged, refusals=broken))
        self.keep(draft, drawn, self._into(district, plan, units, into))
        retired = plan.grids[grid]
        self.keep(draft, self.draft(draft), grid_edit("retire", retired.code, retired.type))
        return Stroke(made=True, judged=replace(judged, refusals=()))

    def split(self, district: str, draft: str, grid: int) -> str:
        """Divide a grid into two even ones and return the code of the new one.

        Raises
        ------
        InvalidValueError
            The grid cannot be divided: one unit, locked, or no two connected halves.
        """
        drawn, plan = self._drafts.get(draft)
        half = self._second_half(district, drawn, plan, grid)
        code = next_code(plan, plan.grids[grid].code[:-SERIAL])
        self.keep(draft, drawn, grid_edit("add", code, plan.grids[grid].type))
        drawn, plan = self._drafts.get(draft)
        self.keep(draft, drawn, self._into(district, plan, half, len(plan) - 1))
        return code

    def lock(self, district: str, draft: str, *, grid: int = -1, units: Sequence[int] = ()) -> bool:
        """Lock a grid or units, or unlock them if all of it is locked; say whether it is locked now.

        A locked grid keeps its units and takes none; a locked unit stays in its grid.
        """
        drawn, plan = self._drafts.get(draft)
        if grid >= 0:
            about = plan.grids[grid]
            self.keep(draft, drawn, grid_edit("unlock" if about.locked else "lock", about.code, about.type))
            return not about.locked
        codes = self._viewer.dataset(district).graph.units.codes
        asked, held = [codes[unit] for unit in units], drawn.locked_units()
        free = tuple(code for code in asked if code not in held)
        edit = Edit(n=0, op="lock" if free else "unlock", units=free or tuple(asked), who=WHO, at="")
        self.keep(draft, drawn, edit)
        return bool(free)

    def rename(self, _district: str, draft: str, grid: int, name: str) -> bool:
        """Give a grid another name, spaces around it left out; say whether it is another."""
        drawn, plan = self._drafts.get(draft)
        about = plan.grids[grid]
        if (told := " ".join(name.split())) == about.name:
            return False
        edit = replace(grid_edit("rename", about.code, about.type), before=(about.name,), after=(told,))
        self.keep(draft, drawn, edit)
        return True

    def undo(self, draft: str) -> int:
        """Take the last gesture back (撤回) and return the number of edits that took."""
        gesture = self.draft(draft).last_gesture()
        for edit in reversed(gesture):
            self.keep(draft, self.draft(draft), edit.inverse(n=0, who=WHO, at=""))
        return len(gesture)

    def redo(self, draft: str) -> int:
        """Restore the gesture taken back last (恢复) and return the number of edits that took."""
        gesture = self.draft(draft).next_gesture()
        for edit in gesture:
            self.keep(draft, self.draft(draft), edit)
        return len(gesture)

    def freeze(self, district: str, draft: str, *, name: str) -> str:
        """Keep the draft as a scenario of its own and return its id; the draft's parent stays as it is.

        A plan knows locked grids only: a grid with locked units is locked in it.
        """
        units = self._viewer.dataset(district).graph.units
        drawn = self.scenario(district, draft)
        held = set(drawn.plan.grid_of[self.locked(district, self.draft(draft))].tolist())
        grids = tuple(
            replace(grid, locked=grid.locked or n in held) for n, grid in enumerate(drawn.plan.grids)
        )
        told = replace(drawn.provenance, plan_digest=drawn.plan.digest(units))
        kept = replace(drawn, name=name, plan=replace(drawn.plan, grids=grids), provenance=told)
        files = scenario_files(kept, units)
        return self._store.scenarios.register(files, parent=self._store.drafts.get(draft).scenario).id

    def hand(self, district: str, drawn: Draft) -> Hand:
        """Return what strokes on a draft are judged by."""
        dataset, scenario = self._viewer.dataset(district), self._viewer.scenario(district, drawn.parent)
        return Hand(
            graph=dataset.graph,
            households=dataset.graph.units.count(self._viewer.column(district, scenario).name),
            types=known_types(standards_of(dataset, scenario, self._viewer.standards(district))),
            exclaves=self._positions(district, dataset.info.exclaves),
            locked=self.locked(district, drawn),
        )

    def locked(self, district: str, drawn: Draft) -> NDArray[np.int32]:
        """Return the units of a draft that are locked by themselves, ascending."""
        return self._positions(district, drawn.locked_units())

    def _positions(self, district: str, codes: Iterable[str]) -> NDArray[np.int32]:
        """Where the units of some codes stand, ascending; codes that name none are left out."""
        place = self._drafts.positions(self._viewer.dataset(district).graph.units)
        return np.array(sorted({place[code] for code in codes if code in place}), np.int32)

    def _second_half(self, district: str, drawn: Draft, plan: Plan, grid: int) -> list[int]:
        """The units of the second of two even halves of a grid; locked ones are in the first."""
        hand = self.hand(district, drawn)
        members = np.flatnonzero(plan.grid_of == grid)
        about = plan.grids[grid]
        if members.size < 2 or about.locked or about.type not in hand.types:  # noqa: PLR2004 -- two halves
            raise InvalidValueError("split-grid", grid=about.code, units=int(members.size))
        ground = hand.graph.only(members)
        problem = DistrictingProblem(
            graph=ground,
            households=hand.households[members],
            basis=ground.units.columns[0],
            types=(hand.types[about.type],),
            type_of_community=np.zeros(len(ground.units.communities.codes), np.int32),
            task="count",
            grids=2,
        )
        found = redraw(problem, seed=SPLIT_SEED, effort="quick")
        if isinstance(found, Infeasible):
            raise InvalidValueError("split-grid", grid=about.code, units=int(members.size))
        halves = [members[found.plan.grid_of == half] for half in (1, 0)]
        free = [half.tolist() for half in halves if not np.isin(half, hand.locked).any()]
        if not free:
            raise InvalidValueError("split-locked", grid=about.code)
        return [int(unit) for unit in free[0]]

    def _into(self, district: str, plan: Plan, units: Sequence[int], to: int) -> Edit:
        """The edit that gives units to one grid."""
        codes = self._viewer.dataset(district).graph.units.codes
        return move_edit(codes, plan, units, [plan.grids[to].code] * len(units))

    def keep(self, draft: str, drawn: Draft, edit: Edit) -> Edit:
        """Append an edit as the next one, with the time it was made."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = replace(edit, n=len(drawn.edits) + 1, who=WHO, at=now)
        self._store.drafts.append(draft, kept)
        return kept


def move_edit(codes: Sequence[str], plan: Plan, units: Sequence[int], to: Sequence[str]) -> Edit:
    """The edit that gives each of some units of a plan to the grid of a code."""
    before = [plan.grids[plan.grid_of[unit]].code if plan.grid_of[unit] >= 0 else "" for unit in units]
    return Edit(
        n=0,
        op="move",
        units=tuple(codes[unit] for unit in units),
        before=tuple(before),
        after=tuple(to),
        who=WHO,
        at="",
    )


def grid_edit(op: Operation, code: str, kind: str) -> Edit:
    """An edit of the list of grids."""
    return Edit(n=0, op=op, grid=code, type=kind, who=WHO, at="")


def next_code(plan: Plan, stem: str) -> str:
    """The next free serial number of the codes that begin so; retired codes are never used again."""
    used = [
        int(g.code[-SERIAL:]) for g in plan.grids if g.code[:-SERIAL] == stem and g.code[-SERIAL:].isdigit()
    ]
    return f"{stem}{max(used, default=0) + 1:0{SERIAL}d}"


def _by_hand(parent: Provenance, edits: int) -> Provenance:
    """Where a plan drawn by hand comes from: its parent's recipe and the number of edits.

    The lines get their name when they are frozen.
    """
    return replace(
        parent, plan_digest="", proposals=edits, stopped_by="hand", recipe=f"{parent.recipe}+{edits}"
    )
