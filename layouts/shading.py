"""Grids coloured by what they measure: fills, legend with limits and counts, and the value on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from dash import Input, Output, State

from domain.errors import UnknownError
from layouts import ids
from layouts.class_words import limits_told, measure_name, value_told
from layouts.maps import BAND_FILL, band_colours, band_legend
from layouts.text import number, say
from layouts.view import view_of
from scenarios.classes import NONE, SCHEMES, Scheme
from scenarios.shading import HOUSEHOLDS, NORM, NORM_CLASSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash import Dash
    from numpy.typing import NDArray

    from layouts.gridmap.grid_map import Legend, LegendRow
    from layouts.view import View
    from scenarios.services import Services
    from scenarios.shading import GridMeasure

BANDS: Final = "bands"
"""The usual fills: the state of each grid."""
SIZES: Final = (3, 4, 5)
"""Few classes: more shades of one colour cannot be told apart."""
SEQUENCE: Final = {
    count: tuple(f"--sequence-{n}" for n in shades)
    for count, shades in {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}.items()
}
CHANGE: Final = {
    count: tuple(f"--change-{n}" for n in shades)
    for count, shades in {1: (3,), 3: (1, 3, 5), 5: (1, 2, 3, 4, 5)}.items()
}
NO_VALUE: Final = "--map-unassigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """What grids are coloured by: a measure, the way of dividing, and the number of classes."""

    measure: str
    scheme: str
    classes: int


def shade_of(text: str) -> Shade | None:
    """Read a choice as addresses carry it (`fte.quantiles.5`); None where it names none.

    >>> shade_of("count.buildings.equal.4")
    Shade(measure='count.buildings', scheme='equal', classes=4)
    """
    measure, *rest = text.rsplit(".", 2)
    if len(rest) != len(("scheme", "classes")) or not rest[1].isdecimal():
        return None
    return known({"measure": measure, "scheme": rest[0], "classes": int(rest[1])})


def known(told: dict[str, Any]) -> Shade | None:
    """A choice as the map tells it; None for the usual fills and for what no map offers."""
    shade = Shade(**told)
    offered_so = shade.scheme in (*SCHEMES, NORM) and shade.classes in SIZES
    return shade if offered_so and shade.measure != BANDS else None


def scheme_of(shade: Shade) -> Scheme:
    """The way of dividing that was chosen; the first one in the place of the norm."""
    return next((scheme for scheme in SCHEMES if scheme == shade.scheme), SCHEMES[0])


def register(app: Dash, services: Services) -> None:
    """Repaint the map of the grids by what is chosen on it."""

    @app.callback(
        Output(ids.MAP, "colours", allow_duplicate=True),
        Output(ids.MAP, "legend"),
        Output(ids.MAP, "values"),
        Input(ids.MAP, "shade"),
        State(ids.ADDRESS, "pathname"),
        State(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )
    def repaint(shade: dict[str, Any], path: str, query: str) -> Any:
        return repainted(view_of(path, query), services, shade)


def offered(view: View, services: Services) -> dict[str, Any]:
    """What the grids of a district can be coloured by."""
    language = view.language
    measures = services.shading.measures(view.district)
    return {
        "measures": [
            {"key": BANDS, "title": say("map.bands", language), "schemes": []},
            *(
                {
                    "key": measure.key,
                    "title": measure_name(measure, language),
                    "schemes": [NORM, *SCHEMES] if measure.key == HOUSEHOLDS else list(SCHEMES),
                }
                for measure in measures
            ),
        ],
        "schemes": [{"key": key, "title": say(f"scheme.{key}", language)} for key in (NORM, *SCHEMES)],
        "sizes": list(SIZES),
    }


def repainted(view: View, services: Services, told: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Fills, legend and values for what was chosen on the map."""
    props = shaded(view, services, known(told))
    return props["colours"], props["legend"], props["values"]


def shaded(view: View, services: Services, shade: Shade | None, among: Sequence[str] = ()) -> dict[str, Any]:
    """The properties of the map of a scenario that follow from what its grids are coloured by.

    What cannot be told of the district is the usual: bands, without a value on each grid. Maps of the
    scenarios `among` which it stands have the same classes.
    """
    scenario = services.viewer.scenario(view.district, view.scenario)
    rows = scenario.scorecard.per_grid
    usual = {
        "colours": band_colours(rows),
        "legend": band_legend(view.language, rows),
        "values": None,
        "shade": {"measure": BANDS, "scheme": SCHEMES[0], "classes": SIZES[-1]},
    }
    if shade is None:
        return usual
    try:
        measure = services.shading.measure(view.district, shade.measure)
    except UnknownError:
        return usual
    chosen = {"measure": shade.measure, "scheme": shade.scheme, "classes": shade.classes}
    return {**_drawn(view, services, measure, shade, among or (view.scenario,)), "shade": chosen}


def _drawn(
    view: View, services: Services, measure: GridMeasure, shade: Shade, among: Sequence[str]
) -> dict[str, Any]:
    """Fills, legend and values of a measure in classes."""
    language = view.language
    values = services.shading.values(view.district, view.scenario, measure.key)
    if shade.scheme == NORM and measure.key == HOUSEHOLDS:
        of = services.shading.by_norm(view.district, view.scenario)
        fills = CHANGE[len(NORM_CLASSES)]
        told_of = [say(f"shade.{name}", language) for name in NORM_CLASSES]
    else:
        all_classes = services.shading.classes(
            view.district, among, measure.key, scheme_of(shade), shade.classes
        )
        found = all_classes[among.index(view.scenario)]
        of, fills = found.of, (CHANGE if measure.centred else SEQUENCE)[max(1, len(found))]
        told_of = limits_told(found, measure, language)
    exclusive = services.shading.exclusive(view.district, view.scenario)
    without = np.where(exclusive, BAND_FILL["exclusive"], NO_VALUE).tolist()
    legend = _legend(view, services, measure, list(zip(fills, told_of, strict=False)), of, exclusive)
    return {
        "colours": [without[n] if at == NONE else fills[at] for n, at in enumerate(of.tolist())],
        "legend": legend,
        "values": [value_told(value, measure, language) for value in values.tolist()],
    }


def _legend(
    view: View,
    services: Services,
    measure: GridMeasure,
    rows: Sequence[tuple[str, str]],
    of: NDArray[np.int32],
    exclusive: NDArray[np.bool_],
) -> Legend:
    """The classes with the number of grids in each, and exclusive grids where they have no value."""
    language, scenario = view.language, services.viewer.scenario(view.district, view.scenario)
    counts = np.bincount(of[of >= 0], minlength=len(rows))
    told: list[LegendRow] = [
        {"fill": fill, "text": text, "count": number(int(count), language)}
        for (fill, text), count in zip(rows, counts, strict=True)
    ]
    if aside := int((exclusive & (of == NONE)).sum()):
        text = say("shade.exclusive", language)
        told.append({"fill": BAND_FILL["exclusive"], "text": text, "count": number(aside, language)})
    note = say("basis.line", language, basis=scenario.scorecard.basis,
               date=services.viewer.basis_date(view.district, scenario))  # fmt: skip
    return {
        "title": measure_name(measure, language),
        "note": f"{note}{say('shade.counted', language)}",
        "rows": told,
    }
