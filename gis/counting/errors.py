"""Errors: how far a count that was spread may be off, on rows as they come and on the units they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

MARK = "\0"
"""Between the name of a count and what its error follows from, in the names of a layer's columns."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spread:
    """What the error of a spread count follows from, a value each row.

    Attributes
    ----------
    source, total
        The area that the row has its share from (−1 for none) and how many that area has.
    value
        What the row was given; a row that was divided since holds a part of it.
    others
        What it would have been given by each other way of weighing.
    """

    source: Ints
    total: Reals
    value: Ints
    others: tuple[Reals, ...]

    @staticmethod
    def of(table: gpd.GeoDataFrame, count: str) -> Spread | None:
        """Return what was kept with a count of a layer, or None where it was not spread."""
        head = f"{count}{MARK}"
        if f"{head}source" not in table:
            return None
        names = sorted(name for name in table.columns if name.startswith(f"{head}other"))
        return Spread(
            source=table[f"{head}source"].to_numpy(np.int64),
            total=table[f"{head}total"].to_numpy(float),
            value=table[f"{head}value"].to_numpy(np.int64),
            others=tuple(table[name].to_numpy(float) for name in names),
        )

    def times(self, factor: float, values: Ints) -> Spread:
        """Return the same for values that follow from these by a factor."""
        return Spread(
            source=self.source, total=self.total * factor, value=values,
            others=tuple(other * factor for other in self.others),
        )  # fmt: skip

    def on_units(self, held: Ints, unit: Ints, units: int) -> Reals:
        """Return the standard error of the count on each unit; float64, shape (units,).

        Two parts, added in quadrature. Chance: where each of the T of an area is anywhere in it with
        the chance p of a unit, the unit holds T p ± √(T p (1 − p)) (binomial). Weighing: how
        far apart the ways of weighing are that the rows allow; it stands for what nobody knows,
        whether people go by rows, by ground or by volume. docs/counting.md says how often it holds.

        `held`: what each row holds now; `unit`: its unit, −1 for none.
        """
        there = unit >= 0
        part = np.divide(held, self.value, out=np.ones(held.size), where=self.value > 0)
        ways = [
            np.bincount(unit[there], way[there], units) for way in (held, *(o * part for o in self.others))
        ]
        apart = np.max(ways, axis=0) - np.min(ways, axis=0)
        known = there & (self.source >= 0)
        key = unit[known] * (int(self.source.max(initial=0)) + 1) + self.source[known]
        pairs, first, of_pair = np.unique(key, return_index=True, return_inverse=True)
        mine = np.bincount(of_pair, held[known], pairs.size)
        total = np.maximum(self.total[known][first], mine)
        share = np.divide(mine, total, out=np.zeros(mine.size), where=total > 0)
        chance = np.bincount(unit[known][first], mine * (1 - share), units)
        error: Reals = np.sqrt(chance + apart**2)
        return error


def kept_with(table: gpd.GeoDataFrame, count: str, spread: Spread) -> gpd.GeoDataFrame:
    """Return a layer's table with what the error of a count follows from."""
    head = f"{count}{MARK}"
    kept = {f"{head}source": spread.source, f"{head}total": spread.total, f"{head}value": spread.value}
    kept |= {f"{head}other{n}": other for n, other in enumerate(spread.others)}
    return table.assign(**kept)
