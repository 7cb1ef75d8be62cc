"""Checks of records: codes, units, counts, bounds and the plan's own name."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from gis.verify.ground import COMMUNITY, ESTATE, GRID, UNIT, well_formed
from gis.verify.report import SHOWN, Check, none_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gis.verify.ground import Drawn, Ground
    from gis.verify.layer_files import Layer, Plain
    from gis.verify.reading import Received

AREA_CODES = {"community": COMMUNITY, "street": "SSJD"}


def codes_unique(received: Received) -> Check:
    """No two grids, communities or streets of a layer have the same code."""
    twice = [
        f"{layer.place}: {code}"
        for layer in received.layers
        if (key := {"grid": GRID, **AREA_CODES}.get(layer.name)) in layer.fields
        for code, times in Counter(record.get(str(key)) for record in layer.records).items()
        if code is not None and times > 1
    ]
    return none_of("codes-unique", twice)


def codes_format(received: Received) -> Check:
    """Codes are texts without blanks that no program took for numbers; grid codes have their form."""
    wrong = []
    for layer in received.layers:
        for field in (GRID, UNIT, COMMUNITY, "SSJD"):
            if field in layer.fields:
                wrong += [f"{layer.place}: {field} {code}" for code in _ill_formed(layer, field)]
    return none_of("codes-format", wrong)


def _ill_formed(layer: Layer, field: str) -> Iterator[Plain]:
    may_be_null = field == "SSJD" or (field == GRID and layer.name == "unit")
    for record in layer.records:
        code = record.get(field)
        if code is None and may_be_null:
            continue
        if field == GRID and layer.name == "grid":
            good = well_formed(code, record.get(COMMUNITY))
        else:
            good = isinstance(code, str) and not any(mark.isspace() for mark in code)
        if not good:
            yield code


def every_grid_present(ground: Ground, drawn: Iterable[Drawn]) -> Check:
    """Every grid of the plan has one feature in every copy, and no feature is a stranger."""
    wrong = []
    for copy in drawn:
        wrong += [
            f"{copy.layer.place}: no {grid}" for grid in sorted(set(ground.members) - set(copy.grid_of))
        ]
        wrong += [
            f"{copy.layer.place}: unknown {record.get(GRID)}"
            for grid, record in zip(copy.grid_of, copy.layer.records, strict=True)
            if grid is None
        ]
    return none_of("every-grid-present", wrong)


def every_unit_once(received: Received, ground: Ground) -> Check:
    """Every unit stands once in the plan and in every copy, in the same grid; none is left over."""
    planned = Counter(unit for unit, _ in received.plan)
    wrong = [f"plan: {unit} {n} times" for unit, n in sorted(planned.items()) if n > 1]
    wrong += [f"plan: {unit} in no grid" for unit, grid in received.plan if not grid]
    stated = received.manifest.get("units")
    if stated != len(planned):
        wrong.append(f"plan: {len(planned)} units, {stated} stated")
    for layer in received.copies_of("unit"):
        if UNIT not in layer.fields:
            continue
        there = Counter(str(record[UNIT]) for record in layer.records)
        wrong += [f"{layer.place}: {unit} {n} times" for unit, n in sorted(there.items()) if n > 1]
        wrong += [f"{layer.place}: {unit}" for unit in sorted(there.keys() ^ planned.keys())]
        if GRID in layer.fields:
            wrong += [
                f"{layer.place}: {record[UNIT]} in {record[GRID]}"
                for record in layer.records
                if record[GRID] != ground.grid_of.get(str(record[UNIT]))
            ]
    return none_of("every-unit-once", wrong)


def counts_conserved(received: Received, ground: Ground, drawn: Iterable[Drawn]) -> Check:
    """Each grid has the sum of its units' counts, all units have the stated totals, in every copy."""
    counts = {count["field"]: count["total"] for count in received.manifest.get("counts", [])}
    wrong = []
    for layer in received.copies_of("unit"):
        for field in counts.keys() & set(layer.fields):
            total = sum(_number(record.get(field)) for record in layer.records)
            if total != counts[field]:
                wrong.append(f"{layer.place}: {field} {total}, {counts[field]} stated")
    sums = {grid: grid_sums(ground, grid, counts) for grid in ground.members}
    for copy in drawn:
        for grid, record in copy.record.items():
            wrong += [
                f"{copy.layer.place}: {grid} {field} {record[field]}, its units {sums[grid][field]}"
                for field in counts.keys() & set(copy.layer.fields)
                if record[field] != sums[grid][field]
            ]
    return none_of("counts-conserved", wrong)


