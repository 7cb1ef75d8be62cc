"""Maps of a plan: what GridMap is told about ground, grids, bands and colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.gridmap import GridMap, packed
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from dash.development.base_component import Component
    from numpy.typing import NDArray

    from domain.scenario import GridRow, Scenario
    from layouts.text import Language
    from layouts.view import View
    from scenarios.viewer import Viewer

BAND_FILL: Final = {
    "ok": "--rule-ok-soft",
    "acceptable": "--rule-acceptable-soft",
    "over": "--rule-over-soft",
    "exclusive": "--rule-exclusive-soft",
    "empty": "--rule-exclusive-soft",
}
SOFT_FILLS: Final = tuple(f"--fill-{n}" for n in range(1, 7))
GREYS: Final = ("--making-1", "--making-2", "--making-3")
LAYER_KINDS: Final = (
    ("water", "water", 0.8),
    ("rail", "rail", 0.9),
    ("roads", "road", 0.7),
    ("communities", "community", 1.0),
    ("streets", "street", 1.0),
)


def plan_map(
    element: str, view: View, viewer: Viewer, scenario: Scenario, record: str, **more: Any
) -> GridMap:
    """A map of one scenario, filled by band; `more` adds or replaces properties."""
    props: dict[str, Any] = {
        **ground(view, viewer),
        "id": element,
        "gridOfUnit": packed(scenario.plan.grid_of),
        "colours": band_colours(scenario.scorecard.per_grid),
        "grids": labelled(viewer.grids(view.district, record), view.language),
        "labels": True,
        "style": {"height": "100%"},
    }
    return GridMap(**(props | more))


def ground(view: View, viewer: Viewer) -> dict[str, Any]:
    """The properties that follow from the district alone."""
    about = viewer.tiles(view.district).about
    layers = viewer.dataset(view.district).layers
    return {
        "unitTiles": f"/tiles/{view.district}/{{z}}/{{x}}/{{y}}.mvt",
        "unitLayer": about["layer"],
        "unitZooms": [about["min_zoom"], about["max_zoom"]],
        "unitOutlineZoom": about["outline_zoom"],
        "bounds": about["bounds"],
        "layers": [
            {
                "id": name,
                "kind": kind,
                "url": f"/layers/{view.district}/{name}.geojson",
                "visible": True,
                "opacity": opacity,
            }
            for name, kind, opacity in LAYER_KINDS
            if name in layers
        ],
        "tool": "select",
        "theme": view.theme,
        "language": "zh" if view.language == "zh_Hans" else "en",
    }


def band_colours(rows: Sequence[GridRow]) -> list[str]:
    """The fill of each grid by its band."""
    fills = [BAND_FILL["empty"]] * (max((row.grid for row in rows), default=-1) + 1)
    for row in rows:
        fills[row.grid] = BAND_FILL[row.band]
    return fills


def making_colours(settled: NDArray[np.bool_]) -> list[str]:
    """A soft fill for each settled grid of a plan in the making, greys for those still being drawn."""
    return [
        (SOFT_FILLS if done else GREYS)[n % len(SOFT_FILLS if done else GREYS)]
        for n, done in enumerate(settled.tolist())
    ]


def labelled(features: bytes, language: Language) -> dict[str, Any]:
    """Outlines with the label that stands at the pointer, in the language of the view."""
    collection: dict[str, Any] = json.loads(features)
    for feature in collection["features"]:
        told = feature["properties"]
        told["label"] = say("map.label", language, grid=told["code"], households=told["households"])
    return collection


def legend(language: Language, *, moved: bool = False) -> Component:
    """The three bands with their colour, mark and word, and the tone of ground that changed its grid."""
    rows = [
        (f"var({BAND_FILL[band]})", say(f"band.{band}.mark", language))
        for band in ("ok", "acceptable", "over")
    ]
    if moved:
        rows.append(("var(--map-moved-tone)", say("map.moved", language)))
    return html.Div(
        [html.Div([html.Span(className="swatch", style={"background": fill}), text]) for fill, text in rows],
        className="legend",
    )
