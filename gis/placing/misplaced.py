"""Misplaced layers: what lies elsewhere, or a few hundred metres off, and why, for people to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from domain.outcome import Problem
from gis.placing.candidates import fitting, middles, plausible, unzoned
from gis.placing.shift import weighed
from gis.placing.whereabouts import DEGREES, apart_km, beyond_km, outside_area
from gis.placing.zones import datum_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyproj import CRS

    from gis.placing.declared import Doubt
    from gis.reading.check import Layer
    from gis.reading.layer_spec import LayerSpec
    from gis.reading.profile import Profile
    from gis.reading.read import RawLayer, RawLayers

UPPER = ("street", "level")
MANY_KM = 99_999
SHIFT_KM = 5.0  # no web map shifts farther
ENOUGH = 2  # layers that agree against the communities
SHOWN = 4  # candidates


def placed_wrongly(raw: RawLayers, layers: Mapping[str, Layer], profile: Profile) -> list[Problem]:
    """Return what is misplaced: the communities against their CRS, then every layer against what holds it.

    Communities are held by the street layer if there is one, all else by the communities; where all
    other layers lie together elsewhere, it is the communities that are told. Layers that could not
    be checked are passed over; for those whose place was in doubt it is told what would fit.
    """
    ready = {name: layer for name, layer in layers.items() if len(layer.table) and _in_crs(layer, profile)}
    by_role = {layer.spec.role: layer for layer in ready.values()}
    ground, street = by_role.get("community"), by_role.get("street")
    others = [layer for layer in ready.values() if layer is not ground and _apart(layer, ground) > 0]
    held = [layer for layer in ready.values() if layer is not ground]
    around = None if ground is None else ground.table.geometry
    if (ground is None and held) or _outvoted(others, held):
        around = _boxes(held)
    problems = [note for doubt in raw.doubts for note in _what_fits(doubt, around)]
    if ground is None:
        return problems
    if _outvoted(others, held):
        return [
            *problems,
            _elsewhere(raw.layers[ground.spec.name], _apart(ground, others[0]), _boxes(others)),
        ]
    if outside_area(ground.table.geometry, profile.crs):
        problems.append(_outside(raw.layers[ground.spec.name], ground, profile))
    for name, found_raw in raw.layers.items():
        if name in layers and name not in ready and _nowhere(found_raw):
            problems.append(_elsewhere(found_raw, float("inf"), ground.table.geometry))
    for name, layer in ready.items():
        holder = street if layer is ground else ground
        if holder is None or layer is holder:
            continue
        far = _apart(layer, holder)
        near = far < SHIFT_KM and layer.spec.role not in UPPER
        found = _shifted(layer, holder) if near else None
        if found is None and far > 0:
            found = _elsewhere(raw.layers[name], far, holder.table.geometry)
        problems += [found] if found else []
    return problems


def _nowhere(raw: RawLayer) -> bool:
    """Whether a layer as it came in has shapes, but in its CRS none of them is on the Earth."""
    there = raw.table.geometry[~(raw.table.geometry.isna() | raw.table.geometry.is_empty)]
    return len(there) > 0 and not np.isfinite(there.to_crs(DEGREES).total_bounds).any()


def _apart(layer: Layer, other: Layer | None) -> float:
    """Kilometres between two layers; 0 if they meet, or if there is no other."""
    return apart_km(layer.table.geometry, other.table.geometry) if other is not None else 0.0


def _outvoted(others: Sequence[Layer], held: Sequence[Layer]) -> bool:
    """Whether all other layers, and at least two, lie together, apart from the communities."""
    together = all(_apart(layer, others[0]) == 0 for layer in others)
    return len(others) == len(held) >= ENOUGH and together


def _boxes(layers: Sequence[Layer]) -> gpd.GeoSeries:
    """Return a box around each layer, as the ground where no communities tell it."""
    boxes = np.asarray(shapely.box(*np.array([layer.table.total_bounds for layer in layers]).T), object)
    return gpd.GeoSeries(boxes, crs=layers[0].table.crs)


def _in_crs(layer: Layer, profile: Profile) -> bool:
    """Whether a layer came through the check, in the profile's CRS."""
    return layer.table.crs is not None and bool(layer.table.crs == profile.crs)


def _told(code: str, spec: LayerSpec, **facts: str | float) -> Problem:
    """Make a problem of a layer's place."""
    return Problem(code=code, severity="error", file=spec.file, layer=spec.name, field="crs", facts=facts)


def _elsewhere(raw: RawLayer, far: float, ground: gpd.GeoSeries) -> Problem:
    """Tell a layer that does not touch the ground at all, with the readings that would put it there."""
    fits, write = _cure(raw.spec, raw.table.geometry.to_numpy(), raw.table.crs, ground)
    code = "crs.elsewhere" if write else "crs.nowhere"
    km = round(min(far, MANY_KM))
    if code == "crs.nowhere":
        return _told("crs.nowhere", raw.spec, km=km)
    return _told("crs.elsewhere", raw.spec, km=km, fits=fits, write=write)


def _cure(
    spec: LayerSpec,
    shapes: np.ndarray,
    crs: CRS | None,
    ground: gpd.GeoSeries | None,
    *,
    relabel: bool = True,
) -> tuple[str, str]:
    """Return the readings that fit, with how much of the layer, and what a profile says for the best."""
    places, datum = middles(shapes), datum_of(crs) if crs is not None else None
    known = datum if datum in ("xian80", "beijing54") else "cgcs2000"
    found = fitting(places, ground, known) if ground is not None else plausible(places, known)
    fits = "、".join(f"{each.reading.name} ({each.share:.0%})" for each in found[:SHOWN])
    return fits, found[0].reading.write(relabel=relabel, axes=spec.axes) if found else ""


def _what_fits(doubt: Doubt, ground: gpd.GeoSeries | None) -> list[Problem]:
    """Tell how a layer in doubt could be read; nothing where no reading fits."""
    relabel = doubt.problem.code != "crs.undeclared"
    fits, write = _cure(doubt.spec, doubt.shapes, doubt.crs, ground, relabel=relabel)
    facts: dict[str, str] = {"fits": fits, "write": write}
    code = "crs.fits" if write else "crs.fits-any-zone" if unzoned(middles(doubt.shapes)) else ""
    if not code:
        return []
    return [
        Problem(
            code=code, severity="note", file=doubt.spec.file, layer=doubt.spec.name, field="crs",
            facts=facts if write else {},
        )
    ]  # fmt: skip


def _outside(raw: RawLayer, ground: Layer, profile: Profile) -> Problem:
    """Tell communities that lie outside the area that the profile's CRS is meant for.

    If they lie well in the CRS that they came in, the profile should be in it; if not, that is wrong.
    """
    own, km = raw.table.crs, round(beyond_km(ground.table.geometry, profile.crs))
    if own.is_projected and not outside_area(raw.table.geometry, own.to_string()):
        fits = own.to_string()
        return _told("crs.outside", raw.spec, crs=profile.crs, km=km, fits=fits, write=f'crs = "{fits}"')
    fits, write = _cure(raw.spec, raw.table.geometry.to_numpy(), own, None)
    if write:
        return _told("crs.outside", raw.spec, crs=profile.crs, km=km, fits=fits, write=write)
    return _told("crs.outside-unknown", raw.spec, crs=profile.crs, km=km)


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
