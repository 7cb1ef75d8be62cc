"""What villages ask of legal advisers, who there is, and the ways between, taken from a dataset."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from domain.adviser_problem import AdviserProblem, Committees, adviser_rules
from domain.advisers import TRADES
from domain.areas import DISTRICT, areas_of
from domain.posts import LOT
from scenarios.hours import years_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from domain.advisers import BodyLevel, Profile
    from domain.areas import Areas
    from domain.posts import Pool
    from domain.standards import Standards
    from gis.dataset import Dataset

    Reals = NDArray[np.float64]

MONTHS: Final = 12
FAR: Final = "mountain"
"""Kind of communities that count as remote without being marked."""
BODY: Final = "body"
DISPUTES: Final = "disputes"
METRES_A_MINUTE: Final = 1000.0 / 60.0
APART: Final = 2
"""Upper level, counted from the community, whose areas keep their advisers to themselves (县区)."""


def adviser_problem(
    dataset: Dataset, villages: Areas, pool: Sequence[Pool], standards: Standards, *,
    profile: Profile, far: Sequence[str],
) -> AdviserProblem:  # fmt: skip
    """Put villages, posts by place and trade, and the ways between into numbers.

    Ways are straight between centres of area, times the detour of the place, at the speed of secondary
    roads. Who has no community of his own sets out from the middle of all households.
    """
    heads = _heads(pool)
    kinds = sorted(heads, key=lambda kind: (kind[0], TRADES.index(kind[1])))
    posts = [kind for kind in kinds for _ in range(heads[kind])]
    places = _places(pool)
    row = {place: n for n, place in enumerate(places)}
    metres = _metres(dataset, villages, places, villages, standards)
    at = f"advisers.{profile}"
    lectures = standards[f"{at}.lectures-year"]
    service = MONTHS * standards[f"{at}.hours-month"] + lectures * standards[f"{at}.lecture-hours"]
    return AdviserProblem(
        villages=villages.codes,
        far=np.isin(villages.codes, far) | (np.array(villages.kinds) == FAR),
        hours=service + _cases(dataset, villages, standards) * standards["advisers.case-hours"],
        visits=round(MONTHS * standards[f"{at}.visits-month"] + lectures),
        places=tuple(place for place, _ in posts),
        trades=tuple(trade for _, trade in posts),
        at=np.array([row[place] for place, _ in posts], np.int64),
        metres=metres,
        minutes=metres / (METRES_A_MINUTE * standards["travel.drive.secondary"]),
        rules=adviser_rules(standards),
    )


def _heads(pool: Sequence[Pool]) -> Counter[tuple[str, str]]:
    """Heads by place and trade, those in other trades left out."""
    heads: Counter[tuple[str, str]] = Counter()
    for one in pool:
        if one.type in TRADES:
            heads[one.community, one.type] += one.heads
    return heads


def _places(pool: Sequence[Pool]) -> list[str]:
    """Places of advisers and mediators in the order of their codes: the rows of ways."""
    return sorted({place for place, _ in _heads(pool)})


def _cases(dataset: Dataset, villages: Areas, standards: Standards) -> Reals:
    """Disputes a year of each village: as counted, else by its households."""
    units = dataset.graph.units
    if DISPUTES in villages.counts:
        return villages.counts[DISPUTES] / years_of(units.column(DISPUTES))
    return villages.counts[dataset.info.households] * standards["advisers.cases-per-household"]


def committees_of(
    dataset: Dataset, villages: Areas, pool: Sequence[Pool], standards: Standards, *, bodies: int
) -> Committees:
    """Return committees of every community and street, of each county's centre, and those of trades there."""
    places = _places(pool)
    levels = [level.key for level in dataset.graph.units.levels]
    above = areas_at(dataset, levels[APART]) if len(levels) > APART else areas_at(dataset, DISTRICT)
    seated: list[tuple[BodyLevel, Areas]] = [("community", villages)]
    if len(levels) > 1:
        seated.append(("street", areas_at(dataset, levels[1])))
    seated.append(("centre", above))
    metres = [_metres(dataset, villages, places, areas, standards) for _, areas in seated]
    told: list[BodyLevel] = [level for level, areas in seated for _ in range(len(areas))]
    told += ["body"] * bodies
    codes = [code for _, areas in seated for code in areas.codes]
    trades = [f"{BODY}-{n:03}" for n in range(1, bodies + 1)]
    centres = metres[-1]
    if bodies:
        metres.append(centres[:, np.arange(bodies) % len(above)])
    return Committees(
        levels=tuple(told),
        codes=(*codes, *trades),
        needed=np.array([standards.whole(f"advisers.mediators.{level}") for level in told], np.int64),
        metres=np.hstack(metres),
        worker_hours=standards["workload.worker-hours"],
        part_fte=standards["advisers.mediators.part-fte"],
    )


def _metres(
    dataset: Dataset, villages: Areas, places: Sequence[str], to: Areas, standards: Standards
) -> Reals:
    """Straight ways from places to areas, times the detour of the place; infinite between counties."""
    weight = villages.counts[dataset.info.households]
    total = max(float(weight.sum()), 1.0)
    at = {code: n for n, code in enumerate(villages.codes)}
    own = np.array([at.get(place, -1) for place in places], np.int64)
    factor = np.array([standards[f"workload.detour.{kind}"] for kind in villages.kinds])
    middle = [float(weight @ axis) / total for axis in (villages.x, villages.y, factor)]
    x, y, detour = (
        np.append(axis, mean)[own]
        for axis, mean in zip((villages.x, villages.y, factor), middle, strict=True)
    )
    metres: Reals = np.hypot(x[:, None] - to.x, y[:, None] - to.y) * detour[:, None]
    levels = dataset.graph.units.levels
    if len(levels) > APART and to.level != DISTRICT:
        key = levels[APART].key
        there = to.codes if to.level == key else to.above[key]
        counties = np.array([*villages.above[key], LOT])[own]
        apart = (counties[:, None] != np.array(there)) & (counties != LOT)[:, None]
        metres[apart] = np.inf
    return metres


def areas_at(dataset: Dataset, key: str) -> Areas:
    """Return the areas of a level with the counts of units, or the one of the whole district."""
    graph = dataset.graph
    units = graph.units
    counts = {column.name: units.count(column.name).astype(np.float64) for column in units.columns}
    if key == DISTRICT:
        whole = np.zeros(len(units), np.int32)
        return areas_of(
            graph, key, whole, codes=(key,), names=(dataset.info.title,), kinds=(key,), counts=counts
        )
    level = units.level(key)
    return areas_of(
        graph, key, level.of_unit, codes=level.codes, names=level.names, kinds=level.kinds, counts=counts
    )
