"""A move as it is typed: what goes, an arrow, and the grid it goes into."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidValueError

ARROWS: Final = re.compile(r"→|⇒|➔|[-=]+>|>|划入|\binto\b")
BETWEEN: Final = re.compile(r"[\s,、;]+")
DASHES: Final = "-–—‒−~～至到"
WIDEST: Final = 500
"""Numbers in a range: more is a slip of the hand."""
APART: Final = re.compile(r"(?<=\d)\s+(?=(?:号楼|号|栋|幢|座)(?!\w))")
TAIL: Final = re.compile(r"(.*?)(\d+)(\D*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A text taken apart: the words of what goes, in their order, and the word of the grid.

    No words mean what is in the hand.
    """

    what: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A row of numbers between the same words: `1–12号楼`, `1-0007…1-0011`."""

    stem: str
    first: int
    last: int
    width: int
    suffix: str

    def names(self) -> tuple[str, ...]:
        """Return every name of the row, numbers filled with zeros to the width of the first.

        >>> Span(stem="", first=9, last=11, width=1, suffix="号楼").names()
        ('9号楼', '10号楼', '11号楼')
        """
        numbers = range(self.first, self.last + 1)
        return tuple(f"{self.stem}{number:0{self.width}d}{self.suffix}" for number in numbers)


def typed(text: str) -> Typed:
    """Take a typed move apart; full width counts as half width, and case does not matter.

    Raises
    ------
    InvalidValueError
        There is no arrow or more than one, or no grid behind it.

    >>> typed("翠竹花园2区 1–3、5号楼 → 3-012")
    Typed(what=('翠竹花园2区', '1–3', '5号楼'), to='3-012')
    """
    sides = ARROWS.split(unicodedata.normalize("NFKC", text).casefold())
    if len(sides) != 2 or not sides[1].strip():  # noqa: PLR2004 -- what goes, and where
        raise InvalidValueError("typed-arrow")
    what = tuple(word for word in BETWEEN.split(APART.sub("", sides[0])) if word)
    return Typed(what=what, to="".join(sides[1].split()))


def spans(word: str) -> tuple[Span, ...]:
    """Return every way to read a word as a range; none where it is no range.

    The far end may leave out the stem, the near end the words behind the number; a range runs upwards.

    Raises
    ------
    InvalidValueError
        However it is read, the range is wider than `WIDEST`.
    """
    found = []
    for place, letter in enumerate(word):
        if letter not in DASHES:
            continue
        near, far = TAIL.fullmatch(word[:place]), TAIL.fullmatch(word[place + 1 :])
        if near is None or far is None:
            continue
        (stem, first, ends), (again, last, suffix) = near.groups(), far.groups()
        if again not in ("", stem) or ends not in ("", suffix) or int(first) > int(last):
            continue
        width = len(first) if first.startswith("0") else 1
        found.append(Span(stem=stem, first=int(first), last=int(last), width=width, suffix=suffix))
    narrow = tuple(span for span in found if span.last - span.first < WIDEST)
    if found and not narrow:
        raise InvalidValueError("typed-wide", word=word, most=WIDEST)
    return narrow
