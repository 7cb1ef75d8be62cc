"""Drawing in: finer levels follow the lines of the level that leads, and what was moved is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from domain.outcome import Problem, Repair
from gis.hierarchy.nesting import Nested, nest
from gis.reading.changes import Change, changes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.reading.check import Layer, Layers

AREA = 2


def drawn_levels(layers: Layers, standards: Standards) -> Layers:
    """Return the layers with communities drawn into the levels that lead, grids and source into these.

    Areas of a level in which no community lies are left out. Everything that moved, stays
    apart or is left out is told.
    """
    drawing = _Drawing(layers, standards)
    (community,) = layers.of_role("community")
    for level in layers.of_role("street", "level"):
        if level.spec.leads:
            drawing.draw(community.spec.name, level.spec.name, whole=True)
            drawing.leave_unused(level.spec.name)
    (source,) = layers.of_role("units-source")
    if community.spec.leads:
        for today in layers.of_role("today"):
            drawing.draw(today.spec.name, community.spec.name, whole=True)
    if community.spec.leads and _all_areas(source):
        drawing.draw(source.spec.name, community.spec.name, whole=False)
    return replace(
        layers,
        layers=drawing.layers,
        problems=(*layers.problems, *drawing.problems),
        repairs=(*layers.repairs, *drawing.repairs),
        changes=(*layers.changes, *drawing.changes),
    )


def _all_areas(layer: Layer) -> bool:
    """Whether a layer has areas only."""
    return bool((shapely.get_dimensions(layer.table.geometry.to_numpy()) == AREA).all())


@dataclass(slots=True)
class _Told:
    """One finer layer and the layer that leads it, for the problems about them."""

    layer: Layer
    into: Layer

    def problem(self, code: str, feature: str = "", value: str = "", **facts: float) -> Problem:
        spec = self.layer.spec
        return Problem(
            code=code,
            severity="note",
            file=spec.file,
            layer=spec.name,
            feature=feature,
            value=value or self.into.spec.name,
            facts=facts,
        )


class _Drawing:
    """Layers as they are drawn in one after the other, and what is told of it."""

    def __init__(self, layers: Layers, standards: Standards) -> None:
        self.layers: dict[str, Layer] = dict(layers.layers)
        self.standards = standards
        self.problems: list[Problem] = []
        self.repairs: list[Repair] = []
        self.changes: list[Change] = []
        self.used: NDArray[np.int64] = np.empty(0, np.int64)

    def draw(self, finer: str, leading: str, *, whole: bool) -> None:
        """Draw a layer into another; `whole` leaves what is beyond, otherwise it is cut off."""
        inner, outer = self.layers[finer], self.layers[leading]
        shapes = outer.table.geometry.to_numpy()
        nested = nest(inner.table.geometry.to_numpy(), shapes, self.standards)
        areas = nested.areas if whole else _within(nested, shapes)
        if whole:
            clean = shapely.coverage_clean  # type: ignore[attr-defined] # newer than the type stubs
            areas = np.asarray(clean(areas, gap_width=self.standards["ground.repair.gap-width"]), np.object_)
        table = inner.table.set_geometry(gpd.GeoSeries(areas, index=inner.table.index, crs=inner.table.crs))
        self.layers[finer] = replace(inner, table=table)
        self.used = np.unique(nested.outer)
        self._tell(_Told(inner, outer), nested)

    def leave_unused(self, leading: str) -> None:
        """Leave out the areas of a layer in which nothing of the layer drawn in last lies."""
        outer = self.layers[leading]
        table = outer.table.iloc[self.used].reset_index(drop=True)
        self.layers[leading] = replace(outer, table=table)

    def _tell(self, told: _Told, nested: Nested) -> None:
        """Tell how much nested before and after, what moved, and what is too wide to move."""
        listed = self.standards["ground.repair.listed-area"]
        share = self.standards["ground.level.nested-share"]
        codes, outer = told.layer.table["code"].tolist(), told.into.table["code"].tolist()
        moved = shapely.area(nested.removed) + shapely.area(nested.added)
        beyond, open_ = shapely.area(nested.beyond), shapely.area(nested.open_)
        self.problems.append(
            told.problem(
                "level.nested",
                areas=len(codes),
                share=round(100 * share),
                before=round(100 * nested.nesting(share), 1),
                after=round(100 * float(np.mean(beyond <= (1 - share) * _sizes(nested))), 1),
                exact=round(100 * nested.exact(listed), 1),
                moved_m2=round(nested.moved_m2),
            )
        )
        for n in np.flatnonzero(beyond > listed):
            into, area = outer[nested.outer[n]], round(float(beyond[n]), 1)
            self.problems.append(told.problem("level.beyond", codes[n], into, area_m2=area))
        for n in np.intersect1d(np.flatnonzero(open_ > listed), nested.outer):
            self.problems.append(told.problem("level.open", outer[n], area_m2=round(float(open_[n]), 1)))
        self.repairs += [
            Repair(layer=told.layer.spec.name, feature=codes[n], area_m2=float(moved[n]), what="level")
            for n in np.flatnonzero(moved > listed)
        ]
        name = told.layer.spec.name
        self.changes += changes_of(name, codes, "level-gained", nested.added, listed)
        self.changes += changes_of(name, codes, "level-lost", nested.removed, listed)


def _sizes(nested: Nested) -> np.ndarray:
    """Square metres of each area as it is now."""
    return np.asarray(shapely.area(nested.areas))


def _within(nested: Nested, outer: np.ndarray) -> np.ndarray:
    """The part of each area inside its own outer area; as it is where none of it lies there."""
    inside = shapely.intersection(nested.areas, outer[nested.outer])
    return np.where(shapely.area(inside) > 0, inside, nested.areas)
