"""Check: every problem of an input found and listed, what can be mended mended, in the target CRS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from domain.errors import ImportRejected
from domain.outcome import Problem, Repair
from gis.hierarchy.parents import with_parents
from gis.placing.misplaced import placed_wrongly
from gis.reading.changes import Change
from gis.reading.counted import counted
from gis.reading.findings import Findings
from gis.reading.layer_spec import AREAS, LINES, POINTS
from gis.reading.parts import with_parts
from gis.reading.repair import of_dimension, valid_areas, whole_coverage
from gis.reading.texts import text_of
from gis.reading.topology import exclaves_of, tell_topology

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from gis.hierarchy.official import Listed
    from gis.reading.layer_spec import LayerSpec, Role
    from gis.reading.profile import Profile
    from gis.reading.read import RawLayer, RawLayers

AREA = 2
DIMENSIONS: dict[Role, tuple[int, ...]] = {
    **dict.fromkeys(AREAS, (AREA,)),
    **dict.fromkeys(LINES, (1, AREA)),
    **dict.fromkeys(POINTS, (0,)),
    "units-source": (0, AREA),
    "crossings": (0, 1),
}
COVERAGES: tuple[Role, ...] = ("community", "today")
FITTING: tuple[Role, ...] = (*COVERAGES, "street", "level", "net")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One checked layer: `code`, `name`, `kind`, its counts as whole numbers, valid geometry in metres.

    Areas stand in code order. `into` holds the total of each count as it came in, also of rows
    without a place.
    """

    spec: LayerSpec
    table: gpd.GeoDataFrame
    into: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layers:
    """All layers of a profile, fit to plan on, and the report of what was found and mended."""

    layers: Mapping[str, Layer]
    problems: tuple[Problem, ...]
    repairs: tuple[Repair, ...]
    changes: tuple[Change, ...] = ()
    lists: tuple[Listed, ...] = ()
    rasters: Mapping[str, Path] = field(default_factory=dict)

    def of_role(self, *roles: Role) -> tuple[Layer, ...]:
        """Return the layers of some roles, in the order of the profile."""
        return tuple(layer for layer in self.layers.values() if layer.spec.role in roles)


def check_layers(raw: RawLayers, profile: Profile, standards: Standards) -> Layers:
    """Return the layers in the profile's CRS, checked and repaired.

    Raises
    ------
    ImportRejected
        Where any problem is an error, with every problem of every layer.
    """
    layers: dict[str, Layer] = {}
    problems, repairs, changes = list(raw.problems), list[Repair](), list[Change]()
    for name, found in raw.layers.items():
        findings = Findings(found.spec)
        layers[name] = _checked(found, profile, findings, standards)
        problems += findings.problems
        repairs += findings.repairs
        changes += findings.changes
    problems += placed_wrongly(raw, layers, profile)
    if any(problem.severity == "error" for problem in problems):
        raise ImportRejected(problems)
    return Layers(
        layers=layers,
        problems=tuple(problems),
        repairs=tuple(repairs),
        changes=tuple(changes),
        lists=raw.lists,
        rasters=raw.rasters,
    )


def _checked(raw: RawLayer, profile: Profile, findings: Findings, standards: Standards) -> Layer:
    """Check one layer from its codes to its coverage."""
    spec, crs = raw.spec, profile.crs
    table = _named(raw.table, spec)
    into = counted(raw, table, findings)
    if spec.role == "units-source":
        table = with_parts(raw.table, table, findings)
    table = with_parents(raw.table, table, findings)
    table = _shaped(table, crs, findings)
    if spec.code and not findings.hopeless:
        table = _coded(table, findings)
    if spec.role in FITTING and not findings.hopeless:
        table = _fitted(table, profile, findings, standards)
    return Layer(spec=spec, table=table.reset_index(drop=True), into=into)


def _fitted(
    table: gpd.GeoDataFrame, profile: Profile, findings: Findings, standards: Standards
) -> gpd.GeoDataFrame:
    """Tell what is odd about areas, and fit them together."""
    spec, codes = findings.spec, table["code"].tolist()
    tell_topology(table.geometry.to_numpy(), codes, findings, standards, exclaves_of(profile))
    if findings.hopeless:
        return table
    whole = whole_coverage(table.geometry.to_numpy(), codes, spec, standards, must=spec.role in COVERAGES)
    findings.problems += whole.problems
    findings.repairs += whole.repairs
    findings.changes += whole.changes
    return table.set_geometry(gpd.GeoSeries(whole.areas, index=table.index, crs=table.crs))


