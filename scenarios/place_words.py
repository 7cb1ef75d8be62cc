"""Places as checks and imports name them, in words of a language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scenarios.documents import Tell

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


def place_words(place: str, tell: Tell) -> str:
    """One place in words; as it stands where it is a name."""
    for pattern, code in KNOWN:
        if found := pattern.fullmatch(place):
            facts = {
                name: round(float(value)) if name in NUMBERS else value
                for name, value in found.groupdict().items()
            }
            return tell(code, **facts)
    return place
