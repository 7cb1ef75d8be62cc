"""Pieces of ground as they are drawn, before they are joined to units: what each is, and whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import shapely

    from gis.town.rows import Rows

NO_ESTATE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """What is kept whole: an estate (小区) in a town, or a villager group (村民小组)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """One piece of ground: part of a unit.

    `place` is what decides its community: a superblock of a town quarter, or a village's
    settlement; −1 for open land, which goes to the nearest settlement. `estate` is a position in
    the list of estates, or `NO_ESTATE`.
    """

    polygon: shapely.Polygon
    kind: str
    place: int
    estate: int = NO_ESTATE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Built:
    """Rows of buildings of one kind that stand on one plot; `estate` as in `Piece`."""

    rows: Rows
    kind: str
    estate: int
