"""Tables of groups below the grid: a row for each group, and every building with the groups it is in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from gis.placing.building_numbers import building_number
from scenarios.ground_names import estate_names
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gis.built import Built
    from gis.dataset import Dataset
    from scenarios.along import Part, SmallGroup, Split
    from scenarios.documents import Document, Tell
    from scenarios.sheets import Sheet

GROUPS: Final = ("code", "area", "weight", "bounds", "state", "holds")
BUILDINGS: Final = ("code", "building", "name", "estate", "unit", "weight", "part")


def small_documents(groups: Sequence[SmallGroup], built: Built) -> list[Document]:
    """Every group with what it weighs and the buildings it holds, for the JSON document."""
    return [
        {
            "code": one.code, "area": one.area, "weight": one.weight, "fits": one.fits,
            "low": one.sizes.low, "high": one.sizes.high,
            "buildings": [
                {"code": built.codes[part.building], "weight": part.weight, "whole": part.whole}
                for part in one.parts
            ],
        }
        for one in groups
    ]  # fmt: skip


def small_workbook(
    dataset: Dataset, groups: Sequence[SmallGroup], built: Built, split: Split, tell: Tell
) -> bytes:
    """Return the workbook: groups with what they hold in words, and buildings with their groups."""
    titles, units = estate_names(dataset), dataset.graph.units.codes
    rows = [
        (
            one.code, one.area, one.weight, f"{one.sizes.low}–{one.sizes.high}",
            tell("small.fits" if one.fits else why_odd(split)), held_told(one, built, titles, split, tell),
        )
        for one in groups
    ]  # fmt: skip
    houses = [
        (
            one.code, built.codes[n], built.names[n], titles.get(built.estates[n], built.estates[n]),
            units[int(built.unit[n])], part.weight, "" if part.whole else part_told(part, split, tell),
        )
        for one in groups
        for part in one.parts
        for n in (part.building,)
    ]  # fmt: skip
    sheets: list[Sheet] = [
        (tell("small.sheet"), [tell(f"small.head.{key}") for key in GROUPS], rows),
        (tell("small.houses"), [tell(f"small.head.{key}") for key in BUILDINGS], houses),
    ]
    return workbook_of(sheets)


def why_odd(split: Split) -> str:
    """Why a group weighs something else than it should, as a text's code."""
    return {"household": "small.odd", "stairwell": "small.bound", "floor": "small.asked"}[split]


def held_told(group: SmallGroup, built: Built, titles: Mapping[str, str], split: Split, tell: Tell) -> str:
    """What a group holds, estate by estate: numbers in ranges, parts, how many have no name."""
    named = sorted(group.parts, key=lambda part: (built.estates[part.building], part.building))
    told = []
    for estate, parts in groupby(named, key=lambda part: str(built.estates[part.building])):
        words = tell("small.and").join(_houses(list(parts), built, split, tell))
        told.append(f"{titles.get(estate, estate)} {words}".strip())
    return tell("small.next").join(told)


def part_told(part: Part, split: Split, tell: Tell) -> str:
    """Which stairwells or floors of a building, or how much of it where it is cut inside them."""
    if split == "household":
        return tell("small.some", weight=part.weight)
    span = f"{part.first}" if part.first == part.last else f"{part.first}–{part.last}"
    return tell(f"small.{split}", span=span)


def _houses(parts: Sequence[Part], built: Built, split: Split, tell: Tell) -> Iterator[str]:
    """Yield whole buildings with a number as ranges, others by name, the nameless as a number, then parts."""
    whole = [str(built.names[part.building]) for part in parts if part.whole]
    numbers = {name: building_number(name) for name in whole if name}
    numbered = sorted(number for number in numbers.values() if number is not None)
    if numbered:
        yield tell("small.numbers", numbers=tell("small.and").join(ranges(numbered)))
    yield from sorted(name for name, number in numbers.items() if number is None)
    for part in parts:
        if not part.whole:
            building = built.names[part.building] or built.codes[part.building]
            yield tell("small.part-of", building=building, part=part_told(part, split, tell))
    if nameless := whole.count(""):
        yield tell("small.nameless", buildings=nameless)


def ranges(numbers: Sequence[int]) -> list[str]:
    """Return ascending numbers as ranges.

    >>> ranges([1, 2, 3, 5, 8, 9])
    ['1–3', '5', '8–9']
    """
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    spans = [[number for _, number in run] for _, run in runs]
    return [str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]
