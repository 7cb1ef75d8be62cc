"""Uploads: files come in as they are, piece by piece, from the desk's own pages only."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from flask import Response, abort, jsonify, request, send_file

if TYPE_CHECKING:
    from flask import Flask

    from scenarios.services import Services

NEW: Final = "new"


def serve_uploads(network: Flask, services: Services) -> None:
    """Files into an intake, the first of which begins a new one; previews and its profile out of it."""
    shelf = services.intakes.shelf

    @network.post("/uploads/<intake>/<path:name>")
    def receive(intake: str, name: str) -> Response:
        only_from_here()
        begun = shelf.begin() if intake == NEW else intake
        try:
            kept = shelf.receive(begun, unquote(name), request.stream, request.content_length)
        except Exception:
            if intake == NEW:
                shelf.delete(begun)
            raise
        return jsonify(intake=begun, file=kept.name)

    @network.get("/uploads/<intake>/<int:_seen_at>/<int:number>.geojson")
    def preview(intake: str, _seen_at: int, number: int) -> Response:
        answer = send_file(services.intakes.preview(intake, number), mimetype="application/geo+json")
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @network.get("/uploads/<intake>/profile.toml")
    def profile(intake: str) -> Response:
        return Response(services.intakes.profile(intake), mimetype="application/toml")


def only_from_here() -> None:
    """Refuse what another site's page sends in the user's name."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if elsewhere or site not in (None, "same-origin"):
        abort(HTTPStatus.FORBIDDEN)
