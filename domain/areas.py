"""Areas of one level: what they are called, what is counted on them, where they lie and which adjoin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from domain.graph import PlanningGraph


DISTRICT: Final = "district"
"""The level of one area that holds all, and its code."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Areas:
    """Areas of a level in the order of their codes; all arrays of shape (areas,) but the borders.

    Attributes
    ----------
    level
        `grid`, `estate`, `community`, `street`, `district` or another level's name.
    codes, names, kinds
        Code, name and class of each area.
    x, y
        Centre of area in metres; float64.
    tail, head
        Pairs of adjoining areas, each once, `tail < head`; int32.
    counts
        What is counted on each area, by name; float64.
    above
        By upper level, the code of the area that each lies in.
    """

    level: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    counts: Mapping[str, NDArray[np.float64]]
    above: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        """Freeze the arrays and check their shapes."""
        size = len(self.codes)
        for name, dtype, shape in (
            ("x", np.float64, (size,)),
            ("y", np.float64, (size,)),
            ("tail", np.int32, np.shape(self.tail)),
            ("head", np.int32, np.shape(self.tail)),
        ):
            array = frozen_array(getattr(self, name), dtype)
            if array.shape != shape:
                raise InvalidValueError("areas-shape", field=name, level=self.level)
            object.__setattr__(self, name, array)
        frozen = {name: frozen_array(values, np.float64) for name, values in self.counts.items()}
        object.__setattr__(self, "counts", frozen)
        lengths = [*map(len, self.above.values()), *map(len, frozen.values())]
        if not len(self.names) == len(self.kinds) == size or any(length != size for length in lengths):
            raise InvalidValueError("areas-shape", field="counts", level=self.level)

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.codes)


def areas_of(
    graph: PlanningGraph,
    level: str,
    of_unit: NDArray[np.int32],
    *,
    codes: tuple[str, ...],
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    counts: Mapping[str, NDArray[np.float64]],
) -> Areas:
    """Return areas made of units, counts of units added up; empty areas have no centre (0, 0).

    `of_unit` is the area of each unit, −1 for none. Two areas adjoin where two of their units share
    a border, passable or not. An area lies in the upper area that holds its first unit.
    """
    size, inside = len(codes), np.flatnonzero(of_unit >= 0)
    at = of_unit[inside]
    weight = graph.area_m2[inside]
    area = np.maximum(np.bincount(at, weight, size), 1e-9)
    ends = np.stack([of_unit[graph.tail], of_unit[graph.head]])
    ends = ends[:, (ends >= 0).all(axis=0) & (ends[0] != ends[1])]
    pairs = np.unique(np.sort(ends, axis=0), axis=1)
    found, first = np.unique(at, return_index=True)
    above = {DISTRICT: (DISTRICT,) * size}
    for upper in graph.units.levels:
        told = [""] * size
        for position, unit in zip(found.tolist(), inside[first].tolist(), strict=True):
            told[position] = upper.codes[int(upper.of_unit[unit])]
        above[upper.key] = tuple(told)
    return Areas(
        level=level,
        codes=codes,
        names=names,
        kinds=kinds,
        x=np.bincount(at, weight * graph.x[inside], size) / area,
        y=np.bincount(at, weight * graph.y[inside], size) / area,
        tail=pairs[0],
        head=pairs[1],
        counts={name: np.bincount(at, values[inside], size).astype(float) for name, values in counts.items()},
        above=above,
    )
