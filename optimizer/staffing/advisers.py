"""Legal advisers for villages: who goes where, how often remotely, who stands in, who goes without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.advisers import SECOND, Service, advises
from domain.errors import InvalidValueError
from optimizer.models.advising import AdvisingModel
from optimizer.models.backups import backed
from optimizer.staffing.dealt_out import blocks, dealt_out, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from domain.adviser_problem import AdviserProblem, AdviserRules

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

MOST_WAYS: Final = 200_000
"""Ways from sources to villages that are all looked at."""
NEAREST: Final = 24
"""Sources to each village that are looked at first where there are more ways."""
MINUTES: Final = 60.0
METRES_A_KM: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Served:
    """Services in the order of the villages; posts by position in the problem.

    `least` is the number of villages that go without whatever is done, as far as is proven; `proven`
    says that nothing is better by any aim.
    """

    services: tuple[Service, ...]
    least: int
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sources:
    """Posts that are alike, by source: rows of ways, heads, first post, and whether of the second pool."""

    at: Ints
    heads: Ints
    first: Ints
    second: NDArray[np.bool_]


def serve(problem: AdviserProblem) -> Served:
    """Return an adviser for each village as long as there are any, and somebody for his absence.

    Villages and places that no way joins are solved one by one. Of very many ways only those to the
    nearest sources are looked at, more where a village then goes without: nothing is proven there.
    """
    sources = _sources(problem)
    reached, near = _reached(problem, sources), NEAREST
    while np.isfinite(reached).sum() > MOST_WAYS and near < sources.heads.size:
        found = _served(problem, sources, _nearest(reached, near))
        if all(service.served for service in found.services):
            return Served(services=found.services, least=0, proven=False)
        near *= 4
    return _served(problem, sources, reached)


def _nearest(reached: Reals, near: int) -> Reals:
    """Minutes to so many nearest sources of each village, infinite to the others; of equal ways the first."""
    rank = reached.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.where(rank < near, reached, np.inf)


def _served(problem: AdviserProblem, sources: _Sources, reached: Reals) -> Served:
    """Serve by these ways, minutes by source, infinite where nobody goes."""
    model = _model(problem, sources, reached)
    size = len(problem.villages)
    main, back, mode = np.full(size, -1), np.full(size, -1), np.zeros(size, np.int64)
    before = np.cumsum(sources.heads) - sources.heads
    least, proven = 0, True
    for mine, here in blocks(np.isfinite(reached)):
        found = dealt_out(model.part(mine, here))
        heads = np.repeat(before[mine], sources.heads[mine]) + within(sources.heads[mine])
        served = found.head >= 0
        main[here[served]], mode[here] = heads[found.head[served]], found.mode
        stand = backed(
            found.head,
            np.repeat(np.arange(mine.size), sources.heads[mine]),
            reached[np.ix_(mine, here)],
            most=problem.rules.backups_most,
        )
        back[here[stand >= 0]] = heads[stand[stand >= 0]]
        least, proven = least + found.least, proven and found.proven
    return Served(services=_told(problem, sources, main, back, mode), least=least, proven=proven)


def least_advisers(problem: AdviserProblem) -> int:
    """Return how many advisers there must be at least, by their caps alone and no travel at all."""
    rules = problem.rules
    caps = (
        float(_weight(problem).sum()) / _most(rules),
        float(np.ceil(problem.hours.sum() / rules.hours_most - 1e-9)),
    )
    return int(np.ceil(max(caps) - 1e-9))


def _sources(problem: AdviserProblem) -> _Sources:
    """Group the posts that advise by place and type."""
    kinds = [
        (place, trade) for place, trade in zip(problem.places, problem.trades, strict=True) if advises(trade)
    ]
    posts = np.flatnonzero([advises(trade) for trade in problem.trades])
    starts = np.flatnonzero([n == 0 or kind != kinds[n - 1] for n, kind in enumerate(kinds)])
    if len({kinds[n] for n in starts}) < starts.size:
        raise InvalidValueError("adviser-problem")
    first = posts[starts] if starts.size else np.empty(0, np.int64)
    return _Sources(
        at=problem.at[first],
        heads=np.diff(np.append(starts, len(kinds))),
        first=first,
        second=np.array([kinds[n][1].startswith(SECOND) for n in starts], np.bool_),
    )


def _reached(problem: AdviserProblem, sources: _Sources) -> Reals:
    """Minutes one way by source, infinite beyond the farthest."""
    ways = problem.minutes[sources.at]
    return np.where(ways <= problem.rules.farthest_minutes, ways, np.inf)


def _travel_hours(problem: AdviserProblem, minutes: Reals) -> Reals:
    """Hours a year on the road where every visit is made."""
    hours: Reals = 2.0 * problem.visits * minutes / MINUTES
    return hours


def _model(problem: AdviserProblem, sources: _Sources, reached: Reals) -> AdvisingModel:
    """Put the problem into numbers by source, each service on site or as far remote as is allowed."""
    rules = problem.rules
    travel = _travel_hours(problem, np.where(np.isfinite(reached), reached, 0.0))
    left = np.array([1.0, 1.0 - rules.remote_share])
    road = travel[:, :, None] * left
    remote = problem.hours[:, None] * (1.0 - left)
    price = road + rules.remote_price * remote
    price[~np.isfinite(reached)] = np.inf
    if rules.remote_share == 0:
        price[:, :, 1] = np.inf
    return AdvisingModel(
        heads=sources.heads,
        second=sources.second,
        minutes=np.ceil((problem.hours[:, None] + road) * MINUTES - 1e-6).astype(np.int64),
        price=price,
        weight=_weight(problem),
        weight_most=_most(rules),
        minutes_most=int(rules.hours_most * MINUTES),
    )


def _weight(problem: AdviserProblem) -> Ints:
    """What a village takes of an adviser's cap: one of the usual number, or one of the greater."""
    rules = problem.rules
    weight: Ints = np.where(problem.far, rules.villages_most, rules.villages_most_far).astype(np.int64)
    return weight


def _most(rules: AdviserRules) -> int:
    """The cap in the unit of `_weight`: as many usual villages as are allowed, or as many remote ones."""
    return rules.villages_most * rules.villages_most_far


def _told(
    problem: AdviserProblem, sources: _Sources, main: Ints, back: Ints, mode: Ints
) -> tuple[Service, ...]:
    """Write the answer as services; heads of sources become positions of posts."""
    pairs = zip(sources.first.tolist(), sources.heads.tolist(), strict=True)
    posts = [first + head for first, heads in pairs for head in range(heads)]
    return tuple(
        _service(problem, j, posts[main[j]], posts[back[j]] if back[j] >= 0 else -1, int(mode[j]))
        if main[j] >= 0
        else Service(community=code, post=-1, backup=-1, remote=0.0, hours=0.0, km=0.0)
        for j, code in enumerate(problem.villages)
    )


def _service(problem: AdviserProblem, village: int, post: int, backup: int, mode: int) -> Service:
    """One village with its adviser."""
    at, remote = int(problem.at[post]), problem.rules.remote_share * mode
    trips = 2.0 * problem.visits * (1.0 - remote)
    return Service(
        community=problem.villages[village],
        post=post,
        backup=backup,
        remote=remote,
        hours=float(problem.hours[village] + trips * problem.minutes[at, village] / MINUTES),
        km=float(trips * problem.metres[at, village] / METRES_A_KM),
    )
