"""A thin line that falls: the best value of a run over its time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dash import html

from layouts.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from layouts.text import Language

WIDTH, HEIGHT, EDGE = 290, 56, 3
LEAST_POINTS: Final = 2


def falling_line(trace: Sequence[tuple[float, float]], language: Language) -> list[Component]:
    """The line with what it says in words; nothing before there are two points."""
    if len(trace) < LEAST_POINTS or trace[0][1] <= 0:
        return []
    told = say("run.chart-told", language, share=max(0.0, 1 - trace[-1][1] / trace[0][1]))
    picture = f'url("data:image/svg+xml,{quote(drawn(trace))}")'
    return [
        html.Div(
            className="falling",
            role="img",
            style={"maskImage": picture, "WebkitMaskImage": picture},
            **{"aria-label": say("run.chart", language)},
        ),
        html.P(told, className="muted small"),
    ]


def drawn(trace: Sequence[tuple[float, float]]) -> str:
    """The points as a line in a picture of `WIDTH` × `HEIGHT`, the best value at the foot."""
    first, last = trace[0][0], trace[-1][0]
    low, high = min(v for _, v in trace), max(v for _, v in trace)
    points = " ".join(
        f"{EDGE + (WIDTH - 2 * EDGE) * (t - first) / max(last - first, 1e-9):.1f},"
        f"{EDGE + (HEIGHT - 2 * EDGE) * (high - value) / max(high - low, 1e-9):.1f}"
        for t, value in trace
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline fill="none" stroke="black" stroke-width="2" stroke-linejoin="round" points="{points}"/>'
        "</svg>"
    )
