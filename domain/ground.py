"""What can be said of a dataset without looking at its geometry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.outcome import Problem, Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One count through an import: what came in, what the units hold, what is listed as not placed."""

    into: int
    on_units: int
    listed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundInfo:
    """Name, CRS, basis, totals, problems and repairs of a dataset.

    Attributes
    ----------
    crs
        Projected CRS of all geometry, e.g. `EPSG:4545`; lengths in metres.
    households
        Name of the count column that the household norm is measured on.
    sample
        Whether the ground is synthetic (示例（非真实数据）).
    conversions
        Standards key by which another basis follows from `households`, by basis name
        (e.g. `{"入住户": "basis.occupancy"}`); empty where there is none.
    exclaves
        Codes of units that need not touch the rest of their grid (飞地).
    bridges
        Pairs of unit codes joined by a declared bridge.
    area_codes
        By level and code system (`statistics`, `civil-affairs`, `police`) the official code of each
        area's code, from the lists that the profile names.
    sources
        Licence and origin of each layer, for the hand-over.
    """

    name: str
    title: str
    title_en: str
    crs: str
    households: str
    sample: bool = False
    conversions: Mapping[str, str] = field(default_factory=dict)
    exclaves: tuple[str, ...] = ()
    bridges: tuple[tuple[str, str], ...] = ()
    totals: Mapping[str, Total] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    area_codes: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
