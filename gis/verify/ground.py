"""What an export says of its plan, put together once: whose ground is whose."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gis.verify.layer_files import Layer, Plain
    from gis.verify.reading import Received

GRID, UNIT, COMMUNITY, ESTATE, FOOTPRINT = "WGBM", "DYBM", "SSSQ", "XQBM", "ZDBH"
CODE: Final = re.compile(r"[!-~]{1,20}")
NUMBER_LOOK: Final = re.compile(r"\d+\.\d*|\d(\.\d+)?[eE]\+?\d+")
DIVISION: Final = re.compile(r"\d{12}")
DIVIDED: Final = re.compile(r"\d{12}[A-Za-z]?\d{2,3}|\d{20}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Units by code, the plan, and the ground that each grid should have.

    Attributes
    ----------
    units
        Record of each unit by its code, from the most exact copy.
    shape_of_unit
        Footprint of each unit by its code.
    grid_of
        Grid of each unit by the plan's table; units without grid are left out.
    members
        Units of each grid by the plan's table, sorted.
    ground
        Union of the footprints of each grid's units.
    community_of
        Community that holds most of each grid's units.
    """

    units: Mapping[str, Mapping[str, Plain]]
    shape_of_unit: Mapping[str, shapely.Geometry]
    grid_of: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    ground: Mapping[str, shapely.Geometry]
    community_of: Mapping[str, Plain]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """The grid layer of one copy, each feature with the grid that it is.

    `grid_of` holds None for a feature that is none of the plan's grids.
    """

    layer: Layer
    grid_of: tuple[str | None, ...]

    @property
    def shape(self) -> dict[str, shapely.Geometry]:
        """Shape of each grid that is there."""
        return {g: s for g, s in zip(self.grid_of, self.layer.shapes, strict=True) if g is not None}

    @property
    def record(self) -> dict[str, Mapping[str, Plain]]:
        """Record of each grid that is there."""
        return {g: r for g, r in zip(self.grid_of, self.layer.records, strict=True) if g is not None}


def ground_of(received: Received) -> Ground | None:
    """Put units and plan together, or None where there is no plan or no unit layer to read."""
    layers = [layer for layer in received.copies_of("unit") if UNIT in layer.fields and layer.records]
    if not layers or not received.plan:
        return None
    codes = [str(record[UNIT]) for record in layers[0].records]
    shape_of_unit = dict(zip(codes, layers[0].shapes, strict=True))
    grid_of = {unit: grid for unit, grid in received.plan if grid and unit in shape_of_unit}
    members: dict[str, list[str]] = {}
    for unit in sorted(grid_of):
        members.setdefault(grid_of[unit], []).append(unit)
    units = dict(zip(codes, layers[0].records, strict=True))
    return Ground(
        units=units,
        shape_of_unit=shape_of_unit,
        grid_of=grid_of,
        members={grid: tuple(of) for grid, of in members.items()},
        ground={grid: shapely.union_all([shape_of_unit[u] for u in of]) for grid, of in members.items()},
        community_of={
            grid: Counter(units[u].get(COMMUNITY) for u in of).most_common(1)[0][0]
            for grid, of in members.items()
        },
    )


def well_formed(code: Plain, community: Plain = None) -> bool:
    """Say whether a grid code is a text that no program took for a number.

    In a community with a code of twelve digits it is that of a unit grid: twelve digits, perhaps a
    letter, two or three digits; or the twenty digits of CJ/T 349.
    """
    if not isinstance(code, str) or not CODE.fullmatch(code) or NUMBER_LOOK.fullmatch(code):
        return False
    divided = (
        isinstance(community, str) and DIVISION.fullmatch(community) and code.isalnum() and code[:1].isdigit()
    )
    return not divided or bool(DIVIDED.fullmatch(code))


def drawn_grids(layer: Layer, ground: Ground) -> Drawn:
    """Tell which grid each feature is: by its code, or where that is no good, by its ground.

    A feature whose code is missing, malformed or used twice is the grid, of those that no other
    feature claims, on whose ground most of it lies. So a fault of codes is no fault of counts or
    of lines, and the other way round.
    """
    codes = [record.get(GRID) for record in layer.records]
    times = Counter(codes)
    sure = [str(code) if times[code] == 1 and code in ground.members else None for code in codes]
    left = [grid for grid in ground.members if grid not in sure]
    unsure = [
        n
        for n, (code, record) in enumerate(zip(codes, layer.records, strict=True))
        if sure[n] is None and (times[code] > 1 or not well_formed(code, record.get(COMMUNITY)))
    ]
    shared = sorted(
        (
            (-shapely.area(shapely.intersection(layer.shapes[n], ground.ground[grid])), n, grid)
            for n in unsure
            for grid in left
        ),
    )
    for area, n, grid in shared:
        if area < 0 and sure[n] is None and grid not in sure:
            sure[n] = grid
    return Drawn(layer=layer, grid_of=tuple(sure))
