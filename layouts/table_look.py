"""How tables look and speak: the desk's own colours and the words of the view's language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from layouts.text import say, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layouts.text import Language

WORDS: Final = "table."
"""What a table itself says has the codes `table.…`, named as the table names them."""
COLOURS: Final = {
    "backgroundColor": "--panel",
    "foregroundColor": "--text",
    "headerBackgroundColor": "--panel-sunk",
    "headerTextColor": "--text-muted",
    "borderColor": "--line",
    "rowHoverColor": "--hover",
    "selectedRowBackgroundColor": "--accent-soft",
    "accentColor": "--accent",
}
MEASURES: Final = (
    "fontFamily: 'inherit', fontSize: 13, rowHeight: 28, headerHeight: 30, "
    "wrapperBorder: false, wrapperBorderRadius: 0"
)


def table_theme() -> dict[str, str]:
    """The theme of every table, which follows light and dark by the page's own tokens."""
    colours = ", ".join(f"{name}: 'var({token})'" for name, token in COLOURS.items())
    return {"function": f"themeQuartz.withParams({{{colours}, {MEASURES}}})"}


@cache
def table_words(language: Language) -> Mapping[str, str]:
    """What a table says by itself: filters, conditions, and names for screen readers."""
    return {
        code.removeprefix(WORDS): say(f"table.{code.removeprefix(WORDS)}", language)
        for code in texts(language)
        if code.startswith(WORDS)
    }
