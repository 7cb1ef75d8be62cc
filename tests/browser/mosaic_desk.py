"""A desk in miniature: one or two maps over a mosaic, and a server that answers a click."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from dash import Dash, Input, Output, State, dcc, html, no_update
from flask import Flask, Response

from gis.tile_archive import TileArchive, keep_tiles
from gis.tiles import cut_tiles
from layouts.gridmap import GridMap, packed
from tests.mosaics import mosaic

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

ASSETS = Path(__file__).parents[2] / "layouts" / "assets"
FILLS = 6
BANDS = ("ok", "ok", "acceptable", "ok", "over", "ok", "ok", "exclusive")
TITLES = {"water": "水系", "rail": "铁路", "road": "道路", "community": "社区", "station": "派出所"}
LEGEND = {
    "title": "网格状态",
    "rows": [{"fill": "--fill-1", "text": "甲"}, {"fill": "--fill-2", "text": "乙"}],
}
TILES = "/tiles/mosaic/{z}/{x}/{y}.mvt"


@dataclass(frozen=True, kw_only=True, eq=False)
class Town:
    """A mosaic and its grids: squares of `block` × `block` units."""

    units: gpd.GeoSeries
    grid_of: NDArray[np.int32]
    columns: int
    rows: int

    @classmethod
    def of(cls, columns: int, rows: int, block: int) -> Town:
        """Lay out a town."""
        column, row = np.divmod(np.arange(columns * rows), rows)
        across = -(-rows // block)
        grid_of = (column // block * across + row // block).astype(np.int32)
        return cls(units=mosaic(columns, rows), grid_of=grid_of, columns=columns, rows=rows)

    def grids(self) -> dict[str, Any]:
        """Return the outlines as the map wants them."""
        outlines = gpd.GeoDataFrame(geometry=self.units).dissolve(self.grid_of).to_crs(4326)
        outlines["grid"] = outlines.index
        outlines["code"] = [f"3-{grid + 1:03d}" for grid in outlines.index]
        outlines["band"] = [BANDS[grid % len(BANDS)] for grid in outlines.index]
        sizes = np.bincount(self.grid_of) * 31 + 40
        outlines["label"] = [
            f"网格 3-{grid + 1:03d}\n{sizes[grid]} 户 · 1 名网格员" for grid in outlines.index
        ]
        collection: dict[str, Any] = json.loads(outlines.to_json())
        return collection

    def colours(self) -> list[str]:
        """Return soft fills that differ between neighbours."""
        across = self.grid_of[self.rows - 1] + 1
        grids = np.arange(self.grid_of.max() + 1)
        return [f"--fill-{(g % across + 2 * (g // across)) % FILLS + 1}" for g in grids.tolist()]

    def around(self) -> list[dict[str, Any]]:
        """Return a river, a railway, two roads, a community border and a station."""
        west, south, east, north = self.units.total_bounds
        wide, high = east - west, north - south

        def at(*shares: tuple[float, float]) -> list[tuple[float, float]]:
            return [(west + x * wide, south + y * high) for x, y in shares]

        river = shapely.LineString(at((-0.1, 0.75), (0.3, 0.62), (0.7, 0.7), (1.1, 0.55))).buffer(wide / 90)
        rail = shapely.LineString(at((-0.1, 0.2), (0.5, 0.32), (1.1, 0.28)))
        roads = shapely.MultiLineString([at((0.5, -0.1), (0.5, 1.1)), at((-0.1, 0.5), (1.1, 0.5))])
        community = shapely.box(*at((0.0, 0.0))[0], *at((0.5, 0.5))[0])
        station = shapely.Point(at((0.62, 0.4))[0])
        shapes = gpd.GeoSeries([river, rail, roads, community, station], crs=self.units.crs).to_crs(4326)
        kinds = ("water", "rail", "road", "community", "station")
        return [
            {"id": kind, "kind": kind, "title": TITLES[kind], "data": _collection(shape), "opacity": 0.9}
            for kind, shape in zip(kinds, shapes, strict=True)
        ]


def _collection(shape: BaseGeometry) -> dict[str, Any]:
    """Return one shape as a FeatureCollection."""
    outline = shapely.geometry.mapping(shape)
    feature = {"type": "Feature", "properties": {"name": "凤凰路派出所"}, "geometry": outline}
    return {"type": "FeatureCollection", "features": [feature]}


def mosaic_desk(town: Town, folder: Path, **more: Any) -> Flask:
    """Return the application: `/` one map, `/two` two maps in step."""
    tiles = cut_tiles(town.units)
    archive = TileArchive(keep_tiles(tiles, folder))
    application = Flask(__name__)

    @application.get("/tiles/mosaic/<int:zoom>/<int:column>/<int:row>.mvt")
    def tile(zoom: int, column: int, row: int) -> Response:
        data = archive.tile(zoom, column, row)
        if data is None:
            return Response(status=204)
        return Response(
            data, headers={"Content-Encoding": "gzip"}, mimetype="application/vnd.mapbox-vector-tile"
        )

    around = town.around()
    roads = next(layer for layer in around if layer["kind"] == "road")
    road_data = roads.pop("data")
    roads["url"] = "/layers/road.geojson"

    @application.get("/layers/road.geojson")
    def road() -> dict[str, Any]:
        return dict(road_data)

    common = {
        "unitTiles": TILES,
        "unitZooms": [tiles.min_zoom, tiles.max_zoom],
        "unitOutlineZoom": tiles.outline_zoom,
        "bounds": list(tiles.bounds),
        "gridOfUnit": packed(town.grid_of),
        "colours": town.colours(),
        "grids": town.grids(),
        "layers": around,
        "legend": LEGEND,
        **more,
    }
    dash = Dash(__name__, server=application, assets_folder=str(ASSETS))
    dash.layout = html.Div([dcc.Location(id="where"), html.Div(id="page")])
    dash.validation_layout = html.Div(
        [dash.layout, GridMap(id="left"), GridMap(id="right"), html.Div(id="told"), html.Div(id="state")]
    )
    _answer(dash, common, town)
    return application


def _answer(dash: Dash, common: dict[str, Any], town: Town) -> None:
    """Connect the pages and the click."""
    box = {"height": "100vh", "width": "100%"}

    @dash.callback(Output("page", "children"), Input("where", "pathname"), State("where", "search"))
    def page(path: str, search: str) -> list[Any]:
        theme = "dark" if "dark" in search else "light"
        language = "en" if "en" in search else "zh"
        tool = next((t for t in ("brush", "rectangle", "lasso") if t in search), "select")
        shown = {key: value for key, value in common.items() if "plain" not in search or key != "unitTiles"}
        look = {**shown, "theme": theme, "language": language, "tool": tool, "sync": "pair"}
        maps = ["left", "right"] if path == "/two" else ["left"]
        told = html.Pre(
            id="told", style={"position": "fixed", "bottom": 0, "right": 0, "zIndex": 9, "margin": 4}
        )
        return [
            html.Div(
                [html.Div(GridMap(id=name, **look), style={"flex": 1}) for name in maps],
                style={**box, "display": "flex", "gap": "2px"},
            ),
            told,
            html.Div(id="state", hidden=True),
        ]

    @dash.callback(
        Output("told", "children", allow_duplicate=True), Output("left", "answered"),
        Input("left", "brushed"), prevent_initial_call=True,
    )  # fmt: skip
    def stroke(brushed: dict[str, Any]) -> tuple[str, int]:
        return json.dumps(brushed), brushed["n"]

    @dash.callback(
        Output("left", "gridOfUnitDiff"), Output("left", "selection"), Output("told", "children"),
        Input("left", "unitsPicked"), prevent_initial_call=True,
    )  # fmt: skip
    def move(picked: dict[str, Any]) -> tuple[Any, Any, str]:
        units, grid = picked["units"], picked["grid"]
        to = [[unit, (int(town.grid_of[unit]) + 1) % int(town.grid_of.max() + 1)] for unit in units]
        selection = {"units": units, "grids": [] if grid is None else [grid]}
        return to or no_update, selection, json.dumps(picked)

    @dash.callback(
        Output("state", "children"),
        Input("left", "ready"),
        Input("left", "webgl"),
        Input("left", "view"),
        prevent_initial_call=True,
    )
    def state(*said: object) -> str:
        return json.dumps(dict(zip(("ready", "webgl", "view"), said, strict=True)))

    @dash.callback(
        Output("told", "children", allow_duplicate=True),
        Input("left", "polygonDrawn"),
        prevent_initial_call=True,
    )
    def inside(drawn: dict[str, Any]) -> str:
        ring = gpd.GeoSeries([shapely.Polygon(drawn["ring"])], crs=4326).to_crs(town.units.crs)
        found = town.units.sindex.query(ring.iloc[0], predicate="intersects")
        return f"{drawn['kind']} {len(found)}"
