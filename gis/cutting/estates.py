"""Estates: what is kept whole, and the ground of each inside its block."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.cutting.faces import containing, shares
from gis.cutting.parcels import divided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from gis.cutting.units import Ground, Mosaic
    from gis.reading.check import Layer

    Geometries = NDArray[np.object_]
    Ints = NDArray[np.int64]

NONE = -1
CODE_BYTES = 60
"""What the field of the exchange profile holds."""
ESTATE, VILLAGER_GROUP, NATURAL_VILLAGE = "estate", "villager-group", "natural-village"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estates:
    """Estates (小区) and villager groups, in code order.

    Attributes
    ----------
    codes, names, kinds
        One entry an estate.
    areas
        The ground of each as drawn; empty where none was drawn and only buildings name it.
    of_row
        The estate of each row of the source, −1 for none; int64.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    areas: Geometries
    of_row: Ints

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Say which estates have ground as drawn; bool, shape (estates,)."""
        found: NDArray[np.bool_] = ~shapely.is_empty(self.areas)
        return found


def estates_of(
    drawn: Sequence[Layer],
    source: Layer,
    at: Geometries,
    community: Ints,
    codes: Sequence[str],
    country: NDArray[np.bool_],
) -> Estates:
    """Gather estates from areas and from what the rows of the source name.

    A row belongs to the area that it stands in, else to the estate that it names; a name counts
    inside its community (`community` of each row, −1 for none, `codes` of all, `country` where those
    named are villager groups).
    """
    rows: dict[str, tuple[str, str, shapely.Geometry]] = {}
    of_row = np.full(len(at), NONE, np.int64)
    told = np.full(len(at), "", np.object_)
    for layer in drawn:
        inside = containing(at, layer.table.geometry.to_numpy())
        mine = np.flatnonzero((inside >= 0) & (told == ""))
        told[mine] = layer.table["code"].to_numpy()[inside[mine]]
        for code, name, kind, shape in layer.table[["code", "name", "kind", "geometry"]].itertuples(
            index=False
        ):
            rows.setdefault(code, (name, kind, shape))
    named = source.table["estate"].to_numpy()
    for row in np.flatnonzero((told == "") & (named != "") & (community >= 0)).tolist():
        told[row] = _code(codes[community[row]], named[row])
        kind = VILLAGER_GROUP if country[community[row]] else ESTATE
        rows.setdefault(told[row], (named[row], kind, shapely.Polygon()))
    order = sorted(rows)
    place = {code: n for n, code in enumerate(order)}
    of_row[told != ""] = [place[code] for code in told[told != ""]]
    names, kinds, areas = zip(*(rows[code] for code in order), strict=True) if order else ((), (), ())
    shapes = np.array([*areas, None], np.object_)[:-1]
    return Estates(codes=tuple(order), names=names, kinds=kinds, areas=shapes, of_row=of_row)


def _code(community: str, name: str) -> str:
    """Return the code of a named estate: community and name, a long name shortened and told by its digest."""
    code = f"{community}/{name}"
    if len(code.encode()) <= CODE_BYTES:
        return code
    mark = f"~{sha256(name.encode()).hexdigest()[:8]}"
    return code.encode()[: CODE_BYTES - len(mark)].decode(errors="ignore") + mark


def estate_of_faces(faces: Geometries, estates: Estates) -> Ints:
    """Return for each face the estate that holds more than half of it, −1 where none does; int64."""
    found = np.full(len(faces), NONE, np.int64)
    drawn = np.flatnonzero(estates.drawn)
    if drawn.size:
        face, area, metres = shares(faces, estates.areas[drawn])
        most = 2 * metres > shapely.area(faces[face])
        found[face[most]] = drawn[area[most]]
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """Pieces of blocks, the block of each, and its estate."""

    shapes: Geometries
    block: Ints
    estate: Ints


def divided_blocks(
    blocks: Mosaic, at_block: Ints, ground: Ground, estates: Estates, step_m: float
) -> Divided:
    """Divide blocks that hold buildings of several estates, or of an estate and none.

    Each place goes to the estate of the nearest building (enclosed tessellation); a block of one
    estate alone is its ground whole. Blocks on the drawn ground of an estate stay as they are.
    """
    label = np.where(np.append(estates.drawn, [True])[ground.estate], NONE, ground.estate)
    shapes, home, estate = list(blocks.shapes), list(range(len(blocks.shapes))), blocks.estate.tolist()
    touched = np.unique(at_block[(label >= 0) & (at_block >= 0)])
    order = np.argsort(at_block, kind="stable")
    begin, end = np.searchsorted(at_block[order], touched), np.searchsorted(at_block[order], touched, "right")
    for block, low, high in zip(touched.tolist(), begin, end, strict=True):
        if estate[block] != NONE:
            continue
        mine = np.sort(order[low:high])
        parts, known = divided(blocks.shapes[block], ground.parcels[mine], label[mine], step_m)
        shapes[block], estate[block] = parts[0], int(known[0])
        shapes += parts[1:].tolist()
        home += [block] * (len(parts) - 1)
        estate += known[1:].tolist()
    return Divided(np.array(shapes, np.object_), np.array(home, np.int64), np.array(estate, np.int64))


def ground_of(estates: Estates, estate_of: NDArray[np.int32], footprints: Geometries) -> Geometries:
    """Return the ground of each estate: as drawn, else what its units cover."""
    found = estates.areas.copy()
    order = np.argsort(estate_of, kind="stable")
    start = np.searchsorted(estate_of[order], np.arange(len(found) + 1))
    for n in np.flatnonzero(~estates.drawn).tolist():
        found[n] = shapely.union_all(footprints[order[start[n] : start[n + 1]]])
    return found
