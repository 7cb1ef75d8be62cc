"""The import profile: which file holds what, in whose words, and how it is to be read."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from domain.errors import ProfileError
from gis.placing.local import LocalSpec, checked_local
from gis.reading.edits import EditSpec
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

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "bool": bool, "float": (int, float), "float | None": (int, float)
}  # fmt: skip
AXES = ("xy", "yx")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSpec:
    """A column of counts: its name in our words, its field (none: each row counts one), basis and date."""

    name: str
    basis: str
    date: str
    field: str = ""
    official: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSpec:
    """A table whose `fields` belong to features of a layer: `on` there equals `key` in the table."""

    file: str
    key: str
    on: str
    fields: tuple[str, ...]
    layer: str = ""
    encoding: str = ""


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
    parts
        Whether rows of the same code are parts of one feature; otherwise they are an error.
    barriers
        Kinds of lines that cannot be walked across; `*` for all.
    cuts
        Whether lines of this layer cut blocks.
    estate, building
        Fields of the source that name the estate or villager group of a row, and its building: rows
        of one building are its stairwells, or its floors.
    stairwells
        Field of the source with the number of stairwells, where a row is a whole building.
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
    parts: bool = False
    barriers: tuple[str, ...] = ()
    cuts: bool = True
    estate: str = ""
    building: str = ""
    stairwells: str = ""
    floor_from: str = ""
    floor_to: str = ""
    counts: tuple[CountSpec, ...] = ()
    joins: tuple[JoinSpec, ...] = ()
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
        wanted += [self.estate, self.building, self.stairwells, self.floor_from, self.floor_to]
        wanted += [count.field for count in self.counts if count.field not in joined]
        wanted += [join.on for join in self.joins]
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
    table = _toml(path)
    if table.pop("format", None) != FORMAT:
        raise ProfileError("format", file=path.name, known=FORMAT)
    layers = tuple(_layer(name, entry) for name, entry in _table(table.pop("layers", {}), "layers").items())
    wholes = _all(Whole, table, "wholes")
    bridges, exclaves = _all(BridgeSpec, table, "bridges"), _all(ExclaveSpec, table, "exclaves")
    edits = _all(EditSpec, table, "edits")
    local = _table(table.pop("local", {}), "local")
    if file := str(table.get("edits_file", "")):
        edits += _all(EditSpec, _toml(path.parent / file), "edits")
    profile = _made(
        Profile,
        {
            **table,
            "layers": layers,
            "wholes": wholes,
            "bridges": bridges,
            "exclaves": exclaves,
            "local": tuple(_local(name, entry) for name, entry in local.items()),
            "edits": edits,
        },
        "profile",
    )
    for role, most in (("units-source", 1), ("community", 1), ("today", 1), ("street", 1)):
        found = sum(spec.role == role for spec in profile.layers)
        if found > most or (found == 0 and role in ("units-source", "community")):
            raise ProfileError("role-number", role=role, found=found)
    for spec in profile.layers:
        if word := watching(spec):
            raise ProfileError("watches-people", layer=spec.name, word=word)
    if profile.households not in [c.name for c in profile.of_role("units-source")[0].counts]:
        raise ProfileError("no-households", count=profile.households)
    return profile


def _toml(path: Path) -> dict[str, object]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError("unreadable", file=path.name, reason=str(error)) from error


def _layer(name: str, entry: object) -> LayerSpec:
    """Make one layer, its counts and joins checked key by key."""
    table = {"name": name, **_table(entry, name)}
    if table.get("role") not in get_args(Role):
        raise ProfileError("role", layer=name, role=str(table.get("role")))
    if table.get("datum", "") not in DATUMS:
        known = "、".join(DATUMS[1:])
        raise ProfileError("datum", layer=name, datum=str(table["datum"]), known=known)
    if table.get("axes", "xy") not in AXES:
        raise ProfileError("axes", layer=name, axes=str(table["axes"]))
    table["counts"] = _all(CountSpec, table, "counts")
    table["joins"] = _all(JoinSpec, table, "joins")
    return _made(LayerSpec, table, name)


def _local(name: str, entry: object) -> LocalSpec:
    """Make one local grid."""
    table = _table(entry, name)
    control = table.get("control", ())
    if isinstance(control, list):
        table["control"] = tuple(tuple(row) if isinstance(row, list) else row for row in control)
    return checked_local(_made(LocalSpec, {"name": name, **table}, name))


def _all(kind: type[T], table: dict[str, object], key: str) -> tuple[T, ...]:
    """Take a list of tables out of a table, each made into its value."""
    entries = table.pop(key, ())
    if not isinstance(entries, (list, tuple)):
        raise ProfileError("not-a-list", key=key)
    return tuple(_made(kind, _table(entry, key), key) for entry in entries)


def _table(entry: object, where: str) -> dict[str, object]:
    """Check that an entry is a table."""
    if not isinstance(entry, dict):
        raise ProfileError("not-a-table", where=where)
    return dict(entry)


def _made(kind: type[T], table: dict[str, object], where: str) -> T:
    """Make a value from a table: no key too many, none too few, each of the kind that it must be."""
    known = {spec.name: spec for spec in fields(kind)}  # type: ignore[arg-type]  # every T is a dataclass
    for key in table:
        if key not in known:
            raise ProfileError("unknown-key", where=where, key=key)
    for key, spec in known.items():
        needed = spec.default is MISSING and spec.default_factory is MISSING
        if needed and key not in table:
            raise ProfileError("missing-key", where=where, key=key)
        value = table.get(key)
        if isinstance(value, list):
            table[key] = tuple(value)
        expected = KINDS.get(str(spec.type))
        if key in table and expected is not None and not isinstance(value, expected):
            raise ProfileError("wrong-kind", where=where, key=key, value=str(value))
    return kind(**table)
