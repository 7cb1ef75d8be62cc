"""The straight line: a dataset and what is asked of it become a scenario."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from domain.digest import recipe_digest
from domain.plan import with_kept
from domain.problem import DistrictingProblem, Wishes
from domain.scenario import Provenance, Scenario
from domain.settings import RedrawSettings
from optimizer.redraw import ENGINE
from scenarios.evaluate import evaluate
from scenarios.nets import net_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.proposal import Proposal
    from domain.standards import Standards
    from gis.dataset import Dataset

ASKED = "本次划分给定"
"""Source of a standard that a planner gave with the redraw itself."""


def basis_of(dataset: Dataset, settings: RedrawSettings) -> str:
    """The count column that the norm is measured on."""
    return settings.basis or dataset.info.households


def asked_standards(dataset: Dataset, settings: RedrawSettings, standards: Standards) -> Standards:
    """The standards with the norm that the settings give in the place of each present type's own."""
    if settings.low is None or settings.high is None:
        return standards
    changes = {}
    for kind in sorted(set(dataset.graph.units.communities.kinds)):
        asked = standards.grid_type(kind).with_norm(settings.low, settings.high)
        for field in fields(asked):
            key = f"grid-types.{kind}.{field.name.replace('_', '-')}"
            if field.name != "key":
                changes[key] = replace(standards.entries[key], value=getattr(asked, field.name), source=ASKED)
    return standards.replaced(changes)


def build_problem(
    dataset: Dataset, settings: RedrawSettings, standards: Standards, kept: Plan | None = None
) -> DistrictingProblem:
    """The districting problem that the settings ask on this ground; `kept_grids` of `kept` stay."""
    units = dataset.graph.units
    asked = asked_standards(dataset, settings, standards)
    types = tuple(asked.grid_type(kind) for kind in sorted(set(units.communities.kinds)))
    position = {kind.key: n for n, kind in enumerate(types)}
    type_of_community = np.array([position[kind] for kind in units.communities.kinds], np.int32)
    households = units.count(basis_of(dataset, settings))
    limit_of_unit = np.array([kind.whole_limit for kind in types])[
        type_of_community[units.communities.of_unit]
    ]
    return DistrictingProblem(
        graph=dataset.graph,
        households=households,
        basis=units.column(basis_of(dataset, settings)),
        types=types,
        type_of_community=type_of_community,
        task=settings.task,
        grids=settings.grids,
        today=dataset.today if kept is None else with_kept(dataset.today, kept),
        keep_lines=settings.from_today or settings.task == "only-over",
        crossing_cap=settings.cross,
        nets=_nets(dataset, settings, households, min(kind.norm_low for kind in types)),
        wishes=Wishes(nets=standards["nets.weight"]),
        exclaves=np.flatnonzero(np.isin(units.codes, dataset.info.exclaves)).astype(np.int32),
        together=kept_whole(units.estate_of, households, limit_of_unit),
        strict=settings.strict,
    )


def _nets(
    dataset: Dataset, settings: RedrawSettings, households: NDArray[np.int64], least: int
) -> NDArray[np.int32]:
    """The labels of the department nets that are asked for; empty for none."""
    names = tuple(filter(None, (name.strip() for name in settings.nets.split(","))))
    return net_labels(dataset, names, households, least) if names else np.empty(0, np.int32)


def kept_whole(
    estate_of: NDArray[np.int32], households: NDArray[np.int64], limit_of_unit: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Label the units of every estate below its whole-estate limit (users §1.1), −1 elsewhere."""
    inside = estate_of >= 0
    totals = np.bincount(estate_of[inside], households[inside]) if inside.any() else np.zeros(0)
    together = np.full(estate_of.size, -1, np.int32)
    small = np.zeros(estate_of.size, np.bool_)
    small[inside] = totals[estate_of[inside]] < limit_of_unit[inside]
    together[small] = estate_of[small]
    return together


def freeze(
    dataset: Dataset,
    settings: RedrawSettings,
    standards: Standards,
    proposal: Proposal,
    *,
    name: str,
    kept: Plan | None = None,
) -> Scenario:
    """The scenario that a proposal becomes: scored, and with everything that made it."""
    problem = build_problem(dataset, settings, standards, kept)
    provenance = _provenance(dataset, settings, standards, problem, proposal)
    return Scenario(
        name=name,
        dataset=dataset.digest,
        plan=proposal.plan,
        scorecard=evaluate(
            dataset,
            proposal.plan,
            standards=asked_standards(dataset, settings, standards),
            basis=basis_of(dataset, settings),
            today=dataset.today,
            requested=settings.grids,
            cross=settings.cross,
        ),
        provenance=provenance,
        apportionment=proposal.apportionment,
        certificate=proposal.certificate,
        notes=settings_notes(settings),
    )


def _provenance(
    dataset: Dataset,
    settings: RedrawSettings,
    standards: Standards,
    problem: DistrictingProblem,
    proposal: Proposal,
) -> Provenance:
    """Recipe and digests of a proposal."""
    stop = {"effort": settings.effort, "proposals": settings.proposals}
    ingredients = {
        "dataset": dataset.digest,
        "standards": standards.digest,
        "problem": problem.digest,
        "seed": settings.seed,
        "stop": stop,
        "engine": ENGINE,
    }
    return Provenance(
        recipe=recipe_digest(ingredients),
        plan_digest=proposal.plan.digest(dataset.graph.units),
        dataset=dataset.digest,
        standards=standards.digest,
        problem=problem.digest,
        seed=settings.seed,
        proposals=proposal.proposals,
        stopped_by=proposal.stopped_by,
        engine=ENGINE,
    )


def standards_of(dataset: Dataset, scenario: Scenario, standards: Standards) -> Standards:
    """The standards that a scenario was drawn by: its own norm where the planner gave one."""
    if "low" not in scenario.notes:
        return standards
    given = RedrawSettings(low=int(scenario.notes["low"]), high=int(scenario.notes["high"]))
    return asked_standards(dataset, given, standards)


def judged_on(dataset: Dataset, scenario: Scenario) -> str:
    """The count column that a scenario was judged on."""
    return scenario.notes.get("basis", dataset.info.households)


def cap_of(scenario: Scenario) -> float | None:
    """The largest share of households that a scenario was asked to let cross an old border, if any."""
    return float(scenario.notes["cross"]) if "cross" in scenario.notes else None


def settings_notes(settings: RedrawSettings) -> dict[str, str]:
    """The settings as a scenario keeps them, only what was given."""
    return {key: str(value) for key, value in asdict(settings).items() if value not in (None, "", False)}
