"""What planning numbers are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layouts.text import say, texts

if TYPE_CHECKING:
    from layouts.text import Language


def number_name(key: str, language: Language) -> str:
    """The name of a number; empty for those of the import, whose source says what they are."""
    group, _, rest = key.partition(".")
    if group == "grid-types":
        kind, _, place = rest.partition(".")
        return say("standards.of", language, what=f"grid-type.{kind}", number=f"standard.grid-types.{place}")
    if group == "posts":
        status, time, part = rest.split(".", 2)
        if part.startswith("money."):
            source = f"posts.money.{part.removeprefix('money.')}"
            return say("standards.of", language, what=f"posts.{status}.{time}", number=source)
        return say("standards.of", language, what=f"posts.{status}.{time}", number=f"standard.posts.{part}")
    if group == "small-groups" and "." in rest and not rest.startswith("price."):
        kind, _, place = rest.rpartition(".")
        what = f"standard.small-groups.{kind}"
        return say("standards.of", language, what=what, number=f"standard.small-groups.{place}")
    code = f"standard.{key}"
    return say(code, language) if code in texts(language) else ""


def short_name(key: str, language: Language) -> str:
    """The name of a number beside others that only make sense together with it."""
    group, _, rest = key.partition(".")
    if group in {"grid-types", "small-groups"} and "." in rest and not rest.startswith("price."):
        return say(f"standard.{group}.{rest.rpartition('.')[2]}", language)
    return number_name(key, language)
