"""A set of plans along one trade-off: households across old borders, or grids, against balance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from optimizer import redraw
from scenarios.norms import flat_type
from scenarios.pipeline import build_problem
from scenarios.redraw_work import RedrawWork, redraw_with
from scenarios.running.crew import crew

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.scenario import Scenario
    from domain.settings import RedrawSettings
    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.redraw import Prepared

By = Literal["cross", "grids"]
Why = Literal["crossing-cap", "proven", "heavy-units", "open"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Point:
    """One plan of the set.

    Attributes
    ----------
    key
        Name of its folder.
    asked, used
        The cap (a share) or the number of grids that was asked for and that it was drawn with;
        None for no cap. A cap below the smallest that was found to help is drawn with that one.
    floor
        Coefficient of variation of the most even sizes that its numbers of grids allow.
    dominated_by
        Keys of points that are no worse in anything that is traded and better in something.
    """

    key: str
    asked: float | None
    used: float | None
    settings: RedrawSettings
    scenario: Scenario
    floor: float
    dominated_by: tuple[str, ...] = ()

    def measure(self, key: str) -> float:
        """Return a measure of its plan."""
        return measured(self.scenario, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far one community is from even sizes, and why; deviations Σ |h − even size| in households.

    `crossing-cap`: with the cap of the point `other` it is more even · `proven`: no plan is better ·
    `heavy-units`: units above the even size, and what is left is not proven · `open`: nothing is
    proven, a longer search may help.
    """

    community: str
    value: float
    bound: float
    why: Why
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A value that no plan can have, and why."""

    key: str
    asked: float
    answer: Infeasible


def measured(scenario: Scenario, key: str) -> float:
    """Return a measure of a plan; nothing crosses where there are no grids of today."""
    found = scenario.scorecard.metrics.get(key)
    return found.value if found is not None else 0.0


def caps_of(standards: Standards) -> tuple[float | None, ...]:
    """Return the caps of the standards, ascending, and no cap at the end."""
    found = sorted(standards[f"redraw.frontier.cross.{n}"] for n in standards.under("redraw.frontier.cross"))
    return (*found, None)


def counts_of(dataset: Dataset, settings: RedrawSettings, standards: Standards) -> tuple[int, ...]:
    """Return numbers of grids from the fewest to the most that the norm allows, the best one among them."""
    problem = build_problem(dataset, replace(settings, task="norm", grids=None), standards)
    level = problem.graph.units.communities
    totals = [int(problem.households[level.of_unit == n].sum()) for n in range(len(level.codes))]
    kinds = [problem.types[kind] for kind in problem.type_of_community]
    allowed = redraw.norm_range(totals, kinds, flat_type(standards, settings))
    points = standards.whole("redraw.frontier.points")
    below = max(1, points // 2)
    low = [allowed.low + (allowed.grids - allowed.low) * n // below for n in range(below)]
    above = max(1, points - 1 - below)
    high = [allowed.grids + (allowed.high - allowed.grids) * n // above for n in range(1, above + 1)]
    return tuple(sorted({*low, allowed.grids, *high}))


def asked(settings: RedrawSettings, by: By, value: float | None) -> RedrawSettings:
    """Return the settings of one plan of a set: its cap, None for no cap, or its number of grids."""
    if by == "cross":
        return replace(settings, cross=value)
    return replace(settings, task="count", grids=int(value or 0))


def frontier(
    dataset: Dataset,
    settings: RedrawSettings,
    standards: Standards,
    *,
    by: By,
    values: Sequence[float | None],
    workers: int,
) -> tuple[tuple[Point, ...], tuple[Missing, ...]] | Infeasible:
    """Return a plan for each value, dominated ones marked, and the numbers of grids without a plan.

    Each plan is the one that a redraw with the same settings gives. Infeasible where there is no
    plan whatever the value.
    """
    if not values:
        raise InvalidValueError("frontier-empty")
    works = (
        _by_cap(dataset, settings, standards, values)
        if by == "cross"
        else _by_number(dataset, settings, standards, values)
    )
    if isinstance(works, Infeasible):
        return works
    missing = tuple(
        Missing(key=key, asked=value or 0, answer=work.prepared)
        for key, value, work in works
        if isinstance(work.prepared, Infeasible)
    )
    points = []
    with crew(workers) as hands:
        for key, value, work in works:
            scenario = redraw_with(work, hands)
            if isinstance(scenario, Infeasible) or isinstance(work.prepared, Infeasible):
                continue
            points.append(
                Point(
                    key=key, asked=value, used=work.settings.cross if by == "cross" else value,
                    settings=work.settings, scenario=scenario, floor=work.prepared.household_cv_floor,
                )
            )  # fmt: skip
    return _marked(points, by), missing


_Works = list[tuple[str, float | None, RedrawWork]]


def _by_cap(
    dataset: Dataset, settings: RedrawSettings, standards: Standards, caps: Sequence[float | None]
) -> _Works | Infeasible:
    """One redraw for each cap, the ground divided once; caps that come to the same are one."""
    given = sorted(cap for cap in caps if cap is not None)
    shared = redraw.prepare_caps(build_problem(dataset, settings, standards), given) if given else ()
    if isinstance(shared, Infeasible):
        return shared
    works: _Works = []
    for cap, ready in zip(given, shared, strict=True):
        used = ready.problem.crossing_cap
        if all(work.settings.cross != used for _, _, work in works):
            works.append(
                _work(dataset, asked(settings, "cross", used), standards, _key_of_cap(used), cap, ready)
            )
    if None in caps:
        works.append(_work(dataset, asked(settings, "cross", None), standards, "cross-free", None))
    return works


def _by_number(
    dataset: Dataset, settings: RedrawSettings, standards: Standards, numbers: Sequence[float | None]
) -> _Works:
    """One redraw for each number of grids."""
    counts = sorted({int(number) for number in numbers if number is not None})
    return [_work(dataset, asked(settings, "grids", n), standards, f"grids-{n:03d}", n) for n in counts]


def _work(
    dataset: Dataset,
    settings: RedrawSettings,
    standards: Standards,
    key: str,
    value: float | None,
    ready: Prepared | None = None,
) -> tuple[str, float | None, RedrawWork]:
    work = RedrawWork(dataset=dataset, settings=settings, standards=standards, name=key, ready=ready)
    return key, value, work


def _key_of_cap(cap: float | None) -> str:
    """`cross-05` for five per cent, `cross-03.83` for what is no whole per cent."""
    per_cent = f"{100 * (cap or 0):05.2f}".removesuffix(".00")
    return f"cross-{per_cent}"


TRADED = {
    "cross": ("crossed-share", "household-cv", "grids-over-limit"),
    "grids": ("grids", "household-cv", "grids-over-limit", "crossed-share"),
}
"""Measures that are traded, all of them the smaller the better."""


def _marked(points: Sequence[Point], by: By) -> tuple[Point, ...]:
    """Return the points, each with those that are no worse in anything and better in something."""
    better = dominating({point.key: point.scenario for point in points}, by)
    return tuple(replace(point, dominated_by=better[point.key]) for point in points)


def dominating(plans: Mapping[str, Scenario], by: By) -> dict[str, tuple[str, ...]]:
    """Return for each plan the keys of those no worse in anything that is traded, and better in something."""
    worth = {name: tuple(round(measured(plan, key), 9) for key in TRADED[by]) for name, plan in plans.items()}

    def beats(one: str, other: str) -> bool:
        pairs = list(zip(worth[one], worth[other], strict=True))
        return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)

    return {name: tuple(key for key in worth if beats(key, name)) for name in worth}


def gaps(point: Point, points: Sequence[Point]) -> tuple[Gap, ...]:
    """Return the communities less even than arithmetic allows, worst first, each with why."""
    looser = [one for one in points if one.used is None or (point.used is not None and one.used > point.used)]
    found = []
    for row in point.scenario.certificate:
        bound = row.bound or 0.0
        if row.value - bound <= 0:
            continue
        better = min(
            ((_deviation(one, row.community), one.key) for one in looser if one is not point),
            default=(row.value, ""),
        )
        why: Why = "proven" if row.proven else "heavy-units" if row.evidence == "heavy-units" else "open"
        by_cap = better[0] < row.value
        found.append(
            Gap(
                community=row.community, value=row.value, bound=bound,
                why="crossing-cap" if by_cap else why, other=better[1] if by_cap else "",
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda gap: (gap.bound - gap.value, gap.community)))


def _deviation(point: Point, community: str) -> float:
    return next(row.value for row in point.scenario.certificate if row.community == community)
