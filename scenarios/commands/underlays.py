"""Underlays on the command line: taken in, listed, removed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from gis.control_points import read_points
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from scenarios.documents import Tell
    from scenarios.underlays import UnderlayRecord, Underlays


def take_in(
    underlays: Underlays, source: str, name: str, *, title: str, crs: str, points: Path | None, layer: str,
    matrix_set: str, tell: Tell,
) -> Done:  # fmt: skip
    """Take in a file, or a service where the source is an address."""
    if "://" in source:
        record = underlays.add_service(name, source, title=title, layer=layer, matrix_set=matrix_set)
    else:
        placing = read_points(points) if points else ()
        record = underlays.add_file(name, Path(source), title=title, crs=crs, points=placing)
    return _told([record], tell)


def listed(underlays: Underlays, tell: Tell) -> Done:
    """Tell every underlay."""
    return _told(underlays.all(), tell)


def removed(underlays: Underlays, name: str, tell: Tell) -> Done:
    """Remove one, and tell those that stay."""
    underlays.remove(name)
    return listed(underlays, tell)


def _told(records: list[UnderlayRecord] | tuple[UnderlayRecord, ...], tell: Tell) -> Done:
    lines = [
        tell("underlay.row", name=one.name, title=one.title, west=one.bounds[0], south=one.bounds[1],
             east=one.bounds[2], north=one.bounds[3])
        + ("" if one.misfit_m is None else tell("underlay.misfit", metres=one.misfit_m))
        for one in records
    ]  # fmt: skip
    told = document("underlay", underlays=[asdict(one) for one in records])
    return Done(document=told, lines=tuple(lines) or (tell("underlay.none"),))
