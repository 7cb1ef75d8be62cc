"""Splits: a unit divided by a line, between buildings, by stairwell or by floors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj.exceptions import CRSError

from domain.shares import shared_out
from gis.cutting.faces import faces_of
from gis.cutting.parcels import LEAST_M2, divided
from gis.transforming import transformer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.cutting.edited import Desk
    from gis.cutting.source import SourceRows
    from gis.reading.edits import EditSpec

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]


class Refused(Exception):  # noqa: N818 -- an outcome of one edit, collected with the others
    """An edit that cannot be made: `what` ends its code, `value` says where."""

    def __init__(self, what: str, *, value: str) -> None:
        super().__init__(what)
        self.what, self.value = what, value


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stacked:
    """Rows of the source after a split on one footprint: the row that each was, and its part (−1: none)."""

    rows: SourceRows
    source: Ints
    part: Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """The shapes of the parts of a unit; `stacked` where they share its ground."""

    shapes: tuple[shapely.Geometry, ...]
    stacked: Stacked | None = None


def parts_of(desk: Desk, key: int, edit: EditSpec) -> Parts:
    """Divide one unit as an edit says.

    Raises
    ------
    Refused
        Where a line does not divide the unit, a building would be cut, or the numbers are not known.
    """
    if edit.by in {"line", "buildings"}:
        if sum(unit.footprint == desk.units[key].footprint for unit in desk.units.values()) > 1:
            raise Refused("part-of-stack", value=edit.split)
        return Parts(
            shapes=_by_line(desk, key, edit) if edit.by == "line" else _by_buildings(desk, key, edit)
        )
    rows = _only_building(desk, key, edit)
    return (
        _by_stairwell(desk, key, rows, edit) if edit.by == "stairwell" else _by_floors(desk, key, rows, edit)
    )


def _by_line(desk: Desk, key: int, edit: EditSpec) -> tuple[shapely.Geometry, ...]:
    shape = desk.units[key].shape
    points = np.array(edit.line, float)
    if edit.crs:
        try:
            points = np.column_stack(transformer(edit.crs, desk.crs).transform(*points.T))
        except CRSError as error:
            raise Refused("crs", value=edit.crs) from error
    if not np.isfinite(points).all():
        raise Refused("no-cut", value=edit.split)
    line = shapely.LineString(points)
    faces = faces_of(np.array([line], np.object_), shape, desk.standards["ground.cut.precision"])
    if len(faces) < 2 or not (shapely.area(faces) > LEAST_M2).all():  # noqa: PLR2004 -- one is no cut
        raise Refused("no-cut", value=edit.split)
    lots = np.flatnonzero(desk.of_lot == key)
    inside = shapely.area(shapely.intersection(desk.rows.lots.shapes[lots][:, None], faces[None, :]))
    cut = (inside > LEAST_M2).sum(axis=1) > 1
    if cut.any():
        raise Refused("cuts-building", value="、".join(_names(desk, lots[cut])))
    return _in_order(faces)


def _by_buildings(desk: Desk, key: int, edit: EditSpec) -> tuple[shapely.Geometry, ...]:
    lots = np.flatnonzero(desk.of_lot == key)
    names = _names(desk, lots)
    if edit.groups:
        group = np.full(lots.size, len(edit.groups), np.int64)
        for n, members in enumerate(edit.groups):
            for name in members:
                if name not in names:
                    raise Refused("unknown-building", value=name)
                group[names.index(name)] = n
    else:
        group = np.arange(lots.size)
    if np.unique(group).size < 2:  # noqa: PLR2004 -- one is no cut
        raise Refused("no-cut", value=edit.split)
    step = desk.standards["ground.cut.frontage-step"]
    shapes, there = divided(desk.units[key].shape, desk.rows.lots.shapes[lots], group, step)
    if there.size != np.unique(group).size:
        raise Refused("no-cut", value=edit.split)
    before = [shapely.union_all(shapes[:n]) for n in range(len(shapes))]
    if (2 * shapely.area(shapely.difference(shapes, before)) < shapely.area(shapes)).any():
        raise Refused("overlapping-buildings", value=edit.split)
    return tuple(shapely.set_precision(shapes, desk.standards["ground.cut.precision"]).tolist())


def _in_order(faces: Geometries) -> tuple[shapely.Geometry, ...]:
    """Parts from the west, then from the north."""
    inside = shapely.point_on_surface(faces)
    return tuple(faces[np.lexsort((-shapely.get_y(inside), shapely.get_x(inside)))].tolist())


def _names(desk: Desk, lots: Ints) -> list[str]:
    """The building of each lot, or the code of its row."""
    rows = desk.rows.lots.first_row[lots]
    table = desk.rows.layer.table
    building, feature = table["building"].to_numpy()[rows], table["feature"].to_numpy()[rows]
    return [str(name) for name in np.where(building != "", building, feature)]


def _only_building(desk: Desk, key: int, edit: EditSpec) -> Ints:
    """Return the rows of the one building that a unit is; of a unit in a stack, its own rows."""
    own = np.flatnonzero(desk.own == key)
    if own.size:
        return own
    lots = desk.lots_on(key)
    if lots.size != 1:
        raise Refused("several-buildings" if lots.size else "no-building", value=edit.split)
    return np.flatnonzero(desk.rows.lots.of_row == lots[0])


def _by_stairwell(desk: Desk, key: int, rows: Ints, edit: EditSpec) -> Parts:
    table = desk.rows.layer.table
    if rows.size > 1:
        order = rows[np.argsort(table["feature"].to_numpy(str)[rows], kind="stable")]
        part = np.full(len(table), -1, np.int64)
        part[order] = np.arange(rows.size)
        stacked = Stacked(rows=desk.rows, source=np.arange(len(table)), part=part)
        return Parts(shapes=(desk.units[key].shape,) * rows.size, stacked=stacked)
    number = int(table["stairwells"].to_numpy()[rows[0]])
    if number < 2:  # noqa: PLR2004 -- one is no cut
        raise Refused("no-stairwells", value=edit.split)
    return _repeated(desk, key, rows, np.ones(number))


def _by_floors(desk: Desk, key: int, rows: Ints, edit: EditSpec) -> Parts:
    storeys = np.array([high - low + 1 for low, high in edit.floors], float)
    return _repeated(desk, key, rows, storeys, floors=np.array(edit.floors, float))


def _repeated(
    desk: Desk,
    key: int,
    rows: Ints,
    weight: NDArray[np.float64],
    *,
    floors: NDArray[np.float64] | None = None,
) -> Parts:
    """Repeat rows once for each part, their counts divided by weight, whole numbers that add up."""
    table, parts = desk.rows.layer.table, weight.size
    times = np.ones(len(table), np.int64)
    times[rows] = parts
    source = np.repeat(np.arange(len(table)), times)
    place = np.arange(source.size) - np.repeat(np.cumsum(times) - times, times)
    mine = np.isin(source, rows)
    made = table.iloc[source].reset_index(drop=True)
    shares = np.where(mine, weight[np.where(mine, place, 0)], 1.0)
    for count in desk.rows.layer.spec.counts:
        made[count.name] = shared_out(table[count.name].to_numpy(np.int64), source, shares)
    for column in ("code", "feature"):
        made.loc[mine, column] = [
            f"{code}#{n + 1}" for code, n in zip(made.loc[mine, column], place[mine], strict=True)
        ]
    unnamed = mine & (made["building"] == "").to_numpy()
    made.loc[unnamed, "building"] = table["feature"].to_numpy()[source[unnamed]]
    if floors is not None:
        made.loc[mine, "floor_from"] = floors[place[mine], 0]
        made.loc[mine, "floor_to"] = floors[place[mine], 1]
    stacked = Stacked(
        rows=desk.rows.repeated(source, replace(desk.rows.layer, table=made)),
        source=source,
        part=np.where(mine, place, -1),
    )
    return Parts(shapes=(desk.units[key].shape,) * parts, stacked=stacked)
