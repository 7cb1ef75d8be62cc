"""Answers in text go out compressed to browsers that take it: a page weighs a quarter."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import request

if TYPE_CHECKING:
    from flask import Flask, Response

LEAST_BYTES: Final = 1000
LEVEL: Final = 6
SCRIPTS_AT_HAND: Final = 60
TEXT: Final = ("text/", "application/json", "application/javascript", "application/geo+json", "image/svg")


def compress_text(network: Flask) -> None:
    """Compress every text answer of an application that is long enough to be worth it."""

    @network.after_request
    def compress(answer: Response) -> Response:
        if not _worth_it(answer):
            return answer
        answer.direct_passthrough = False
        body = answer.get_data()
        if len(body) < LEAST_BYTES:
            return answer
        kept = "max-age" in answer.headers.get("Cache-Control", "")
        answer.set_data(_compressed_once(body) if kept else gzip.compress(body, LEVEL, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
        answer.vary.add("Accept-Encoding")
        return answer


def _worth_it(answer: Response) -> bool:
    """Say whether an answer is whole, text, and not compressed yet, and the browser takes it so."""
    return (
        answer.status_code == 200  # noqa: PLR2004 -- parts of a file and empty answers go as they are
        and (answer.mimetype or "").startswith(TEXT)
        and "Content-Encoding" not in answer.headers
        and request.accept_encodings.quality("gzip") > 0
    )


@lru_cache(SCRIPTS_AT_HAND)
def _compressed_once(body: bytes) -> bytes:
    """Compress what is asked for again and again: scripts and layers."""
    return gzip.compress(body, LEVEL, mtime=0)
