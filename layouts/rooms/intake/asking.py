"""Questions about a layer: a field each, with its suggestion, its evidence, and what is missing at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
from dash import html

from layouts import ids
from layouts.rooms.intake.parts import joined
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dash.development.base_component import Component

    from layouts.text import Language
    from scenarios.intake.intakes import Intake

SEEN: Final = 8
"""Choices that are seen at once; more can be searched."""


class Form:
    """The fields of one layer as they are asked, each with what is missing at it."""

    def __init__(self, key: str, intake: Intake, language: Language) -> None:
        """Ask about a layer, or about the whole."""
        self.language, self.sights = language, intake.sights
        self.sight: Mapping[str, Any] = intake.sights.get(key, {})
        self.said = intake.answers.get(key, {})
        self._own = intake.said.get(key, ())
        self._needs = {need.part: need.code for need in intake.needs if need.layer == key}

    def chosen(
        self, part: str, choices: Sequence[tuple[str, str]], told: str = "", *, none: str = ""
    ) -> Component:
        """One of several values, each with its word, or none of them, with the word for that."""
        data = [{"value": value, "label": label} for value, label in choices]
        return self._asked(
            part, dmc.Select, told, data=data, clearable=True, searchable=len(data) > SEEN, placeholder=none
        )

    def field(self, part: str) -> Component:
        """A field of the layer, with its first values as evidence."""
        fields = [field for field in self.sight["fields"] if not field["personal"]]
        values = {field["name"]: joined(field["values"], self.language) for field in fields}
        example = values.get(self.said.get(part, ""), "")
        told = say("intake.example", self.language, values=example) if example else ""
        return self.chosen(part, [(name, name) for name in values], told)

    def typed(self, part: str, told: str = "", choices: Sequence[str] = ()) -> Component:
        """A text, perhaps one of some that are usual."""
        if choices:
            return self._asked(part, dmc.Autocomplete, told, data=list(choices), debounce=True)
        return self._asked(part, dmc.TextInput, told, debounce=True)

    def _asked(self, part: str, element: Any, told: str, **more: Any) -> Component:
        """A field with its label, a note whether it is suggested, its evidence, and what is missing at it."""
        missing = self._needs.get(part)
        value = self.said.get(part, "")
        name = f"district-{part}" if part == "title" and not self.sight else part
        label = [html.Span(say(f"intake.part.{name}", self.language))]
        if value and part not in self._own:
            label.append(html.Span(say("intake.suggested", self.language), className="muted small"))
        return element(
            id={"type": ids.INTAKE_SAY, "part": part},
            value=value or (None if element is dmc.Select else ""),
            label=label,
            description=None if missing else told or None,
            inputWrapperOrder=["label", "input", "description", "error"],
            error=say(missing, self.language) if missing else None,
            size="xs",
            **more,
        )
