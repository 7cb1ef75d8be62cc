"""The same grids on a page of ours, of dash-leaflet and of plotly: a click asks the server to recolour one.

Each page does what its library does best: the answer names the one grid that changes, nothing is sent
again. `python benchmarks/peer_maps.py HOME DISTRICT` serves `/ours`, `/leaflet` and `/plotly`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import dash_leaflet as dl  # noqa: E402 -- after the path is set
import numpy as np  # noqa: E402
import plotly.graph_objects as go  # noqa: E402
import waitress  # noqa: E402
from dash import Dash, Input, Output, Patch, State, dcc, html  # noqa: E402
from dash_extensions.javascript import Namespace  # noqa: E402
from flask import Flask, Response  # noqa: E402

from app import create_services  # noqa: E402
from data.settings import Settings  # noqa: E402
from layouts.gridmap import GridMap, packed  # noqa: E402

RED, PALE = "#ff0000", "#dfe6ee"
FULL = {"position": "fixed", "inset": 0}
STYLE = f"""window.dashExtensions = {{default: {{style: (feature, {{hideout}}) => ({{
    weight: 1, color: "#556", fillOpacity: 1,
    fillColor: hideout.red.includes(feature.properties.grid) ? "{RED}" : "{PALE}",
}})}}}};"""


def page(network: Any, name: str, layout: Any) -> Dash:  # noqa: ANN401 -- as Dash takes them
    app = Dash(name, server=network, url_base_pathname=f"/{name}/", serve_locally=True)
    app.index_string = app.index_string.replace("<head>", f"<head><script>{STYLE}</script>")
    app.layout = html.Div(layout, style=FULL)
    return app


def ours(network: Any, props: dict[str, Any], grid_of: np.ndarray) -> None:  # noqa: ANN401
    """GridMap: the answer names the units of the grid, which go where the fill is red."""
    grids = int(grid_of.max()) + 1
    fills = [PALE] * grids + [RED]
    app = page(network, "ours", [GridMap(id="map", colours=fills, style={"height": "100%"}, **props)])

    @app.callback(Output("map", "gridOfUnitDiff"), Input("map", "gridPicked"), prevent_initial_call=True)
    def paint(picked: dict[str, Any]) -> list[list[int]]:
        return [[unit, grids] for unit in np.flatnonzero(grid_of == picked["grid"]).tolist()]


def leaflet(network: Any, outlines: dict[str, Any], box: list[float]) -> None:  # noqa: ANN401
    """dash-leaflet: the answer is what the style function of the browser looks at."""
    shapes = dl.GeoJSON(
        id="shapes", data=outlines, hideout={"red": []}, style=Namespace("dashExtensions", "default")("style")
    )
    bounds = [[box[1], box[0]], [box[3], box[2]]]
    map_ = dl.Map([shapes], id="map", bounds=bounds, preferCanvas=True, style={"height": "100%"})
    app = page(network, "leaflet", [map_])

    @app.callback(
        Output("shapes", "hideout"), Input("shapes", "clickData"), State("shapes", "hideout"),
        prevent_initial_call=True,
    )  # fmt: skip
    def paint(clicked: dict[str, Any], hideout: dict[str, Any]) -> dict[str, Any]:
        return {"red": [*hideout["red"], clicked["properties"]["grid"]]}


def plotly(network: Any, outlines: dict[str, Any], box: list[float]) -> None:  # noqa: ANN401
    """Figure with plotly's `choroplethmap`: the answer is a patch of one value."""
    grids = [feature["properties"]["grid"] for feature in outlines["features"]]
    shapes = go.Choroplethmap(
        geojson=outlines, featureidkey="properties.grid", locations=grids, z=[0] * len(grids), zmin=0, zmax=1,
        colorscale=[[0, PALE], [1, RED]], showscale=False, hoverinfo="none",
    )  # fmt: skip
    figure = go.Figure(shapes)
    west, south, east, north = box
    view = {"west": west, "south": south, "east": east, "north": north}
    figure.update_layout(
        map={
            "style": "white-bg", "zoom": 10.8, "bounds": view,
            "center": {"lon": (west + east) / 2, "lat": (south + north) / 2},
        },
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )  # fmt: skip
    app = page(network, "plotly", [dcc.Graph(id="map", figure=figure, style={"height": "100%"})])

    @app.callback(Output("map", "figure"), Input("map", "clickData"), prevent_initial_call=True)
    def paint(clicked: dict[str, Any]) -> Patch:
        figure = Patch()
        figure["data"][0]["z"][clicked["points"][0]["pointNumber"]] = 1
        return figure


def main() -> None:
    home, district, port = sys.argv[1:]
    viewer = create_services(Settings(home=Path(home))).viewer
    about, plan = viewer.tiles(district).about, viewer.scenario(district, "").plan
    text = viewer.grids(district, "")
    outlines, box = json.loads(text), list(about["bounds"])  # type: ignore[call-overload]
    network = Flask("peers")

    @network.get("/tiles/<int:zoom>/<int:column>/<int:row>.mvt")
    def tile(zoom: int, column: int, row: int) -> Response:
        data = viewer.tiles(district).tile(zoom, column, row)
        return Response(data or b"", status=200 if data else 204, headers={"Content-Encoding": "gzip"})

    @network.get("/grids.geojson")
    def grids() -> Response:
        return Response(text, mimetype="application/geo+json")

    told = {
        "unitTiles": "/tiles/{z}/{x}/{y}.mvt", "unitZooms": [about["min_zoom"], about["max_zoom"]],
        "unitOutlineZoom": about["outline_zoom"], "bounds": box, "gridOfUnit": packed(plan.grid_of),
        "grids": "/grids.geojson", "language": "en",
    }  # fmt: skip
    ours(network, told, plan.grid_of)
    leaflet(network, outlines, box)
    plotly(network, outlines, box)
    waitress.serve(network, host="127.0.0.1", port=int(port), threads=8, _quiet=True)


if __name__ == "__main__":
    main()
