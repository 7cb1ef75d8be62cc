"""The import profile: which file holds what, in whose words, and how it is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from domain.errors import ProfileError
from gis.placing.local import LocalSpec, checked_local
from gis.reading.columns import CodeListSpec, CountSpec, JoinSpec, ParentSpec
from gis.reading.edits import EditSpec
from gis.reading.layer_spec import AREAS, AXES, DATUMS, SYSTEMS, LayerSpec, Role
from gis.reading.tables import all_of, made_of, table_of, toml_of
from gis.reading.watching import watching

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1


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