def bounds(received: Received, ground: Ground, drawn: list[Drawn]) -> Check:
    """Every grid lies inside the hard limits of its type, or could not: then it is named, not failed.

    A grid could not when it is all of a community too small for one, when the community's total
    fits no number of grids, or when the plan says so (单体超限) and one unit or estate in it is
    alone above the limit. Grids of a type without limits (专属) do not count.
    """
    field, limits = str(received.manifest.get("norm_field", "HS")), _limits(received, drawn)
    households = {grid: grid_sums(ground, grid, (field,))[field] for grid in limits}
    of_community: Counter[Plain] = Counter()
    for grid, total in households.items():
        of_community[ground.community_of[grid]] += total
    grids_in = Counter(ground.community_of[grid] for grid in limits)
    bands = received.evidence.get("bands", [])
    declared = {row["grid"] for row in bands if row["unavoidable"] or row["band"] == "acceptable"}
    over: list[str] = []
    excused: list[str] = []
    for grid, (low, high) in sorted(limits.items()):
        if low <= households[grid] <= high:
            continue
        community = ground.community_of[grid]
        small = grids_in[community] == 1 and households[grid] < low
        single = grid in declared and _heaviest(ground, grid, field) > high
        could_not = small or single or not _fits(of_community[community], low, high)
        (excused if could_not else over).append(f"{grid}: {households[grid]} outside {low:.0f}–{high:.0f}")
    where = over or [f"{told} (unavoidable)" for told in excused]
    return Check(check="bounds", ok=not over, value=len(over), limit=0, where=tuple(where[:SHOWN]))


def requested_number(received: Received, ground: Ground) -> Check:
    """The plan has exactly the number of grids that was asked for."""
    asked = received.manifest.get("requested") or received.manifest.get("grids")
    found = len(ground.members)
    return Check(check="requested-number", ok=found == asked, value=found, limit=asked)


def plan_digest(received: Received) -> Check:
    """The plan's table has the digest that the manifest gives.

    sha256 over the sorted lines `unit code TAB number`, where a grid's number is the rank of its
    smallest unit code and −1 stands for no grid.
    """
    smallest: dict[str, str] = {}
    for unit, grid in sorted(received.plan):
        if grid:
            smallest.setdefault(grid, unit)
    number = {grid: n for n, grid in enumerate(sorted(smallest, key=lambda grid: smallest[grid]))}
    lines = sorted(f"{unit}\t{number.get(grid, -1)}\n" for unit, grid in received.plan)
    found = hashlib.sha256("".join(lines).encode()).hexdigest()
    told = received.manifest.get("plan_digest")
    return Check(check="plan-digest", ok=found == told, value=found, limit=told)


def grid_sums(ground: Ground, grid: str, fields: Iterable[str]) -> dict[str, int]:
    """Return the sums of some counts over a grid's units."""
    return {
        field: sum(_number(ground.units[unit].get(field)) for unit in ground.members[grid])
        for field in fields
    }


def _limits(received: Received, drawn: list[Drawn]) -> dict[str, tuple[float, float]]:
    """Hard limits of each grid by its type, where its type has any."""
    keys: Mapping[str, str] = received.manifest.get("grid_types", {})
    limits = {}
    for grid, record in (drawn[0].record if drawn else {}).items():
        at = f"grid-types.{keys.get(str(record.get('WGLX')), record.get('WGLX'))}"
        low, high = received.standards.get(f"{at}.hard-low"), received.standards.get(f"{at}.hard-high")
        if low is not None and high is not None:
            limits[grid] = (low, high)
    return limits


def _heaviest(ground: Ground, grid: str, field: str) -> int:
    """Count of the heaviest unit or estate inside a grid."""
    weight: Counter[Plain] = Counter()
    for unit in ground.members[grid]:
        record = ground.units[unit]
        weight[record.get(ESTATE) or f"unit {unit}"] += _number(record.get(field))
    return max(weight.values())


def _fits(total: int, low: float, high: float) -> bool:
    """Say whether some number of grids inside the limits has this total."""
    most = int(total // low) if low else max(total, 1)
    return any(k * low <= total <= k * high for k in range(1, most + 1)) or (total == 0 and not low)


def _number(value: Plain) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
