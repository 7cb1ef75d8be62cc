"""From checked layers to a dataset: units with counts and levels, their graph, and today's grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from domain.errors import ImportRejected
from domain.ground import GroundInfo
from domain.outcome import Problem
from domain.units import Count, UnitSet
from gis.counting.spreading import spread_counts
from gis.cutting.barriers import barriers_of, linked
from gis.cutting.counts import placed
from gis.cutting.edited import UnitsCut, edited
from gis.cutting.exclaves import exclave_units
from gis.cutting.given import given_units
from gis.cutting.levels import nested_levels
from gis.cutting.notes import cutting_notes, heavy_notes, placing_notes, today_notes
from gis.cutting.source import SOURCE, source_rows
from gis.cutting.stacks import stacked
from gis.cutting.tally import places_of_layer, tallied
from gis.cutting.today import grids_of_today
from gis.cutting.units import Ground, cut_units
from gis.cutting.whole import whole_layers, whole_notes
from gis.dataset import Dataset
from gis.hierarchy.drawing import drawn_levels
from gis.hierarchy.official import official_codes
from gis.link import outlines
from gis.reading.changes import layer_of_changes
from gis.reading.layer_spec import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from domain.standards import GridType, Standards
    from gis.cutting.estates import Estates
    from gis.cutting.levels import Nesting
    from gis.cutting.source import SourceRows
    from gis.cutting.stacks import Stack
    from gis.cutting.tally import Tally
    from gis.cutting.units import Mosaic
    from gis.reading.check import Layer, Layers
    from gis.reading.profile import Profile

    Geometries = NDArray[np.object_]

ROW_M = 200.0


def dataset_of(profile: Profile, layers: Layers, standards: Standards) -> Dataset:
    """Cut, count and link the ground of an import; `info` tells all that was found on the way.

    Raises
    ------
    ImportRejected
        Where a community's kind is no grid type of the standards, or edits of units cannot be made.
    """
    layers = spread_counts(drawn_levels(layers, standards), profile.crs, standards)
    types = _types(layers, standards)
    areas = layers.of_role("community")[0].table
    communities, grids = areas.geometry.to_numpy(), _shapes(layers.of_role("today"))
    rows = source_rows(profile, layers, [types[code] for code in areas["code"]], standards)
    cut_by = given_units if rows.layer.spec.as_units else cut_units
    mosaic, cutting = cut_by(_ground(profile, layers, rows, types, standards), standards)
    stack = _stack(mosaic, rows)
    mosaic = mosaic.at(stack.piece)
    codes, order = _codes(mosaic, areas["code"].to_numpy())
    own = np.append(np.argsort(order), [-1])[stack.unit_of_row]
    cut = UnitsCut(codes=codes, mosaic=mosaic.at(order), footprint=stack.piece[order], own=own, rows=rows)
    cut, lineage, against = edited(cut, profile.edits, standards, profile.crs)
    if against:
        raise ImportRejected([*layers.problems, *against])
    codes, mosaic, rows = cut.codes, cut.mosaic, cut.rows
    tallies = [
        *tallied(rows.layer, mosaic, rows.row_places, own=cut.own),
        *(
            tally
            for layer in layers.of_role("events")
            for tally in tallied(layer, mosaic, places_of_layer(layer, communities, grids))
        ),
    ]
    nesting = nested_levels(profile, layers, mosaic.community, standards)
    area_codes, unlisted = official_codes(nesting.levels, layers.lists)
    units = _unit_set(codes, tallies, nesting, mosaic, cut.footprint, rows.estates)
    of_type = [types[code] for code in units.communities.codes]
    exclaves = exclave_units(profile, layers, units, mosaic.shapes)
    graph, bridges, bridge_notes = linked(
        profile, layers, units, mosaic.shapes, types=of_type, exclaves=exclaves, standards=standards
    )
    today, unsure = grids_of_today(layers, tallies, mosaic.grid, units, profile.households)
    notes = [
        *layers.problems, *nesting.problems, *unlisted, *cutting_notes(cutting), *bridge_notes,
        *whole_notes(rows, units, profile.households),
        *(note for tally in tallies for note in placing_notes(tally, graph)),
        *heavy_notes(graph, units.count(profile.households), of_type),
        *unsure, *(today_notes(today, graph) if today is not None else ()),
    ]  # fmt: skip
    info = GroundInfo(
        name=profile.name, title=profile.title, title_en=profile.title_en, crs=profile.crs,
        households=profile.households, conversions=profile.conversions, bridges=bridges,
        exclaves=exclaves, area_codes=area_codes,
        totals={tally.spec.name: tally.total() for tally in tallies},
        problems=tuple(notes), repairs=layers.repairs,
        sources={spec.name: f"{spec.source} ({spec.licence})" for spec in profile.layers},
    )  # fmt: skip
    kept = (
        _kept(layers, nesting, profile.crs)
        | whole_layers(rows, units, mosaic.shapes, cut.own, profile.crs)
        | lineage
    )
    errors = {tally.spec.name: error for tally in tallies if (error := tally.error(len(units))) is not None}
    return Dataset(info=info, graph=graph, footprints=mosaic.shapes, today=today, layers=kept, errors=errors)


def _types(layers: Layers, standards: Standards) -> dict[str, GridType]:
    """Return the grid type of each community by its code, the kind of a community naming it."""
    layer = layers.of_role("community")[0]
    known = standards.under("grid-types")
    wrong = [
        Problem(
            code="community.kind", severity="error", file=layer.spec.file, layer=layer.spec.name,
            feature=code, field=layer.spec.kind, value=kind,
        )
        for code, kind in zip(layer.table["code"], layer.table["kind"], strict=True)
        if kind not in known
    ]  # fmt: skip
    if wrong:
        raise ImportRejected([*layers.problems, *wrong])
    return {
        code: standards.grid_type(kind)
        for code, kind in zip(layer.table["code"], layer.table["kind"], strict=True)
    }


def _shapes(layers: Iterable[Layer]) -> Geometries:
    """All geometry of some layers as one array."""
    arrays = [layer.table.geometry.to_numpy() for layer in layers]
    return np.concatenate([np.empty(0, np.object_), *arrays])


def _ground(
    profile: Profile, layers: Layers, rows: SourceRows, types: dict[str, GridType], standards: Standards
) -> Ground:
    """Gather what is to be cut."""
    communities, share = layers.of_role("community")[0].table, standards["ground.cut.heavy-share"]
    return Ground(
        network=outlines(_shapes(layer for layer in layers.of_role(*LINES) if layer.spec.cuts)),
        communities=communities.geometry.to_numpy(),
        grids=_shapes(layers.of_role("today")),
        parcels=rows.lots.shapes,
        places=rows.places,
        households=rows.lots.sums(rows.layer.table[profile.households].to_numpy(np.int64)),
        alone=rows.lots.stacked,
        limits=np.array([int(share * types[code].target) for code in communities["code"]]),
        whole_limits=rows.whole_limits,
        country=rows.country,
        estates=rows.estates,
        barriers=barriers_of(layers),
    )


def _stack(mosaic: Mosaic, rows: SourceRows) -> Stack:
    """Put stairwells and floors on the ground of their building."""
    at = placed(rows.places, mosaic.shapes, mosaic.community, mosaic.grid, mosaic.estate)
    return stacked(rows.lots, at.unit, len(mosaic.shapes))


def _codes(mosaic: Mosaic, communities: NDArray[np.object_]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return unit codes and the order of the pieces: by community, in rows from the north-west on."""
    centre = shapely.point_on_surface(mosaic.shapes)
    row = np.round(-shapely.get_y(centre) / ROW_M)
    order = np.lexsort((shapely.get_x(centre), row, mosaic.community))
    of = mosaic.community[order]
    serial = np.arange(of.size) - np.searchsorted(of, np.arange(communities.size))[of] + 1
    codes = np.array([f"{communities[c]}-{n:05d}" for c, n in zip(of, serial, strict=True)])
    sorting = np.argsort(codes, kind="stable")
    return tuple(codes[sorting].tolist()), order[sorting]


