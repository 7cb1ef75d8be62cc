"""Two lists of areas matched by name inside their parent, never by code alone."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from gis.hierarchy.names import stem, written_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

How = Literal["name", "stem"]

SIMILAR: Final = 0.5  # from here on a name is suggested: difflib's ratio of matching characters
SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area of a list: its code, its name, and the name of the area that it lies in."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An area of the layer and the one of the list that it is; `stem` where only the kind differs."""

    area: int
    listed: int
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """An area of the layer that no one area of the list is.

    `listed` are those of the same name inside the parent, more than one of them or wanted by
    several; `similar` the names most like it, best first, where there is none of its name.
    """

    area: int
    listed: tuple[int, ...] = ()
    similar: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Pairs, areas of the layer left over, and positions of the list that nobody is."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    left: tuple[int, ...]


def match(areas: Sequence[Area], listed: Sequence[Area]) -> Matching:
    """Return which area of a list each area of a layer is.

    Areas of one name inside one parent are the same if there is exactly one on either side; of what
    is left, those of one stem (宝山镇, 宝山街道) likewise. Names that repeat inside a parent are
    matched with nobody.
    """
    pairs: list[Pair] = []
    mine, theirs = set(range(len(areas))), set(range(len(listed)))
    ways: tuple[tuple[How, Callable[[str], str]], ...] = (("name", written_alike), ("stem", stem))
    repeated: dict[int, tuple[int, ...]] = {}
    for how, spelt in ways:
        ours, others = _by_name(areas, mine, spelt), _by_name(listed, theirs, spelt)
        for key in sorted(ours.keys() & others.keys()):
            if len(ours[key]) == len(others[key]) == 1:
                pairs.append(Pair(area=ours[key][0], listed=others[key][0], how=how))
            else:
                repeated |= {area: tuple(others[key]) for area in ours[key] if area not in repeated}
        mine -= {pair.area for pair in pairs}
        theirs -= {pair.listed for pair in pairs}
    unmatched = [
        Unmatched(area=area, listed=repeated[area])
        if area in repeated
        else Unmatched(area=area, similar=_similar(areas[area], listed, sorted(theirs)))
        for area in sorted(mine)
    ]
    pairs.sort(key=lambda pair: pair.area)
    return Matching(pairs=tuple(pairs), unmatched=tuple(unmatched), left=tuple(sorted(theirs)))


def same_code(one: str, other: str) -> bool:
    """Say whether two codes name the same area: the longer may go on in zeros (370202001, 370202001000).

    >>> same_code("370202001", "370202001000"), same_code("370202001", "370202002000")
    (True, False)
    """
    short, long = sorted((one.strip(), other.strip()), key=len)
    return bool(short) and long.startswith(short) and not long[len(short) :].strip("0")


def likeness(one: str, other: str) -> float:
    """Say how alike two names are, 0 to 1: twice the matching characters over all (difflib's ratio)."""
    return difflib.SequenceMatcher(None, written_alike(one), written_alike(other)).ratio()


def _by_name(
    areas: Sequence[Area], positions: set[int], spelt: Callable[[str], str]
) -> dict[tuple[str, str], list[int]]:
    """Positions of areas by parent and name as spelt."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position in sorted(positions):
        area = areas[position]
        found[written_alike(area.parent), spelt(area.name)].append(position)
    return found


def _similar(area: Area, listed: Sequence[Area], positions: list[int]) -> tuple[int, ...]:
    """Positions of the names most like an area's inside its parent, best first."""
    parent = written_alike(area.parent)
    inside = [position for position in positions if written_alike(listed[position].parent) == parent]
    like = {position: likeness(area.name, listed[position].name) for position in inside}
    best = sorted((p for p in inside if like[p] >= SIMILAR), key=lambda p: (-like[p], p))
    return tuple(best[:SUGGESTED])
