"""Returned figures become the counts of a new dataset; what did not come back keeps its last ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from domain.ground import Total
from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from domain.units import UnitSet
    from gis.dataset import Dataset
    from scenarios.collection.gathering import Collected
    from scenarios.collection.placed import Building


def merged(
    dataset: Dataset, found: Collected, *, date: str, already: Collection[str] = (),
    buildings: Sequence[Building] = (),
) -> Dataset:  # fmt: skip
    """Return the dataset with the figures of all sound workbooks, unit by unit.

    A column takes the new date where every community came back; else it keeps its own, and a note
    for each community left says that its figures are the last ones. `already` are communities whose
    figures of this round the dataset holds. Figures of added `buildings` go to the units they were
    placed in, with a note each; a warning tells each that has no place. Today's grids stay.
    """
    in_it = {*found.sound, *already}
    units = dataset.graph.units
    at = [units.columns.index(units.column(column.name)) for column in found.columns]
    counts = _counts(units, found, at, buildings)
    whole = all(form.code in in_it for form in found.forms)
    dated = tuple(
        replace(column, date=date, official=True) if whole and n in at else column
        for n, column in enumerate(units.columns)
    )
    fresh = replace(units, counts=counts, columns=dated)
    problems = (
        *(problem for problem in dataset.info.problems if not _told_before(problem, found)),
        *(
            Problem(
                code="collect.kept", severity="note", layer="communities", feature=form.code, value=form.name
            )
            for form in found.forms
            if form.code not in in_it
        ),
        *(building.problem(units) for building in buildings),
    )
    totals = dict(dataset.info.totals)
    for n in at:
        was = totals.get(units.columns[n].name)
        held, listed = int(counts[:, n].sum()), 0 if was is None else was.listed
        totals[units.columns[n].name] = Total(into=held + listed, on_units=held, listed=listed)
    today = None if dataset.today is None else replace(dataset.today, unit_set=fresh.digest)
    info = replace(dataset.info, totals=totals, problems=problems)
    return replace(
        dataset, graph=replace(dataset.graph, units=fresh), today=today, info=info,
        errors=_errors(dataset, found),
    )  # fmt: skip


def _errors(dataset: Dataset, found: Collected) -> dict[str, NDArray[np.float64]]:
    """The standard errors of counts that were spread; what a community counted itself has none."""
    asked = {column.name for column in found.columns}
    counted = [unit for form in found.forms if form.code in found.sound for unit in form.units]
    errors = {}
    for name, error in dataset.errors.items():
        errors[name] = error.copy()
        if name in asked:
            errors[name][counted] = 0.0
    return errors


def _counts(
    units: UnitSet, found: Collected, at: Sequence[int], buildings: Sequence[Building]
) -> NDArray[np.int64]:
    """The counts of all units, the columns `at` of sound communities as they came back."""
    counts = units.counts.copy()
    for form in found.forms:
        if form.code in found.sound:
            counts[np.ix_(form.units, at)] = found.sound[form.code].counts
    for building in buildings:
        if building.place.unit >= 0:
            counts[building.place.unit, at] += building.added.figures
    return counts


def _told_before(problem: Problem, found: Collected) -> bool:
    """Whether a note of an earlier merge says what this one says anew."""
    placed = problem.code.startswith("place.") and problem.facts.get("community") in found.sound
    return placed or problem.code == "collect.kept"
