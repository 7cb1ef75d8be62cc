"""The import profile: which file holds what, in whose words, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from domain.errors import ProfileError
from gis.placing.local import LocalSpec, checked_local
from gis.reading.columns import CodeListSpec, CountSpec, JoinSpec, ParentSpec
from gis.reading.edits import EditSpec
from gis.reading.tables import all_of, made_of, table_of, toml_of
from gis.reading.watching import watching

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An upper level that is one area: the whole ground."""

    key: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeSpec:
    """A declared bridge between the units at two places, x and y (or longitude and latitude) in `crs`."""

    start: tuple[float, float]
    end: tuple[float, float]
    crs: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclaveSpec:
    """A declared exclave (飞地): the unit at a place need not touch the rest of its grid."""

    at: tuple[float, float]
    crs: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything an import must be told; `households` names the count of the household norm.

    `edits` holds those of the profile and then those of `edits_file`, which lies beside it.
    """

    name: str
    title: str
    title_en: str
    crs: str
    households: str = "households"
    layers: tuple[LayerSpec, ...] = ()
    wholes: tuple[Whole, ...] = ()
    bridges: tuple[BridgeSpec, ...] = ()
    exclaves: tuple[ExclaveSpec, ...] = ()
    local: tuple[LocalSpec, ...] = ()
    code_lists: tuple[CodeListSpec, ...] = ()
    edits: tuple[EditSpec, ...] = ()
    edits_file: str = ""
    conversions: Mapping[str, str] = field(default_factory=dict)

    def of_role(self, *roles: Role) -> tuple[LayerSpec, ...]:
        """Return the layers of some roles, in the order of the profile."""
        return tuple(spec for spec in self.layers if spec.role in roles)


def load_profile(path: Path) -> Profile:
    """Read an import profile.

    Raises
    ------
    ProfileError
        Where it cannot be read, is of a newer format, lacks or invents a key, or names a layer of
        devices that watch people.
    """
    table = toml_of(path)
    if table.pop("format", None) != FORMAT:
        raise ProfileError("format", file=path.name, known=FORMAT)
    layers = tuple(_layer(name, entry) for name, entry in table_of(table.pop("layers", {}), "layers").items())
    wholes = all_of(Whole, table, "wholes")
    bridges, exclaves = all_of(BridgeSpec, table, "bridges"), all_of(ExclaveSpec, table, "exclaves")
    edits, lists = all_of(EditSpec, table, "edits"), all_of(CodeListSpec, table, "code_lists")
    local = table_of(table.pop("local", {}), "local")
    if file := str(table.get("edits_file", "")):
        edits += all_of(EditSpec, toml_of(path.parent / file), "edits")
    profile = made_of(
        Profile,
        {
            **table,
            "layers": layers,
            "wholes": wholes,
            "bridges": bridges,
            "exclaves": exclaves,
            "code_lists": lists,
            "local": tuple(_local(name, entry) for name, entry in local.items()),
            "edits": edits,
        },
        "profile",
    )
    _refuse_unfit(profile)
    _refuse_unknown(profile)
    return profile


def _refuse_unfit(profile: Profile) -> None:
    """Refuse roles that stand too often or not at all, devices that watch, and counts from nowhere."""
    for role, most in (("units-source", 1), ("community", 1), ("today", 1), ("street", 1)):
        found = sum(spec.role == role for spec in profile.layers)
        if found > most or (found == 0 and role in ("units-source", "community")):
            raise ProfileError("role-number", role=role, found=found)
    for spec in profile.layers:
        if word := watching(spec):
            raise ProfileError("watches-people", layer=spec.name, word=word)
    if profile.households not in [c.name for c in profile.of_role("units-source")[0].counts]:
        raise ProfileError("no-households", count=profile.households)


def _refuse_unknown(profile: Profile) -> None:
    """Refuse code systems that are unknown, and counts spread from a layer that has none of their name."""
    for codes in profile.code_lists:
        if codes.system not in SYSTEMS:
            raise ProfileError("code-system", system=codes.system, known="、".join(SYSTEMS))
    for spec in profile.layers:
        for count in spec.counts:
            if count.spread and not _has_count(profile, count):
                raise ProfileError("spread", layer=spec.name, area=count.spread, count=count.name)
            _refuse_unfounded(spec, count)


def _refuse_unfounded(spec: LayerSpec, count: CountSpec) -> None:
    """Refuse a count that is weighed by, or follows from, what is not counted before it."""
    before = [own.name for own in spec.counts[: spec.counts.index(count)]]
    if count.by and count.by not in ("rows", "area", "volume", *before):
        raise ProfileError("weighing", layer=spec.name, count=count.name, by=count.by)
    if count.by == "volume" and not spec.floors:
        raise ProfileError("floors", layer=spec.name, count=count.name)
    if bool(count.of) != bool(count.factor) or (count.of and count.of not in before):
        raise ProfileError("conversion", layer=spec.name, count=count.name)


def _has_count(profile: Profile, count: CountSpec) -> bool:
    """Whether the areas that a count is spread from have a count of its name of their own."""
    areas = [spec for spec in profile.of_role(*AREAS) if spec.name == count.spread]
    return any(own.name == count.name and not own.elsewhere for spec in areas for own in spec.counts)


def _layer(name: str, entry: object) -> LayerSpec:
    """Make one layer, its counts and joins checked key by key."""
    table = {"name": name, **table_of(entry, name)}
    if table.get("role") not in get_args(Role):
        raise ProfileError("role", layer=name, role=str(table.get("role")))
    if table.get("datum", "") not in DATUMS:
        known = "、".join(DATUMS[1:])
        raise ProfileError("datum", layer=name, datum=str(table["datum"]), known=known)
    if table.get("axes", "xy") not in AXES:
        raise ProfileError("axes", layer=name, axes=str(table["axes"]))
    table["counts"] = all_of(CountSpec, table, "counts")
    joins = table["joins"] = all_of(JoinSpec, table, "joins")
    for join in joins:
        if len(join.keys) != len(join.own_keys):
            raise ProfileError("join-fields", layer=name, file=join.file)
    parents = table["parents"] = all_of(ParentSpec, table, "parents")
    for parent in parents:
        if bool(parent.code) == bool(parent.prefix) or table["role"] != "community":
            raise ProfileError("parent", layer=name, key=parent.key)
    return made_of(LayerSpec, table, name)


def _local(name: str, entry: object) -> LocalSpec:
    """Make one local grid."""
    table = table_of(entry, name)
    control = table.get("control", ())
    if isinstance(control, list):
        table["control"] = tuple(tuple(row) if isinstance(row, list) else row for row in control)
    return checked_local(made_of(LocalSpec, {"name": name, **table}, name))
