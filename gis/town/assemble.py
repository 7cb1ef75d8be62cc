"""A whole district from its facts: ground, counts, graph, today's grids and layers, as one dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.ground import GroundInfo, Total
from domain.units import COMMUNITY, STREET, Level, UnitSet
from gis.dataset import Dataset
from gis.town.buildings import put_up
from gis.town.communities import community_of_faces
from gis.town.counts import count_units
from gis.town.fabric import weave
from gis.town.habit import grids_of_habit
from gis.town.lanes import village_roads
from gis.town.layers import (
    areas_of,
    buildings_layer,
    estates_layer,
    facilities_layer,
    lines_layer,
    placed,
    water_layer,
)
from gis.town.layout import lay_out
from gis.town.nets import cleaning_sections, police_zones
from gis.town.units import cut_units
from gis.town.ways import Lines, linked
from gis.transforming import transformer

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from domain.graph import PlanningGraph
    from domain.standards import Standards
    from gis.town.buildings import Buildings
    from gis.town.facts import TownFacts
    from gis.town.units import Ground

GEOGRAPHIC = "EPSG:4490"


def build_town(facts: TownFacts, standards: Standards) -> Dataset:
    """Return the district that meets every stated total; the same facts give the same bytes."""
    layout = lay_out(facts)
    fabric = weave(layout.pieces, layout.skeleton.outline)
    community_of_face, edges = community_of_faces(facts, layout, fabric)
    ground = cut_units(facts, layout, fabric, community_of_face, edges)
    stated = facts.stated
    buildings = put_up(
        layout, fabric, ground, number=stated["buildings"].value, dwellings=stated["dwellings"].value
    )
    units, offset = _unit_set(facts, ground, buildings), _offset(facts)
    roads = [
        *layout.skeleton.roads,
        *layout.town.roads,
        *layout.country.lanes,
        *village_roads(layout, fabric),
    ]
    footprints = placed(ground.footprints, offset)
    lines = Lines.of(layout, roads, offset)
    graph, bridges = linked(units, footprints, lines, standards)
    layers = _areas(graph, footprints, facts) | {
        "roads": lines_layer(roads, layout.skeleton.outline, "R", offset, facts.crs),
        "rail": lines_layer(layout.skeleton.rail, layout.skeleton.outline, "T", offset, facts.crs),
        "water": water_layer(layout.skeleton, offset, facts.crs),
        "estates": estates_layer(ground, footprints, facts.crs),
        "facilities": facilities_layer(graph, ground, facts.district, facts.crs),
        "buildings": buildings_layer(buildings, ground, offset, facts.crs),
        "net-cleaning": cleaning_sections(layout.skeleton, offset, facts.crs),
    }
    habit = np.random.default_rng([facts.seed, 4])
    whole_limit = standards.grid_type("town").whole_limit
    return Dataset(
        info=_info(facts, bridges, tuple(layers)),
        graph=graph,
        footprints=footprints,
        today=grids_of_habit(graph, stated["grids"].value, whole_limit, habit),
        layers=layers,
    )


def _unit_set(facts: TownFacts, ground: Ground, buildings: Buildings) -> UnitSet:
    """Units with their counts, communities and streets."""
    listed, streets = facts.communities, tuple(facts.streets)
    street_of = np.array([streets.index(community.street) for community in listed], np.int64)
    counts, columns = count_units(facts, buildings, len(ground.codes), np.random.default_rng([facts.seed, 3]))
    return UnitSet(
        codes=ground.codes,
        counts=counts,
        columns=columns,
        footprint=np.arange(len(ground.codes), dtype=np.int32),
        levels=(
            Level(
                key=COMMUNITY,
                codes=tuple(community.code for community in listed),
                names=tuple(community.name for community in listed),
                kinds=tuple("village" if community.village else "town" for community in listed),
                of_unit=ground.community.astype(np.int32),
            ),
            Level(
                key=STREET,
                codes=streets,
                names=tuple(facts.streets.values()),
                kinds=("street",) * len(streets),
                of_unit=street_of[ground.community].astype(np.int32),
            ),
        ),
        estate_codes=ground.estate_codes,
        estate_of=ground.estate_of.astype(np.int32),
    )


def _offset(facts: TownFacts) -> NDArray[np.float64]:
    """Easting and northing of the centre in whole metres."""
    to_metres = transformer(GEOGRAPHIC, facts.crs)
    return np.round(to_metres.transform(*facts.centre))


def _areas(
    graph: PlanningGraph, footprints: NDArray[np.object_], facts: TownFacts
) -> dict[str, gpd.GeoDataFrame]:
    """The layers that are made of whole units."""
    return {
        "communities": areas_of(graph.units.communities, footprints, facts.crs),
        "streets": areas_of(graph.units.level(STREET), footprints, facts.crs),
        "net-police": police_zones(graph, footprints, facts.crs),
    }


def _info(facts: TownFacts, bridges: tuple[tuple[str, str], ...], layers: tuple[str, ...]) -> GroundInfo:
    """What can be said without geometry: all of it a sample, every total met."""
    drawn = dict.fromkeys(layers, facts.sketch_source)
    return GroundInfo(
        name=facts.name,
        title=facts.title,
        title_en=facts.title_en,
        crs=facts.crs,
        households=facts.households,
        sample=True,
        conversions=facts.conversions,
        bridges=bridges,
        totals={
            name: Total(into=entry.value, on_units=entry.value, listed=0)
            for name, entry in facts.stated.items()
            if entry.basis
        },
        sources=drawn | dict(facts.sources),
    )
