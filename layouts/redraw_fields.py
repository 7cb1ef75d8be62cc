"""The fields of a redraw: norm, movement, number of grids and effort, and the settings that they mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import dash_mantine_components as dmc
from dash import html

from domain.plan import kept_grids
from domain.settings import RedrawSettings
from gis.zoned import NET, net_names
from layouts import ids
from layouts.places import layer_text
from layouts.text import say

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from domain.settings import Effort
    from layouts.text import Language
    from layouts.view import View
    from scenarios.services import Services

EFFORTS: Final = ("quick", "normal", "thorough")
CROSS_SHARE: Final = "redraw.cross-share"


class Fields(NamedTuple):
    """The values of the form as they come; an empty field is None or empty."""

    low: int | str | None = None
    high: int | str | None = None
    cross: float | None = None
    grids: int | str | None = None
    seed: int | str | None = None
    effort: Effort | None = None
    nets: list[str] | None = None


def fields(view: View, services: Services) -> list[Component]:
    """Norm, movement, number of grids and effort, each with its unit and its source."""
    language, town = view.language, services.desk.main_type(view.district)
    usual = round(100 * services.viewer.standards(view.district)[CROSS_SHARE])
    norm = services.desk.source(view.district, f"grid-types.{town.key}.norm-low")
    return [
        html.Div(
            [
                _number(ids.NORM_LOW, say("form.low", language), str(town.norm_low)),
                _number(ids.NORM_HIGH, say("form.high", language), str(town.norm_high)),
            ],
            className="pair",
        ),
        note(say("form.norm-source", language, source=norm)),
        html.Div(cross_told(usual, language), id=ids.CROSS_SAYS, className="fieldname"),
        dmc.Slider(
            id=ids.CROSS,
            value=usual,
            min=0,
            max=100,
            step=5,
            size="sm",
            label=None,
            thumbLabel=say("form.cross", language),
            marks=[{"value": v, "label": f"{v}%"} for v in (0, 50, 100)],
            className="slider",
        ),
        note(say("form.cross-only", language, source=services.desk.source(view.district, CROSS_SHARE))),
        html.Div(
            [
                _number(ids.GRID_COUNT, say("form.grids", language), say("form.grids-by-norm", language)),
                _number(ids.SEED, say("form.variant", language), "1", least=0),
            ],
            className="pair",
        ),
        note(f"{say('form.count-note', language)} {say('form.variant-note', language)}"),
        html.Div(say("form.effort", language), className="fieldname"),
        dmc.SegmentedControl(
            id=ids.EFFORT,
            value="normal",
            size="xs",
            fullWidth=True,
            data=[{"value": e, "label": say(f"effort.{e}", language)} for e in EFFORTS],
        ),
        _nets(view, services),
    ]


def _nets(view: View, services: Services) -> Component:
    """The nets of departments that grids should lie in; out of sight where there are none."""
    names = net_names(services.viewer.dataset(view.district))
    return dmc.MultiSelect(
        id=ids.REDRAW_NETS,
        label=say("form.nets", view.language),
        description=say("form.nets-note", view.language),
        data=[{"value": name, "label": layer_text(NET + name, view.language)} for name in names],
        size="xs",
        display=None if names else "none",
    )


def _number(element: str, label: str, placeholder: str, *, least: int = 1) -> Component:
    return dmc.NumberInput(
        id=element, label=label, placeholder=placeholder, min=least, size="xs", allowDecimal=False
    )


def note(text: str) -> Component:
    """A remark below a field."""
    return html.Div(text, className="muted small")


def cross_told(per_cent: float, language: Language) -> str:
    """What the slider says at its present place."""
    return say("form.cross-told", language, cross=per_cent)


def norm_errors(low: int | str | None, high: int | str | None, language: Language) -> tuple[str, str]:
    """What is wrong with the lower and with the upper limit; empty where nothing is."""
    if low in {None, ""} and high in {None, ""}:
        return "", ""
    if low in {None, ""} or high in {None, ""}:
        pair = say("form.norm-pair", language)
        return (pair, "") if low in {None, ""} else ("", pair)
    if int(low or 0) <= 0:
        return say("form.norm-zero", language), ""
    return (say("form.norm-order", language), "") if int(low or 0) > int(high or 0) else ("", "")


def settings_of(fields: Fields, *, only_over: bool) -> RedrawSettings:
    """The settings that the form's values mean; an empty field leaves the standard."""
    count = None if only_over else _whole(fields.grids)
    return RedrawSettings(
        task="only-over" if only_over else "norm" if count is None else "count",
        grids=count,
        low=_whole(fields.low),
        high=_whole(fields.high),
        cross=fields.cross / 100 if only_over and fields.cross is not None else None,
        effort=fields.effort or "normal",
        nets="" if only_over else ",".join(sorted(fields.nets or [])),
        seed=1 if _whole(fields.seed) is None else int(fields.seed or 0),
    )


def keeping(view: View, services: Services, settings: RedrawSettings) -> RedrawSettings:
    """The settings with the plan on the screen to be kept where it has locked or exclusive grids."""
    record = services.viewer.record(view.district, view.scenario)
    kept = kept_grids(services.viewer.scenario(view.district, record.id).plan)
    return replace(settings, keep=record.id) if kept and not record.baseline else settings


def _whole(value: int | str | None) -> int | None:
    return None if value in {None, ""} else int(value or 0)
