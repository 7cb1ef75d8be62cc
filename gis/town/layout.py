"""The layout: skeleton, quarters and country put together, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from gis.town.pieces import NO_ESTATE, Piece
from gis.town.quarters import lay_out_town
from gis.town.skeleton import draw_skeleton
from gis.town.turning import turn_matrix
from gis.town.villages import lay_out_country

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gis.town.facts import Sketch, TownFacts
    from gis.town.pieces import Built, Estate
    from gis.town.quarters import Town
    from gis.town.skeleton import Skeleton
    from gis.town.villages import Country


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """All pieces: those of the town first. Places 0 … superblocks − 1 are superblocks, then settlements."""

    skeleton: Skeleton
    town: Town
    country: Country
    pieces: tuple[Piece, ...]
    built: tuple[Built, ...]
    estates: tuple[Estate, ...]

    @property
    def superblocks(self) -> int:
        """Number of superblocks, which are the first places."""
        return len(self.town.quarter_of_place)

    @property
    def places(self) -> int:
        """Number of superblocks and settlements."""
        return self.superblocks + len(self.country.centres)

    @property
    def quarter_of_superblock(self) -> NDArray[np.int64]:
        """The quarter that each superblock lies in."""
        return np.array(self.town.quarter_of_place, np.int64)

    @property
    def place_of_piece(self) -> NDArray[np.int64]:
        """The place of each piece, −1 for fields."""
        return np.array([piece.place for piece in self.pieces], np.int64)

    @property
    def superblock_middles(self) -> NDArray[np.float64]:
        """The middle of each superblock, metres; shape (superblocks, 2)."""
        town = self.pieces[: len(self.town.pieces)]
        place = self.place_of_piece[: len(town)]
        area = shapely.area(np.array([piece.polygon for piece in town], np.object_))
        inside = shapely.get_coordinates([piece.polygon.centroid for piece in town])
        total = np.bincount(place, area, self.superblocks)
        return np.stack(
            [np.bincount(place, area * axis, self.superblocks) / total for axis in inside.T], axis=1
        )

    @property
    def superblock_dwellings(self) -> NDArray[np.float64]:
        """Dwellings built in each superblock, before they are brought to the stated total."""
        of_estate = {piece.estate: piece.place for piece in self.town.pieces if piece.estate != NO_ESTATE}
        held = np.zeros(self.superblocks)
        for built in self.town.built:
            if built.estate != NO_ESTATE:
                held[of_estate[built.estate]] += float(built.rows.dwellings.sum())
        return held

    def anchors(self, sketch: Sketch) -> dict[str, NDArray[np.float64]]:
        """The middle of each street on the turned ground."""
        turn = turn_matrix(sketch.tilt_deg)
        return {street: np.array(point) @ turn for street, point in sketch.anchors.items()}


def lay_out(facts: TownFacts) -> Layout:
    """Draw everything that stands on the ground, from the facts' own seed."""
    draws = [np.random.default_rng([facts.seed, n]) for n in range(3)]
    skeleton = draw_skeleton(facts.sketch, draws[0])
    town = lay_out_town(skeleton.blocks, draws[1])
    villages = sum(community.village for community in facts.communities)
    country = lay_out_country(skeleton, villages, draws[2])
    places, estates = len(town.quarter_of_place), len(town.estates)
    settled = [
        Piece(
            polygon=piece.polygon,
            kind=piece.kind,
            place=piece.place + places if piece.place >= 0 else -1,
            estate=piece.estate + estates if piece.estate != NO_ESTATE else NO_ESTATE,
        )
        for piece in country.pieces
    ]
    homes = [
        type(built)(rows=built.rows, kind=built.kind, estate=built.estate + estates)
        for built in country.built
    ]
    return Layout(
        skeleton=skeleton, town=town, country=country, pieces=(*town.pieces, *settled),
        built=(*town.built, *homes), estates=(*town.estates, *country.estates),
    )  # fmt: skip
