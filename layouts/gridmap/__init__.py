"""GridMap: the map on which grids are seen, chosen and redrawn."""

from __future__ import annotations

from dash.development.base_component import ComponentRegistry

from layouts.gridmap.grid_map import GridMap, packed

__version__ = "1.0.0"
__all__ = ["GridMap", "packed"]

_js_dist = [
    {"relative_package_path": "dist/gridmap.js", "namespace": __name__},
    {"relative_package_path": "dist/maplibre-gl-worker.mjs", "namespace": __name__, "dynamic": True},
]
_css_dist = [{"relative_package_path": "dist/gridmap.css", "namespace": __name__}]

# Dash looks for scripts in the top package of a component, which here is the whole interface.
ComponentRegistry.registry.add(__name__)
