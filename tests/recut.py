"""The same ground cut anew: units merged, split and renamed, for tests of versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.reference import shipped_standards
from domain.shares import shared_out
from domain.units import UnitSet
from gis.dataset import Dataset
from gis.link import link

if TYPE_CHECKING:
    from numpy.typing import NDArray


def recut(
    dataset: Dataset, shapes: NDArray[np.object_], of: NDArray[np.int64], counts: NDArray[np.int64]
) -> Dataset:
    """Return a dataset of other units; `of` is an old unit of the community of each, the codes are new."""
    units = dataset.graph.units
    anew = UnitSet(
        codes=tuple(f"v{n:06d}" for n in range(len(shapes))),
        counts=counts,
        columns=units.columns,
        footprint=np.arange(len(shapes), dtype=np.int32),
        levels=tuple(replace(level, of_unit=level.of_unit[of]) for level in units.levels),
    )
    graph = link(anew, shapes, standards=shipped_standards())
    return Dataset(
        info=replace(dataset.info, exclaves=(), bridges=()), graph=graph, footprints=shapes, today=None
    )


def refined(dataset: Dataset, which: NDArray[np.int64], *, seed: int) -> tuple[Dataset, NDArray[np.int64]]:
    """Return the dataset with some units halved, in an order of chance, and the old unit of each new one."""
    rng = np.random.default_rng(seed)
    low = shapely.bounds(dataset.footprints[which])
    middle = (low[:, 0] + low[:, 2]) / 2
    west = shapely.box(low[:, 0] - 1, low[:, 1] - 1, middle, low[:, 3] + 1)
    kept = np.setdiff1d(np.arange(len(dataset.footprints)), which)
    cut = dataset.footprints[which]
    shapes = np.concatenate(
        [dataset.footprints[kept], shapely.intersection(cut, west), shapely.difference(cut, west)]
    )
    of = np.concatenate([kept, which, which])
    there = ~shapely.is_empty(shapes)
    order = rng.permutation(np.flatnonzero(there))
    shapes, of = shapes[order], of[order]
    weight = shapely.area(shapes)
    counts = np.column_stack(
        [
            shared_out(dataset.graph.units.counts[:, n], of, weight)
            for n in range(dataset.graph.units.counts.shape[1])
        ]
    )
    return recut(dataset, shapes, of, counts), of


def merged(dataset: Dataset, label: NDArray[np.int64]) -> tuple[Dataset, NDArray[np.int64]]:
    """Return the dataset with the units of each label as one, and the new unit of each old one."""
    labels, first, into = np.unique(label, return_index=True, return_inverse=True)
    shapes = np.array(
        [shapely.union_all(dataset.footprints[into == n]) for n in range(labels.size)], np.object_
    )
    counts = np.zeros((labels.size, dataset.graph.units.counts.shape[1]), np.int64)
    np.add.at(counts, into, dataset.graph.units.counts)
    return recut(dataset, shapes, first, counts), into
