"""What a profile says of one layer: its file, its role, its fields, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gis.reading.columns import CountSpec, JoinSpec, ParentSpec

Role = Literal[
    "units-source", "community", "street", "level", "today", "net", "estates",
    "roads", "rail", "water", "walls", "fields", "crossings", "facilities", "events",
]  # fmt: skip
LINES: tuple[Role, ...] = ("roads", "rail", "water", "walls", "fields")
AREAS: tuple[Role, ...] = ("community", "street", "level", "today", "net", "estates")
POINTS: tuple[Role, ...] = ("facilities", "events")

DATUMS = ("", "wgs84", "cgcs2000", "gcj02", "bd09")

SYSTEMS = ("statistics", "civil-affairs", "police")
AXES = ("xy", "yx")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpec:
    """One layer of the profile.

    Attributes
    ----------
    crs
        Declared CRS; needed where the file declares none, an error where the two differ.
    layer
        Which layer of the file; a path where it lies in an archive. Needed where there are several.
    encoding
        Declared encoding of its text; needed where neither a label nor the bytes decide.
    datum
        `gcj02` or `bd09` where the coordinates are those of web maps, to be freed of their shift;
        `wgs84` or `cgcs2000` where somebody vouches that they are not, whatever the evidence.
    relabel
        Whether `crs` counts even where the file declares another, which is then wrong.
    axes
        `yx` where the file has north before east, or latitude before longitude.
    x, y, wkt
        Fields with coordinates in `crs`, or with shapes as WKT, where a table stands in for a layer.
    code, title, kind
        Fields that hold the code, the name and the kind of a feature; empty where there is none.
    kind_value
        Kind of every feature where no field holds it: grid type of communities, sort of a facility.
    key
        Key of an upper level, or name of a department net.
    parents
        Of communities: levels above that their rows name, from the lowest upwards.
    leads
        Whether areas of finer levels are drawn into this layer's where both run along the same line.
    as_units
        Whether areas of the source are the planning units as they are.
    parts
        Whether rows of the same code are parts of one feature; otherwise they are an error.
    barriers
        Kinds of lines that cannot be walked across; `*` for all.
    cuts
        Whether lines of this layer cut blocks.
    estate, building
        Fields of the source that name the estate or villager group of a row, and its building: rows
        of one building are its stairwells, or its floors.
    grid
        Field of the source with the code of today's grid, where these have no lines of their own.
    stairwells
        Field of the source with the number of stairwells, where a row is a whole building.
    floors
        Field of the source with the number of floors of a row, by which volumes are weighed.
    floor_from, floor_to
        Fields of the source with the lowest and the highest floor of a row.
    """

    name: str
    role: Role
    file: str
    layer: str = ""
    encoding: str = ""
    x: str = ""
    y: str = ""
    wkt: str = ""
    crs: str = ""
    datum: str = ""
    relabel: bool = False
    axes: str = "xy"
    code: str = ""
    title: str = ""
    kind: str = ""
    kind_value: str = ""
    key: str = ""
    leads: bool = False
    as_units: bool = False
    parts: bool = False
    barriers: tuple[str, ...] = ()
    cuts: bool = True
    estate: str = ""
    building: str = ""
    grid: str = ""
    stairwells: str = ""
    floors: str = ""
    floor_from: str = ""
    floor_to: str = ""
    counts: tuple[CountSpec, ...] = ()
    joins: tuple[JoinSpec, ...] = ()
    parents: tuple[ParentSpec, ...] = ()
    source: str = ""
    licence: str = ""

    @property
    def spots(self) -> tuple[str, ...]:
        """Fields that hold the places of features; none where the file has geometry."""
        return (self.wkt,) if self.wkt else tuple(name for name in (self.x, self.y) if name)

    @property
    def own_fields(self) -> tuple[str, ...]:
        """Fields that the layer's own file must have; all others are never read."""
        joined = {name for join in self.joins for name in join.fields}
        wanted = [self.code, self.title, self.kind]
        wanted += [
            self.estate,
            self.building,
            self.grid,
            self.stairwells,
            self.floors,
            self.floor_from,
            self.floor_to,
        ]
        wanted += [count.field for count in self.counts if count.field not in joined]
        wanted += [name for parent in self.parents for name in (parent.code, parent.title)]
        wanted += [name for join in self.joins for name in join.own_keys]
        return tuple(dict.fromkeys(name for name in wanted if name))
