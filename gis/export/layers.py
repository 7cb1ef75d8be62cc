"""The layers of an export: what each feature says of its ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from domain.errors import InvalidValueError
from domain.plan import community_of_grid
from domain.units import STREET
from gis.export import fields as table
from gis.outlines import unions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.scenario import GridRow
    from domain.units import Level, UnitSet
    from gis.export.fields import Field
    from gis.export.handover import Handover, Value

WARNING = {"ok": "绿", "acceptable": "黄", "over": "红"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """One layer: fields, a column of values for each, and one shape a feature; None is unknown."""

    name: str
    fields: tuple[Field, ...]
    columns: tuple[tuple[Value, ...], ...]
    shapes: NDArray[np.object_]

    def __post_init__(self) -> None:
        """Check that every field has a value for every feature, and take real numbers as they are kept."""
        if len(self.fields) != len(self.columns) or {len(c) for c in self.columns} - {len(self.shapes)}:
            raise InvalidValueError("export-layer", layer=self.name)
        kept = tuple(
            tuple(
                round(v, f.decimals) if isinstance(v, float) else v or None if f.kind == "text" else v
                for v in column
            )
            for f, column in zip(self.fields, self.columns, strict=True)
        )
        object.__setattr__(self, "columns", kept)


def layers_of(handover: Handover) -> tuple[Layer, ...]:
    """Return all layers: grid, unit, community, street (where there are streets) and outline.

    Shapes are in the dataset's CRS. Upper areas are unions of the units' footprints, so that the
    borders of all layers are the same lines.
    """
    streets = _street_level(handover.units)
    layers = [grid_layer(handover), unit_layer(handover), _community_layer(handover)]
    if streets is not None:
        shapes = _merged(handover, streets.of_unit, len(streets.codes))
        fields, columns = _listed(handover, streets, table.STREET_FIELDS, (streets.codes, streets.names))
        layers.append(_areas("street", fields, columns, shapes))
    whole = _merged(handover, np.zeros(len(handover.units), np.int32), 1)
    layers.append(_areas("outline", table.OUTLINE_FIELDS, ((handover.dataset.info.title,),), whole))
    return tuple(layers)


def grid_layer(handover: Handover) -> Layer:
    """Return one feature a grid: codes, counts, and the area and perimeter of its scorecard."""
    plan, units, drawn = handover.scenario.plan, handover.units, handover.drawn
    community, streets = community_of_grid(plan, units)[drawn], _streets_of_communities(units)
    rows = {row.grid: row for row in handover.scenario.scorecard.per_grid}
    head = (
        [plan.grids[g].code for g in drawn],
        [plan.grids[g].name or plan.grids[g].code for g in drawn],
        [table.type_name(plan.grids[g].type) for g in drawn],
        [units.communities.codes[c] for c in community],
        [streets[c] for c in community],
    )
    counts = [plan.totals(units.counts[:, n])[drawn].tolist() for n in range(len(units.columns))]
    tail = [[_tail_value(handover, f, rows[g]) for g in drawn] for f in table.GRID_TAIL]
    return Layer(
        name="grid",
        fields=(*table.GRID_HEAD, *handover.count_fields, *table.GRID_TAIL),
        columns=tuple(tuple(c) for c in (*head, *counts, *tail)),
        shapes=_merged(handover, plan.grid_of, len(plan))[drawn],
    )


def _tail_value(handover: Handover, f: Field, row: GridRow) -> Value:
    """One of the fields after the counts: measured, or told by another room, or unknown."""
    measured: dict[str, Value] = {
        table.AREA.name: float(row.area_m2),
        table.PERIMETER.name: float(row.perimeter_m),
        "DJYJ": WARNING.get(row.band),
    }
    told = handover.attributes.get(handover.scenario.plan.grids[row.grid].code, {})
    return told.get(f.name, measured.get(f.name))


def unit_layer(handover: Handover) -> Layer:
    """Return one feature a unit: its grid (null where unassigned), where it belongs, and its counts."""
    plan, units = handover.scenario.plan, handover.units
    of_community, streets = units.communities.of_unit, _streets_of_communities(units)
    head = (
        units.codes,
        [plan.grids[g].code if g >= 0 else None for g in plan.grid_of],
        [units.communities.codes[c] for c in of_community],
        [streets[c] for c in of_community],
        [units.estate_codes[e] if e >= 0 else None for e in units.estate_of],
        units.footprint.tolist(),
        *_floors(handover),
    )
    return Layer(
        name="unit",
        fields=(*table.UNIT_HEAD, *handover.count_fields, *table.UNIT_TAIL),
        columns=tuple(
            tuple(c) for c in (*head, *units.counts.T.tolist(), handover.dataset.graph.area_m2.tolist())
        ),
        shapes=handover.dataset.footprints,
    )


def _floors(handover: Handover) -> tuple[list[int | None], list[int | None]]:
    """Lowest and highest floor of each unit; null for all that are not some floors of a building."""
    parts = handover.dataset.layers.get("building-parts")
    low: list[int | None] = [None] * len(handover.units)
    high: list[int | None] = [None] * len(handover.units)
    if parts is not None:
        place = {code: n for n, code in enumerate(handover.units.codes)}
        floors = parts[parts["floor_from"].notna()]
        for code, bottom, top in zip(floors["code"], floors["floor_from"], floors["floor_to"], strict=True):
            low[place[code]], high[place[code]] = int(bottom), int(top)
    return low, high


def _community_layer(handover: Handover) -> Layer:
    level = handover.units.communities
    columns: tuple[tuple[Value, ...], ...] = (
        level.codes,
        level.names,
        tuple(table.type_name(kind) for kind in level.kinds),
        tuple(_streets_of_communities(handover.units)),
    )
    shapes = _merged(handover, level.of_unit, len(level.codes))
    fields, columns = _listed(handover, level, table.COMMUNITY_FIELDS, columns)
    return _areas("community", fields, columns, shapes)


def _listed(
    handover: Handover, level: Level, fields: tuple[Field, ...], columns: tuple[tuple[Value, ...], ...]
) -> tuple[tuple[Field, ...], tuple[tuple[Value, ...], ...]]:
    """Add the codes of official lists that the dataset has for a level, before the last field."""
    known = handover.dataset.info.area_codes.get(level.key, {})
    systems = [system for system in table.CODE_SYSTEMS if system in known]
    added = tuple(table.CODE_SYSTEMS[system] for system in systems)
    codes = tuple(tuple(known[system].get(code) for code in level.codes) for system in systems)
    return (*fields[:-1], *added, fields[-1]), (*columns, *codes)


def _areas(
    name: str,
    fields: tuple[Field, ...],
    columns: Sequence[tuple[Value, ...]],
    shapes: NDArray[np.object_],
) -> Layer:
    """A layer whose last field is the area of its shapes; areas without any unit are left out."""
    kept = np.flatnonzero(~shapely.is_empty(shapes))
    chosen = tuple(tuple(column[n] for n in kept) for column in columns)
    return Layer(
        name=name,
        fields=fields,
        columns=(*chosen, tuple(shapely.area(shapes[kept]).tolist())),
        shapes=shapes[kept],
    )


def _merged(handover: Handover, label: NDArray[np.int32], areas: int) -> NDArray[np.object_]:
    """Unions of footprints by label; a footprint that several stacked units share counts once."""
    pairs = np.column_stack([label, handover.units.footprint])
    once = np.full(label.size, -1, np.int32)
    first = np.unique(pairs, axis=0, return_index=True)[1]
    once[first] = label[first]
    return unions(handover.dataset.footprints, once, areas)


def _street_level(units: UnitSet) -> Level | None:
    return next((level for level in units.levels if level.key == STREET), None)


def _streets_of_communities(units: UnitSet) -> list[str | None]:
    """Code of each community's street, None where there are no streets or the community has no unit."""
    streets: list[str | None] = [None] * len(units.communities.codes)
    level = _street_level(units)
    if level is not None:
        areas, first = np.unique(units.communities.of_unit, return_index=True)
        for area, unit in zip(areas, first, strict=True):
            streets[area] = level.codes[level.of_unit[unit]]
    return streets
