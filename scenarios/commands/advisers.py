"""Legal advisers and mediators on the command line: who goes where, what is short, and a workbook of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.advisers import LEVELS
from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.advice_tables import advice_workbook, post_name, short_rows
from scenarios.advisers import advised
from scenarios.commands.done import Done
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.roster import Roster, read_roster
from scenarios.staff import staffed_by_hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.advisers import Profile
    from domain.standards import Standards
    from scenarios.advisers import Advised
    from scenarios.documents import Document, Tell

SHOWN = 8
"""Places that are told in a line; the document and the workbook hold all."""


def advisers_told(
    folder: Path, scenario: Path | None, pool: Path | None, standards: Standards, *,
    profile: Profile, far: Sequence[str], bodies: int, out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Say who advises and mediates where; write all tables as a workbook where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    areas = dataset.graph.units.communities
    roster = Roster() if pool is None else read_roster(pool, areas, standards, tell)
    found = advised(dataset, roster.advisers, standards, profile=profile, far=far, bodies=bodies)
    if out is not None:
        plan = scenario_at(dataset, scenario, standards)
        staffing = staffed_by_hours(dataset, plan, standards, roster.workers)
        out.write_bytes(advice_workbook(found, staffing, dataset.graph.units, tell))
    return Done(document=_told(found, out, tell), lines=tuple(_lines(found, tell)))


def _told(found: Advised, out: Path | None, tell: Tell) -> Document:
    """Everything that was found."""
    advice = found.advice
    names = [post_name(post, tell) for post in advice.posts]
    return document(
        "advisers", ok=True, profile=found.profile, least=found.least, proven=advice.proven,
        villages=len(advice.services), served=len(advice.services) - len(advice.missing),
        missing=list(advice.missing), least_missing=advice.least_missing,
        without_backup=list(advice.without_backup), hours=advice.advice_hours, km=found.km,
        remote_share=found.remote_share,
        posts=[
            {**asdict(post), "post": name, "load": post.load}
            for post, name in zip(advice.posts, names, strict=True)
        ],
        services=[
            {
                **asdict(one), "post": names[one.post] if one.served else None,
                "backup": names[one.backup] if one.backup >= 0 else None,
            }
            for one in advice.services
        ],
        bodies=[{**asdict(body), "short": body.short} for body in advice.bodies],
        short=list(short_rows(found, tell)), clashes=[post_name(post, tell) for post in advice.clashes],
        out=str(out) if out else None,
    )  # fmt: skip


def _lines(found: Advised, tell: Tell) -> Iterator[str]:
    """Advisers, what they leave open, committees by level, and dual roles that ask too much."""
    advice, names = found.advice, found.names
    yield tell(
        "advisers.whole", villages=len(advice.services), served=len(advice.services) - len(advice.missing),
        used=sum(post.villages > 0 for post in advice.advisers), heads=len(advice.advisers),
        hours=round(advice.advice_hours), km=round(found.km), remote=found.remote_share,
    )  # fmt: skip
    yield tell("advisers.least", least=found.least)
    for code, places in (("missing", advice.missing), ("no-backup", advice.without_backup)):
        if places:
            first = tell("advisers.and").join(names[place] or place for place in places[:SHOWN])
            yield tell(f"advisers.{code}", villages=len(places), first=first)
    for level in LEVELS:
        needed, full, present = advice.seats(level)
        if needed:
            yield tell(
                "advisers.seats", level=f"advisers.level.{level}", needed=needed, full=full,
                short=needed - full, present=present,
            )  # fmt: skip
    for post in advice.clashes[:SHOWN]:
        yield tell("advisers.clash", post=post_name(post, tell), load=post.load)
    if len(advice.clashes) > SHOWN:
        yield tell("advisers.clashes", posts=len(advice.clashes))
    if not advice.proven:
        key = "advisers.not-proven" if advice.least_missing else "advisers.open"
        yield tell(key, least=advice.least_missing)
