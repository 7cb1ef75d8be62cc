"""Encodings: what bytes without a trustworthy label say, in whose alphabet, and how surely."""

from __future__ import annotations

import codecs
import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

How = Literal["ascii", "declared", "cpg", "ldid", "detected", "undecided", "doubtful"]

CANDIDATES = ("utf-8", "gb18030", "cp950", "cp949", "cp1252")
SHOWN = {"utf-8": "UTF-8", "gb18030": "GB18030", "cp950": "Big5", "cp949": "EUC-KR", "cp1252": "Windows-1252"}
LDID = {
    0x03: "cp1252", 0x4D: "gb18030", 0x4E: "cp949", 0x4F: "cp950", 0x7A: "gb18030", 0x79: "cp949",
    0x78: "cp950", 0x7B: "cp932", 0x13: "cp932", 0xC9: "cp1251", 0xC8: "cp1250", 0x58: "cp1252",
    0x59: "cp1252", 0x26: "cp866",
}  # fmt: skip
WIDER = {
    "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "big5": "cp950", "euc_kr": "cp949",
    "iso8859-1": "cp1252", "ascii": "utf-8",
}  # fmt: skip

NO_FILES = (
    "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem",
)  # fmt: skip
ONE_EACH = "AZaz09_"

# Characters that every list of places is full of: they weigh more than other common ones.
SIMPLE_PLACES = (
    "区县镇乡村街道路巷号楼栋单元社居委会办处网格组小大东西南北中上下新城市省国家园花苑庄里山水河江湖桥门"
)
FULL_PLACES = (
    "區縣鎮鄉村街道路巷弄號樓棟單元社居里鄰會網格組小大東西南北中上下新城市國家園花苑莊山水河江湖橋門"
)
KOREAN_PLACES = "동구시군읍면리로길가산남북서중"

SURE = math.log(1000)
CONTRADICTED = math.log(1e9)
PLACE, COMMON, SIGN, LETTER, RARE, STRANGE, MIXED, BROKEN = (
    math.log(0.4 / 60), math.log(0.5 / 4000), math.log(0.05 / 300), math.log(0.1 / 40),
    math.log(0.02 / 20_000), math.log(0.005 / 1000),
    math.log(0.05), -25.0,
)  # fmt: skip
ASCII = math.log(1 / 64)
READABLE = -11.5  # mean of what is not ASCII below which no candidate makes sense
SAMPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An encoding (empty if nobody can tell), how it was found, and what the likeliest candidates read."""

    encoding: str
    how: How
    readings: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The name that people use for it."""
        return SHOWN.get(self.encoding, self.encoding.upper())

    @property
    def likeliest(self) -> str:
        """The encoding, or the first candidate where nobody can tell: to show, never to keep."""
        return self.encoding or (self.readings[0][0] if self.readings else "utf-8")

    @property
    def evidence(self) -> str:
        """Candidates, likeliest first, each with what it would read."""
        return "；".join(f"{SHOWN.get(name, name)}：{text}" for name, text in self.readings)


def known_encoding(label: str) -> str | None:
    """Return the codec that a `.cpg` file or a profile means, or None.

    >>> [known_encoding(label) for label in ("UTF-8", "936", "GBK", "Big-5", "ANSI 1252", "88591", "klingon")]
    ['utf-8', 'gb18030', 'gb18030', 'cp950', 'cp1252', 'cp1252', None]
    """
    text = label.strip().lower().removeprefix("\ufeff")
    text = re.sub(r"^(ansi|oem|ldid|windows|cp)[ _/-]*(?=\d)", "", text)
    text = {"65001": "utf-8", "88591": "iso8859-1"}.get(text, text)
    for guess in (f"cp{text}", text) if text.isdigit() else (text, text.replace("-", "")):
        try:
            "".encode(guess)  # what turns no text into bytes is refused here
            name = codecs.lookup(guess).name
        except (LookupError, ValueError):
            continue
        if name not in NO_FILES:
            return WIDER.get(name, name)
    return None


def _keeps_ascii(name: str) -> bool:
    """Whether ASCII letters stand for themselves, as they must in a table of fixed widths."""
    return ONE_EACH.encode(name) == ONE_EACH.encode("ascii")


