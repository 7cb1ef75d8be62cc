"""Areas joined into larger ones on the command line: the groups, old codes against new, what ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.documents import document
from scenarios.grouping import FORMS, grouped
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.grouping import Group, Grouped, Grouping
    from scenarios.sheets import Sheet

GROUPS = ("code", "name", "form", "areas", "weight", "members")
CROSSWALK = ("old", "old-name", "new", "weight", "state")
_SHOWN = 3


def group_told(folder: Path, asked: Grouping, standards: Standards, *, out: Path | None, tell: Tell) -> Done:
    """Join the areas of a level; write groups and crosswalk as a workbook where asked."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    found = grouped(read_dataset(folder), asked, standards)
    if out is not None:
        out.write_bytes(workbook_of([_groups(found, tell), _crosswalk(found, tell)]))
    return Done(document=_told(found, out), lines=tuple(_lines(found, tell)))


def _told(found: Grouped, out: Path | None) -> Document:
    """Every group with its members, and the codes that end."""
    codes = found.areas.codes
    return document(
        "group", level=found.areas.level, count=found.count,
        groups=[
            {
                "code": one.code, "form": one.form, "weight": one.weight,
                "members": [codes[n] for n in one.members], "weights": list(one.weights),
            }
            for one in found.groups
        ],
        ended=sorted(codes[n] for one in found.groups for n in one.members[1:]),
        out=str(out) if out else None,
    )  # fmt: skip


def _lines(found: Grouped, tell: Tell) -> Iterator[str]:
    """How many of each form, the lightest and the heaviest, and the largest groups by their members."""
    groups = found.groups
    weights = [one.weight for one in groups]
    areas = sum(len(one.members) for one in groups)
    yield tell("group.told", areas=areas, groups=len(groups), low=min(weights), high=max(weights))
    yield tell("infeasible.and").join(
        tell("group.form", form=f"group.{form}", groups=sum(one.form == form for one in groups))
        for form in FORMS
    )
    yield tell("group.codes", ended=areas - len(groups))
    for one in sorted(groups, key=lambda one: (-len(one.members), one.code))[:_SHOWN]:
        yield tell("group.members", group=one.code, members=_names(found, one, tell))


def _names(found: Grouped, group: Group, tell: Tell) -> str:
    areas = found.areas
    return tell("infeasible.and").join(areas.names[n] or areas.codes[n] for n in group.members)


def _groups(found: Grouped, tell: Tell) -> Sheet:
    """A row for each group."""
    rows = [
        (
            one.code, found.areas.names[one.members[0]], tell(f"group.{one.form}"), len(one.members),
            one.weight, _names(found, one, tell),
        )
        for one in found.groups
    ]  # fmt: skip
    return tell("group.sheet"), [tell(f"group.head.{key}") for key in GROUPS], rows


def _crosswalk(found: Grouped, tell: Tell) -> Sheet:
    """A row for each old area: the group it goes to, what it weighs, and whether its code lives on."""
    rows = sorted(
        (
            found.areas.codes[n], found.areas.names[n], one.code, weight,
            tell("group.lives" if place == 0 else "group.ends"),
        )
        for one in found.groups
        for place, (n, weight) in enumerate(zip(one.members, one.weights, strict=True))
    )  # fmt: skip
    return tell("group.crosswalk"), [tell(f"group.head.{key}") for key in CROSSWALK], rows
