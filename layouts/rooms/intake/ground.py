"""The map of an import: every layer that has a place, one of them in sight, and where a problem is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from layouts import ids
from layouts.gridmap import GridMap
from scenarios.intake.needs import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from layouts.view import View
    from scenarios.intake.intakes import Intake

Box = list[float]
KIND: Final = {
    "community": "community",
    "street": "street",
    "level": "street",
    "roads": "road",
    "rail": "rail",
    "water": "water",
}
"""How a layer is drawn by its role; those of other roles as a plain preview."""
NEAR: Final = 0.0015
"""Degrees around a place that is shown: about 150 m."""


def ground_map(view: View, layers: Sequence[Any], bounds: Box | None) -> GridMap:
    """A map of some layers, looked at within a box or, without one, as far as the world goes."""
    props: dict[str, Any] = {
        "id": ids.INTAKE_MAP,
        "layers": layers,
        "theme": view.theme,
        "language": "zh" if view.language == "zh_Hans" else "en",
        "style": {"height": "100%"},
    }
    return GridMap(**(props | ({"bounds": bounds} if bounds else {})))


def layer_in_sight(intake: Intake, key: str) -> tuple[list[Any], Box | None]:
    """The chosen layer over all others that are used, and its box; all of them where it has no place."""
    if key == WHOLE or not intake.sights[key]["bounds"]:
        return used_layers(intake, but=key), everything(intake)
    return [*used_layers(intake, but=key), _drawn(intake, key, "preview", 1.0)], intake.sights[key]["bounds"]


def used_layers(intake: Intake, but: str = WHOLE) -> list[Any]:
    """Every layer that is used and has a place, but one; drawn as what it is."""
    return [
        _drawn(intake, key, KIND.get(role, "preview"), 0.55)
        for key, sight in intake.sights.items()
        if (role := intake.answers[key].get("role", "")) and key != but and sight["bounds"]
    ]


def _drawn(intake: Intake, key: str, kind: str, opacity: float) -> Any:
    number = intake.sights[key]["preview"]
    return {
        "id": f"{kind}-{number}",
        "kind": kind,
        "url": f"/uploads/{intake.id}/{intake.seen_at}/{number}.geojson",
        "opacity": opacity,
    }


def fault(place: Mapping[str, Any]) -> Any:
    """The layer that marks the place of a problem."""
    feature = {"type": "Feature", "properties": {}, "geometry": place}
    return {
        "id": "fault",
        "kind": "fault",
        "data": {"type": "FeatureCollection", "features": [feature]},
    }


def everything(intake: Intake) -> Box | None:
    """The box around all layers that have a place."""
    return _around(sight["bounds"] for sight in intake.sights.values() if sight["bounds"])


def around(place: Mapping[str, Any]) -> Box | None:
    """The box around a geometry, with some ground beside it."""
    return _around((x - NEAR, y - NEAR, x + NEAR, y + NEAR) for x, y in _positions(place))


def _around(boxes: Iterable[Sequence[float]]) -> Box | None:
    some = list(boxes)
    if not some:
        return None
    west, south, east, north = zip(*some, strict=True)
    return [min(west), min(south), max(east), max(north)]


def _positions(place: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    """Every position of a geometry."""
    for part in place.get("geometries", ()):
        yield from _positions(part)
    waiting = [place["coordinates"]] if "coordinates" in place else []
    while waiting:
        some = waiting.pop()
        if some and isinstance(some[0], (int, float)):
            yield some[:2]
        else:
            waiting.extend(some)
