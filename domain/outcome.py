"""What may come back instead of, or beside, an answer: problems, violations, infeasibility."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["note", "warning", "error"]
Strength = Literal["law", "norm", "wish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with an input, placed as exactly as it can be.

    `code` names the text in both languages; `facts` fill it in. `error` means that the input
    cannot be used as it stands, `warning` that something was left out or repaired, `note` that
    something is unusual.
    """

    code: str
    severity: Severity
    file: str = ""
    layer: str = ""
    feature: str = ""
    field: str = ""
    value: str = ""
    facts: Mapping[str, str | int | float] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One change made to the geometry of an input, in square metres."""

    layer: str
    feature: str
    area_m2: float
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One grid (or community) breaking one rule, and by how much in the rule's own unit.

    `unavoidable` says that the community's total fits no number of grids, so that no plan could
    do better: such a violation of a norm is 可接受, not a failure.
    """

    rule: str
    strength: Strength
    grid: int
    community: str
    excess: float
    unit: str
    unavoidable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashingRule:
    """One member of a set of rules that cannot all hold.

    `limit` is what it asks and `value` what would have to be allowed; equal where a rule has no
    bound that could be moved: then they say how much it rules (pieces of ground, locked grids, …).
    `least` is the lower end of a rule with two.
    """

    rule: str
    value: float
    limit: float
    unit: str
    least: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One rule eased just enough: how far, in its unit; `what` names the grids to be unlocked."""

    rule: str
    to: float
    unit: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A smallest set of rules that clash at a place, and the smallest relaxation that helps.

    `where` is the code of a community and `name` its name, both empty for the district as a whole.
    `also` are the least relaxations of the other rules, any one of which helps as well. `tried`
    says that the relaxation was found by searching, not by arithmetic: it helps, and none smaller
    was found.
    """

    where: str
    rules: tuple[ClashingRule, ...]
    relax_rule: str
    relax_to: float
    relax_unit: str
    relax_what: tuple[str, ...] = ()
    also: tuple[Relaxation, ...] = ()
    tried: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """The answer that no plan exists, with every reason that was found."""

    clashes: tuple[Clash, ...]
