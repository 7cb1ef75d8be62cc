"""Maps of a plan: what GridMap is told about ground, grids, bands and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layouts.frame import scenario_title, titled
from layouts.gridmap import GridMap, packed
from layouts.map_layers import layers_of
from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from data.store.records import ScenarioRecord
    from domain.plan import Plan
    from domain.scenario import GridRow, Scenario
    from layouts.gridmap.grid_map import Legend
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


def plan_map(
    element: str | dict[str, Any], view: View, viewer: Viewer, scenario: Scenario, record: str, **more: Any
) -> GridMap:
    """A map of one scenario, filled by band; `more` adds or replaces properties."""
    props: dict[str, Any] = {
        **ground(view, viewer),
        "id": element,
        "gridOfUnit": packed(scenario.plan.grid_of),
        "colours": band_colours(scenario.scorecard.per_grid),
        "legend": band_legend(view.language, scenario.scorecard.per_grid),
        "grids": outlines(view.district, record, viewer),
        "labels": True,
        "locked": locked_grids(scenario.plan),
        "sheet": sheet(view, viewer, scenario, viewer.record(view.district, record)),
        "style": {"height": "100%"},
    }
    return GridMap(**(props | more))


def locked_grids(plan: Plan) -> list[int]:
    """The positions of locked grids that hold ground, which a map hatches."""
    held = set(plan.grid_of.tolist())
    return [n for n, grid in enumerate(plan.grids) if grid.locked and n in held]


def ground(view: View, viewer: Viewer) -> dict[str, Any]:
    """The properties that follow from the district alone."""
    about = viewer.tiles(view.district).about
    return {
        "unitTiles": f"/tiles/{view.district}/{{z}}/{{x}}/{{y}}.mvt",
        "unitLayer": about["layer"],
        "unitZooms": [about["min_zoom"], about["max_zoom"]],
        "unitOutlineZoom": about["outline_zoom"],
        "bounds": about["bounds"],
        "layers": layers_of(view, viewer),
        "instead": [{"title": say("map.exports", view.language), "href": view.at(room="approve").href}],
        "label": say("map.label", view.language, grid="{grid}", households="{households}"),
        "tool": "select",
        "theme": view.theme,
        "language": "zh" if view.language == "zh_Hans" else "en",
    }


def sheet(view: View, viewer: Viewer, scenario: Scenario, record: ScenarioRecord) -> dict[str, Any]:
    """What stands on the printed map: district, scenario and state, the basis, and that a sample is none."""
    language = view.language
    names = {"district": titled(view, viewer), "scenario": scenario_title(record.name, view)}
    title = say("map.sheet", language, **names, state=say(f"state.{record.state}", language))
    basis = say("basis.line", language, basis=scenario.scorecard.basis,
                date=viewer.basis_date(view.district, scenario))  # fmt: skip
    sample = viewer.dataset(view.district).info.sample
    return {"title": title, "lines": [basis, *([say("sample.banner", language)] if sample else [])]}


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


def making_legend(language: Language) -> Legend:
    """The legend of a plan in the making."""
    rows = [(SOFT_FILLS[0], say("map.settled", language)), (GREYS[0], say("map.making", language))]
    return legend(say("map.run", language), rows)


def outlines(district: str, record: str, viewer: Viewer) -> str:
    """Where the outlines of the grids of a scenario are fetched, judged by the standards of now."""
    return f"/grids/{district}/{record}/{viewer.standards(district).digest}.geojson"


def band_legend(language: Language, rows: Sequence[GridRow], *, moved: bool = False) -> Legend:
    """The bands with colour, mark and word, and the tone of ground that changed its grid.

    Exclusive grids have a row of their own only where there are any.
    """
    exclusive = any(row.band == "exclusive" for row in rows)
    bands = ("ok", "acceptable", "over", *(("exclusive",) if exclusive else ()))
    told = [(BAND_FILL[band], say(f"band.{band}.mark", language)) for band in bands]
    if moved:
        told.append(("--map-moved-tone", say("map.moved", language)))
    return legend(say("map.bands", language), told)


def legend(title: str, rows: Sequence[tuple[str, str]]) -> Legend:
    """A legend with a title; each row a token of the fill and what it means."""
    return {"title": title, "rows": [{"fill": fill, "text": text} for fill, text in rows]}
