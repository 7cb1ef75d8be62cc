"""对照检验 on the command line: plans held against an ensemble, measure by measure."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from gis.dataset_folder import read_dataset, read_files
from scenarios.commands.done import Done, no_plan
from scenarios.contrast import contrast
from scenarios.documents import document
from scenarios.folder import scenario_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from scenarios.contrast import Contrast, Standing
    from scenarios.documents import Tell

TODAY = "today"


def contrast_folder(
    folder: Path, scenarios: Sequence[Path], settings: RedrawSettings, standards: Standards, *,
    plans: int, tell: Tell,
) -> Done:  # fmt: skip
    """Hold today's grids and scenarios of a dataset against legal plans of as many grids as the last has."""
    dataset = read_dataset(folder)
    against = {} if dataset.today is None else {TODAY: dataset.today}
    for path in scenarios:
        against[path.name] = scenario_from(read_files(path), dataset.graph.units).plan
    if not against:
        raise InvalidValueError("contrast-nothing", folder=folder.name)
    found = contrast(dataset, against, standards, settings, plans=plans)
    if isinstance(found, Infeasible):
        return no_plan("contrast", found, tell)
    return Done(document=document("contrast", **asdict(found)), lines=tuple(_lines(found, tell)))


def _lines(found: Contrast, tell: Tell) -> list[str]:
    """How many plans of how many grids, then each measure."""
    lines = [tell("contrast.told", plans=found.plans, grids=found.grids)]
    if found.illegal:
        lines.append(tell("contrast.illegal", illegal=found.illegal))
    for standing in found.standings:
        ends = {end: _told(getattr(standing, end), standing, tell) for end in ("low", "median", "high")}
        lines.append(tell("contrast.measure", measure=f"measure.{standing.key}", **ends))
        lines += [_stands(name, standing, tell) for name in standing.values]
    return lines


def _stands(name: str, standing: Standing, tell: Tell) -> str:
    """The value of one plan, and how many of the ensemble it is better than, where there is a better."""
    told = tell("scenario.today") if name == TODAY else name
    value = _told(standing.values[name], standing, tell)
    key = "contrast.stands" if standing.better == "neither" else "contrast.better"
    mark = tell("contrast.unusual") if standing.unusual(name) else ""
    return tell(key, plan=told, value=value, share=standing.better_than[name], mark=mark)


def _told(value: float, standing: Standing, tell: Tell) -> str:
    """A value with its unit."""
    return tell("contrast.value.share" if standing.unit == "share" else "contrast.value", value=value,
                unit="" if standing.unit in {"1", "share"} else tell(f"unit.{standing.unit}"))  # fmt: skip
