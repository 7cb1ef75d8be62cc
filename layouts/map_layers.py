"""The layers that a map can show of a district and under it, from the ground up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layouts.places import layer_text
from scenarios.ground_tiles import BUILDINGS, NEAR_ZOOMS

if TYPE_CHECKING:
    from layouts.view import View
    from scenarios.underlays import UnderlayRecord
    from scenarios.viewer import Viewer

LAYER_KINDS: Final = (
    ("water", "water", 0.8, True),
    ("buildings", "building", 1.0, False),
    ("rail", "rail", 0.9, True),
    ("roads", "road", 0.7, True),
    ("estates", "estate", 1.0, False),
    ("communities", "community", 1.0, True),
    ("streets", "street", 1.0, True),
    ("facilities", "station", 1.0, False),
    ("events", "event", 0.8, False),
)
"""Layers of a district from the ground up: how they are drawn, how strongly, and whether at the start."""
UNDERLAY_OPACITY: Final = 0.7
"""Fills and picture are both seen."""
NET: Final = "net-"
"""How the names of the nets of departments begin."""


def layers_of(view: View, viewer: Viewer) -> list[dict[str, Any]]:
    """The layers of a district that a map can show, each by its name."""
    there = viewer.dataset(view.district).layers
    pictures = [_picture(one) for one in viewer.underlays_of(view.district)]
    nets = [(name, "net", 1.0, False) for name in sorted(there) if name.startswith(NET)]
    return [
        *pictures,
        *(
            {
                "id": name,
                "kind": kind,
                "title": layer_text(name, view.language),
                "visible": visible,
                "opacity": opacity,
                **_source(view.district, name),
            }
            for name, kind, opacity, visible in (*nets, *LAYER_KINDS)
            if name in there
        ),
    ]


def _picture(underlay: UnderlayRecord) -> dict[str, Any]:
    """An underlay as a layer; off at the start, for it hides what lies below it."""
    return {
        "id": f"underlay-{underlay.name}",
        "kind": "image",
        "title": underlay.title,
        "visible": False,
        "opacity": UNDERLAY_OPACITY,
        "tiles": f"/underlays/{underlay.name}/{{z}}/{{x}}/{{y}}.png",
        "zooms": list(underlay.zooms),
        "bounds": list(underlay.bounds),
    }


def _source(district: str, name: str) -> dict[str, Any]:
    """Where a layer is fetched: buildings as tiles, for there are too many of them."""
    if name == BUILDINGS:
        return {"tiles": f"/tiles/{district}/{name}/{{z}}/{{x}}/{{y}}.mvt", "zooms": list(NEAR_ZOOMS)}
    return {"url": f"/layers/{district}/{name}.geojson"}
