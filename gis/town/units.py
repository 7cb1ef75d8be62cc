"""Units: building groups and plots in town, villager groups with their land in the country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.town.belonging import spread_over_fields
from gis.town.pieces import NO_ESTATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.town.belonging import Edges
    from gis.town.fabric import Fabric
    from gis.town.facts import TownFacts
    from gis.town.layout import Layout

BAND_M = 400.0
GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Units in code order, still without counts.

    Attributes
    ----------
    codes
        Community code and four digits, north-west first.
    footprints
        One polygon for each unit, local metres; they tile the district.
    unit_of_face
        For each face of the fabric its unit.
    community, kind
        For each unit the position of its community, and what stands on it.
    estate_codes, estate_names, estate_of
        Estates and villager groups in code order, and the one of each unit (−1 for none).
    estate_of_source
        For each estate of the layout its position in `estate_codes`.
    """

    codes: tuple[str, ...]
    footprints: NDArray[np.object_]
    unit_of_face: NDArray[np.int64]
    community: NDArray[np.int64]
    kind: NDArray[np.object_]
    estate_codes: tuple[str, ...]
    estate_names: tuple[str, ...]
    estate_of: NDArray[np.int64]
    estate_of_source: NDArray[np.int64]


def cut_units(
    facts: TownFacts, layout: Layout, fabric: Fabric, community_of_face: NDArray[np.int64], edges: Edges
) -> Ground:
    """Join faces to units: a plot is one, a villager group takes the open land nearest to it."""
    piece = fabric.piece_of
    estate = np.array([p.estate for p in layout.pieces], np.int64)[piece]
    kind = np.array([p.kind for p in layout.pieces], np.object_)[piece]
    label = np.where(kind == GROUP, estate, -1)
    open_land = (kind == GROUP) | (kind == "field")
    inside = (community_of_face[fabric.tail] == community_of_face[fabric.head]) & (
        open_land[fabric.tail] & open_land[fabric.head]
    )
    label = spread_over_fields(label, fabric, edges, inside)
    raw = np.where(open_land, len(layout.pieces) + label, piece)
    _, first, unit = np.unique(raw, return_index=True, return_inverse=True)
    footprints = _joined(fabric.faces, unit)
    middle = shapely.get_coordinates(shapely.point_on_surface(fabric.faces[first]))
    community = community_of_face[first]
    order = np.lexsort((middle[:, 0], -np.round(middle[:, 1] / BAND_M), community))
    place = np.empty(order.size, np.int64)
    place[order] = np.arange(order.size)
    serial = _serial(community[order])
    source = np.where(kind[first] == GROUP, label[first], estate[first])[order]
    codes, of_unit, of_source = _estates(facts, source, community[order], len(layout.estates))
    return Ground(
        codes=tuple(
            f"{facts.communities[c].code}-{n:04d}" for c, n in zip(community[order], serial, strict=True)
        ),
        footprints=footprints[order],
        unit_of_face=place[unit],
        community=community[order],
        kind=kind[first][order],
        estate_codes=codes,
        estate_names=_names(layout, codes, of_source),
        estate_of=of_unit,
        estate_of_source=of_source,
    )


def _joined(faces: NDArray[np.object_], unit: NDArray[np.int64]) -> NDArray[np.object_]:
    """Join the faces of each unit along their common edges."""
    order = np.argsort(unit, kind="stable")
    starts = np.flatnonzero(np.diff(unit[order], prepend=-1))
    joined = [
        part[0] if part.size == 1 else shapely.coverage_union_all(part)
        for part in np.split(faces[order], starts[1:])
    ]
    single = [shapely.get_geometry(g, 0) if shapely.get_num_geometries(g) == 1 else g for g in joined]
    return shapely.normalize(np.array(single, np.object_))


def _serial(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the members of each run of equal values from 1."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(group.size) - np.repeat(starts, np.diff(np.append(starts, group.size))) + 1


def _estates(
    facts: TownFacts, source: NDArray[np.int64], community: NDArray[np.int64], number: int
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Number estates within their community in the order of their first unit."""
    held = np.flatnonzero(source != NO_ESTATE)
    found, first = np.unique(source[held], return_index=True)
    found = found[np.argsort(held[first], kind="stable")]
    home = community[held[np.sort(first)]]
    codes = tuple(f"{facts.communities[c].code}-E{n:03d}" for c, n in zip(home, _serial(home), strict=True))
    of_source = np.full(number, NO_ESTATE, np.int64)
    of_source[found] = np.arange(found.size)
    return codes, np.where(source == NO_ESTATE, NO_ESTATE, of_source[source]), of_source


def _names(layout: Layout, codes: tuple[str, ...], of_source: NDArray[np.int64]) -> tuple[str, ...]:
    """Names of estates in code order; villager groups are numbered within their village."""
    names = [""] * len(codes)
    for source, position in enumerate(of_source):
        if position != NO_ESTATE:
            own = layout.estates[source]
            names[position] = own.name or f"{int(codes[position][-3:])}组"
    return tuple(names)
