"""The difference of two plans on one map: how the value of everybody's grid grows, and where lines were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from layouts import shading
from layouts.class_words import changes_told, measure_name
from layouts.gridmap import packed
from layouts.maps import outlines
from layouts.text import number, say
from scenarios.classes import changes
from scenarios.shading import HOUSEHOLDS, NORM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layouts.gridmap.grid_map import Legend, LegendRow
    from layouts.pairing import Pair
    from layouts.shading import Shade
    from layouts.view import View
    from scenarios.services import Services
    from scenarios.shading import GridMeasure


def difference(
    view: View, services: Services, pair: Pair, shade: Shade | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ground filled by how much the value of its grid grew; its legend counts households."""
    key = shade.measure if shade else HOUSEHOLDS
    chosen = shade or shading.Shade(measure=key, scheme="natural", classes=shading.SIZES[-1])
    measure = services.shading.measure(view.district, key)
    grown = services.shading.difference(view.district, pair.before.id, pair.after.id, key)
    found = changes(grown, shading.scheme_of(chosen), chosen.classes)
    fills = shading.CHANGE[max(1, len(found))]
    weight = services.viewer.households_of_units(view.district, pair.comparison.scenarios[1])
    offered = shading.offered(view, services)
    rows = list(zip(fills, changes_told(found, measure, view.language), strict=False))
    props = {
        "legend": _legend(view, pair, measure, rows, found.of, weight),
        "values": [""] * len(pair.comparison.scenarios[1].plan),
        "shade": {"measure": key, "scheme": chosen.scheme, "classes": chosen.classes},
        "shades": {
            **offered,
            "measures": [
                {**one, "schemes": [s for s in one["schemes"] if s != NORM]}
                for one in offered["measures"][1:]
            ],
        },
    }
    return props, {"of": packed(found.of), "colours": list(fills)}


def _legend(
    view: View,
    pair: Pair,
    measure: GridMeasure,
    rows: list[tuple[str, str]],
    of: NDArray[np.int32],
    weight: NDArray[np.int64],
) -> Legend:
    """Classes of the difference with the households in each."""
    language, (before, after) = view.language, pair.titles(view)
    held = np.bincount(of[of >= 0], weight[of >= 0], minlength=len(rows))
    told: list[LegendRow] = [
        {"fill": fill, "text": text, "count": number(int(count), language)}
        for (fill, text), count in zip(rows, held, strict=True)
    ]
    return {
        "title": say("compare.grown", language, measure=measure_name(measure, language)),
        "note": say("compare.grown.note", language, before=before, after=after),
        "rows": told,
    }


def former(view: View, services: Services, pair: Pair) -> dict[str, Any]:
    """The lines of the plan before."""
    return {
        "id": "former",
        "kind": "former",
        "title": say("compare.former", view.language, before=pair.titles(view)[0]),
        "url": outlines(view.district, pair.before.id, services.viewer),
        "visible": True,
        "opacity": 1.0,
    }
