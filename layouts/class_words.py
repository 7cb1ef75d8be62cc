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


def _title(measure: GridMeasure, language: Language) -> str:
    if measure.key.startswith(COUNT):
        return say("shade.count", language, count=count_text(measure.key.removeprefix(COUNT), language))
    return say(f"shade.{measure.key}", language)


def _limit(value: float, measure: GridMeasure, language: Language) -> str:
    """A limit with as many digits as divide."""
    if measure.unit == "share":
        return _signed(value, language) if measure.centred else share(value, language)
    size = math.floor(math.log10(abs(value))) if value else 0
    return number(value, language, decimals=0 if value == int(value) else max(0, DIGITS - 1 - size))


def _signed(value: float, language: Language) -> str:
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{share(abs(value), language)}"


def value_told(value: float, measure: GridMeasure, language: Language) -> str:
    """What stands on a grid."""
    if math.isnan(value):
        return ""
    if measure.unit == "share" and measure.centred:
        return _signed(value, language)
    return quantity(value, measure.unit, language)
