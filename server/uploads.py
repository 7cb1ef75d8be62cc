"""Uploads: files come in as they are, piece by piece, from the desk's own pages only."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from flask import Response, abort, jsonify, request

if TYPE_CHECKING:
    from flask import Flask

    from scenarios.services import Services

NEW: Final = "new"


def serve_uploads(network: Flask, services: Services) -> None:
    """Files into an intake; the first file begins a new one."""
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


def only_from_here() -> None:
    """Refuse what another site's page sends in the user's name."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    elsewhere = origin is not None and urlsplit(origin).netloc != request.host
    if elsewhere or site not in (None, "same-origin"):
        abort(HTTPStatus.FORBIDDEN)
