"""What leaders decide on, on the command line: every way in its order, and a workbook of it."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.commands.plans import plan_at
from scenarios.documents import document
from scenarios.leaders.published import published_beside
from scenarios.leaders.tables import about, leaders_workbook, missing_rows, title_of, way_row
from scenarios.leaders.ways import leaders_of
from scenarios.role_tables import worded
from scenarios.roster import Roster, read_roster

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.leaders.published import Published
    from scenarios.leaders.values import Asked, Leaders, Way

SHOWN = 5
"""Places that are told in a line; the document and the workbook hold all."""


def later_yuan(text: str, budget: float | None) -> tuple[float, ...]:
    """Return the money of the years after this one.

    Raises
    ------
    FormatError
        A text that is no number from 0 on, or later years without this one.
    """
    if not text.strip():
        return ()
    if budget is None:
        raise FormatError("later-budgets-alone")
    found = []
    for part in text.split(","):
        try:
            found.append(float(part))
        except ValueError:
            raise FormatError("no-budget", value=part) from None
        if not (math.isfinite(found[-1]) and found[-1] >= 0):
            raise FormatError("no-budget", value=part)
    return tuple(found)


def leaders_told(
    folder: Path, scenario: Path | None, pool: Path | None, standards: Standards, asked: Asked, *,
    out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Say what each way to staff a plan comes to; write all tables as a workbook where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    plan = plan_at(dataset, scenario, standards)
    areas = dataset.graph.units.communities
    roster = Roster() if pool is None else read_roster(pool, areas, standards, tell)
    found = leaders_of(dataset, plan, standards, roster.workers, asked)
    heads = sum(entry.heads for entry in roster.workers)
    published = published_beside(dataset, plan, standards, heads)
    if out is not None:
        out.write_bytes(leaders_workbook(found, published, tell))
    return Done(document=_told(found, published, out, tell), lines=tuple(_lines(found, heads, tell)))


def _told(found: Leaders, published: tuple[Published, ...], out: Path | None, tell: Tell) -> Document:
    """Everything that was found."""
    return document(
        "leaders", ok=True, basis=found.ground.basis, target=found.target,
        today=_way(found, found.today, tell), ways=[_way(found, way, tell) for way in found.ways],
        published=[asdict(one) for one in published], out=str(out) if out else None,
    )  # fmt: skip


def _way(found: Leaders, way: Way, tell: Tell) -> Document:
    """One way: its numbers, or why there are none."""
    told = way.effects
    return {
        "key": way.key, "title": title_of(way, tell), "facts": dict(way.facts), "why": way.why or None,
        "proven": way.staffing.proven if way.staffing else None,
        **way_row(way), "money": dict(way.money_yuan),
        "missing": [
            {key: row[key] for key in ("street", "community", "name", "role", "posts")}
            for row in missing_rows(found, way, tell)
        ],
        "worse": [
            {**asdict(one), "after": one.after if math.isfinite(one.after) else None}
            for one in (told.worse if told else ())
        ],
    }  # fmt: skip


def _lines(found: Leaders, heads: int, tell: Tell) -> Iterator[str]:
    """The district, then each way in a few lines."""
    problem = found.ground.problem
    yield tell(
        "leaders.whole", grids=len(problem.grids), communities=len(problem.communities),
        basis=found.ground.basis, fte=round(float(problem.fte.sum()), 1),
    )  # fmt: skip
    if heads:
        yield tell("leaders.pool", heads=heads, lot=found.today.facts["lot"])
    else:
        yield tell("leaders.why.no-pool")
    for way in (found.today, *found.ways) if heads else found.ways:
        yield from _way_lines(found, way, tell)
    if not all(way.staffing is None or way.staffing.proven for way in found.ways):
        yield tell("staff.not-proven")


def _way_lines(found: Leaders, way: Way, tell: Tell) -> Iterator[str]:
    """One way: people and money, load and work undone, empty posts, who is worse off."""
    title, row, told = title_of(way, tell), way_row(way), way.effects
    if told is None:
        yield tell("leaders.told.none", title=title, why=about(way, tell))
        return
    money = [
        tell("roles.money", source=worded(f"posts.money.{source}", source, tell), yuan=yuan)
        for source, yuan in way.money_yuan.items()
        if yuan
    ]
    facts = {name: value for name, value in row.items() if value is not None}
    yield tell(
        "leaders.told.people", **{**facts, "title": title, "money": tell("roles.and").join(money) or "–"}
    )
    yield "  " + tell("leaders.told.load" if row["load"] is not None else "leaders.told.nobody", **facts)
    if told.uncovered_hours >= 1:
        yield "  " + tell("leaders.told.undone", **facts)
    if row["busiest_load"] is not None:
        yield "  " + tell("leaders.told.busiest", **facts)
    if told.changed is not None and told.placed is not None:
        yield "  " + tell("leaders.told.changed", **{**facts, "target": found.target})
    names = found.ground.names_by_code
    for code, places in (
        ("missing", [c for c, _ in told.missing]),
        ("worse", [w.community for w in told.worse]),
    ):
        if places:
            first = tell("roles.and").join(names[place] for place in places[:SHOWN])
            yield "  " + tell(f"leaders.told.{code}", communities=len(places), first=first)