def _unit_set(
    codes: tuple[str, ...],
    tallies: Sequence[Tally],
    nesting: Nesting,
    mosaic: Mosaic,
    footprint: NDArray[np.int64],
    estates: Estates,
) -> UnitSet:
    """Make the unit set, one column per tally."""
    return UnitSet(
        codes=codes,
        counts=np.column_stack([tally.on_units(len(codes)) for tally in tallies]),
        columns=tuple(
            Count(name=t.spec.name, basis=t.spec.basis, date=t.spec.date, official=t.spec.official)
            for t in tallies
        ),
        footprint=np.unique(footprint, return_inverse=True)[1].astype(np.int32),
        levels=nesting.levels,
        estate_codes=estates.codes,
        estate_of=mosaic.estate.astype(np.int32),
    )


def _kept(layers: Layers, nesting: Nesting, crs: str) -> dict[str, gpd.GeoDataFrame]:
    """Layers that the dataset carries on, under their names of the contract."""
    names = {"community": "communities", "street": "streets", "level": "streets", "today": "today"}
    kept: dict[str, list[gpd.GeoDataFrame]] = {}
    for layer in layers.layers.values():
        role, key = layer.spec.role, layer.spec.key or layer.spec.name
        if role in (SOURCE, "estates"):
            continue
        net = role == "net" or layer in nesting.nets
        name = f"net-{key}" if net else f"level-{key}" if role == "level" else names.get(role, role)
        kept.setdefault(name, []).append(layer.table[["code", "name", "kind", "geometry"]])
    if layers.changes:
        kept["repairs"] = [layer_of_changes(layers.changes, crs)]
    return {name: gpd.GeoDataFrame(pd.concat(tables, ignore_index=True)) for name, tables in kept.items()}
