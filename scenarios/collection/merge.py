"""Returned figures become the counts of a new dataset; what did not come back keeps its last ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.ground import Total
from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Collection

    from gis.dataset import Dataset
    from scenarios.collection.gathering import Collected


def merged(dataset: Dataset, found: Collected, *, date: str, already: Collection[str] = ()) -> Dataset:
    """Return the dataset with the figures of all sound workbooks, unit by unit.

    A column takes the new date where every community came back; else it keeps its own, and a note
    for each community left says that its figures are the last ones. `already` are communities whose
    figures of this round the dataset holds. Today's grids stay as they are.
    """
    forms, sound, in_it = found.forms, found.sound, {*found.sound, *already}
    units = dataset.graph.units
    at = [units.columns.index(units.column(column.name)) for column in found.columns]
    counts = units.counts.copy()
    for form in forms:
        if form.code in sound:
            for n, column in enumerate(at):
                counts[list(form.units), column] = sound[form.code].counts[:, n]
    whole = all(form.code in in_it for form in forms)
    dated = tuple(
        replace(column, date=date, official=True) if whole and n in at else column
        for n, column in enumerate(units.columns)
    )
    fresh = replace(units, counts=counts, columns=dated)
    notes = tuple(
        Problem(code="collect.kept", severity="note", layer="communities", feature=form.code, value=form.name)
        for form in forms
        if form.code not in in_it
    )
    kept = tuple(problem for problem in dataset.info.problems if problem.code != "collect.kept")
    totals = dict(dataset.info.totals)
    for n in at:
        held, listed = int(counts[:, n].sum()), 0
        if (was := totals.get(units.columns[n].name)) is not None:
            listed = was.listed
        totals[units.columns[n].name] = Total(into=held + listed, on_units=held, listed=listed)
    today = None if dataset.today is None else replace(dataset.today, unit_set=fresh.digest)
    info = replace(dataset.info, totals=totals, problems=(*kept, *notes))
    return replace(dataset, graph=replace(dataset.graph, units=fresh), today=today, info=info)
