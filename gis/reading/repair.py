"""Repair: invalid outlines and torn coverages made whole, with every square metre accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from domain.outcome import Problem, Repair
from gis.reading.changes import Change, changes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.outcome import Severity
    from domain.standards import Standards
    from gis.reading.layer_spec import LayerSpec

    Geometries = NDArray[np.object_]

ARITHMETIC_M2: Final = 1e-6  # holes below a square millimetre are none
PLACE: Final = re.compile(r"\[([-+.\de]+) ([-+.\de]+)")


def of_dimension(geometries: Geometries, dimension: int) -> Geometries:
    """Keep the parts of each geometry that are points (0), lines (1) or areas (2); None where none is."""
    parts, of_part = shapely.get_parts(geometries, return_index=True)
    nested, of_nested = shapely.get_parts(parts, return_index=True)
    owner, kept = of_part[of_nested], shapely.get_dimensions(nested) == dimension
    kept &= ~shapely.is_empty(nested)
    found = np.full(len(geometries), None, np.object_)
    owner, nested = owner[kept], nested[kept]
    which, first, parts_of = np.unique(owner, return_index=True, return_counts=True)
    found[which] = nested[first]
    for n, start, held in zip(which[parts_of > 1], first[parts_of > 1], parts_of[parts_of > 1], strict=True):
        found[n] = shapely.union_all(nested[start : start + held])
    return found


def valid_areas(
    geometries: Geometries, names: Sequence[str], layer: str
) -> tuple[Geometries, tuple[Repair, ...], tuple[Change, ...]]:
    """Return polygons without self-crossings, what each repair changed in square metres, and its place."""
    repaired = of_dimension(shapely.make_valid(geometries), 2)
    changed = np.abs(shapely.area(repaired) - shapely.area(geometries))
    repairs = tuple(
        Repair(layer=layer, feature=name, area_m2=float(area), what="make-valid")
        for name, area in zip(names, changed, strict=True)
    )
    changes = tuple(
        Change(layer=layer, feature=name, what="make-valid", area_m2=float(area), shape=place)
        for name, area, place in zip(names, changed, _places(geometries), strict=True)
    )
    return repaired, repairs, changes


def _places(geometries: Geometries) -> Geometries:
    """Where each geometry is invalid, as GEOS says it; its first corner where it is not, or no more."""
    found = shapely.get_point(shapely.get_exterior_ring(shapely.get_geometry(geometries, 0)), 0)
    for n, reason in enumerate(shapely.is_valid_reason(geometries)):
        if place := PLACE.search(str(reason)):
            found[n] = shapely.Point(float(place[1]), float(place[2]))
    return np.asarray(found, np.object_)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """Areas that fit together, what was wrong with them, and what was done."""

    areas: Geometries
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    changes: tuple[Change, ...] = ()


def whole_coverage(
    areas: Geometries, codes: Sequence[str], spec: LayerSpec, standards: Standards, *, must: bool
) -> Coverage:
    """Return the areas as a coverage without gaps and overlaps up to `ground.repair.gap-width`.

    Gaps go to the neighbour with the longest border, overlaps to the larger area (GEOS coverage
    cleaner); corners that only one of two neighbours has are given to both. Areas that fit already
    are not touched. All gaps and all overlaps over `ground.repair.listed-area` are listed. Where more
    than the share `ground.repair.tolerance` of the ground had to change or areas still overlap, that
    is an error if they `must` fit, and otherwise a warning, and they stay as they are.
    """
    width, listed = standards["ground.repair.gap-width"], standards["ground.repair.listed-area"]
    if shapely.coverage_is_valid(areas, gap_width=width):
        return Coverage(areas=areas, problems=tuple(_holes(areas, areas, spec)))
    found = _overlaps(areas, codes, spec, listed)
    clean = shapely.coverage_clean  # type: ignore[attr-defined] # newer than the type stubs
    cleaned = np.asarray(clean(areas, gap_width=width), np.object_)
    lost, gained = shapely.difference(areas, cleaned), shapely.difference(cleaned, areas)
    changed = shapely.area(lost) + shapely.area(gained)
    total = float(shapely.area(areas).sum())
    if changed.sum() > standards["ground.repair.tolerance"] * total or not shapely.coverage_is_valid(cleaned):
        facts = {"area_m2": round(float(changed.sum()), 1), "whole_m2": round(total, 1)}
        found.append(_told(spec, "coverage.torn" if must else "coverage.kept", must=must, **facts))
        if not must:
            return Coverage(areas=areas, problems=tuple(found))
    repairs = tuple(
        Repair(layer=spec.name, feature=code, area_m2=float(area), what="coverage")
        for code, area in zip(codes, changed, strict=True)
        if area > listed
    )
    changes = changes_of(spec.name, codes, "gap", gained, listed)
    changes += changes_of(spec.name, codes, "overlap", lost, listed)
    found = [*_holes(areas, cleaned, spec), *found]
    if not found:
        found.append(_told(spec, "coverage.corners", must=None, areas=_unfit(areas)))
    return Coverage(areas=cleaned, problems=tuple(found), repairs=repairs, changes=tuple(changes))


def _unfit(areas: Geometries) -> int:
    """Number of areas with an edge that does not match its neighbour's."""
    return int((~shapely.is_empty(shapely.coverage_invalid_edges(areas))).sum())


def _told(spec: LayerSpec, code: str, *, must: bool | None, **facts: float) -> Problem:
    """Make a problem of a whole layer: an error, a warning, or a note where nothing need be done."""
    severity: Severity = "note" if must is None else "error" if must else "warning"
    return Problem(code=code, severity=severity, file=spec.file, layer=spec.name, facts=facts)


def _holes(areas: Geometries, cleaned: Geometries, spec: LayerSpec) -> list[Problem]:
    """List the holes between areas, largest first: those that were closed and those that stay."""
    before, after = shapely.union_all(areas), shapely.union_all(cleaned)
    rings = [ring for part in shapely.get_parts(before) for ring in shapely.get_rings(part)[1:]]
    holes = shapely.difference(shapely.polygons(np.array(rings, np.object_)), before)
    sizes = np.asarray(shapely.area(holes))
    shapely.prepare(after)
    closed = np.asarray(shapely.intersects(after, shapely.point_on_surface(holes)))
    order = np.argsort(-sizes, kind="stable")
    return [
        Problem(
            code="coverage.gap" if closed[n] else "coverage.hole",
            severity="warning" if closed[n] else "note",
            file=spec.file,
            layer=spec.name,
            feature=f"gap {place}",
            facts={"area_m2": round(float(sizes[n]), 6)},
        )
        for place, n in enumerate(order[sizes[order] > ARITHMETIC_M2], start=1)
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
