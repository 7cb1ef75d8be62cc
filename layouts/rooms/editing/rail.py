"""The tools of the hand: four in sight, the others under 更多, each with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import dash_mantine_components as dmc
from dash import html

from layouts import ids
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View

Tool = tuple[str, str, str]
"""Element, word and key of a tool."""
IN_SIGHT: Final[tuple[Tool, ...]] = (
    (ids.EDIT_SELECT, "select", "s"),
    (ids.EDIT_BRUSH, "drag", "b"),
    (ids.EDIT_SPLIT, "split", "x"),
    (ids.EDIT_MERGE, "merge", "m"),
)
FURTHER: Final[tuple[Tool, ...]] = (
    ("edit-unit", "unit", "u"),
    ("edit-rectangle", "rectangle", "q"),
    ("edit-lasso", "lasso", "o"),
    ("edit-flood", "flood", "f"),
    ("edit-estate", "estate", "e"),
    ("edit-block", "block", "j"),
    ("edit-community", "community", "c"),
    (ids.EDIT_LOCK, "lock", "k"),
)
TOOLS: Final = (*IN_SIGHT, *FURTHER)
ONLY: Final = ("all", "unassigned", "community")
HELD: Final = {
    ids.EDIT_SELECT: "select",
    ids.EDIT_BRUSH: "brush",
    **{name: tool for name, tool, _ in FURTHER if name != ids.EDIT_LOCK},
}
"""The tools that stay in the hand, and what the map calls them."""


def rail(view: View) -> Component:
    """The toolbar on the map."""
    language = view.language
    more = html.Details(
        [
            html.Summary(more_title(language, "select"), id=ids.EDIT_MORE),
            html.Div([*_buttons(FURTHER, language), _only(language)], className="further"),
        ],
        className="more-tools",
    )
    label = {"aria-label": say("edit.tools", language)}
    return html.Div([*_buttons(IN_SIGHT, language), more], className="rail", role="toolbar", **label)


def more_title(language: Language, tool: str) -> str:
    """What stands on the closed list: its name, or the tool from it that is in the hand."""
    further = tool in {name for _, name, _ in FURTHER}
    return say(f"tool.{tool}" if further else "tool.more", language)


def how(language: Language, tool: str) -> list[Component]:
    """What a tool does, in one sentence."""
    word = "drag" if tool == "brush" else tool
    return [html.P(say(f"tool.{word}.how", language), className="muted")]


def _only(language: Language) -> Component:
    """Which units brush and choosing tools take at all."""
    choices = [dmc.Radio(label=say(f"edit.only.{which}", language), value=which, size="xs") for which in ONLY]
    return dmc.RadioGroup(
        dmc.Group(choices, gap="sm"), id=ids.EDIT_ONLY, value=ONLY[0], size="xs",
        label=say("edit.only", language), className="only",
    )  # fmt: skip


def _buttons(tools: Sequence[Tool], language: Language) -> list[Component]:
    return [
        html.Button(
            [say(f"tool.{tool}", language), html.Kbd(key.upper())],
            id=name,
            title=say(f"tool.{tool}.how", language),
            **{
                "data-key": key,
                **({"aria-pressed": "true" if tool == "select" else "false"} if name in HELD else {}),
            },
        )
        for name, tool, key in tools
    ]
