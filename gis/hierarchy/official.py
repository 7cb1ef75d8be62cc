"""Official codes: what the areas of each level are called in the lists of several offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.outcome import Problem
from gis.hierarchy.matching import Area, match, same_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.outcome import Severity
    from domain.units import Level
    from gis.hierarchy.matching import Matching
    from gis.reading.columns import CodeListSpec

Codes = dict[str, dict[str, dict[str, str]]]
Listed = tuple["CodeListSpec", tuple[Area, ...]]


def official_codes(levels: Sequence[Level], lists: Sequence[Listed]) -> tuple[Codes, list[Problem]]:
    """Return by level and system the official code of each area's code, and what matches nobody.

    Areas are joined by their name and the name of the area of the next level that they lie in, never
    by code. A list without parents is joined by names alone, those that repeat with nobody.
    """
    codes: Codes = {}
    problems: list[Problem] = []
    keys = [level.key for level in levels]
    for spec, listed in lists:
        if spec.level not in keys:
            problems.append(_about(spec, "codes.no-level", "warning", value=spec.level))
            continue
        areas = _areas(levels, keys.index(spec.level), parents=bool(spec.parent))
        found = match(areas, listed)
        pairs = {areas[pair.area].code: listed[pair.listed].code for pair in found.pairs}
        codes.setdefault(spec.level, {})[spec.system] = pairs
        problems += _told(spec, areas, listed, found)
    return codes, problems


def _areas(levels: Sequence[Level], at: int, *, parents: bool) -> list[Area]:
    """The areas of a level with the names of those of the next level that they lie in."""
    level = levels[at]
    above = [""] * len(level.codes)
    if parents and at + 1 < len(levels):
        areas, first = np.unique(level.of_unit, return_index=True)
        upper = levels[at + 1]
        for area, unit in zip(areas.tolist(), first.tolist(), strict=True):
            above[area] = upper.names[int(upper.of_unit[unit])]
    return [
        Area(code=code, name=name, parent=parent)
        for code, name, parent in zip(level.codes, level.names, above, strict=True)
    ]


def _told(
    spec: CodeListSpec, areas: Sequence[Area], listed: Sequence[Area], found: Matching
) -> list[Problem]:
    """How many areas joined, and each that did not, with the codes or names that it may be."""
    same = sum(same_code(areas[pair.area].code, listed[pair.listed].code) for pair in found.pairs)
    told = [
        _about(
            spec, "codes.joined", "note", value=spec.system,
            pairs=len(found.pairs), areas=len(areas), differing=len(found.pairs) - same, left=len(found.left),
        )
    ]  # fmt: skip
    for row in found.unmatched:
        area = areas[row.area]
        if row.listed:
            may = "、".join(listed[at].code for at in row.listed)
            told.append(_about(spec, "codes.repeated", "warning", area.code, area.name, codes=may))
        elif row.similar:
            like = "、".join(f"{listed[at].name} {listed[at].code}" for at in row.similar)
            told.append(_about(spec, "codes.unlike", "warning", area.code, area.name, similar=like))
        else:
            told.append(_about(spec, "codes.unnamed", "warning", area.code, area.name))
    return told


def _about(
    spec: CodeListSpec, code: str, severity: Severity, feature: str = "", value: str = "", **facts: str | int
) -> Problem:
    """Make a problem of a list."""
    return Problem(
        code=code, severity=severity, file=spec.file, layer=spec.level, feature=feature, value=value,
        facts=facts,
    )  # fmt: skip
