"""What the desk says, in Chinese and in English, with numbers as planners write them.

Every sentence stands in `locale/<language>/LC_MESSAGES/gridwright.po`, in both languages, one block
each, sorted by its code (the msgid). To say something new, add the block to both files and write
`say("room.what", language, grids=12)`. A sentence names its facts in braces:

===================================  ==============================================================
`{grids}`                            a number as planners write it, or a text as it stands
`{gap:.1f}`                          a number with so many decimals
`{share:share}`                      a share of 0–1 in per cent
`{cost:money}`                       yuan in 万元, in English in million yuan
`{area_m2:km2}` `{length_m:km}`      square metres in km², metres in km
`{rule:text}`                        a code, said in the same language
`{grids:grid|grids}`                 one word for 1 and another for every other number
===================================  ==============================================================

Which codes need a text is found by the tests from the code itself: what `say("…")` is called with;
every `SomeError("what")` as `kind.what`; every `Problem(code="…")`; the `rule="…"` of violations and
the `key` of a class of rules as `rule.…`; the `what="…"` of repairs as `repair.…`; every measure as
`measure.…` and `measure.….note`. A text that no string in the code leads to fails the tests as well;
a code put together, as in `say(f"band.{band}")`, leads to all texts that begin so.
"""

from __future__ import annotations

import string
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Language = Literal["zh_Hans", "en"]
Fact = str | int | float
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LOCALE: Final = Path(__file__).parent / "locale"


def say(code: str, language: Language = "zh_Hans", /, **facts: Fact) -> str:
    """Return the sentence of a code in a language with its facts filled in.

    A code without a sentence is said as it stands and a missing fact keeps its name in braces:
    a desk goes on, and the tests see to it that neither happens.
    """
    return _Wording(language).vformat(texts(language).get(code, code), (), facts)


def teller(language: Language) -> Callable[..., str]:
    """Return what says codes in one language."""
    return partial(_said_in, language)


def _said_in(language: Language, code: str, /, **facts: Fact) -> str:
    return say(code, language, **facts)


@cache
def texts(language: Language) -> Mapping[str, str]:
    """Return all sentences of a language by code."""
    with (LOCALE / language / "LC_MESSAGES" / "gridwright.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def number(value: float, language: Language = "zh_Hans", *, decimals: int | None = None) -> str:
    """Return a number as planners write it.

    In Chinese no separator up to 9999 and commas above, in English commas from 1,000. Without
    `decimals`, whole numbers have none, others two below 10 and one from there.

    >>> number(9999), number(60721), number(9999, "en"), number(0.375), number(12.34)
    ('9999', '60,721', '9,999', '0.38', '12.3')
    """
    if decimals is None:
        decimals = 0 if value == int(value) else 2 if abs(value) < 10 else 1  # noqa: PLR2004 -- as said above
    plain = language == "zh_Hans" and abs(round(value, decimals)) < 10_000  # noqa: PLR2004 -- as said above
    return f"{value:.{decimals}f}" if plain else f"{value:,.{decimals}f}"


def share(value: float) -> str:
    """Return a share of 0–1 in per cent with one decimal where it has one.

    >>> share(0.1), share(0.197)
    ('10%', '19.7%')
    """
    return f"{f'{100 * value:.1f}'.removesuffix('.0')}%"


def money(yuan: float, language: Language = "zh_Hans") -> str:
    """Return an amount of yuan in 万元 with one decimal, in English in million yuan with two.

    >>> money(720_000), money(720_000, "en")
    ('72.0 万元', '0.72 M yuan')
    """
    if language == "en":
        return f"{number(yuan / 1e6, language, decimals=2)} M yuan"
    return f"{number(yuan / 1e4, language, decimals=1)} 万元"


def quantity(value: float, unit: str, language: Language = "zh_Hans") -> str:
    """Return a number with its unit, the unit given by its key (`households`, `m`, `share`, `1`, …).

    >>> quantity(448, "households"), quantity(0.1, "share"), quantity(0.3742, "1")
    ('448 户', '10%', '0.37')
    """
    if unit == "share":
        return share(value)
    if unit == "yuan":
        return money(value, language)
    told = number(value, language)
    return told if unit == "1" else f"{told} {say(f'unit.{unit}', language)}"


class _Wording(string.Formatter):
    """Fills facts into a sentence of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def get_value(self, key: int | str, _args: Sequence[object], kwargs: Mapping[str, object]) -> object:
        """Return a fact, or its name in braces where it was not given."""
        return kwargs.get(str(key), f"{{{key}}}")

    def format_field(self, value: object, spec: str) -> str:
        """Write one fact; see the table in this module's docstring."""
        if spec == "text":
            return say(str(value), self._language)
        if not isinstance(value, (int, float)):
            return str(value)
        one, bar, many = spec.partition("|")
        if bar:
            return one if value == 1 else many
        writer = WRITERS.get(spec)
        return writer(value, self._language) if writer else format(value, spec)


WRITERS: Final[Mapping[str, Callable[[float, Language], str]]] = {
    "": number,
    "share": lambda value, _: share(value),
    "money": money,
    "km2": lambda area_m2, language: number(area_m2 / 1e6, language, decimals=2),
    "km": lambda length_m, language: number(length_m / 1e3, language, decimals=1),
}
