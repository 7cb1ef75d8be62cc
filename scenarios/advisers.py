"""Legal advisers and mediators of a district: what villages ask for, who there is, and who goes where."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.areas import DISTRICT
from domain.errors import InvalidValueError
from domain.posts import LOT
from domain.units import COMMUNITY
from optimizer.staffing.advisers import least_advisers
from optimizer.staffing.mediators import advise_and_mediate
from scenarios.adviser_ground import adviser_problem, areas_at, committees_of
from scenarios.needs import streets_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.advisers import Advice, Profile
    from domain.areas import Areas
    from domain.posts import Pool
    from domain.standards import Standards
    from gis.dataset import Dataset


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Advised:
    """Advisers and mediators of a district, and how many advisers there must be at least.

    `streets` are the names of the streets that communities lie in, empty where there is no such level;
    `names` those of all areas that have a committee, by code.
    """

    advice: Advice
    communities: Areas
    streets: tuple[str, ...]
    names: Mapping[str, str]
    least: int
    profile: Profile

    @property
    def km(self) -> float:
        """Kilometres a year of all advisers."""
        return math.fsum(one.km for one in self.advice.services)

    @property
    def remote_share(self) -> float:
        """Share of all visits that are made remotely; 0 where nobody is served."""
        served = [one.remote for one in self.advice.services if one.served]
        return math.fsum(served) / max(len(served), 1)


def advised(
    dataset: Dataset,
    pool: Sequence[Pool],
    standards: Standards,
    *,
    profile: Profile = "basic",
    far: Sequence[str] = (),
    bodies: int = 0,
) -> Advised:
    """Return who advises and mediates where; heads of the pool in other trades do not take part.

    Parameters
    ----------
    profile
        How much service each village asks for.
    far
        Codes of villages marked as remote, beside those in the mountains.
    bodies
        Committees of trades (行业性、专业性), all seated in the middle of the district.

    Raises
    ------
    InvalidValueError
        Where a marked village or a place of the pool is not there.
    """
    villages = areas_at(dataset, COMMUNITY)
    unknown = sorted({*far, *(one.community for one in pool)} - {*villages.codes, LOT})
    if unknown:
        raise InvalidValueError("no-such-community", code=unknown[0])
    problem = adviser_problem(dataset, villages, pool, standards, profile=profile, far=far)
    committees = committees_of(dataset, villages, pool, standards, bodies=bodies)
    levels = dataset.graph.units.levels
    names = {c: n for level in levels for c, n in zip(level.codes, level.names, strict=True)}
    return Advised(
        advice=advise_and_mediate(problem, committees),
        communities=villages,
        streets=streets_of(dataset.graph.units),
        names={DISTRICT: dataset.info.title, **names},
        least=least_advisers(problem),
        profile=profile,
    )
