"""Offices and stops of mobile rounds among communities, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from domain.errors import InvalidValueError
from gis.dataset_folder import read_dataset
from optimizer.models.siting import fewest_sites, most_covered, p_center, p_median
from optimizer.staffing.problem import community_distances
from scenarios.commands.done import Done
from scenarios.documents import document

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from domain.standards import Standards
    from gis.dataset import Dataset
    from optimizer.models.siting import Siting
    from scenarios.documents import Tell

Model = Literal["median", "centre", "fewest", "most"]


def sited(
    folder: Path, standards: Standards, *, model: Model, sites: int, reach_m: float, tell: Tell
) -> Done:
    """Say in which communities sites stand by one model, and which communities go without.

    Ways are straight between centres of area, times the detour of the community that is served.
    """
    if sites < 1 or not reach_m > 0:
        raise InvalidValueError("siting")
    dataset = read_dataset(folder)
    units = dataset.graph.units
    level = units.communities
    detour = np.array([standards[f"workload.detour.{kind}"] for kind in level.kinds])
    ways = community_distances(dataset.graph) * detour[:, None]
    people = np.bincount(level.of_unit, units.count(dataset.info.households), len(level.codes))
    found = _solved(model, ways, people, sites, reach_m)
    without = [n for n in found.missed.tolist() if people[n] > 0]
    served = found.site_of >= 0
    metres = np.where(served, ways[np.arange(len(ways)), found.site_of], np.inf)
    counted = served & (people > 0)
    mean = float((metres[counted] * people[counted]).sum() / max(people[counted].sum(), 1.0))
    farthest = float(metres[counted].max(initial=0.0))
    told = document(
        "sites", ok=True, model=model, count=dataset.info.households, sites=_rows(dataset, found, people),
        mean_m=round(mean, 1), farthest_m=round(farthest, 1), served=int(people[counted].sum()),
        all=int(people.sum()),
        without=[{"community": level.codes[n], "count": int(people[n])} for n in without],
    )  # fmt: skip
    lines = [
        tell(
            "sites.whole", sites=len(found.open), mean=mean, farthest=farthest,
            share=int(people[counted].sum()) / max(1, int(people.sum())),
        ),
        *(tell("sites.at", **row) for row in told["sites"]),
        *(tell("sites.without", area=f"{level.codes[n]} {level.names[n]}") for n in without),
    ]  # fmt: skip
    return Done(document=told, lines=tuple(lines))


def _solved(
    model: Model, ways: np.ndarray[Any, Any], people: np.ndarray[Any, Any], sites: int, reach_m: float
) -> Siting:
    """The answer of one model."""
    if model == "median":
        return p_median(ways, people, sites)
    if model == "centre":
        return p_center(ways, people, sites)
    if model == "fewest":
        return fewest_sites(ways, people, reach_m)
    return most_covered(ways, people, reach_m, sites)


def _rows(dataset: Dataset, found: Siting, people: np.ndarray[Any, Any]) -> list[dict[str, Any]]:
    """Each open site with what it serves, in code order."""
    level = dataset.graph.units.communities
    return [
        {
            "community": level.codes[site],
            "name": level.names[site],
            "communities": int(((found.site_of == site) & (people > 0)).sum()),
            "count": int(people[found.site_of == site].sum()),
        }
        for site in found.open.tolist()
    ]
