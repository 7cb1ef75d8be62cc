"""Everything served over HTTP beside the pages: tiles, layers, hand-overs, health."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, jsonify, redirect, request, send_file

from domain.errors import GridwrightError, UnknownError
from scenarios.ground_tiles import UNITS
from server.compressed import compress_text
from server.uploads import serve_uploads

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from scenarios.services import Services

TILE_TYPE = "application/vnd.mapbox-vector-tile"
KEEP = "private, max-age=31536000, immutable"
SHORT = "private, max-age=3600"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; worker-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)


def create_network(services: Services) -> Flask:
    """The Flask application that the desk is mounted on; every answer forbids leaving the origin."""
    network = Flask("gridwright", static_folder=None)
    _serve_ground(network, services)
    _serve_files(network, services)
    serve_uploads(network, services)
    compress_text(network)

    @network.before_request
    def lead_on() -> BaseResponse | None:
        return redirect(first_page(services)) if request.path == "/" else None

    @network.after_request
    def keep_inside(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", "same-origin")
        return answer

    @network.errorhandler(UnknownError)
    def unknown(error: UnknownError) -> tuple[Response, int]:
        return jsonify(code=error.code, facts=error.facts), HTTPStatus.NOT_FOUND

    @network.errorhandler(GridwrightError)
    def refused(error: GridwrightError) -> tuple[Response, int]:
        return jsonify(code=error.code, facts=error.facts), HTTPStatus.BAD_REQUEST

    return network


def first_page(services: Services) -> str:
    """Where the bare address leads: into the only district, or to the page of all."""
    districts = services.viewer.districts()
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return f"/{districts[0].id}/draw{query}" if len(districts) == 1 else f"/start{query}"


def _serve_ground(network: Flask, services: Services) -> None:
    """Tiles and layers of a district; its id names its content, so browsers may keep them."""

    @network.get("/tiles/<district>/<int:zoom>/<int:column>/<int:row>.mvt")
    @network.get("/tiles/<district>/<layer>/<int:zoom>/<int:column>/<int:row>.mvt")
    def tile(district: str, zoom: int, column: int, row: int, layer: str = UNITS) -> Response:
        data = services.viewer.tiles(district, layer).tile(zoom, column, row)
        if data is None:
            return Response(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": KEEP})
        return Response(data, mimetype=TILE_TYPE, headers={"Content-Encoding": "gzip", "Cache-Control": KEEP})

    @network.get("/grids/<district>/<scenario>/<standards>.geojson")
    def grids(district: str, scenario: str, standards: str) -> Response:
        data, now = services.viewer.grids(district, scenario), services.viewer.standards(district).digest
        keep = KEEP if standards == now else "no-store"  # a page that is older than a change of numbers
        return Response(data, mimetype="application/geo+json", headers={"Cache-Control": keep})

    @network.get("/underlays/<name>/<int:zoom>/<int:column>/<int:row>.png")
    def underlay(name: str, zoom: int, column: int, row: int) -> Response:
        moved = {f"{way}_m": request.args.get(way, default=0.0, type=float) for way in ("east", "north")}
        data = services.viewer.underlays.tile(name, zoom, column, row, **moved)
        if data is None:
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(data, mimetype="image/png", headers={"Cache-Control": SHORT})

    @network.get("/layers/<district>/<name>.geojson")
    def layer(district: str, name: str) -> Response:
        data = services.viewer.layer(district, name)
        return Response(data, mimetype="application/geo+json", headers={"Cache-Control": KEEP})


def _serve_files(network: Flask, services: Services) -> None:
    """Hand-overs that were made and checked, and a sign of life."""

    @network.get("/handover/<name>")
    def handover(name: str) -> Response:
        path = services.desk.handed_over(name)
        if path is None:
            abort(HTTPStatus.NOT_FOUND)
        return send_file(path, as_attachment=True, download_name=name)

    @network.get("/health")
    def health() -> Response:
        return jsonify(ok=True, districts=len(services.viewer.districts()))