def _named(table: gpd.GeoDataFrame, spec: LayerSpec) -> gpd.GeoDataFrame:
    """Give the layer our column names; a feature without a code is called by its row, counted from 1."""
    rows = gpd.GeoDataFrame({"row": [f"row {n + 1}" for n in range(len(table))]}, geometry=table.geometry)
    rows["code"] = text_of(table[spec.code]) if spec.code else ""
    rows["name"] = text_of(table[spec.title]) if spec.title else ""
    rows["kind"] = text_of(table[spec.kind]) if spec.kind else spec.kind_value
    rows["feature"] = rows["code"].where(rows["code"] != "", rows["row"])
    return rows


def _shaped(table: gpd.GeoDataFrame, crs: str, findings: Findings) -> gpd.GeoDataFrame:
    """Project, drop what has no geometry or the wrong kind of it, and mend what crosses itself."""
    spec, shapes = findings.spec, table.geometry.to_numpy()
    none = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    _tell_dropped("geometry.empty", table[none], findings)
    wrong = ~none & ~np.isin(shapely.get_dimensions(shapes), DIMENSIONS[spec.role])
    if wrong.any() and (wrong | none).all():
        findings.tell(
            "geometry.type",
            "error",
            value=shapely.geometry.base.GEOMETRY_TYPES[shapely.get_type_id(shapes[wrong][0])],
        )
        return table
    _tell_dropped("geometry.type", table[wrong], findings)
    invalid = ~none & ~wrong & ~shapely.is_valid(shapes)
    if invalid.any() and (invalid | none | wrong).all():
        findings.tell("geometry.none-valid", "error")
        return table
    reasons = shapely.is_valid_reason(shapes[invalid])
    for feature, reason in zip(table.loc[invalid, "feature"], reasons, strict=True):
        findings.tell("geometry.invalid", "warning", feature, value=str(reason))
    kept = table[~(none | wrong)].to_crs(crs)
    return _mended(kept, invalid[~(none | wrong)], findings)


def _mended(table: gpd.GeoDataFrame, invalid: np.ndarray, findings: Findings) -> gpd.GeoDataFrame:
    """Mend invalid areas; what has no area left is dropped and told."""
    shapes = shapely.force_2d(table.geometry.to_numpy())
    shapes[~np.isfinite(shapely.bounds(shapes)).all(axis=1)] = None  # a projection put them nowhere
    areas = shapely.get_dimensions(shapes) == AREA
    bad = areas & (invalid | ~shapely.is_valid(shapes))
    mended, repairs, changes = valid_areas(
        shapes[bad], table.loc[bad, "feature"].tolist(), findings.spec.name
    )
    findings.repairs += repairs
    findings.changes += changes
    shapes[bad] = mended
    shapes[areas & ~bad] = of_dimension(shapes[areas & ~bad], AREA)
    table = table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs))
    lost = shapely.is_missing(shapes)
    _tell_dropped("geometry.no-area", table[lost], findings)
    return table[~lost]


def _tell_dropped(code: str, rows: gpd.GeoDataFrame, findings: Findings) -> None:
    """Tell each row that is left out, with the counts that it would have brought."""
    names = [count.name for count in findings.spec.counts]
    for feature, counts in zip(rows["feature"], rows[names].to_numpy(), strict=True):
        findings.tell(code, "warning", feature, facts=dict(zip(names, map(int, counts), strict=True)))


def _coded(table: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """Check that codes are there and each stands once; put the parts of one feature together."""
    spec, nameless = findings.spec, table["code"] == ""
    for feature in table.loc[nameless, "feature"]:
        findings.tell("code.missing", "error" if spec.role in AREAS else "note", feature, field=spec.code)
    table = table.assign(code=table["feature"])
    if spec.role in AREAS:
        table = table.sort_values("code", kind="stable")
    sizes = table.groupby("code", sort=True).size()
    twice = sizes[sizes > 1]
    for code, rows in twice.items():
        if spec.parts:
            findings.tell("code.parts", "note", str(code), field=spec.code, facts={"rows": int(rows)})
        else:
            findings.tell("code.duplicate", "error", str(code), field=spec.code, facts={"rows": int(rows)})
    if twice.empty or not spec.parts:
        return table
    first = table.drop_duplicates("code")
    shapes = first.geometry.to_numpy().copy()
    where: Sequence[str] = first["code"].tolist()
    for n, code in enumerate(where):
        if code in twice.index:
            shapes[n] = shapely.union_all(table.loc[table["code"] == code].geometry.to_numpy())
    names = [count.name for count in spec.counts]
    sums = table.groupby("code")[names].sum().loc[where].to_numpy()
    first = first.assign(**dict(zip(names, sums.T, strict=True)))
    return first.set_geometry(gpd.GeoSeries(shapes, index=first.index, crs=table.crs))
