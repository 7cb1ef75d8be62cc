"""Declared: the place of a layer as file and profile declare it, never guessed; doubts are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from domain.outcome import Problem
from gis.placing.datum import TRUE, true_shapes
from gis.placing.local import fitted, local_crs, moved_in, suspect
from gis.placing.whereabouts import DEGREES, impossible_for
from gis.placing.zones import same_crs, zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.outcome import Severity
    from gis.placing.local import LocalSpec
    from gis.placing.zones import Zone
    from gis.reading.layer_spec import LayerSpec

LOCAL = "local:"  # before the name of a local grid, where a CRS is named


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doubt:
    """A layer whose CRS is missing, contradicted or impossible: its coordinates as they stand."""

    problem: Problem
    spec: LayerSpec
    shapes: NDArray[np.object_]
    crs: CRS | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A layer at its place, or None; with what is told of it, and what is doubted."""

    table: gpd.GeoDataFrame | None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def placed(spec: LayerSpec, table: gpd.GeoDataFrame, grids: Sequence[LocalSpec], zones: set[Zone]) -> Placed:
    """Return a layer in the CRS that is declared for it, its axes and its datum put right as declared.

    Parameters
    ----------
    grids
        Local grids of the profile, which a CRS `local:NAME` names.
    zones
        Zones that were named already; the layer's own is added.
    """
    if spec.axes == "yx":
        table = table.set_geometry(gpd.GeoSeries(_swapped(table.geometry.to_numpy()), table.index, table.crs))
    if spec.crs.startswith(LOCAL):
        return _from_local(spec, table, grids)
    crs, code, value = _declared(spec, table.crs)
    if crs is not None and not code and (why := impossible_for(crs, tuple(table.total_bounds))):
        code = f"crs.{why}"
    if crs is None or code:
        problem = _told(spec, code, "error", value)
        doubt = Doubt(problem=problem, spec=spec, shapes=table.geometry.to_numpy(), crs=crs)
        return Placed(table=None, problems=(problem,), doubts=(doubt,))
    zone = zone_of(crs)
    known = zone is None or zone.plane in {other.plane for other in zones}
    told = [] if zone is None or known else [_told(spec, zone.code, "note", "", **zone.facts)]
    zones |= {zone} if zone is not None else set()
    return Placed(table=_freed(table.set_crs(crs, allow_override=True), spec.datum), problems=tuple(told))


def _told(spec: LayerSpec, code: str, severity: Severity, value: str = "", **facts: str | float) -> Problem:
    """Make a problem of a layer's place."""
    return Problem(
        code=code, severity=severity, file=spec.file, layer=spec.name, field="crs", value=value, facts=facts
    )


def _swapped(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes with their axes exchanged; heights are left out."""
    return np.asarray(shapely.transform(shapely.force_2d(shapes), np.fliplr), object)


def _declared(spec: LayerSpec, found: CRS | None) -> tuple[CRS | None, str, str]:
    """Return the CRS that profile and file declare, and what is wrong with it; nothing is guessed."""
    if not spec.crs:
        return found, "" if found is not None else "crs.undeclared", ""
    try:
        declared = CRS.from_user_input(spec.crs)
    except CRSError:
        return None, "crs.unknown", spec.crs
    if found is not None and not spec.relabel and not same_crs(declared, found):
        return declared, "crs.conflict", found.to_string()
    return declared, "", ""


def _from_local(spec: LayerSpec, table: gpd.GeoDataFrame, grids: Sequence[LocalSpec]) -> Placed:
    """Return a layer out of a local grid, with a note on what was done; bad control points are errors."""
    grid = next((each for each in grids if each.name == spec.crs.removeprefix(LOCAL)), None)
    if grid is None:
        problem = _told(spec, "crs.unknown", "error", spec.crs)
        return Placed(table=None, problems=(problem,))
    if table.crs is not None and not spec.relabel:
        problem = _told(spec, "crs.conflict", "error", table.crs.to_string())
        return Placed(table=None, problems=(problem,))
    fit = fitted(grid)
    if (bad := suspect(grid)) is not None and fit is not None:
        point, off = bad
        problem = _told(
            spec, "crs.control-off", "error", local=grid.name, point=point, metres=round(off, 3),
            residuals="、".join(f"{each:.3f}" for each in fit.residuals), limit=grid.tolerance,
        )  # fmt: skip
        return Placed(table=None, problems=(problem,))
    shapes = moved_in(shapely.force_2d(table.geometry.to_numpy()), grid)
    moved = table.set_geometry(gpd.GeoSeries(shapes, table.index)).set_crs(
        local_crs(grid), allow_override=True
    )
    note = _told(spec, "crs.local", "note", local=grid.name, base=grid.base)
    if fit is not None:
        note = _told(
            spec, "crs.local-fitted", "note", local=grid.name, base=grid.base, points=len(grid.control),
            rms=round(fit.rms, 4), most=round(max(fit.residuals), 4),
        )  # fmt: skip
    return Placed(table=_freed(moved, spec.datum), problems=(note,))


def _freed(table: gpd.GeoDataFrame, datum: str) -> gpd.GeoDataFrame:
    """Return a layer without the shift of the datum that somebody declared."""
    if datum in TRUE:
        return table
    table = table.to_crs(DEGREES)
    return table.set_geometry(
        gpd.GeoSeries(true_shapes(table.geometry.to_numpy(), datum), table.index, DEGREES)
    )
