"""The form of one number: its value, the reason, what it would do, and the ways to keep it or put it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
from dash import html

from domain.own_standards import changed_together, editable
from domain.standard_limits import limits_of
from layouts import ids
from layouts.rooms.standards.effect import effect
from layouts.rooms.standards.names import number_name, short_name
from layouts.text import number, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dash.development.base_component import Component

    from domain.standards import Standard, Standards
    from layouts.text import Fact
    from layouts.view import View
    from scenarios.services import Services


def choose_one(view: View) -> list[Component]:
    """What the form says before a number is chosen."""
    return [html.P(say("standards.choose", view.language), className="muted")]


def form(view: View, services: Services, key: str, said: str = "") -> list[Component]:
    """The form of a number and of those that only make sense together with it; `said` is what was done."""
    language, own = view.language, services.viewer.own
    standards = own.of(view.district)
    if key not in standards.entries:
        return choose_one(view)
    title = html.H2(_title(key, view))
    if not editable(key):
        return [title, html.P(say("standards.read-before", language), className="say")]
    keys = changed_together(key, standards)
    numbers = own.numbers(view.district)
    reason = next((numbers[one].source for one in keys if one in numbers), "")
    return [
        title,
        *([html.P(said, className="say ok", role="status")] if said else []),
        html.Div(
            [_field(one, standards, own.shipped.entries[one], view, alone=len(keys) == 1) for one in keys],
            className="numberfields",
        ),
        html.Div(effect(view, services, key, {}), id=ids.STANDARD_EFFECT, className="numbereffect"),
        _reason(key, reason, view),
        html.Div(
            [
                html.Button(say("standards.save", language), id=ids.STANDARD_SAVE, className="do"),
                html.Button(
                    say("standards.back", language), id=ids.STANDARD_BACK, className="also",
                    disabled=not any(one in numbers for one in keys),
                ),
            ],
            className="pair",
        ),
    ]  # fmt: skip


def _title(key: str, view: View) -> str:
    """What the form is about: a number, or all numbers of a grid type."""
    if key.startswith("grid-types."):
        return say(f"grid-type.{key.split('.')[1]}", view.language)
    return number_name(key, view.language) or key


def _reason(key: str, reason: str, view: View) -> Component:
    """The field of the reason for a change."""
    return dmc.Textarea(
        id={"type": ids.STANDARD_REASON, "form": key.replace(".", "/")}, value=reason, size="sm",
        autosize=True, minRows=1, label=say("standards.reason", view.language),
        description=say("standards.reason-note", view.language),
    )  # fmt: skip


def _field(key: str, standards: Standards, shipped: Standard, view: View, *, alone: bool) -> Component:
    """The field of one number: its unit, what it can be, and the shipped value with its source."""
    language, entry = view.language, standards.entries[key]
    limits = limits_of(entry.unit)
    facts: dict[str, Fact] = {"least": limits.least, "most": limits.most, "shipped": _plain(shipped.value)}
    code = "standards.field-note" if alone else "standards.field-note-short"
    note = html.Span(say(code, language, source=shipped.source, **facts), title=shipped.source)
    name = say("standards.value", language) if alone else short_name(key, language)
    return dmc.NumberInput(
        id={"type": ids.STANDARD_VALUE, "key": key.replace(".", "/")}, value=_tidy(entry.value), size="sm",
        label=say("standards.field", language, name=name, unit=entry.unit), description=note,
        allowDecimal=not limits.whole, allowNegative=False, hideControls=True, debounce=400,
    )  # fmt: skip


def given_values(ids_: list[dict[str, str]], values: list[Any]) -> dict[str, Any]:
    """The values of the fields by the keys of their numbers, as they came."""
    return {one["key"].replace("/", "."): value for one, value in zip(ids_, values, strict=True)}


def read_values(given: Mapping[str, Any]) -> tuple[dict[str, float], list[str]]:
    """The numbers that fields hold, and the keys of those that hold none."""
    numbers: dict[str, float] = {}
    for key, value in given.items():
        try:
            numbers[key] = float(value)
        except (TypeError, ValueError):
            continue
    return numbers, [key for key in given if key not in numbers]


def _tidy(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _plain(value: float) -> str:
    """A value with all its decimals: what differs by little must not look the same."""
    return number(value) if value == int(value) else f"{value:.10g}"
