"""How many grids the norm asks for, on every basis of households that the ground knows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from domain.judgement import unavoidable
from domain.outcome import Infeasible
from optimizer.redraw import norm_range, prepare
from scenarios.pipeline import build_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.problem import DistrictingProblem
    from domain.settings import RedrawSettings
    from domain.standards import GridType, Standards
    from domain.units import Level
    from gis.dataset import Dataset
    from optimizer.redraw import NormRange
    from scenarios.documents import Tell

HOMES: Final = ("dwellings", "households")
"""Columns that a household norm can be measured on."""
FLAT: Final = "town"
"""The type whose norm divides a district's total as if it were one community."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A community whose total fits no number of grids (社区总量不可整分)."""

    community: str
    name: str
    households: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NormAnswer:
    """The norm on one basis: the range by the total alone, and nested community by community.

    `misfits` fit no number of grids by the norm of their own type, `flat_misfits` by that of `flat`
    applied to everybody: at 300–500 households most villages do. Each is 可接受 as it stands.
    `own_norms` says that some communities follow another norm than `flat`.
    """

    basis: str
    households: int
    range: NormRange
    flat: GridType
    misfits: tuple[Misfit, ...]
    flat_misfits: tuple[Misfit, ...]
    own_norms: bool

    def told(self) -> dict[str, Any]:
        """The answer as a row of a document."""
        return {
            "basis": self.basis,
            "households": self.households,
            **asdict(self.range),
            "misfits": [asdict(one) for one in self.misfits],
            "flat_norm": [self.flat.norm_low, self.flat.norm_high],
            "flat_misfits": [asdict(one) for one in self.flat_misfits],
        }

    def lines(self, tell: Tell) -> tuple[str, ...]:
        """The answer in a few sentences, with every community that fits no number by name."""
        facts = asdict(self.range)
        range_ = tell("told.norm", basis=self.basis, households=self.households, **facts)
        if self.own_norms and not self.range.flat_low <= self.range.grids <= self.range.flat_high:
            range_ += tell("told.norm-own", **facts)
        flat = {"low": self.flat.norm_low, "high": self.flat.norm_high}
        own = _named("told.misfits", self.misfits, tell) if self.misfits else tell("told.no-misfits")
        if self.flat_misfits in ((), self.misfits):
            return range_, own
        return range_, own, _named("told.flat-misfits", self.flat_misfits, tell, **flat)


def norm_answers(dataset: Dataset, standards: Standards, settings: RedrawSettings) -> tuple[NormAnswer, ...]:
    """The norm's answer on every basis of homes that was counted."""
    units = dataset.graph.units
    return tuple(
        _answer(
            build_problem(dataset, replace(settings, basis=name), standards), flat_type(standards, settings)
        )
        for name in HOMES
        if units.has(name)
    )


def _answer(problem: DistrictingProblem, flat: GridType) -> NormAnswer:
    level = problem.graph.units.communities
    totals = [int(n) for n in np.bincount(level.of_unit, problem.households, len(level.codes))]
    kinds = [problem.types[kind] for kind in problem.type_of_community]
    allowed = norm_range(totals, kinds, flat)
    return NormAnswer(
        basis=problem.basis.basis,
        households=sum(totals),
        range=replace(allowed, grids=_drawn(problem, allowed.grids)),
        flat=flat,
        misfits=_misfits(level, totals, kinds),
        flat_misfits=_misfits(level, totals, [flat] * len(totals)),
        own_norms=any(_norm(kind) != _norm(flat) for kind in kinds),
    )


def _drawn(problem: DistrictingProblem, otherwise: int) -> int:
    """The grids that a redraw by the norm draws, large estates with grids to themselves included."""
    prepared = prepare(replace(problem, task="norm", grids=None, crossing_cap=None, strict=False))
    if isinstance(prepared, Infeasible):
        return otherwise
    return sum(row.grids for row in prepared.apportionment)


def _norm(kind: GridType) -> tuple[int, int]:
    return kind.norm_low, kind.norm_high


def _misfits(level: Level, totals: Sequence[int], kinds: Sequence[GridType]) -> tuple[Misfit, ...]:
    return tuple(
        Misfit(community=code, name=name, households=total)
        for code, name, total, kind in zip(level.codes, level.names, totals, kinds, strict=True)
        if unavoidable(total, kind)
    )


def _named(code: str, misfits: Sequence[Misfit], tell: Tell, **facts: int) -> str:
    """A sentence with communities by name and total."""
    names = tell("infeasible.and").join(f"{one.name or one.community} {one.households}" for one in misfits)
    return tell(code, communities=len(misfits), names=names, **facts)


def flat_type(standards: Standards, settings: RedrawSettings) -> GridType:
    """The norm that divides the district's total: that of towns, or the one the settings give."""
    town = standards.grid_type(FLAT)
    if settings.low is None or settings.high is None:
        return town
    return town.with_norm(settings.low, settings.high)
