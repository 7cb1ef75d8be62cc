"""A set of plans along one trade-off on the command line: a folder for each, and one table."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from gis.dataset_folder import read_dataset, refuse_filled, write_files
from scenarios.commands.done import Done, no_plan
from scenarios.documents import document, infeasible_document
from scenarios.frontier import TRADED, caps_of, counts_of, frontier, gaps
from scenarios.trail import folder_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.documents import Document, Tell
    from scenarios.frontier import By, Missing, Point

TABLE, TABLE_CSV = "frontier.json", "frontier.csv"
FREE = "free"
"""How no cap is written among caps."""
_SHOWN = (
    "grids", "household-cv", "share-in-norm", "grids-over-limit", "crossed-share", "cut-border-m",
    "polsby-popper-mean",
)  # fmt: skip
_WORST = 3


def frontier_folder(
    folder: Path, out: Path, settings: RedrawSettings, standards: Standards, *, by: By, points: str,
    workers: int, tell: Tell,
) -> Done:  # fmt: skip
    """Draw a set of plans into folders below one; nothing is written where none of them exists."""
    refuse_filled(out)
    begun = time.monotonic()
    dataset = read_dataset(folder)
    if by == "cross" and dataset.today is None:
        raise InvalidValueError("frontier-today")
    values = values_of(points, by) or (
        caps_of(standards) if by == "cross" else counts_of(dataset, settings, standards)
    )
    found = frontier(dataset, settings, standards, by=by, values=values, workers=workers)
    if isinstance(found, Infeasible):
        return no_plan("frontier", found, tell)
    plans, missing = found
    if not plans:
        return no_plan("frontier", missing[0].answer, tell)
    distance = standards["redraw.frontier.distance"]
    told = document(
        "frontier",
        by=by,
        traded=list(TRADED[by]),
        seconds=round(time.monotonic() - begun, 3),
        points=[_row(point, plans, distance) for point in plans],
        missing=[{"key": one.key, "asked": one.asked, **_reasons(one, tell)} for one in missing],
    )
    files: dict[str, bytes] = {TABLE: _json(told), TABLE_CSV: _csv(told["points"])}
    for point in plans:
        scenario = folder_files(dataset, point.scenario, standards)
        files |= {f"{point.key}/{name}": data for name, data in scenario.items()}
    write_files(files, out)
    return Done(document=told, lines=tuple(_lines(dataset, plans, missing, distance, tell)))


def values_of(points: str, by: By) -> tuple[float | None, ...]:
    """Return the values that a planner listed: shares or `free`, or numbers of grids; none for none."""
    found: list[float | None] = []
    for word in filter(None, (part.strip() for part in points.split(","))):
        try:
            value = None if by == "cross" and word == FREE else float(word)
        except ValueError as error:
            raise InvalidValueError("frontier-points", value=word, free=FREE) from error
        fits = value is None or (0 <= value <= 1 if by == "cross" else value >= 1 and value == int(value))
        if not fits:
            raise InvalidValueError("frontier-points", value=word, free=FREE)
        found.append(value)
    return tuple(found)


def _row(point: Point, points: Sequence[Point], distance: float) -> Document:
    """One point: what was asked, its measures, and why communities are farther from even than `distance`."""
    metrics = point.scenario.scorecard.metrics
    cv = point.measure("household-cv")
    far = gaps(point, points) if cv - point.floor > distance else ()
    return {
        "key": point.key,
        "asked": FREE if point.asked is None else point.asked,
        "used": FREE if point.used is None else point.used,
        "metrics": {key: metrics[key].value for key in _SHOWN if key in metrics},
        "floor": point.floor,
        "gap": cv - point.floor,
        "dominated_by": list(point.dominated_by),
        "reasons": [asdict(gap) for gap in far],
        "plan_digest": point.scenario.provenance.plan_digest,
        "proposals": point.scenario.provenance.proposals,
    }


def _reasons(missing: Missing, tell: Tell) -> Document:
    return {"infeasible": infeasible_document("frontier", missing.answer, tell)["infeasible"]}


def _csv(rows: Sequence[Mapping[str, object]]) -> bytes:
    """The table for a spreadsheet: one row a point, measures as columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["key", "asked", "used", *_SHOWN, "floor", "gap", "dominated_by", "plan_digest"])
    for row in rows:
        metrics = row["metrics"]
        assert isinstance(metrics, dict)  # noqa: S101 -- as `_row` makes it
        beaten = row["dominated_by"]
        assert isinstance(beaten, list)  # noqa: S101 -- as `_row` makes it
        writer.writerow(
            [
                row["key"], row["asked"], row["used"], *(metrics.get(key, "") for key in _SHOWN),
                row["floor"], row["gap"], " ".join(beaten), row["plan_digest"],
            ]
        )  # fmt: skip
    return text.getvalue().encode()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(
    dataset: Dataset, points: Sequence[Point], missing: Sequence[Missing], distance: float, tell: Tell
) -> list[str]:
    """Each point in a line, then where its unevenness comes from; then values that no plan has."""
    level = dataset.graph.units.communities
    names = dict(zip(level.codes, level.names, strict=True))
    lines = []
    for point in points:
        cv = point.measure("household-cv")
        lines.append(
            tell(
                "frontier.point", key=point.key, grids=int(point.measure("grids")), cv=cv, floor=point.floor,
                crossed=point.measure("crossed-share"), share=point.measure("share-in-norm"),
                over=int(point.measure("grids-over-limit")),
            )
        )  # fmt: skip
        if point.used != point.asked and point.used is not None:
            lines.append(tell("frontier.least", asked=point.asked or 0.0, used=point.used))
        if point.dominated_by:
            lines.append(tell("frontier.dominated", others=tell("infeasible.and").join(point.dominated_by)))
        if cv - point.floor > distance:
            lines += [
                tell(
                    f"frontier.why.{gap.why}", community=names[gap.community] or gap.community,
                    value=gap.value, bound=gap.bound, other=gap.other,
                )
                for gap in gaps(point, points)[:_WORST]
            ]  # fmt: skip
    return [*lines, *(tell("frontier.missing", key=one.key) for one in missing)]
