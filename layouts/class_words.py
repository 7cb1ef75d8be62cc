"""How quantities of grids and their classes are called and written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from layouts.places import count_text
from layouts.text import number, quantity, say, share
from scenarios.classes import DIGITS
from scenarios.shading import COUNT

if TYPE_CHECKING:
    from layouts.text import Language
    from scenarios.classes import Classes
    from scenarios.shading import GridMeasure

UNITLESS: Final = frozenset({"1", "share"})


def measure_name(measure: GridMeasure, language: Language) -> str:
    """A measure by its name, with its unit where it has one."""
    title = _title(measure, language)
    if measure.unit in UNITLESS:
        return title
    return say("shade.title", language, measure=title, unit=say(f"unit.{measure.unit}", language))


def limits_told(classes: Classes, measure: GridMeasure, language: Language) -> list[str]:
    """Each class by its limits; of whole numbers the first one that it holds and the last.

    Classes on either side of a middle mirror each other, so that the outer ones may be empty: they
    are told by their inner limit.
    """
    whole = measure.unit == "households" or measure.key.startswith(COUNT)
    ends = [_limit(value, measure, language) for value in classes.limits]
    told = []
    for n in range(len(classes)):
        low, high = ends[n], ends[n + 1]
        if measure.centred and len(classes) > 1 and n in {0, len(classes) - 1}:
            outer = say("shade.over", language, low=low) if n else say("shade.under", language, high=high)
            told.append(outer)
            continue
        if whole and n:
            low = _limit(classes.limits[n] + 1, measure, language)
        code = "shade.range-signed" if measure.centred else "shade.range"
        told.append(high if low == high else say(code, language, low=low, high=high))
    return told


def changes_told(classes: Classes, measure: GridMeasure, language: Language) -> list[str]:
    """Classes of a change: from what shrinks most over what stays to what grows most."""
    half = len(classes) // 2
    amounts = [_amount(limit, measure, language) for limit in classes.limits[half + 2 : -1]]

    def side(way: str) -> list[str]:
        """From the least change to the greatest."""
        if not amounts:
            return [say(f"grown.{way}", language)]
        return [
            *(say(f"grown.{way}.up-to", language, amount=amount) for amount in amounts),
            say(f"grown.{way}.over", language, amount=amounts[-1]),
        ]

    return [*reversed(side("less")), say("grown.same", language), *side("more")]


def _title(measure: GridMeasure, language: Language) -> str:
    if measure.key.startswith(COUNT):
        return say("shade.count", language, count=count_text(measure.key.removeprefix(COUNT), language))
    return say(f"shade.{measure.key}", language)


def _limit(value: float, measure: GridMeasure, language: Language) -> str:
    """A limit with as many digits as divide."""
    if measure.centred:
        return f"{_sign(value)}{_amount(abs(value), measure, language)}"
    return _amount(value, measure, language)


def _amount(value: float, measure: GridMeasure, language: Language) -> str:
    if measure.unit == "share":
        return share(value)
    size = math.floor(math.log10(abs(value))) if value else 0
    return number(value, language, decimals=0 if value == int(value) else max(0, DIGITS - 1 - size))


def _sign(value: float) -> str:
    return "−" if value < 0 else "+" if value > 0 else ""


def value_told(value: float, measure: GridMeasure, language: Language) -> str:
    """What stands on a grid."""
    if math.isnan(value):
        return ""
    if measure.unit == "share" and measure.centred:
        return f"{_sign(value)}{share(abs(value))}"
    return quantity(value, measure.unit, language)
