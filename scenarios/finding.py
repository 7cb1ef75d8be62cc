"""Where something is: grids, areas, estates and facilities by code or name."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from domain.plan import RETIRED, community_of_grid
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from domain.plan import Plan
    from scenarios.viewer import Viewer

Kind = Literal["grid", "community", "street", "estate", "facility"]
KINDS: Final[tuple[Kind, ...]] = ("grid", "community", "street", "estate", "facility")
"""What is found, in the order in which equals are listed."""
LISTED: Final = 8
AROUND_DEGREES: Final = 0.003
"""How far around a point is shown: some 300 m."""
DISTRICTS_AT_HAND: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something with a code and a name on the ground, and the name of what it lies in.

    `position` is its place among its kind. `point` is where it is, for what has no units.
    """

    kind: Kind
    code: str
    name: str
    within: str
    position: int
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The places that answer best, each with its box in degrees, and how many answer in all."""

    places: tuple[tuple[Place, list[float]], ...]
    total: int


class Finder:
    """Looks places up in what the viewer shows."""

    def __init__(self, viewer: Viewer) -> None:
        """Read the ground from the viewer."""
        self._viewer = viewer
        self._ground: AtHand[tuple[Place, ...]] = AtHand(DISTRICTS_AT_HAND)

    def find(self, district: str, plan: Plan, text: str) -> Found:
        """Return what a text names in a district and in a plan of it.

        Whole codes and names come first, then those that begin so, codes that end so, and those that
        hold every word of the text; of equals the shortest name, which has least beside what was asked.
        Width, case and spaces do not matter.
        """
        words = [folded(word) for word in text.split()]
        if not words:
            return Found(places=(), total=0)
        ground = self._ground.get(district, lambda: tuple(self._places_of_ground(district)))
        told = [
            (rank, len(place.name or place.code), KINDS.index(place.kind), place.code, place)
            for place in (*self._places_of_plan(district, plan), *ground)
            if (rank := _rank(place, words)) is not None
        ]
        best = sorted(told, key=lambda one: one[:4])[:LISTED]
        places = tuple((place, self._box(district, plan, place)) for *_, place in best)
        return Found(places=places, total=len(told))

    def units(self, district: str, plan: Plan, kind: str, code: str) -> NDArray[np.intp]:
        """Return the units of a place; none for facilities and for what is not there."""
        ground = self._ground.get(district, lambda: tuple(self._places_of_ground(district)))
        for place in (*self._places_of_plan(district, plan), *ground):
            if (place.kind, place.code) == (kind, code):
                return self._units(district, plan, place)
        return np.empty(0, np.intp)

    def _places_of_plan(self, district: str, plan: Plan) -> Iterator[Place]:
        units = self._viewer.dataset(district).graph.units
        names = (*units.communities.names, "")
        community = community_of_grid(plan, units)
        for position, grid in enumerate(plan.grids):
            if grid.type != RETIRED and community[position] >= 0:
                within = names[community[position]]
                yield Place(kind="grid", code=grid.code, name=grid.name, within=within, position=position)

    def _places_of_ground(self, district: str) -> Iterator[Place]:
        """Communities and what they lie in, estates that have units, facilities."""
        dataset = self._viewer.dataset(district)
        units = dataset.graph.units
        for key, level in ((level.key, level) for level in units.levels):
            kind = next((kind for kind in ("community", "street") if kind == key), None)
            if kind is None:
                continue
            outer = next((other for other in units.levels[units.levels.index(level) + 1 :]), None)
            first = np.unique(level.of_unit, return_index=True)
            for area, unit in zip(*first, strict=True):
                within = outer.names[outer.of_unit[unit]] if outer else ""
                yield Place(
                    kind=kind, code=level.codes[area], name=level.names[area], within=within,
                    position=int(area),
                )  # fmt: skip
        yield from self._estates(district)
        yield from self._facilities(district)

    def _estates(self, district: str) -> Iterator[Place]:
        dataset = self._viewer.dataset(district)
        units, names = dataset.graph.units, {}
        if "estates" in dataset.layers:
            layer = dataset.layers["estates"]
            names = dict(zip(layer["code"], layer["name"], strict=True))
        inside = np.flatnonzero(units.estate_of >= 0)
        estates, first = np.unique(units.estate_of[inside], return_index=True)
        for estate, unit in zip(estates, inside[first], strict=True):
            code = units.estate_codes[estate]
            within = units.communities.names[units.communities.of_unit[unit]]
            yield Place(
                kind="estate", code=code, name=str(names.get(code) or ""), within=within, position=int(estate)
            )

    def _facilities(self, district: str) -> Iterator[Place]:
        if "facilities" not in self._viewer.dataset(district).layers:
            return
        features = json.loads(self._viewer.layer(district, "facilities"))["features"]
        for position, feature in enumerate(features):
            about, shape = feature["properties"], feature["geometry"]
            if shape is not None and shape["type"] == "Point":
                yield Place(
                    kind="facility", code=str(about.get("code") or ""), name=str(about.get("name") or ""),
                    within="", position=position, point=tuple(shape["coordinates"][:2]),
                )  # fmt: skip

    def _units(self, district: str, plan: Plan, place: Place) -> NDArray[np.intp]:
        units = self._viewer.dataset(district).graph.units
        if place.kind == "grid":
            return np.flatnonzero(plan.grid_of == place.position)
        if place.kind == "estate":
            return np.flatnonzero(units.estate_of == place.position)
        if place.kind == "facility":
            return np.empty(0, np.intp)
        return np.flatnonzero(units.level(place.kind).of_unit == place.position)

    def _box(self, district: str, plan: Plan, place: Place) -> list[float]:
        if place.point is None:
            return self._viewer.box(district, self._units(district, plan, place))
        (x, y), around = place.point, AROUND_DEGREES
        return [x - around, y - around, x + around, y + around]


def folded(text: str) -> str:
    """Return a text as it is compared: full width as half width, without case and spaces.

    >>> folded("３－０１２ Ａ区")
    '3-012a区'
    """
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rank(place: Place, words: list[str]) -> int | None:
    """Say how well a place answers: 0 is best, None not at all."""
    code, name, whole = folded(place.code), folded(place.name), "".join(words)
    if whole in (code, name):
        return 0
    if code.startswith(whole) or name.startswith(whole):
        return 1
    if code.endswith(whole):
        return 2
    return 3 if all(word in code or word in name for word in words) else None
