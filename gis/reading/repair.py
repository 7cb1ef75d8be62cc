"""Repair: invalid outlines and torn coverages made whole, with every square metre accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.outcome import Problem, Repair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.reading.profile import LayerSpec

    Geometries = NDArray[np.object_]


def of_dimension(geometries: Geometries, dimension: int) -> Geometries:
    """Keep the parts of each geometry that are points (0), lines (1) or areas (2); None where none is."""
    parts, of_part = shapely.get_parts(geometries, return_index=True)
    nested, of_nested = shapely.get_parts(parts, return_index=True)
    owner, kept = of_part[of_nested], shapely.get_dimensions(nested) == dimension
    kept &= ~shapely.is_empty(nested)
    found = np.full(len(geometries), None, np.object_)
    for n in np.unique(owner[kept]):
        mine = nested[kept & (owner == n)]
        found[n] = mine[0] if mine.size == 1 else shapely.union_all(mine)
    return found


def valid_areas(
    geometries: Geometries, names: Sequence[str], layer: str
) -> tuple[Geometries, tuple[Repair, ...]]:
    """Return polygons without self-crossings, and what each repair changed in square metres."""
    repaired = of_dimension(shapely.make_valid(geometries), 2)
    changed = np.abs(shapely.area(repaired) - shapely.area(geometries))
    repairs = tuple(
        Repair(layer=layer, feature=name, area_m2=float(area), what="make-valid")
        for name, area in zip(names, changed, strict=True)
    )
    return repaired, repairs


def whole_coverage(
    areas: Geometries, codes: Sequence[str], spec: LayerSpec, standards: Standards
) -> tuple[Geometries, tuple[Problem, ...], tuple[Repair, ...]]:
    """Return the areas as a coverage without gaps and overlaps up to `ground.repair.gap-width`.

    Gaps go to the neighbour with the longest border, overlaps to the larger area (GEOS coverage
    cleaner). All gaps and all overlaps over `ground.repair.listed-area` are listed; an error is
    added where more than the share `ground.repair.tolerance` of the ground had to change or where
    areas still overlap.
    """
    found = [*_gaps(areas, spec), *_overlaps(areas, codes, spec, standards["ground.repair.listed-area"])]
    clean = shapely.coverage_clean  # type: ignore[attr-defined] # newer than the type stubs
    cleaned = np.asarray(clean(areas, gap_width=standards["ground.repair.gap-width"]), np.object_)
    changed = shapely.area(shapely.symmetric_difference(areas, cleaned))
    repairs = tuple(
        Repair(layer=spec.name, feature=code, area_m2=float(area), what="coverage")
        for code, area in zip(codes, changed, strict=True)
        if area > standards["ground.repair.listed-area"]
    )
    total = float(shapely.area(areas).sum())
    if changed.sum() > standards["ground.repair.tolerance"] * total or not shapely.coverage_is_valid(cleaned):
        found.append(
            Problem(
                code="coverage.torn",
                severity="error",
                file=spec.file,
                layer=spec.name,
                facts={"area_m2": round(float(changed.sum()), 1), "whole_m2": round(total, 1)},
            )
        )
    return cleaned, tuple(found), repairs


def _gaps(areas: Geometries, spec: LayerSpec) -> list[Problem]:
    """List the holes in the union of areas, largest first."""
    holes: list[float] = []
    for part in shapely.get_parts(shapely.union_all(areas)):
        rings = shapely.get_rings(part)[1:]
        holes += [float(shapely.area(shapely.Polygon(ring))) for ring in rings]
    return [
        Problem(
            code="coverage.gap",
            severity="warning",
            file=spec.file,
            layer=spec.name,
            feature=f"gap {n}",
            facts={"area_m2": round(area, 6)},
        )
        for n, area in enumerate(sorted(holes, reverse=True), start=1)
    ]


def _overlaps(areas: Geometries, codes: Sequence[str], spec: LayerSpec, listed_m2: float) -> list[Problem]:
    """List the pairs of areas that lie on one another by more than rounding."""
    a, b = shapely.STRtree(areas).query(areas, predicate="intersects")
    a, b = a[a < b], b[a < b]
    common = shapely.area(shapely.intersection(areas[a], areas[b]))
    return [
        Problem(
            code="coverage.overlap",
            severity="warning",
            file=spec.file,
            layer=spec.name,
            feature=codes[a[n]],
            value=codes[b[n]],
            facts={"area_m2": round(float(common[n]), 6)},
        )
        for n in np.flatnonzero(common > listed_m2)
    ]
