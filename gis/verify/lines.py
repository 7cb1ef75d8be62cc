"""Checks of lines: no ground twice, none left out, every grid in one piece and in its community.

They are made in an order, and what one has explained the next does not report again: ground that
two grids share is no trespass, a grid that is not there leaves no gap, a feature with a gap or an
overlap is not blamed for standing apart. So one fault has one name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.verify.ground import COMMUNITY, FOOTPRINT
from gis.verify.pieces import spare_parts, spare_pieces
from gis.verify.report import Check, at_most, none_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely import Geometry

    from gis.verify.ground import Drawn, Ground
    from gis.verify.layer_files import Plain
    from gis.verify.reading import Received

AREA_M2: Final = 1.0
EMPTY: Final = shapely.Polygon()


def checks_of_lines(received: Received, ground: Ground, drawn: list[Drawn]) -> tuple[Check, ...]:
    """Return the six checks of lines, each over the grid layers of all copies."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    apart = [f"plan: {told}" for told in spare_pieces(received, ground)]
    strangers = list(_crossing(ground, drawn))
    for copy in drawn:
        reading = _Reading(received=received, ground=ground, copy=copy)
        reading.judge()
        for check, measures in reading.found.items():
            found[check] |= {f"{copy.layer.place}: {where}": value for where, value in measures.items()}
        apart += [f"{copy.layer.place}: {told}" for told in reading.apart]
    trespass = at_most("inside-community", found["inside-community"], AREA_M2)
    return (
        at_most("no-overlap", found["no-overlap"], AREA_M2),
        at_most("no-gap", found["no-gap"], AREA_M2),
        none_of("contiguous", apart),
        none_of("inside-community", strangers) if strangers and trespass.ok else trespass,
        at_most("inside-outline", found["inside-outline"], AREA_M2),
        at_most("lines-match-units", found["lines-match-units"], AREA_M2),
    )


def _crossing(ground: Ground, drawn: list[Drawn]) -> list[str]:
    """Grids with units of several communities, or said to be in another than their units."""
    wrong = []
    for grid, units in sorted(ground.members.items()):
        communities = {str(ground.units[unit].get(COMMUNITY)) for unit in units}
        if len(communities) > 1:
            wrong.append(f"plan: {grid} in {', '.join(sorted(communities))}")
    for copy in drawn:
        wrong += [
            f"{copy.layer.place}: {grid} said to be in {record[COMMUNITY]}"
            for grid, record in copy.record.items()
            if COMMUNITY in record and record[COMMUNITY] != ground.community_of[grid]
        ]
    return wrong


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One copy's grid layer under judgement; `reported` are grids whose lines already have a fault's name."""

    received: Received
    ground: Ground
    copy: Drawn
    found: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    apart: list[str] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)
    shared: list[Geometry] = field(default_factory=list)

    def judge(self) -> None:
        """Make the checks in their order."""
        outline = shapely.union_all(_shapes(self.received, "outline"))
        self._overlaps()
        self._gaps(outline)
        self._parts()
        self._spills(outline)
        self._other_lines()

    def _overlaps(self) -> None:
        shapes, names = self.copy.layer.shapes, self._names()
        tree = shapely.STRtree(shapes)
        left, right = tree.query(shapes, predicate="intersects")
        for a, b in zip(left[left < right].tolist(), right[left < right].tolist(), strict=True):
            common = shapely.intersection(shapes[a], shapes[b])
            area = common.area
            if area > AREA_M2:
                area -= _stacked_area(self.ground, names[a], names[b])
            if area > AREA_M2:
                self.reported |= {names[a], names[b]}
                self.shared.append(common)
                self.found["no-overlap"][f"{names[a]} and {names[b]}"] = area

    def _gaps(self, outline: Geometry) -> None:
        absent = [shape for grid, shape in self.ground.ground.items() if grid not in self.copy.grid_of]
        nobodys = [s for unit, s in self.ground.shape_of_unit.items() if unit not in self.ground.grid_of]
        covered = shapely.union_all([*self.copy.layer.shapes, *absent, *nobodys])
        for hole in shapely.get_parts(shapely.difference(outline, covered)):
            if hole.area > AREA_M2:
                x, y = hole.representative_point().coords[0]
                self.found["no-gap"][f"at {x:.0f}, {y:.0f}"] = hole.area
                self.reported |= {
                    grid
                    for grid, shape in self.ground.ground.items()
                    if shapely.area(shapely.intersection(shape, hole)) > 0
                }

    def _parts(self) -> None:
        for grid, shape in sorted(self.copy.shape.items()):
            if grid not in self.reported:
                spare = spare_parts(shape, grid, self.received, self.ground)
                if spare:
                    self.apart.append(f"{grid} in {spare + 1} parts")
                    self.reported.add(grid)

    def _spills(self, outline: Geometry) -> None:
        """Ground outside the own community: trespass on others', or beyond the outline."""
        homes = _areas_by_code(self.received)
        shared = shapely.union_all(self.shared)
        for grid, shape in sorted(self.copy.shape.items()):
            home = homes.get(self.ground.community_of[grid])
            if home is None:
                continue
            spill = shapely.difference(shape, home)
            if spill.area <= AREA_M2:
                continue
            foreign = shapely.difference(shapely.intersection(spill, outline), shared).area
            beyond = shapely.difference(spill, outline).area
            if foreign > AREA_M2:
                self.found["inside-community"][grid] = foreign
            if beyond > AREA_M2 and grid not in self.reported:
                self.found["inside-outline"][grid] = beyond
            self.reported.add(grid)

    def _other_lines(self) -> None:
        """Ground that a grid has or lacks against its units, where no other check has explained it."""
        there, ground = self.copy.shape, self.ground.ground
        absent = set(ground) - set(there)
        known = [shape for grid in self.reported | absent for shape in (there.get(grid), ground.get(grid))]
        explained = shapely.union_all([shape for shape in known if shape is not None])
        for grid in sorted(there.keys() - self.reported):
            delta = shapely.symmetric_difference(there[grid], ground[grid])
            if delta.area > AREA_M2 and (rest := shapely.difference(delta, explained).area) > AREA_M2:
                self.found["lines-match-units"][grid] = rest

    def _names(self) -> list[str]:
        return [grid or f"feature {n + 1}" for n, grid in enumerate(self.copy.grid_of)]


def _stacked_area(ground: Ground, one: str, other: str) -> float:
    """Area of the footprints on which both grids have units, one above the other."""
    stands: dict[Plain, Geometry] = {
        ground.units[unit].get(FOOTPRINT): ground.shape_of_unit[unit] for unit in ground.members.get(one, ())
    }
    both = {ground.units[unit].get(FOOTPRINT) for unit in ground.members.get(other, ())} - {None}
    return float(sum(shapely.area(shape) for footprint, shape in stands.items() if footprint in both))


def _areas_by_code(received: Received) -> Mapping[Plain, Geometry]:
    """Shape of each community, from the most exact copy."""
    copies = received.copies_of("community")
    if not copies:
        return {}
    codes = [record.get(COMMUNITY) for record in copies[0].records]
    return dict(zip(codes, copies[0].shapes, strict=True))


def _shapes(received: Received, layer: str) -> NDArray[np.object_]:
    """Shapes of a layer, from the most exact copy."""
    copies = received.copies_of(layer)
    return copies[0].shapes if copies else np.array([EMPTY], dtype=object)
