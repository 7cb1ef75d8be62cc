"""Returned figures become the counts of a new dataset; what did not come back keeps its last ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.ground import Total
from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.units import Count
    from gis.dataset import Dataset
    from scenarios.collection.back import Returned
    from scenarios.collection.form import Form


def sorted_returns(
    forms: Sequence[Form], returned: Sequence[Returned]
) -> tuple[dict[str, Returned], tuple[Returned, ...], tuple[Form, ...]]:
    """Return the sound workbook of each community, the faulty ones, and the forms still missing.

    Two workbooks of one community are both faulty: nobody can say which counts. A workbook that does
    not say its community is of the one that its file was named for, where no other came from there.
    """
    known = {one.community for one in returned}
    returned = [one if one.community else _by_file(one, forms, known) for one in returned]
    by_community: dict[str, list[Returned]] = {}
    for one in returned:
        by_community.setdefault(one.community, []).append(one)
    faulty = [one for one in returned if one.faulty or not one.community]
    for code, several in by_community.items():
        if code and len(several) > 1:
            told = "、".join(sorted(one.file for one in several))
            faulty += [_twice(one, told) for one in several if not one.faulty]
    bad = {one.file for one in faulty}
    sound = {one.community: one for one in returned if one.file not in bad}
    missing = tuple(form for form in forms if form.code not in by_community)
    return sound, tuple(sorted(faulty, key=lambda one: one.file)), missing


def _by_file(one: Returned, forms: Sequence[Form], known: set[str]) -> Returned:
    """A faulty workbook, addressed by the name of its file; never one whose figures would count."""
    code = next((form.code for form in forms if one.file.startswith(f"{form.code}_")), "")
    return one if not one.faulty or code in known else replace(one, community=code)


def _twice(one: Returned, files: str) -> Returned:
    problem = Problem(code="collect.community-twice", severity="error", file=one.file, value=files)
    return replace(one, problems=(*one.problems, problem))


def merged(
    dataset: Dataset,
    forms: Sequence[Form],
    columns: Sequence[Count],
    sound: Mapping[str, Returned],
    *,
    date: str,
) -> Dataset:
    """Return the dataset with the figures of all sound workbooks, unit by unit.

    A column takes the new date where every community came back; else it keeps its own, and a note
    for each community left says that its figures are the last ones. Today's grids stay as they are.
    """
    units = dataset.graph.units
    at = [units.columns.index(column) for column in columns]
    counts = units.counts.copy()
    for form in forms:
        if form.code in sound:
            for n, column in enumerate(at):
                counts[list(form.units), column] = sound[form.code].counts[:, n]
    whole = all(form.code in sound for form in forms)
    dated = tuple(
        replace(column, date=date, official=True) if whole and n in at else column
        for n, column in enumerate(units.columns)
    )
    fresh = replace(units, counts=counts, columns=dated)
    notes = tuple(
        Problem(code="collect.kept", severity="note", layer="communities", feature=form.code, value=form.name)
        for form in forms
        if form.code not in sound
    )
    totals = dict(dataset.info.totals)
    for n in at:
        held, listed = int(counts[:, n].sum()), 0
        if (was := totals.get(units.columns[n].name)) is not None:
            listed = was.listed
        totals[units.columns[n].name] = Total(into=held + listed, on_units=held, listed=listed)
    today = None if dataset.today is None else replace(dataset.today, unit_set=fresh.digest)
    info = replace(dataset.info, totals=totals, problems=(*dataset.info.problems, *notes))
    return replace(dataset, graph=replace(dataset.graph, units=fresh), today=today, info=info)
