"""Misplaced layers: what lies elsewhere, or a few hundred metres off, and why, for people to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.outcome import Problem
from gis.placing.shift import weighed
from gis.placing.whereabouts import apart_km, fitting, outside_area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gis.reading.check import Layer
    from gis.reading.profile import LayerSpec, Profile
    from gis.reading.read import RawLayer, RawLayers

UPPER = ("street", "level")
MANY_KM = 99_999


def placed_wrongly(raw: RawLayers, layers: Mapping[str, Layer], profile: Profile) -> list[Problem]:
    """Return what is misplaced: the communities against their CRS, then every layer against what holds it.

    Communities are held by the street layer if there is one, all else by the communities. Layers
    that could not be checked are passed over.
    """
    ready = {name: layer for name, layer in layers.items() if len(layer.table) and _in_crs(layer, profile)}
    by_role = {layer.spec.role: layer for layer in ready.values()}
    ground, street = by_role.get("community"), by_role.get("street")
    if ground is None:
        return []
    problems = []
    if outside_area(ground.table.geometry, profile.crs):
        problems.append(_told("crs.outside", ground.spec, crs=profile.crs))
    for name, layer in ready.items():
        holder = street if layer is ground else ground
        if holder is None or layer is holder:
            continue
        found = None if layer.spec.role in UPPER else _shifted(layer, holder)
        found = found or _elsewhere(raw.layers[name], layer, holder)
        problems += [found] if found else []
    return problems


def _in_crs(layer: Layer, profile: Profile) -> bool:
    """Whether a layer came through the check, in the profile's CRS."""
    return layer.table.crs is not None and bool(layer.table.crs == profile.crs)


def _told(code: str, spec: LayerSpec, **facts: str | float) -> Problem:
    """Make a problem of a layer's place."""
    return Problem(code=code, severity="error", file=spec.file, layer=spec.name, field="crs", facts=facts)


def _elsewhere(raw: RawLayer, layer: Layer, holder: Layer) -> Problem | None:
    """Tell a layer that does not touch the ground at all, with the systems in which it would."""
    far = apart_km(layer.table.geometry, holder.table.geometry)
    if far == 0:
        return None
    fits = "、".join(fitting(tuple(raw.table.total_bounds), holder.table.geometry)) or "–"
    return _told("crs.elsewhere", layer.spec, km=round(min(far, MANY_KM)), fits=fits)


def _shifted(layer: Layer, holder: Layer) -> Problem | None:
    """Tell a layer that lies as web maps do, or whose holder does; a declared datum is believed."""
    if layer.spec.datum:
        return None
    mine, held = layer.table, holder.table
    codes = (tuple(mine["code"]), tuple(held["code"])) if layer.spec.code and holder.spec.code else ()
    shift = weighed(mine.geometry, held.geometry, *codes).shift
    if shift is None:
        return None
    facts: dict[str, str | float] = {
        "metres": round(shift.metres), "direction": f"compass.{shift.direction}",
        "datum": f"datum.{shift.datum}", "key": shift.datum, "keep": "wgs84", "holder": holder.spec.name,
        "evidence": f"evidence.{shift.kind}", "fit": 1 - shift.spilled, "better": 1 - shift.left,
    }  # fmt: skip
    return _told("datum.reversed" if shift.reversed else "datum.shifted", layer.spec, **facts)