def decide(
    values: Sequence[bytes],
    *,
    declared: str = "",
    cpg: str = "",
    ldid: int = 0,
    shown: Sequence[bytes] | None = None,
) -> Verdict:
    """Return the encoding of values: the user's word, else a label that the bytes bear out, else evidence.

    A label is overruled by nobody silently: where the bytes contradict it the verdict is `doubtful`.
    `values` may be cut in mid-character at their ends; only those of `shown` (or all) become readings.
    """
    if declared:
        return Verdict(encoding=known_encoding(declared) or "", how="declared")
    told = [value for value in dict.fromkeys(values) if not value.isascii()][:SAMPLE]
    label, how = known_encoding(cpg) if cpg else LDID.get(ldid), "cpg" if cpg else "ldid"
    if label and not _keeps_ascii(label):
        label = None
    if not told:
        return Verdict(encoding=label or "utf-8", how="ascii")
    names = dict.fromkeys((*CANDIDATES, *([label] if label else [])))
    scores = {name: sum(_likelihood(value, name) for value in told) for name in names}
    ranked = sorted(scores, key=lambda name: -scores[name])
    samples = told if shown is None else [value for value in shown if not value.isascii()]
    readings = tuple((name, _sample(samples, name)) for name in ranked[:3])
    best = ranked[0]
    if label:
        sure = scores[label] >= scores[best] - CONTRADICTED
        return Verdict(encoding=label, how=how if sure else "doubtful", readings=readings)  # type: ignore[arg-type]  # one of How
    if scores[best] - scores[ranked[1]] < SURE or not _readable(told, best):
        return Verdict(encoding="", how="undecided", readings=readings)
    return Verdict(encoding=best, how="detected", readings=readings)


def decoded(value: bytes, encoding: str) -> tuple[str, bool]:
    """Return a value as text without a last character that was cut, and whether one was cut.

    Raises
    ------
    UnicodeDecodeError
        Where the bytes are wrong elsewhere than at their end.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    text = decoder.decode(value, final=False)
    return text, bool(decoder.getstate()[0])


def _sample(values: Sequence[bytes], name: str) -> str:
    """What a candidate makes of the first three values."""
    return "、".join(value.decode(name, errors="replace") for value in values[:3])


def _readable(values: Sequence[bytes], name: str) -> bool:
    """Whether what is not ASCII reads, on the whole, as text of somebody."""
    marks = [_weight(c, name) for value in values for c in _text(value, name) if not c.isascii()]
    return bool(marks) and sum(marks) / len(marks) > READABLE


def _likelihood(value: bytes, name: str) -> float:
    """Logarithm of how likely somebody who writes in an encoding is to write a value."""
    text = _text(value, name)
    marks = sum(ASCII if char.isascii() else _weight(char, name) for char in text)
    if name == "cp1252":  # two letters with accents seldom meet
        return marks + (STRANGE - LETTER) * sum(not (a.isascii() or b.isascii()) for a, b in pairwise(text))
    return marks + MIXED * sum(_mixed(a, b) or _mixed(b, a) for a, b in pairwise(text))


def _mixed(one: str, other: str) -> bool:
    """Whether a Latin letter meets a character of East Asia, as it seldom does but in wrong readings."""
    return one.isascii() and one.isalpha() and other >= "\u2e80"


def _text(value: bytes, name: str) -> str:
    """A value as text; what is no text stands as U+FFFD, a last character that was cut is left out."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    return decoder.decode(value, final=False)


@cache
def _weight(char: str, name: str) -> float:  # noqa: PLR0911 -- one answer for each sort of character
    """Logarithm of how often a character that is not ASCII stands in texts of an encoding."""
    if char == "\ufffd" or "\x80" <= char < "\xa0" or "\ue000" <= char < "\uf900":
        return BROKEN
    if name == "cp1252":
        return LETTER if char.isalpha() else STRANGE
    if "\u3000" <= char < "\u3040" or "\uff00" <= char < "\uff66" or char in "·—–‘’“”…×":
        return SIGN
    for places, common in _alphabets(name):
        if char in places:
            return PLACE
        if common(char):
            return COMMON
    if name == "utf-8":  # no accident: few bytes of other encodings are valid
        return LETTER + ASCII
    return RARE


def _alphabets(name: str) -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """Place characters and common characters of each script that an encoding is used for."""
    simple = (SIMPLE_PLACES, lambda char: _within(char, "gb2312", 0xB0, 0xD7))
    full = (FULL_PLACES, lambda char: _within(char, "big5", 0xA4, 0xC6))
    korean = (KOREAN_PLACES, lambda char: _within(char, "euc_kr", 0xB0, 0xC8))
    return {
        "gb18030": (simple,), "cp950": (full,), "cp949": (korean,), "utf-8": (simple, full, korean),
    }.get(name, ())  # fmt: skip


def _within(char: str, charset: str, first: int, last: int) -> bool:
    """Whether a character stands among the common rows of a national character set."""
    try:
        return first <= char.encode(charset)[0] <= last
    except UnicodeEncodeError:
        return False
