"""Ten ways to break an export by hand, each with a manifest made anew, and an eleventh without.

They run on any export: each looks for grids and units on which its one fault, and no other, can be
made. `only` breaks a single copy of the layers; otherwise all copies tell the same untruth.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pyproj
import shapely

from domain.digest import plan_digest
from tests.gis.edited_export import manifest_of, rows_of, sign_again, tables, write_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.gis.edited_export import Table

REACH_M = 3.0


Breakage = Callable[["Path", "str | None"], None]


def gap(folder: Path, only: str | None) -> None:
    """Bite a little ground out of a grid where it meets another."""
    code, _, place = next(_neighbours(folder))
    for grid in tables(folder, "grid", only):
        n = grid.at("WGBM", code)
        grid.draw(n, shapely.difference(grid.in_metres(n), place.buffer(REACH_M)))
        grid.save()


def overlap(folder: Path, only: str | None) -> None:
    """Let a grid reach a little into its neighbour of the same community."""
    code, other, place = next(_neighbours(folder))
    for grid in tables(folder, "grid", only):
        n, beside = grid.at("WGBM", code), grid.in_metres(grid.at("WGBM", other))
        reach = shapely.intersection(place.buffer(REACH_M), beside)
        grid.draw(n, shapely.union(grid.in_metres(n), reach))
        grid.save()


def detached_piece(folder: Path, _only: str | None) -> None:
    """Give a unit to a grid of its community that it does not touch."""
    _hand_unit_over(folder, *next(_unit_moves(folder, touching=False)))


def across_community(folder: Path, _only: str | None) -> None:
    """Give a unit to the grid beside it, on the other side of the community's border."""
    _hand_unit_over(folder, *next(_unit_moves(folder, touching=True)))


def wrong_count(folder: Path, only: str | None) -> None:
    """Add one household to a grid that its units do not have."""
    for grid in tables(folder, "grid", only):
        grid.rows[0]["HS"] += 1
        grid.save()


def duplicate_code(folder: Path, only: str | None) -> None:
    """Give a grid the code of another."""
    for grid in tables(folder, "grid", only):
        grid.rows[1]["WGBM"] = grid.rows[0]["WGBM"]
        grid.save()


def missing_cpg(folder: Path, _only: str | None) -> None:
    """Take a `.cpg` away."""
    next(path for path in sorted(folder.rglob("*.cpg")) if path.name.startswith("grid")).unlink()


def wrong_prj(folder: Path, _only: str | None) -> None:
    """Say that a shapefile is in another zone."""
    path = next(path for path in sorted(folder.rglob("*.prj")) if path.name.startswith("grid"))
    other = "EPSG:4549" if manifest_of(folder)["crs"] != "EPSG:4549" else "EPSG:4548"
    path.write_text(pyproj.CRS(other).to_wkt("WKT1_ESRI"), encoding="ascii")


def cut_name(folder: Path, only: str | None) -> None:
    """Cut the name of a grid in a shapefile, as a field too narrow does."""
    for grid in tables(folder, "grid", only or "shp-gbk"):
        grid.rows[0]["WGMC"] = grid.rows[0]["WGMC"][:-2]
        grid.save()


def cut_field(folder: Path, only: str | None) -> None:
    """Cut the name of a field in a shapefile, as a writer that cannot hold it does."""
    for grid in tables(folder, "grid", only or "shp-gbk"):
        grid.rename("WGMC", "WGM")
        grid.save()


def missing_grid(folder: Path, only: str | None) -> None:
    """Leave a grid out."""
    for grid in tables(folder, "grid", only):
        grid.drop(1)
        grid.save()


BREAKAGES: Mapping[str, tuple[Breakage, str]] = {
    "gap": (gap, "no-gap"),
    "overlap": (overlap, "no-overlap"),
    "detached-piece": (detached_piece, "contiguous"),
    "across-community": (across_community, "inside-community"),
    "wrong-count": (wrong_count, "counts-conserved"),
    "duplicate-code": (duplicate_code, "codes-unique"),
    "missing-cpg": (missing_cpg, "cpg-present"),
    "wrong-prj": (wrong_prj, "prj-matches"),
    "cut-name": (cut_name, "field-names"),
    "cut-field": (cut_field, "field-names"),
    "missing-grid": (missing_grid, "every-grid-present"),
}


def broken_copy(export: Path, target: Path, breakage: str, only: str | None = None) -> Path:
    """Copy an export, break the copy in one way, and sign it again."""
    shutil.copytree(export, target)
    BREAKAGES[breakage][0](target, only)
    sign_again(target, **_plan_name(target))
    return target


def stale_copy(export: Path, target: Path) -> Path:
    """Copy an export and change a file without signing again."""
    shutil.copytree(export, target)
    path = target / manifest_of(target)["tables"]["standards"]
    path.write_bytes(path.read_bytes() + b"\n")
    return target


