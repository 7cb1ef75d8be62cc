"""Edited: units merged and split by hand, with what each came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from domain.outcome import Problem
from gis.borders import shared_pieces
from gis.cutting.counts import placed
from gis.cutting.faces import containing, faces_of
from gis.cutting.splits import Refused, parts_of
from gis.cutting.units import Mosaic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.cutting.source import SourceRows
    from gis.reading.edits import EditSpec

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

LINEAGE: Final = "unit-lineage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One unit while it is edited; `footprint` is shared by units on the same ground."""

    code: str
    shape: shapely.Geometry
    community: int
    grid: int
    estate: int
    footprint: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitsCut:
    """Units in code order, the footprint of each, and the unit that a row of the source is by itself (−1)."""

    codes: tuple[str, ...]
    mosaic: Mosaic
    footprint: Ints
    own: Ints
    rows: SourceRows


class Desk:
    """The units of an import while edits are made one after the other.

    `of_lot` is the unit (by its key) that each lot stands on, `own` that which each row is by itself.
    """

    def __init__(self, cut: UnitsCut, standards: Standards, crs: str) -> None:
        mosaic, self.standards, self.crs, self.rows = cut.mosaic, standards, crs, cut.rows
        self.units: dict[int, Unit] = {
            n: Unit(
                code=code, shape=mosaic.shapes[n], community=int(mosaic.community[n]),
                grid=int(mosaic.grid[n]), estate=int(mosaic.estate[n]), footprint=int(cut.footprint[n]),
            )
            for n, code in enumerate(cut.codes)
        }  # fmt: skip
        self.of_code = {code: n for n, code in enumerate(cut.codes)}
        at = placed(cut.rows.places, mosaic.shapes, mosaic.community, mosaic.grid, mosaic.estate)
        self.of_lot, self.own = at.unit.copy(), cut.own.copy()
        self.next, self.next_footprint = len(cut.codes), int(cut.footprint.max(initial=-1)) + 1
        self.lineage: list[tuple[str, str, str, str]] = []

    def find(self, code: str) -> int:
        """Return the key of a unit by its code."""
        if code not in self.of_code:
            raise Refused("unknown-unit", value=code)
        return self.of_code[code]

    def lots_on(self, key: int) -> Ints:
        """Return the lots that stand on a unit's ground."""
        footprint = self.units[key].footprint
        keys = [n for n, unit in self.units.items() if unit.footprint == footprint]
        return np.flatnonzero(np.isin(self.of_lot, keys))

    def put(self, gone: Sequence[int], units: Sequence[Unit], kind: str, why: str) -> list[int]:
        """Put units in the place of others; return their keys."""
        sources = "+".join(self.units[key].code for key in gone)
        for key in gone:
            del self.of_code[self.units.pop(key).code]
        keys = list(range(self.next, self.next + len(units)))
        for key, unit in zip(keys, units, strict=True):
            self.units[key], self.of_code[unit.code] = unit, key
            self.lineage.append((unit.code, sources, kind, why))
        self.next += len(units)
        return keys

    def fresh_footprint(self) -> int:
        """Return the number of a new footprint."""
        self.next_footprint += 1
        return self.next_footprint - 1


def edited(
    cut: UnitsCut, edits: Sequence[EditSpec], standards: Standards, crs: str
) -> tuple[UnitsCut, dict[str, gpd.GeoDataFrame], tuple[Problem, ...]]:
    """Make edits in their order; return the units, their lineage as a layer, and what stands against them.

    A merged unit is called by the lowest code of its parts and how many more (`c1-00003+1`), a part of
    a split one by the code and its number (`c1-00003.1`). Later edits may name earlier ones' units.
    """
    if not edits:
        return cut, {}, ()
    desk, problems = Desk(cut, standards, crs), []
    for n, edit in enumerate(edits, start=1):
        try:
            _make(desk, edit)
        except Refused as refused:
            problems.append(
                Problem(
                    code=f"edits.{refused.what}", severity="error", layer="edits", feature=str(n),
                    value=refused.value, facts={"number": n},
                )
            )  # fmt: skip
    found = _assembled(desk)
    codes = {code: n for n, code in enumerate(found.codes)}
    told = [row for row in desk.lineage if row[0] in codes]
    lineage = gpd.GeoDataFrame(
        {
            "code": [row[0] for row in told], "name": [row[3] for row in told],
            "kind": [row[2] for row in told], "from": [row[1] for row in told],
        },
        geometry=[found.mosaic.shapes[codes[row[0]]] for row in told], crs=crs,
    )  # fmt: skip
    return found, {LINEAGE: lineage}, tuple(problems)


def _make(desk: Desk, edit: EditSpec) -> None:
    """Make one edit."""
    if not edit.whole:
        raise Refused("incomplete", value=edit.split or "+".join(edit.merge))
    if edit.merge:
        _merge(desk, edit)
    else:
        _split(desk, edit)


