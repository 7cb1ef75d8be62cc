"""A project's own numbers in the place of shipped ones: which may be changed, and what is wrong with one."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from domain.adviser_problem import adviser_rules
from domain.errors import GridwrightError, StandardsError
from domain.police_rules import police_rules
from domain.posts import post_types
from domain.standard_limits import limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.standards import Standard, Standards

READ_BEFORE: Final = ("ground.", "stress.seats.")
"""Numbers of the import and of a hotline: nothing of a district that is there already reads them."""
BANDS: Final = ("hard-low", "norm-low", "target", "norm-high", "hard-high")
"""The numbers of a grid type of which none may be below the one before it."""
ORDERS: Final = (
    ("police.target-low", "police.amber", "police.red"),
    ("police.auxiliaries-low", "police.auxiliaries-high"),
    ("police.zone-hours", "police.week-hours"),
    ("workload.meeting-hours", "workload.worker-hours"),
)
"""Other numbers of which none may be below the one before it."""
SMALL: Final = ("low", "target", "high")
"""The same of groups below the grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """A value that a project has in the place of the shipped one, and why."""

    value: float
    source: str


def editable(key: str) -> bool:
    """Say whether anything of a district that is there already reads a number."""
    return not key.startswith(READ_BEFORE)


def changed_together(key: str, standards: Standards) -> tuple[str, ...]:
    """Return the numbers that only make sense together with one, itself among them.

    The bands of a grid type in ascending order with its whole-estate limit; the shares of a post's money.
    """
    head = key.rpartition(".")[0]
    if key.startswith("grid-types."):
        return tuple(f"{head}.{name}" for name in (*BANDS, "whole-limit"))
    if head.endswith(".money"):
        return tuple(f"{head}.{name}" for name in standards.under(head))
    return _order(key) or (key,)


def _order(key: str) -> tuple[str, ...]:
    """The numbers that follow each other of which one is this, ascending; none where it stands alone."""
    head, _, last = key.rpartition(".")
    if key.startswith("grid-types.") and last in BANDS:
        return tuple(f"{head}.{name}" for name in BANDS)
    if key.startswith("small-groups.") and last in SMALL:
        return tuple(f"{head}.{name}" for name in SMALL)
    return next((order for order in ORDERS if key in order), ())


def with_own(shipped: Standards, own: Mapping[str, OwnNumber]) -> Standards:
    """Return the shipped standards with a project's numbers in their place, none of them assumed any more."""
    return shipped.replaced(
        {
            key: replace(
                shipped.entries[key],
                value=_as_shipped(number.value, shipped[key]),
                source=number.source,
                assumed=False,
            )
            for key, number in own.items()
            if key in shipped.entries
        }
    )


def _as_shipped(value: float, shipped: float) -> float:
    """A value as the kind of number that ships, so that equal standards have equal digests."""
    return int(value) if isinstance(shipped, int) and value == int(value) else value


def faults(standards: Standards, values: Mapping[str, float]) -> dict[str, GridwrightError]:
    """Return what is wrong with values in the place of others, by the key that it is wrong with."""
    found: dict[str, GridwrightError] = {}
    for key, value in values.items():
        fault = _fault(key, value, standards.entries.get(key))
        if fault is not None:
            found[key] = fault
    if found:
        return found
    told = {**{key: entry.value for key, entry in standards.entries.items()}, **values}
    return _out_of_order(told, values) or _refused(standards, values)


def _fault(key: str, value: float, entry: Standard | None) -> GridwrightError | None:
    """What is wrong with one value in itself."""
    if entry is None:
        return StandardsError("unknown-key", key=key)
    if not editable(key):
        return StandardsError("read-before", key=key)
    limits = limits_of(entry.unit)
    if not math.isfinite(value) or not limits.least <= value <= limits.most:
        return StandardsError("out-of-range", least=limits.least, most=limits.most, unit=entry.unit)
    if limits.whole and value != int(value):
        return StandardsError("whole-only")
    return None


def _out_of_order(told: Mapping[str, float], values: Mapping[str, float]) -> dict[str, GridwrightError]:
    """Which changed values are below what must not exceed them, or above what they must not exceed."""
    found: dict[str, GridwrightError] = {}
    for order in dict.fromkeys(_order(key) for key in values):
        for low, high in itertools.pairwise(order):
            if told[low] <= told[high]:
                continue
            at, other = (high, low) if high in values else (low, high)
            code = "too-low" if at == high else "too-high"
            found.setdefault(at, StandardsError(code, other=f"standard.{_name(other)}", value=told[other]))
    return found


def _refused(standards: Standards, values: Mapping[str, float]) -> dict[str, GridwrightError]:
    """What the rules that are made of the standards say of them as a whole, told at the first value."""
    entries = {key: replace(standards.entries[key], value=value) for key, value in values.items()}
    try:
        together = standards.replaced(entries)
        post_types(together)
        police_rules(together)
        adviser_rules(together)
    except GridwrightError as error:
        return {next(iter(values)): error}
    return {}


def _name(key: str) -> str:
    """The word for a number: that of its place in an order that several kinds have, else its own."""
    group, _, rest = key.partition(".")
    return f"{group}.{rest.rpartition('.')[2]}" if group in {"grid-types", "small-groups"} else key