def _plan_name(folder: Path) -> dict[str, str]:
    """Digest of the plan table as it is now."""
    rows = rows_of(folder, "plan")
    codes = sorted({row["grid"] for row in rows} - {""})
    grid_of = np.array([codes.index(row["grid"]) if row["grid"] else -1 for row in rows])
    return {"plan_digest": plan_digest([row["unit"] for row in rows], grid_of)}


def _neighbours(folder: Path) -> Iterator[tuple[str, str, shapely.Point]]:
    """Pairs of grids of one community, and the middle of the longest straight piece between them."""
    grid = next(tables(folder, "grid"))
    shapes = [grid.in_metres(n) for n in range(len(grid.rows))]
    for a, b in shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist():
        if a < b and grid.rows[a]["SSSQ"] == grid.rows[b]["SSSQ"]:
            border = shapely.line_merge(shapes[a] & shapes[b])
            pieces = [line for line in shapely.get_parts(border) if line.geom_type == "LineString"]
            if sum(line.length for line in pieces) > 10 * REACH_M:
                longest = max(pieces, key=lambda line: line.length)
                yield grid.rows[a]["WGBM"], grid.rows[b]["WGBM"], longest.interpolate(0.5, normalized=True)


def _unit_moves(folder: Path, *, touching: bool) -> Iterator[tuple[str, str]]:
    """Units and the grids to give them to, so that nothing but contiguity or the community is broken.

    `touching`: the grid is of another community and touches the unit; otherwise it is of the same
    community and far from it. The grid left behind stays in one piece, both stay inside the norm.
    """
    units = {row["DYBM"]: row for row in next(tables(folder, "unit")).rows}
    grids = {row["WGBM"]: row for row in next(tables(folder, "grid")).rows}
    passable: nx.Graph[str] = nx.Graph()
    near: nx.Graph[str] = nx.Graph()
    for graph in (passable, near):
        graph.add_nodes_from(units)
    for row in rows_of(folder, "borders"):
        near.add_edge(row["from"], row["to"])
        if row["passable"] == "1" and float(row["border_m"]) > 1:
            passable.add_edge(row["from"], row["to"])
    members: dict[str, set[str]] = {}
    for code, unit in units.items():
        members.setdefault(unit["WGBM"], set()).add(code)
    for code, unit in sorted(units.items(), key=lambda pair: (pair[1]["HS"], pair[0])):
        rest = members[unit["WGBM"]] - {code}
        if len(rest) < 2 or not nx.is_connected(passable.subgraph(rest)):
            continue
        beside = {units[other]["WGBM"] for other in passable[code]}
        around = {units[v]["WGBM"] for u in (code, *near[code]) for v in near[u]}
        for grid in sorted(grids):
            same = grids[grid]["SSSQ"] == unit["SSSQ"]
            good = (not same and grid in beside) if touching else (same and grid not in around)
            if good and len(members[grid]) > 2 and _both_in_band(grids, unit, grid):
                yield code, grid


def _both_in_band(grids: Mapping[str, dict[str, int]], unit: dict[str, int], to: str) -> bool:
    """Whether both grids still have a number of households that no hard limit minds, or cannot tell."""
    left = grids[str(unit["WGBM"])]["HS"] - unit["HS"]
    grown = grids[to]["HS"] + unit["HS"]
    return unit["HS"] == 0 or (200 <= left <= 400 and 200 <= grown <= 400) or (left >= 300 and grown <= 700)


def _hand_unit_over(folder: Path, code: str, to: str) -> None:
    """Move one unit to another grid in every file that speaks of it, as an honest export would."""
    rows = rows_of(folder, "plan")
    source = next(row["grid"] for row in rows if row["unit"] == code)
    write_plan(folder, [row | {"grid": to} if row["unit"] == code else row for row in rows])
    counts = [count["field"] for count in manifest_of(folder)["counts"]]
    for unit, grid in zip(tables(folder, "unit"), tables(folder, "grid"), strict=True):
        given = unit.rows[unit.at("DYBM", code)]
        given["WGBM"] = to
        unit.save()
        for n, sign in ((grid.at("WGBM", source), -1), (grid.at("WGBM", to), 1)):
            row = grid.rows[n]
            for field in (*counts, "MJ"):
                row[field] += sign * given[field]
            _redraw(grid, n, unit)
        grid.save()


def _redraw(grid: Table, n: int, unit: Table) -> None:
    """Draw a grid again from its units, with the perimeter of what was drawn."""
    own = [s for s, row in zip(unit.shapes, unit.rows, strict=True) if row["WGBM"] == grid.rows[n]["WGBM"]]
    grid.shapes[n] = shapely.union_all(own)
    grid.rows[n]["ZC"] = round(float(shapely.length(grid.in_metres(n))), 2)
