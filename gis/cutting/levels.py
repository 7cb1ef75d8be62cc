"""Levels: areas over the communities where they nest, department nets where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.outcome import Problem
from domain.units import COMMUNITY, STREET, Level
from gis.cutting.faces import shares
from gis.hierarchy.parents import parent_level

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.standards import Standards
    from gis.reading.check import Layer, Layers
    from gis.reading.profile import Profile

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nesting:
    """Levels from the community up, layers that turned out to be nets, and the note on each of these."""

    levels: tuple[Level, ...]
    nets: tuple[Layer, ...]
    problems: tuple[Problem, ...]


def nested_levels(profile: Profile, layers: Layers, of_unit: Ints, standards: Standards) -> Nesting:
    """Return the upper levels of units whose community is `of_unit`, in the order of the profile.

    An area layer is a level when of every community at least the share `ground.level.nested-share`
    lies in one of its areas, or where it leads and communities were drawn into it, and every level
    below it nests in it; otherwise it is a department net.
    """
    communities = layers.of_role("community")[0]
    levels = [_level(COMMUNITY, communities, of_unit)]
    nets: list[Layer] = []
    problems: list[Problem] = []
    shapes = communities.table.geometry.to_numpy()
    for layer in layers.of_role("level", "street"):
        outer, main = _main(shapes, layer.table.geometry.to_numpy())
        least = 0.0 if layer.spec.leads else standards["ground.level.nested-share"]
        crossing = np.flatnonzero(main < least)
        if crossing.size == 0 and _nests(levels[-1].of_unit, outer[of_unit]):
            levels.append(_level(layer.spec.key or STREET, layer, outer[of_unit]))
            continue
        nets.append(layer)
        names = communities.table["name"].to_numpy()[crossing]
        problems.append(
            Problem(
                code="level.not-nested", severity="note", file=layer.spec.file, layer=layer.spec.name,
                value="、".join(names), facts={"communities": int(crossing.size)},
            )
        )  # fmt: skip
    for parent in communities.spec.parents:
        named = parent_level(communities, parent, of_unit)
        if _nests(levels[-1].of_unit, named.of_unit.astype(np.int64)):
            levels.append(named)
            continue
        problems.append(
            Problem(
                code="parent.not-nested", severity="warning", file=communities.spec.file,
                layer=communities.spec.name, value=parent.key, facts={"below": levels[-1].key},
            )
        )  # fmt: skip
    for whole in profile.wholes:
        everywhere = np.zeros(of_unit.size, np.int32)
        levels.append(
            Level(key=whole.key, codes=(whole.code,), names=(whole.name,), kinds=("",), of_unit=everywhere)
        )
    return Nesting(levels=tuple(levels), nets=tuple(nets), problems=tuple(problems))


def _main(inner: NDArray[np.object_], outer: NDArray[np.object_]) -> tuple[Ints, NDArray[np.float64]]:
    """For each inner area the outer area that holds most of it, and the share that it holds."""
    which, area, metres = shares(inner, outer)
    order = np.lexsort((area, -metres, which))
    found, first = np.unique(which[order], return_index=True)
    main, share = np.zeros(len(inner), np.int64), np.zeros(len(inner))
    main[found] = area[order][first]
    share[found] = metres[order][first] / shapely.area(inner[found])
    return main, share


def _nests(inner: NDArray[np.int32], outer: Ints) -> bool:
    """Whether no inner area has units in two outer areas."""
    pairs = np.unique(np.column_stack([inner, outer]), axis=0)
    return bool(np.unique(pairs[:, 0]).size == len(pairs))


def _level(key: str, layer: Layer, of_unit: Ints) -> Level:
    """Make a level of a layer's areas."""
    return Level(
        key=key,
        codes=tuple(layer.table["code"]),
        names=tuple(layer.table["name"]),
        kinds=tuple(layer.table["kind"]),
        of_unit=of_unit.astype(np.int32),
    )
