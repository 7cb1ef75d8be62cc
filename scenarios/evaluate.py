"""Judge a plan: every measure, every grid's band with its reason, and every rule it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.scenario import Scorecard
from optimizer.rules import (
    Assigned,
    Bands,
    Contiguous,
    CountIs,
    CrossingCap,
    EstateAlone,
    EstatesWhole,
    HardLimits,
    InsideCommunity,
    LinesKept,
    Rule,
    WithinNorm,
    audit,
)
from scenarios.scores import grid_rows, metrics_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.measures import Subject
    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset


def evaluate(
    dataset: Dataset,
    plan: Plan,
    *,
    standards: Standards,
    basis: str = "",
    today: Plan | None = None,
    requested: int | None = None,
    cross: float | None = None,
) -> Scorecard:
    """Return the scorecard of a plan.

    Parameters
    ----------
    basis
        Count column that the norm is measured on; the dataset's own where it is empty. The
        scorecard names the column's 口径.
    today
        Today's grids; without them the measures of movement are left out.
    requested
        The number of ruled grids that was asked for, if one was.
    cross
        The largest share of households that may cross an old border, if one was given.

    Raises
    ------
    InvalidValueError
        When the plan is of other units, or the type of one of its grids is in no standard.
    """
    units, exclaves = dataset.graph.units, dataset.info.exclaves
    subject = subject_of(dataset, plan, standards=standards, basis=basis, today=today)
    column = units.column(basis or dataset.info.households)
    return Scorecard(
        basis=column.basis,
        metrics=metrics_of(subject),
        violations=audit(rules_for(subject, exclaves, requested, cross), dataset.graph, plan),
        per_grid=grid_rows(subject),
    )


def rules_for(
    subject: Subject, exclaves: Sequence[str], requested: int | None, cross: float | None
) -> tuple[Rule, ...]:
    """Return the laws and norms that a plan is held against, whoever drew it.

    `exclaves` are the codes of units that need not touch the rest of their grid.
    """
    units = subject.graph.units
    bands = Bands(households=subject.households, types=tuple(subject.types.values()))
    of_community = tuple(subject.types[kind] for kind in units.communities.kinds)
    rules: list[Rule] = [
        Assigned(),
        Contiguous(exclaves=np.flatnonzero(np.isin(units.codes, exclaves)).astype(np.int32)),
        InsideCommunity(),
        HardLimits(bands=bands),
        WithinNorm(bands=bands),
        EstatesWhole(households=subject.households, types=of_community),
        EstateAlone(households=subject.households, types=of_community),
    ]
    if subject.today is not None:
        rules.append(LinesKept(today=subject.today))
        if cross is not None:
            rules.append(CrossingCap(households=subject.households, today=subject.today, cap=cross))
    if requested is not None:
        rules.append(CountIs(grids=requested))
    return tuple(rules)
