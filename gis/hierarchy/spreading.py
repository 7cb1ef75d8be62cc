"""Spreading: totals of areas given to the rows that stand in each, whole and to the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.outcome import Problem
from domain.shares import shared_out
from gis.cutting.faces import containing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.reading.check import Layer, Layers


def spread_counts(layers: Layers) -> Layers:
    """Return the layers with every count that is spread from areas filled in, evenly over their rows.

    Rows take equal shares, the rest by largest remainder in code order. An area in which no row
    stands keeps its total, which is told; `into` is the total of the areas, so that nothing is lost.
    """
    found = dict(layers.layers)
    problems: list[Problem] = []
    for name, layer in layers.layers.items():
        for count in layer.spec.counts:
            if count.spread:
                found[name], told = _spread(found[name], found[count.spread], count.name)
                problems += told
    return replace(layers, layers=found, problems=(*layers.problems, *problems))


def _spread(layer: Layer, areas: Layer, count: str) -> tuple[Layer, list[Problem]]:
    """Give the rows of one layer the totals of the areas that they stand in."""
    totals = areas.table[count].to_numpy(np.int64)
    places = shapely.point_on_surface(layer.table.geometry.to_numpy())
    area = containing(places, areas.table.geometry.to_numpy())
    there = np.flatnonzero(area >= 0)
    values: NDArray[np.int64] = np.zeros(len(places), np.int64)
    values[there] = shared_out(totals, area[there], np.ones(there.size))
    empty = np.setdiff1d(np.flatnonzero(totals), area[there])
    told = [
        Problem(
            code="count.nowhere",
            severity="warning",
            file=areas.spec.file,
            layer=areas.spec.name,
            feature=areas.table["code"].iloc[n],
            value=areas.table["name"].iloc[n],
            facts={"count": count, "number": int(totals[n])},
        )
        for n in empty
    ]
    table = layer.table.assign(**{count: values})
    return replace(layer, table=table, into={**layer.into, count: areas.into[count]}), told
