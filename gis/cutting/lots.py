"""Lots: rows of the source put together by building, and buildings that are units by stairwell or floors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from domain.shares import shared_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.reading.check import Layer

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

AREA = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lots:
    """What no line cuts: buildings, or rows that name no building.

    Attributes
    ----------
    shapes
        One area each; a point stands for a small disc.
    of_row
        The lot of each row; int64, shape (rows,).
    stacked
        Lots whose rows are units of their own on one footprint; bool, shape (lots,).
    part
        For each row of a stacked lot its place in the stack from 0, −1 for all others; int64.
    """

    shapes: Geometries
    of_row: Ints
    stacked: NDArray[np.bool_]
    part: Ints

    def sums(self, values: Ints) -> Ints:
        """Sum a count of the rows by lot; int64."""
        sums = np.zeros(len(self.shapes), np.int64)
        np.add.at(sums, self.of_row, values)
        return sums

    @property
    def first_row(self) -> Ints:
        """The first row of each lot; int64."""
        return np.unique(self.of_row, return_index=True)[1].astype(np.int64)


def by_stairwell(source: Layer, households: str, limits: Ints) -> Layer:
    """Return the source with a row for each stairwell of buildings that alone reach the whole-estate limit.

    Only where the rows are buildings with a number of stairwells; counts are divided evenly, whole
    numbers that add up, and said to be estimates by `stairwell` in the feature's name. `limits`:
    of each row.
    """
    table, number = source.table, source.table["stairwells"].to_numpy(np.int64)
    cut = (number > 1) & (table[households].to_numpy() >= limits) & (table["building"] == "").to_numpy()
    if not cut.any():
        return source
    times = np.where(cut, number, 1)
    row = np.repeat(np.arange(len(table)), times)
    place = np.arange(row.size) - np.repeat(np.cumsum(times) - times, times) + 1
    made = table.iloc[row].reset_index(drop=True)
    ones = np.ones(row.size)
    for count in source.spec.counts:
        made[count.name] = shared_out(table[count.name].to_numpy(np.int64), row, ones)
    mine = cut[row]
    made.loc[mine, "building"] = made.loc[mine, "feature"]
    suffix = pd.Series([f"#{n}" for n in place], index=made.index)
    for column in ("feature", "code"):
        made.loc[mine, column] = made.loc[mine, column] + suffix[mine]
    return replace(source, table=made)


def lots_of(source: Layer, households: str, limits: Ints, radius_m: float) -> Lots:
    """Put rows together by building.

    A building is stacked where its rows are floors, or where they are stairwells and it alone
    reaches the whole-estate limit (`limits`: of each row). Stacks are in order of floors, then of
    codes.
    """
    table, shapes = source.table, _areas(source.table.geometry.to_numpy(), radius_m)
    own = np.array([f"\0{n:09d}" for n in range(len(table))], np.object_)
    name = np.where(table["building"] != "", table["building"], own)
    _, first, of_row = np.unique(name.astype(str), return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(first.size)
    of_row = rank[of_row]
    size = first.size
    rows = np.bincount(of_row, minlength=size)
    held = np.bincount(of_row, table[households], size)
    floors = np.bincount(of_row, table["floor_from"].notna(), size) == rows
    limit = limits[np.sort(first)]
    stacked = (rows > 1) & (floors | (held >= limit))
    order = np.lexsort((table["feature"].to_numpy(str), table["floor_from"].fillna(0), of_row))
    start = np.cumsum(rows) - rows
    part = np.full(len(table), -1, np.int64)
    part[order] = np.arange(len(table)) - start[of_row[order]]
    part[~stacked[of_row]] = -1
    merged = shapes[np.sort(first)].copy()
    for lot in np.flatnonzero(rows > 1).tolist():
        merged[lot] = shapely.union_all(shapes[order[start[lot] : start[lot] + rows[lot]]])
    return Lots(shapes=merged, of_row=of_row, stacked=stacked, part=part)


def _areas(shapes: Geometries, radius_m: float) -> Geometries:
    """Shapes as areas: points as small discs."""
    flat = shapely.get_dimensions(shapes) < AREA
    found = shapes.copy()
    found[flat] = shapely.buffer(shapes[flat], radius_m, quad_segs=2)
    return found
