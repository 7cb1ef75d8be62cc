"""Places and things as checks and imports name them, in words of the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts.text import say, teller, texts
from scenarios.place_words import place_words

if TYPE_CHECKING:
    from layouts.text import Language


def place_text(place: str, language: Language) -> str:
    """One place in words; as it stands where it is a name."""
    return place_words(place, teller(language))


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
