"""Reach: who gets to a facility in time, on a map by unit and in a table by community."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import dash_mantine_components as dmc
import numpy as np
from dash import html

from domain.errors import GridwrightError
from layouts import ids
from layouts.gridmap import GridMap, packed
from layouts.maps import ground, legend
from layouts.text import say, texts
from scenarios.coverage import coverage

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from layouts.text import Language
    from layouts.view import View
    from scenarios.coverage import Coverage
    from scenarios.services import Services

FILLS: Final = ("--rule-ok-soft", "--rule-acceptable-soft", "--rule-over-soft", "--map-unassigned")
CLASSES: Final = ("backed", "single", "late", "nobody")
"""Units with two facilities in time, with one, with none, and units where nobody lives."""
SHOWN: Final = 10


def kinds_of(view: View, services: Services) -> list[str]:
    """The kinds of facilities that the district has."""
    layer = services.viewer.dataset(view.district).layers.get("facilities")
    return [] if layer is None else sorted({kind for kind in layer["kind"] if kind})


def asked(view: View, services: Services, kinds: list[str]) -> list[Component]:
    """Which facility, how, and in how many minutes; the answer and the map."""
    if not kinds:
        return []
    language = view.language
    minutes = round(services.viewer.standards(view.district)["travel.circle"])
    return [
        html.Div(
            [
                dmc.Select(
                    id=ids.REACH_KIND,
                    label=say("serving.kind", language),
                    value=kinds[0],
                    size="sm",
                    w=220,
                    data=[{"value": kind, "label": _kind(kind, language)} for kind in kinds],
                    allowDeselect=False,
                ),
                dmc.Select(
                    id=ids.REACH_MODE,
                    label=say("serving.mode", language),
                    value="walk",
                    size="sm",
                    w=120,
                    data=[{"value": m, "label": say(f"coverage.{m}", language)} for m in ("walk", "drive")],
                    allowDeselect=False,
                ),
                dmc.NumberInput(
                    id=ids.REACH_MINUTES,
                    label=say("serving.minutes", language),
                    value=minutes,
                    min=1,
                    max=120,
                    size="sm",
                    w=120,
                    debounce=True,
                ),
            ],
            className="intakefoot asking",
        ),
        html.Div(reach(view, services, kinds[0], "walk", minutes), id=ids.REACH_TOLD, role="status"),
    ]


def _kind(kind: str, language: Language) -> str:
    """A kind of facility in words, or as the profile calls it."""
    code = f"facility.{kind}"
    return say(code, language) if code in texts(language) else kind


def reach(view: View, services: Services, kind: str, mode: Any, minutes: float) -> list[Component]:
    """The sentence, the map with units by how they are served, and the communities with most out of reach."""
    language = view.language
    dataset = services.viewer.dataset(view.district)
    try:
        found = coverage(dataset, kind, services.viewer.standards(view.district), mode=mode, minutes=minutes)
    except GridwrightError as error:
        return [html.P(say(error.code, language, **error.facts), className="say over")]
    whole, basis = found.whole, dataset.graph.units.column(found.count).basis
    told = say(
        "coverage.whole",
        language,
        minutes=found.limit,
        mode=f"coverage.{found.mode}",
        served=whole.served,
        all=whole.all,
        share=whole.served / max(1, whole.all),
        unserved=whole.unserved,
        backed=whole.backed,
        farthest=whole.farthest,
        facilities=len(found.names),
        basis=basis,
    )
    roads = say("coverage.by-road" if found.roads else "coverage.no-roads", language, straight=found.straight)
    return [
        html.P(told, className="lead"),
        html.Div(_map(view, services, found), className="mapbox sheetmap"),
        html.P(roads, className="muted small"),
        html.Div(_worst(found, basis, language), className="scrolling"),
    ]


def _map(view: View, services: Services, found: Coverage) -> GridMap:
    """Units by whether they have two facilities in time, one, or none; the facilities on them."""
    drawn = ground(view, services.viewer)
    late, lived = found.nearest > found.limit, found.held > 0
    of = np.where(~lived, 3, np.where(late, 2, np.where(found.second > found.limit, 1, 0)))
    every = json.loads(services.viewer.layer(view.district, "facilities"))
    mine = [each for each in every["features"] if each["properties"]["kind"] == found.kind]
    places = {
        "id": f"of-{found.kind}",
        "kind": "station",
        "title": say(f"facility.{found.kind}", view.language),
        "data": {**every, "features": mine},
    }
    props = {
        "id": ids.REACH_MAP,
        "gridOfUnit": packed(of),
        "colours": list(FILLS),
        "legend": legend(
            say("serving.legend", view.language),
            [
                (fill, say(f"serving.{name}", view.language))
                for fill, name in zip(FILLS, CLASSES, strict=True)
            ],
        ),
        "layers": [*drawn["layers"], places],
        "style": {"height": "100%"},
    }
    return GridMap(**(drawn | props))


def _heads(basis: str, language: Language) -> list[str]:
    """Heads of the columns, those of counts with what they count."""
    counts = [
        say("serving.head.in", language, head=f"coverage.head.{name}", basis=basis)
        for name in ("all", "served", "unserved", "backed")
    ]
    return [say("coverage.head.community", language), *counts, say("coverage.head.farthest", language)]


def _worst(found: Coverage, basis: str, language: Language) -> Component:
    """Communities with most people out of reach."""
    areas = sorted(found.communities, key=lambda area: (-area.unserved, area.code))[:SHOWN]
    head = [
        html.Th(told, scope="col", className="text" if n == 0 else "")
        for n, told in enumerate(_heads(basis, language))
    ]
    rows = [
        html.Tr(
            [
                html.Td(area.name, className="text"),
                *(html.Td(str(value)) for value in (area.all, area.served, area.unserved, area.backed)),
                html.Td(f"{area.farthest:.1f}"),
            ]
        )
        for area in areas
        if area.unserved
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)]) if rows else html.Div()
