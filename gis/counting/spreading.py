"""Spreading: totals of areas and cells given to the rows that stand in each, whole and to the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from domain.errors import ImportRejected
from domain.outcome import Problem
from domain.shares import shared_out
from gis.counting.cells import cells_of
from gis.counting.errors import Spread, kept_with
from gis.counting.pairs import Pairs, overlapping, standing
from gis.cutting.faces import containing
from gis.files.raster import RasterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.reading.check import Layer, Layers
    from gis.reading.columns import CountSpec

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

ROWS, AREA, VOLUME = "rows", "area", "volume"
WEIGHINGS: Final = (ROWS, AREA, VOLUME)
AREAL = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spreading:
    """One count of one layer that comes from elsewhere, and the layers that it may come from."""

    layers: Layers
    layer: Layer
    count: CountSpec
    crs: str

    @property
    def rows(self) -> Geometries:
        """The shapes that share."""
        return np.asarray(self.layer.table.geometry.to_numpy(), object)

    def weight(self, by: str) -> Reals | None:
        """Return what each row weighs, None where it cannot be weighed so."""
        table = self.layer.table
        if by == ROWS:
            return np.ones(len(table))
        if by in (AREA, VOLUME):
            if not (shapely.get_dimensions(self.rows) == AREAL).all():
                return None
            area: Reals = shapely.area(self.rows)
            if by == AREA:
                return area
            return area * table["floors"].to_numpy(float) if table["floors"].max() > 0 else None
        own: Reals = table[by].to_numpy(float)
        return own


def spread_counts(layers: Layers, crs: str, standards: Standards) -> Layers:
    """Return the layers with every count filled in that is spread from areas, from cells, or converted.

    Shares are whole numbers, the rest by largest remainder in the order of rows. What stands in no
    row keeps its total, which is told; `into` is the total of the areas or of the cells' parts inside
    the communities, so that nothing is lost. Each such count is kept with what its error follows from.

    Raises
    ------
    ImportRejected
        Where a raster cannot be read.
    """
    found = dict(layers.layers)
    problems: list[Problem] = []
    for name in layers.layers:
        for count in found[name].spec.counts:
            spreading = _Spreading(layers=layers, layer=found[name], count=count, crs=crs)
            if count.raster:
                found[name], told = _from_cells(spreading)
                problems += told
            elif count.spread:
                found[name], told = _from_areas(spreading, found[count.spread])
                problems += told
            if count.of:
                found[name] = _converted(found[name], count, standards)
    return replace(layers, layers=found, problems=(*layers.problems, *problems))


def _from_areas(
    spreading: _Spreading, areas: Layer, by_row: Reals | None = None
) -> tuple[Layer, list[Problem]]:
    """Give the rows of a layer the totals of the areas that they lie in.

    `by_row`: what each row weighs, where that is known better than by the profile's word.
    """
    count, layer = spreading.count, spreading.layer
    totals, shapes = areas.table[count.name].to_numpy(np.int64), areas.table.geometry.to_numpy()
    by = count.by or ROWS
    pairs = standing(spreading.rows, shapes) if by == ROWS else overlapping(spreading.rows, shapes)
    weight = by_row if by_row is not None else spreading.weight(by)
    if weight is None:
        raise ImportRejected([_problem(spreading, "count.no-weight", severity="error", value=by)])
    shares = pairs.shares(weight, totals.size)
    given = shared_out(totals, pairs.area, shares)
    values = pairs.on_rows(given.astype(float), len(layer.table)).astype(np.int64)
    empty = np.setdiff1d(np.flatnonzero(totals), pairs.area)
    told = [
        Problem(
            code="count.nowhere", severity="warning", file=areas.spec.file, layer=areas.spec.name,
            feature=areas.table["code"].iloc[n], value=areas.table["name"].iloc[n],
            facts={"count": count.name, "number": int(totals[n])},
        )
        for n in empty
    ]  # fmt: skip
    others = _others(spreading, by, shapes, totals.astype(float))
    return _filled(layer, count, values, areas.into[count.name], _spread(pairs, totals, values, others)), told


def _from_cells(spreading: _Spreading) -> tuple[Layer, list[Problem]]:
    """Give the rows of a layer what the cells of a raster hold, within the totals of areas where told."""
    layers, layer, count = spreading.layers, spreading.layer, spreading.count
    communities = layers.of_role("community")[0].table.geometry.to_numpy()
    try:
        cells = cells_of(layers.rasters[count.raster], communities, spreading.crs)
    except RasterError as error:
        problem = _problem(spreading, f"raster.{error.why}", severity="error", file=count.raster)
        raise ImportRejected([replace(problem, facts=dict(error.facts))]) from error
    by = next(by for by in (count.by, AREA, ROWS) if by and spreading.weight(by) is not None)
    weight = np.asarray(spreading.weight(by))
    pairs = overlapping(spreading.rows, cells.shapes)
    on_row = pairs.on_rows(
        pairs.shares(weight, cells.counts.size) * cells.counts[pairs.area], len(layer.table)
    )
    if count.spread:
        return _from_areas(spreading, layers.layers[count.spread], by_row=on_row)
    into, held = round(float(cells.counts.sum())), round(float(on_row.sum()))
    of_row = containing(shapely.point_on_surface(spreading.rows), communities) + 1
    of_area = np.bincount(of_row, on_row, communities.size + 1).astype(float)
    totals = shared_out(np.array([held]), np.zeros(of_area.size, np.int64), of_area)
    values = shared_out(totals, of_row, on_row)
    told = []
    if into > held:
        told = [_problem(spreading, "count.cells-empty", file=count.raster, number=into - held)]
    others = _others(spreading, by, cells.shapes, cells.counts)
    alone = Spread(
        source=np.arange(values.size), total=np.full(values.size, np.inf), value=values, others=others
    )
    return _filled(layer, count, values, into, alone), told


def _converted(layer: Layer, count: CountSpec, standards: Standards) -> Layer:
    """Fill in a count that follows from another one by a standard, whole and to the last one."""
    base = layer.table[count.of].to_numpy(np.int64)
    factor = float(standards[count.factor])
    total = np.array([round(float(base.sum()) * factor)])
    values = shared_out(total, np.zeros(base.size, np.int64), base.astype(float)) if base.sum() else base * 0
    spread = Spread.of(layer.table, count.of)
    scaled = spread.times(factor, values) if spread is not None else None
    return _filled(layer, count, values, round(layer.into[count.of] * factor), scaled)


def _others(spreading: _Spreading, by: str, shapes: Geometries, totals: Reals) -> tuple[Reals, ...]:
    """Return what each row would hold by every other way of weighing that is possible."""
    found = []
    for other in WEIGHINGS:
        weight = spreading.weight(other) if other != by else None
        if weight is not None:
            pairs = standing(spreading.rows, shapes) if other == ROWS else overlapping(spreading.rows, shapes)
            shares = pairs.shares(weight, totals.size)
            found.append(pairs.on_rows(shares * totals[pairs.area], weight.size))
    return tuple(found)


def _spread(pairs: Pairs, totals: Ints, values: Ints, others: tuple[Reals, ...]) -> Spread:
    """Return what the errors of values follow from; a row in several areas counts with the first."""
    source = np.full(values.size, -1, np.int64)
    source[pairs.row[::-1]] = pairs.area[::-1]
    total = np.append(totals, 0)[source].astype(float)
    return Spread(source=source, total=total, value=values, others=others)


def _filled(layer: Layer, count: CountSpec, values: Ints, into: int, spread: Spread | None) -> Layer:
    """Return a layer with a count filled in."""
    table = layer.table.assign(**{count.name: values})
    if spread is not None:
        table = kept_with(table, count.name, spread)
    return replace(layer, table=table, into={**layer.into, count.name: into})


def _problem(
    spreading: _Spreading, code: str, *, severity: str = "warning", file: str = "", value: str = "",
    **facts: str | float,
) -> Problem:  # fmt: skip
    """Make a problem of a count."""
    spec = spreading.layer.spec
    return Problem(
        code=code, severity=severity, file=file or spec.file, layer=spec.name, field=spreading.count.name,  # type: ignore[arg-type]
        value=value, facts=facts,
    )  # fmt: skip
