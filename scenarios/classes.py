"""Classes of a quantity on a map: few, with printed limits, each value in exactly one."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Scheme = Literal["quantiles", "natural", "equal"]
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)
NONE: Final = -1
"""The class of what has no value."""
SAMPLE: Final = 1000
"""Natural breaks of more values are those of so many of them, evenly spaced in their order: the exact
breaks take time by the square of their number."""
SAME: Final = 1e-9
"""A smaller change is one of reckoning, not of ground."""
DIGITS: Final = 3
"""Significant digits of a limit: what the legend prints is what divides."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Classes:
    """A quantity in classes.

    Attributes
    ----------
    limits
        The least value, the upper end of each class, the last of which is the greatest value; a class
        holds its upper end, the first its lower end too.
    of
        Class of each value, counted from 0, or `NONE`.
    counts
        How many values each class holds.
    """

    limits: tuple[float, ...]
    of: NDArray[np.int32]
    counts: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of classes."""
        return len(self.counts)


def classified(values: Floats, scheme: Scheme, classes: int, *, centred: bool = False) -> Classes:
    """Return values in at most so many classes; NaN is in none.

    There are fewer where there are fewer different values or many equal ones. Inner limits have
    `DIGITS` significant digits, those of whole numbers are whole. With `centred` the classes mirror
    each other about zero, and their number is made odd.
    """
    known = values[~np.isnan(values)]
    if not known.size:
        return _divided(values, (), known)
    if not centred:
        return _divided(values, _inner(known, scheme, classes), known)
    upper = [limit for limit in _inner(np.abs(known), scheme, classes // 2 + 1) if limit > 0]
    return _divided(values, (*(-limit for limit in reversed(upper)), *upper), known)


def changes(values: Floats, scheme: Scheme, classes: int) -> Classes:
    """Return changes in an odd number of classes: what shrinks, what stays in the middle, what grows.

    Those that shrink and those that grow are divided at the same amounts. What changes by less than
    `SAME` stays.
    """
    known = values[~np.isnan(values)]
    changed = np.abs(known[np.abs(known) >= SAME])
    amounts = _inner(changed, scheme, classes // 2) if changed.size else ()
    return _divided(values, (*(-amount for amount in reversed(amounts)), -SAME, SAME / 2, *amounts), known)


def _divided(values: Floats, inner: Sequence[float], known: Floats) -> Classes:
    of = np.where(np.isnan(values), NONE, np.searchsorted(np.asarray(inner), values)).astype(np.int32)
    ends = (float(known.min()), *(float(limit) for limit in inner), float(known.max())) if known.size else ()
    size = len(inner) + 1 if known.size else 0
    counts = np.bincount(of[of >= 0], minlength=size)
    return Classes(limits=ends, of=of, counts=tuple(counts.tolist()))


def _inner(known: Floats, scheme: Scheme, classes: int) -> tuple[float, ...]:
    """Return the rounded limits between classes, ascending, none beyond the greatest value."""
    different = np.unique(known)
    if different.size <= classes:
        return tuple(float(value) for value in different[:-1])
    import mapclassify  # it brings scikit-learn along: seconds that nothing else needs

    method = {
        "quantiles": mapclassify.Quantiles,
        "natural": mapclassify.FisherJenks,
        "equal": mapclassify.EqualInterval,
    }[scheme]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # many equal values make fewer classes, as said above
        bins = method(_sample(known) if scheme == "natural" else known, k=classes).bins
    told = math.floor if bool((different == np.floor(different)).all()) else rounded_limit
    rounded = sorted({float(told(rounded_limit(float(limit)))) for limit in bins[:-1]})
    return tuple(limit for limit in rounded if known.min() <= limit < known.max())


def _sample(known: Floats) -> Floats:
    """Return at most `SAMPLE` of the values, evenly spaced in their order, both ends among them."""
    if known.size <= SAMPLE:
        return known
    places = np.linspace(0, known.size - 1, SAMPLE).round().astype(np.int64)
    spaced: Floats = np.sort(known)[places]
    return spaced


def rounded_limit(limit: float) -> float:
    """Return a limit with `DIGITS` significant digits, whole from 100 on.

    >>> rounded_limit(236.41), rounded_limit(0.47159), rounded_limit(-1234.5), rounded_limit(0.0)
    (236.0, 0.472, -1230.0, 0.0)
    """
    if limit == 0:
        return 0.0
    return round(limit, DIGITS - 1 - math.floor(math.log10(abs(limit))))
