"""Grids by an index of load, an option beside hours: several counts brought to one number by weights."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import spearmanr

from domain.errors import FormatError, InvalidValueError
from domain.index_weights import entropy_weights, index_of, pair_weights
from optimizer.staffing.workload import street_metres
from scenarios.hours import hours_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from domain.plan import Plan
    from domain.standards import Standards
    from gis.dataset import Dataset

    Reals = NDArray[np.float64]

AREA: Final = "area"
STREET: Final = "street"
"""Factors of the ground beside the counts of units: square metres, and metres of street to patrol."""
LIMIT: Final = "index.consistency-limit"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Indexed:
    """An index of the grids that hold ground.

    Attributes
    ----------
    factors, weights
        What is counted, and its weight; the weights add up to 1.
    ratio
        Consistency ratio of pairs that were compared, None for other weights.
    grids, index
        Positions of the grids in the plan, and the index of each, 1 on the mean.
    agreement
        Spearman's rank correlation with the hours of the grids.
    """

    factors: tuple[str, ...]
    weights: Reals
    ratio: float | None
    grids: NDArray[np.int64]
    index: Reals
    agreement: float

    @property
    def spread(self) -> float:
        """Standard deviation over the mean."""
        return float(self.index.std() / self.index.mean())


def by_weights(
    dataset: Dataset, plan: Plan, factors: Sequence[str], weights: Reals, standards: Standards,
    ratio: float | None = None,
) -> Indexed:  # fmt: skip
    """Return the index of each grid with these weights.

    Raises
    ------
    InvalidValueError
        A factor that is not counted, a negative weight, or none above 0.
    """
    if (weights < 0).any() or not weights.sum() > 0 or not np.isfinite(weights).all():
        raise InvalidValueError("index-weights")
    grids, values = _values(dataset, plan, factors)
    index = index_of(values, weights)
    hours = hours_of(dataset, plan, standards).hours[grids]
    return Indexed(
        factors=tuple(factors), weights=weights / weights.sum(), ratio=ratio, grids=grids, index=index,
        agreement=float(spearmanr(index, hours).statistic),
    )  # fmt: skip


def by_pairs(
    dataset: Dataset, plan: Plan, factors: Sequence[str], pairs: Reals, standards: Standards
) -> Indexed:
    """Return the index with the weights of factors that were compared in pairs.

    Raises
    ------
    InvalidValueError
        `pair_weights`, or pairs that contradict each other; told are the three that do most.
    """
    known = sorted(standards.under("index.random-index"), key=int)
    found = pair_weights(pairs, [standards[f"index.random-index.{size}"] for size in known])
    if found.worst is not None and found.ratio >= standards[LIMIT]:
        a, b, c = found.worst
        raise InvalidValueError(
            "pairs-contradict", ratio=f"{found.ratio:.2f}", limit=f"{standards[LIMIT]:g}",
            a=factors[a], b=factors[b], c=factors[c], ab=f"{pairs[a, b]:.3g}", bc=f"{pairs[b, c]:.3g}",
            ac=f"{pairs[a, c]:.3g}", follows=f"{pairs[a, b] * pairs[b, c]:.3g}",
        )  # fmt: skip
    return by_weights(dataset, plan, factors, found.weights, standards, found.ratio)


def by_entropy(dataset: Dataset, plan: Plan, factors: Sequence[str], standards: Standards) -> Indexed:
    """Return the index with weights by how unevenly each factor lies over the grids."""
    return by_weights(dataset, plan, factors, entropy_weights(_values(dataset, plan, factors)[1]), standards)


def weights_told(path: Path) -> tuple[tuple[str, ...], Reals]:
    """Return factors and weights of a table `factor,weight`.

    Raises
    ------
    FormatError
        The file is not there, has other columns, or a row whose weight is no number.
    """
    (first, *rows) = _cells(path)
    if first != ["factor", "weight"]:
        raise FormatError("columns", file=path.name, expected="factor,weight", found=",".join(first))
    return tuple(row[0] for row in rows), _numbers(path, [row[1:2] for row in rows])[:, 0]


def pairs_told(path: Path) -> tuple[tuple[str, ...], Reals]:
    """Return factors and pairs of a table whose first row and first column name the factors.

    A cell says how many times as weighty its row is as its column: a number, or a fraction as `1/3`.
    """
    (first, *rows) = _cells(path)
    factors = tuple(first[1:])
    if tuple(row[0] for row in rows) != factors:
        raise FormatError("pairs-names", file=path.name)
    return factors, _numbers(path, [row[1:] for row in rows])


def _cells(path: Path) -> list[list[str]]:
    """Rows of a table in UTF-8 or GBK, empty ones left out."""
    if not path.is_file():
        raise FormatError("file-missing", file=str(path))
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
    if len(rows) < 2:  # noqa: PLR2004 -- heads and a row
        raise FormatError("table-empty", file=path.name)
    return rows


def _numbers(path: Path, rows: Sequence[Sequence[str]]) -> Reals:
    """Numbers of a table, fractions among them."""
    found = np.full((len(rows), max(map(len, rows))), np.nan)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            over, _, under = text.partition("/")
            try:
                found[r, c] = float(over) / float(under or 1)
            except (ValueError, ZeroDivisionError):
                raise FormatError("index-number", file=path.name, row=r + 2, value=text) from None
    return found


def _values(dataset: Dataset, plan: Plan, factors: Sequence[str]) -> tuple[NDArray[np.int64], Reals]:
    """Grids that hold ground, and what they have of each factor; shape (grids, factors)."""
    units = dataset.graph.units
    ground = {AREA: dataset.graph.area_m2, STREET: street_metres(dataset.graph)}
    known = (*(column.name for column in units.columns), *ground)
    unknown = [factor for factor in factors if factor not in known]
    if unknown or not factors:
        raise InvalidValueError("index-factor", factor=", ".join(unknown) or "–", known=", ".join(known))
    held = np.unique(plan.grid_of).astype(np.int64)
    columns = [
        plan.sums(ground[factor] if factor in ground else units.count(factor).astype(np.float64))
        for factor in factors
    ]
    return held, np.column_stack(columns)[held]