def _merge(desk: Desk, edit: EditSpec) -> None:
    """Make one unit of several that hang together and belong to the same areas."""
    keys = [desk.find(code) for code in sorted(set(edit.merge))]
    units = [desk.units[key] for key in keys]
    told = "+".join(unit.code for unit in units)
    for what in ("community", "estate", "grid"):
        if len({getattr(unit, what) for unit in units}) > 1:
            raise Refused(f"other-{what}", value=told)
    footprints = sorted({unit.footprint for unit in units})
    shape, footprint = units[0].shape, footprints[0]
    if len(footprints) > 1:
        if any(unit.footprint in footprints and key not in keys for key, unit in desk.units.items()):
            raise Refused("part-of-stack", value=told)
        shapes = np.array([next(u.shape for u in units if u.footprint == f) for f in footprints], np.object_)
        if not _hang_together(shapes, desk.standards):
            raise Refused("not-adjacent", value=told)
        shape, footprint = shapely.coverage_union_all(shapes), desk.fresh_footprint()
    merged = replace(units[0], code=f"{units[0].code}+{len(units) - 1}", shape=shape, footprint=footprint)
    (key,) = desk.put(keys, [merged], "merge", edit.why)
    desk.of_lot[np.isin(desk.of_lot, keys)] = key
    desk.own[np.isin(desk.own, keys)] = key


def _hang_together(shapes: Geometries, standards: Standards) -> bool:
    """Whether shapes are one piece over shared borders."""
    border = shared_pieces(shapes, touch_m=standards["ground.link.touch"])
    joined = {0}
    pairs: dict[tuple[int, int], float] = {}
    for a, b, metres in zip(
        border.first.tolist(), border.second.tolist(), border.length_m.tolist(), strict=True
    ):
        pairs[a, b] = pairs.get((a, b), 0.0) + metres
    wide = [pair for pair, metres in pairs.items() if metres > standards["ground.link.shared-edge"]]
    for _ in shapes:
        joined |= {n for pair in wide if joined & set(pair) for n in pair}
    return len(joined) == len(shapes)


def _split(desk: Desk, edit: EditSpec) -> None:
    """Divide one unit."""
    key = desk.find(edit.split)
    unit = desk.units[key]
    parts = parts_of(desk, key, edit)
    codes = [f"{unit.code}.{n + 1}" for n in range(len(parts.shapes))]
    footprints = [desk.fresh_footprint() if parts.stacked is None else unit.footprint for _ in codes]
    made = [
        replace(unit, code=code, shape=shape, footprint=footprint)
        for code, shape, footprint in zip(codes, parts.shapes, footprints, strict=True)
    ]
    lots = np.flatnonzero(desk.of_lot == key)
    keys = np.array(desk.put([key], made, "split", edit.why))
    desk.own[desk.own == key] = keys[0]
    if parts.stacked is None:
        places = desk.rows.places.at[lots]
        there = containing(places, np.array(parts.shapes, np.object_))
        lost = np.flatnonzero(there < 0)
        if lost.size:
            tree = shapely.STRtree(parts.shapes)
            there[lost] = tree.query_nearest(places[lost], all_matches=False)[1]
        desk.of_lot[lots] = keys[there]
        _node(desk, keys.tolist())
        return
    desk.rows, source = parts.stacked.rows, parts.stacked.source
    desk.own = desk.own[source]
    mine = parts.stacked.part >= 0
    desk.own[mine] = keys[parts.stacked.part[mine]]
    desk.of_lot[lots] = keys[0]


def _node(desk: Desk, keys: list[int]) -> None:
    """Give neighbours of a divided unit the corners that its new lines end in."""
    shapes = {key: unit.shape for key, unit in desk.units.items()}
    every = list(shapes)
    tree = shapely.STRtree(list(shapes.values()))
    touched = sorted({every[n] for n in tree.query([shapes[k] for k in keys], predicate="intersects")[1]})
    near = np.array([shapes[key] for key in touched], np.object_)
    faces = faces_of(shapely.boundary(near), shapely.union_all(near), desk.standards["ground.cut.precision"])
    inside = shapely.point_on_surface(faces)
    of = containing(inside, near)
    lost = np.flatnonzero(of < 0)
    if lost.size:
        of[lost] = shapely.STRtree(near).query_nearest(inside[lost], all_matches=False)[1]
    for n, key in enumerate(touched):
        mine = faces[of == n]
        if mine.size:
            desk.units[key] = replace(desk.units[key], shape=shapely.coverage_union_all(mine))


def _assembled(desk: Desk) -> UnitsCut:
    """Put the units in code order again."""
    keys = sorted(desk.units, key=lambda key: desk.units[key].code)
    place = np.full(desk.next + 1, -1, np.int64)
    place[keys] = np.arange(len(keys))
    units = [desk.units[key] for key in keys]
    shapes = np.empty(len(units), np.object_)
    shapes[:] = [unit.shape for unit in units]

    def label(name: str) -> Ints:
        return np.array([getattr(unit, name) for unit in units], np.int64)

    return UnitsCut(
        codes=tuple(unit.code for unit in units),
        mosaic=Mosaic(
            shapes=shapes, community=label("community"), grid=label("grid"), estate=label("estate")
        ),
        footprint=label("footprint"),
        own=place[desk.own],
        rows=desk.rows,
    )
