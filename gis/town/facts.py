"""What is stated about a district, and the sketch that its ground is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Points = tuple[tuple[float, float], ...]
VILLAGE_COMMITTEE = "村委会"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One published total: its value and unit, what it counts (口径), when, and who says so."""

    value: int
    unit: str
    source: str
    basis: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community (社区) or village (村) as it stands in the list: names and codes are real."""

    code: str
    name: str
    street: str
    village: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A named line of the sketch: metres east and north of the centre."""

    name: str
    kind: str
    points: Points
    width_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """A town quarter: roads at `east` and `north`, and what each block between them is used for.

    `uses` reads like a map, the north row first: R old estates, N new estates, S super-large
    estates, M mixed, C centre, I industry, G green. `street` names the street whose town
    communities fill the quarter; empty for the main quarter, which is shared by all streets that
    have town communities left.
    """

    name: str
    street: str
    jitter_m: float
    east: tuple[float, ...]
    north: tuple[float, ...]
    along_east: tuple[str, ...]
    along_north: tuple[str, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What was drawn by hand, in metres from the centre before the whole is turned by `tilt_deg`."""

    area_km2: float
    tilt_deg: float
    outline: Points
    quarters: tuple[Quarter, ...]
    roads: tuple[Feature, ...]
    water: tuple[Feature, ...]
    rail: tuple[Feature, ...]
    near: Mapping[str, str]
    anchors: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TownFacts:
    """Everything a district is built from; `centre` is degrees east and north in CGCS2000."""

    name: str
    title: str
    title_en: str
    crs: str
    centre: tuple[float, float]
    seed: int
    households: str
    district: tuple[str, str]
    sketch_source: str
    stated: Mapping[str, Stated]
    streets: Mapping[str, str]
    communities: tuple[Community, ...]
    sketch: Sketch
    conversions: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that the lists hold as many streets and communities as are stated."""
        for name, found in (("streets", len(self.streets)), ("communities", len(self.communities))):
            if self.stated[name].value != found:
                raise InvalidValueError("case-list", list=name, stated=self.stated[name].value, listed=found)


def facts_from(tables: Mapping[str, Any], rows: Sequence[Mapping[str, str]]) -> TownFacts:
    """Read facts from the tables of a case file and the rows of its list of communities."""
    listed = sorted(rows, key=lambda row: row["code"])
    stated = {name: Stated(**entry) for name, entry in tables["facts"].items()}
    return TownFacts(
        **{
            key: str(tables[key])
            for key in ("name", "title", "title_en", "crs", "households", "sketch_source")
        },
        centre=(float(tables["centre"][0]), float(tables["centre"][1])),
        seed=int(tables["seed"]),
        district=(tables["district"][0], tables["district"][1]),
        stated=stated,
        streets={row["street_code"]: row["street"] for row in listed},
        communities=tuple(
            Community(
                code=row["code"],
                name=row["name"],
                street=row["street_code"],
                village=row["kind"] == VILLAGE_COMMITTEE,
            )
            for row in listed
        ),
        sketch=_sketch(tables["sketch"]),
        conversions=dict(tables["conversions"]),
        sources={"list": tables["communities_source"]}
        | {f"count-{name}": entry.source for name, entry in stated.items()},
    )


def _sketch(table: Mapping[str, Any]) -> Sketch:
    """Read the sketch of a case file."""
    return Sketch(
        area_km2=float(table["area_km2"]),
        tilt_deg=float(table["tilt_deg"]),
        outline=_points(table["outline"]),
        quarters=tuple(_quarter(entry) for entry in table["quarters"]),
        roads=_features(table["roads"], "main"),
        water=_features(table["water"], "river"),
        rail=_features(table["rail"], "rail"),
        near={entry["community"]: entry["feature"] for entry in table["near"]},
        anchors={street: (float(east), float(north)) for street, (east, north) in table["anchors"].items()},
    )


def _quarter(entry: Mapping[str, Any]) -> Quarter:
    """Read a quarter, and check that every road has a name and every block a use."""
    lists = {key: tuple(entry[key]) for key in ("east", "north", "along_east", "along_north", "uses")}
    quarter = Quarter(
        name=str(entry["name"]), street=str(entry["street"]), jitter_m=float(entry["jitter_m"]), **lists
    )
    roads = (len(quarter.along_north), len(quarter.along_east))
    blocks = (len(quarter.uses), *{len(row) for row in quarter.uses})
    nodes = (len(quarter.east), len(quarter.north))
    if roads != nodes or blocks != (nodes[1] - 1, nodes[0] - 1):
        raise InvalidValueError("case-quarter", name=quarter.name)
    return quarter


def _features(entries: Sequence[Mapping[str, Any]], kind: str) -> tuple[Feature, ...]:
    return tuple(
        Feature(
            name=entry["name"],
            kind=entry.get("kind", kind),
            points=_points(entry["points"]),
            width_m=float(entry.get("width_m", 0.0)),
        )
        for entry in entries
    )


def _points(pairs: Sequence[Sequence[float]]) -> Points:
    return tuple((float(east), float(north)) for east, north in pairs)
