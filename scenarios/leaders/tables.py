"""The leaders' ways as rows and as a workbook: numbers, posts that stay empty, who is worse off."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scenarios.role_tables import worded
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.documents import Tell
    from scenarios.leaders.published import Published
    from scenarios.leaders.values import Leaders, Way
    from scenarios.sheets import Sheet

    Row = Mapping[str, object]

PEOPLE: Final = ("filled", "existing", "retain", "transfer", "recruit", "short", "posts", "release")
EFFECTS: Final = (
    "load", "over", "hours", "visits", "patrols", "events", "busiest", "busiest_load", "changed", "placed",
)  # fmt: skip
"""Columns of the table of ways, on both sides of the money."""
MISSING: Final = ("way", "street", "community", "name", "role", "posts")
WORSE: Final = ("way", "street", "community", "name", "before", "after", "why")
PUBLISHED: Final = ("place", "what", "published", "unit", "here", "source")


def title_of(way: Way, tell: Tell) -> str:
    """Return what a way is called, with its number in the order of the meeting."""
    return tell(f"leaders.title.{way.key}", **way.facts)


def about(way: Way, tell: Tell) -> str:
    """Return what a way begins with, or why it cannot be worked out."""
    if way.why:
        return tell(f"leaders.why.{way.why}")
    facts = dict(way.facts)
    if "base" in facts:
        facts["base"] = tell(f"leaders.base.{facts['base']}")
    paid = "-paid" if way.key == "year" and "yuan" in facts else ""
    return tell(f"leaders.about.{way.key}{paid}", **facts)


def sources_of(leaders: Leaders) -> tuple[str, ...]:
    """Return every source of money that any way draws on, in order of their names."""
    return tuple(
        sorted(
            {
                source
                for way in (leaders.today, *leaders.ways)
                for source, yuan in way.money_yuan.items()
                if yuan
            }
        )
    )


def way_row(way: Way) -> dict[str, float | str | None]:
    """Return the numbers of a way by the names of their columns; None for what is not known or infinite."""
    if way.staffing is None or way.effects is None:
        return {}
    heads, told = way.staffing.heads, way.effects
    load = way.staffing.worst_load
    return {
        **heads._asdict(),
        "filled": heads.retain + heads.transfer + heads.recruit,
        "yearly": way.yearly_yuan,
        "once": way.once_yuan,
        "load": load if math.isfinite(load) else None,
        "over": told.over,
        "hours": told.uncovered_hours,
        "visits": told.undone.visits,
        "patrols": told.undone.patrols,
        "events": told.undone.events,
        "busiest": told.worst.street if told.worst else None,
        "busiest_load": told.worst.load if told.worst and math.isfinite(told.worst.load) else None,
        "changed": told.changed,
        "placed": told.placed,
    }


def missing_rows(leaders: Leaders, way: Way, tell: Tell) -> list[Row]:
    """Return the posts that a way leaves empty, by place and role."""
    street = dict(zip(leaders.ground.problem.communities, leaders.ground.streets, strict=True))
    return [
        {
            "way": title_of(way, tell), "street": street[code], "community": code,
            "name": leaders.ground.names_by_code[code], "role": tell("leaders.role"), "posts": posts,
        }
        for code, posts in (way.effects.missing if way.effects else ())
    ]  # fmt: skip


def worse_rows(leaders: Leaders, way: Way, tell: Tell) -> list[Row]:
    """Return the communities that are worse off than today under a way, each with its reason."""
    street = dict(zip(leaders.ground.problem.communities, leaders.ground.streets, strict=True))
    return [
        {
            "way": title_of(way, tell), "street": street[one.community], "community": one.community,
            "name": leaders.ground.names_by_code[one.community], "before": round(one.before, 2),
            "after": round(one.after, 2) if math.isfinite(one.after) else tell("leaders.nobody"),
            "why": tell(f"leaders.worse.{one.why}"),
        }
        for one in (way.effects.worse if way.effects else ())
    ]  # fmt: skip


def leaders_workbook(leaders: Leaders, published: Sequence[Published], tell: Tell) -> bytes:
    """Return a workbook: all ways, posts that stay empty, communities worse off, published figures."""
    sources, ways = sources_of(leaders), (leaders.today, *leaders.ways)
    columns = ("yearly", *sources, "once")
    heads = [
        tell("leaders.head.way"), tell("leaders.head.about"),
        *(tell(f"leaders.head.{name}") for name in PEOPLE), tell("leaders.head.yearly"),
        *(worded(f"posts.money.{source}", source, tell) for source in sources), tell("leaders.head.once"),
        *(tell(f"leaders.head.{name}") for name in EFFECTS),
    ]  # fmt: skip
    rows = []
    for way in ways:
        told = way_row(way) | dict(way.money_yuan)
        names = (*PEOPLE, *columns, *EFFECTS)
        rows.append([title_of(way, tell), about(way, tell), *(_plain(told.get(name)) for name in names)])
    return workbook_of(
        [
            (tell("leaders.sheet.ways"), heads, rows),
            _sheet(
                "missing", MISSING, [row for way in ways for row in missing_rows(leaders, way, tell)], tell
            ),
            _sheet("worse", WORSE, [row for way in ways for row in worse_rows(leaders, way, tell)], tell),
            _sheet("published", PUBLISHED, [published_row(one, tell) for one in published], tell),
        ]
    )


def published_row(one: Published, tell: Tell) -> Row:
    """Return a published figure beside the district's own."""
    span = "–".join(f"{value:g}" for value in one.values)
    return {
        "place": tell(f"leaders.place.{one.place}"), "what": tell(f"leaders.figure.{one.what}"),
        "published": span, "unit": tell(f"leaders.unit.{one.what}"),
        "here": "" if one.here is None else round(one.here, 2), "source": one.source,
    }  # fmt: skip


def _plain(value: object) -> object:
    """Return a value as a cell holds it: fractions to the hundredth, nothing where nothing is known."""
    if value is None:
        return ""
    return round(value, 2) if isinstance(value, float) else value


def _sheet(name: str, fields: Sequence[str], rows: Sequence[Row], tell: Tell) -> Sheet:
    """One sheet, its heads and values in the order of its fields."""
    heads = [tell(f"leaders.head.{field}") for field in fields]
    return tell(f"leaders.sheet.{name}"), heads, [[row.get(field, "") for field in fields] for row in rows]
