"""Groups below the grid on the command line: micro-grids, ten households, neighbours, offices by floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.offices import office_grids
from scenarios.small_groups import SPLIT, small_groups
from scenarios.small_sheets import small_documents, small_workbook, why_odd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from gis.built import Built
    from gis.dataset import Dataset
    from scenarios.along import SmallGroup, Split
    from scenarios.documents import Tell
    from scenarios.offices import Officing
    from scenarios.small_groups import Kind

SHOWN = 5
"""Odd groups that are told in lines; document and workbook hold all."""


def small_told(
    folder: Path, scenario: Path | None, kind: Kind, count: str, standards: Standards, *,
    out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Form the groups of a kind in the grids of a scenario, or in today's."""
    _refuse(out)
    dataset = read_dataset(folder)
    plan = scenario_at(dataset, scenario, standards).plan
    found = small_groups(dataset, plan, kind, standards, count=count)
    _written(found.groups, found.built, dataset, SPLIT[kind], out, tell)
    told = document(
        "micro", kind=kind, count=found.count, outside=found.outside,
        groups=small_documents(found.groups, found.built), out=str(out) if out else None,
    )  # fmt: skip
    return Done(document=told, lines=tuple(_lines(found.groups, kind, found.outside, tell)))


def offices_told(
    folder: Path, asked: Officing, standards: Standards, *, out: Path | None, tell: Tell
) -> Done:
    """Cut office buildings into exclusive grids by floors, nested in zones."""
    _refuse(out)
    dataset = read_dataset(folder)
    found = office_grids(dataset, asked, standards)
    _written(found.grids, found.built, dataset, "floor", out, tell)
    weights = np.array([grid.weight for grid in found.grids])
    spread = round(float(weights.std() / weights.mean()), 4)
    told = document(
        "offices", count=asked.count, zones=asked.zones, cv=spread, outside=found.outside,
        grids=small_documents(found.grids, found.built), out=str(out) if out else None,
    )  # fmt: skip
    cut = {part.building for grid in found.grids for part in grid.parts if not part.whole}
    lines = (
        tell("office.told", zones=asked.zones, grids=len(weights), low=weights.min(), high=weights.max()),
        tell("office.spread", spread=spread, cut=len(cut)),
        *([tell("office.outside", outside=found.outside)] if found.outside else []),
    )
    return Done(document=told, lines=lines)


def _refuse(out: Path | None) -> None:
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))


def _written(
    groups: Sequence[SmallGroup], built: Built, dataset: Dataset, split: Split, out: Path | None, tell: Tell
) -> None:
    """Write the workbook where it is asked for."""
    if out is not None:
        out.write_bytes(small_workbook(dataset, groups, built, split, tell))


def _lines(groups: Sequence[SmallGroup], kind: Kind, outside: int, tell: Tell) -> Iterator[str]:
    """How many groups there are, how many are odd, and the first of these."""
    odd = [one for one in groups if not one.fits]
    yield tell(
        "small.told", kind=f"small.{kind}", groups=len(groups), areas=len({one.area for one in groups}),
        weight=sum(one.weight for one in groups), odd=len(odd),
    )  # fmt: skip
    for one in odd[:SHOWN]:
        yield tell(
            "small.odd-one", group=one.code, weight=one.weight, low=one.sizes.low, high=one.sizes.high,
            why=why_odd(SPLIT[kind]),
        )  # fmt: skip
    if outside:
        yield tell("small.outside", outside=outside)
