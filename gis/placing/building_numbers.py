"""Building numbers (楼号) and estates, read from names and addresses as people write them."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HAN: Final = "零一二三四五六七八九"
WITH_WORD: Final = re.compile(
    r"(?<![A-Za-z0-9])(\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|号栋|号幢|栋|幢|座|#)"
)
ALONE: Final = re.compile(r"(\d{1,4}|[一二三四五六七八九十]{1,3})(?:号|楼)?")


def plain(text: str) -> str:
    """Return a text with full-width letters and digits as plain ones, and without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def building_number(name: str, address: str = "") -> int | None:
    """Return the number of a building: in its name, else in its address; None where neither says one.

    A number of a street (人民路12号) is none of a building.

    >>> [building_number(name) for name in ("７号楼", "十二栋", "3", "A3号楼", "二楼")]
    [7, 12, 3, None, 2]
    >>> building_number("新楼", "翠竹苑5号楼"), building_number("新楼", "人民路12号")
    (5, None)
    """
    name, address = plain(name), plain(address)
    found = WITH_WORD.search(name) or ALONE.fullmatch(name) or WITH_WORD.search(address)
    return _number(found.group(1)) if found else None


def estate_named(text: str, estates: Mapping[int, str]) -> tuple[int, ...]:
    """Return the estates whose name a text holds, of the longest such name; several where names repeat.

    >>> estate_named("翠竹花园2区3号楼", {0: "翠竹花园", 1: "翠竹花园2区"}), estate_named("11组", {0: "1组"})
    ((1,), ())
    """
    text = plain(text)
    held = {key: plain(name) for key, name in estates.items()}
    found = {key: name for key, name in held.items() if name and _holds(text, name)}
    longest = max(map(len, found.values()), default=0)
    return tuple(key for key, name in found.items() if len(name) == longest)


def _holds(text: str, name: str) -> bool:
    before = r"(?<!\d)" if name[0].isdigit() else ""
    return re.search(before + re.escape(name), text) is not None


def _number(text: str) -> int:
    """Read a number in digits, or in words up to ninety-nine."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return HAN.find(text[-1])
    return 10 * (HAN.find(tens) if tens else 1) + (HAN.find(ones) if ones else 0)
