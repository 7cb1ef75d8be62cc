"""Places and things as checks and imports name them, in words of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from layouts.text import say, texts

if TYPE_CHECKING:
    from layouts.text import Language

KNOWN: Final = (
    (re.compile(r"row (?P<row>\d+)"), "place.row"),
    (re.compile(r"gap (?P<gap>\d+)"), "place.gap"),
    (
        re.compile(r"(?P<grid>\S+): (?P<households>\d+) outside (?P<low>\d+)–(?P<high>\d+)"),
        "place.outside-limits",
    ),
    (
        re.compile(r"(?P<grid>\S+): (?P<households>\d+) outside (?P<low>\d+)–(?P<high>\d+) \(unavoidable\)"),
        "place.unavoidable",
    ),
    (re.compile(r"plan: (?P<grid>\S+) in (?P<pieces>\d+) pieces"), "place.pieces"),
    (re.compile(r"plan: (?P<grid>\S+) in (?P<communities>[^,]+, .+)"), "place.communities"),
    (re.compile(r"(?:Ring )?Self-intersection\[(?P<at>[^\]]+)\]"), "place.self-crossing"),
    (re.compile(r"[A-Z][A-Za-z -]+\[(?P<at>[^\]]+)\]"), "place.invalid"),
    (re.compile(r"\S+/\S+: (?P<grid>[^:]+): (?P<area_m2>\d+(?:\.\d+)?)"), "place.area"),
)
NUMBERS: Final = frozenset({"households", "low", "high", "pieces", "area_m2"})


def place_text(place: str, language: Language) -> str:
    """One place in words; as it stands where it is a name."""
    for pattern, code in KNOWN:
        if found := pattern.fullmatch(place):
            facts = {
                name: round(float(value)) if name in NUMBERS else value
                for name, value in found.groupdict().items()
            }
            return say(code, language, **facts)
    return place


def count_text(count: str, language: Language) -> str:
    """A count by what it counts; a forecast, called `name@date`, with the date that it is for."""
    name, forecast, date = count.partition("@")
    code = f"count.{name}"
    told = say(code, language) if code in texts(language) else name
    return say("survey.forecast", language, count=told, date=date) if forecast else told


def layer_text(layer: str, language: Language) -> str:
    """A layer by what it holds; by its own name where a project named it."""
    code = f"layer.{layer}"
    return say(code, language) if code in texts(language) else layer
