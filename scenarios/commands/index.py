"""An index of load on the command line, with weights that were given, compared in pairs, or by entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.errors import FormatError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.commands.plans import plan_at
from scenarios.documents import document
from scenarios.indexed import by_entropy, by_pairs, by_weights, pairs_told, weights_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.plan import Plan
    from domain.standards import Standards
    from scenarios.documents import Tell
    from scenarios.indexed import Indexed

SHOWN = 5
"""Grids told in a line; the document holds all."""


def index_told(
    folder: Path, scenario: Path | None, standards: Standards, *,
    weights: Path | None, pairs: Path | None, entropy: str, tell: Tell,
) -> Done:  # fmt: skip
    """Say what an index makes of each grid, and how it goes with the hours.

    Raises
    ------
    FormatError
        None or several of the three ways to weights.
    """
    if sum((weights is not None, pairs is not None, bool(entropy))) != 1:
        raise FormatError("index-one-way")
    dataset = read_dataset(folder)
    plan = plan_at(dataset, scenario, standards)
    if weights is not None:
        found = by_weights(dataset, plan, *weights_told(weights), standards)
    elif pairs is not None:
        found = by_pairs(dataset, plan, *pairs_told(pairs), standards)
    else:
        factors = [factor.strip() for factor in entropy.split(",") if factor.strip()]
        found = by_entropy(dataset, plan, factors, standards)
    told = document(
        "index", ok=True, weights=dict(zip(found.factors, found.weights.tolist(), strict=True)),
        consistency_ratio=found.ratio, cv=found.spread, agreement=found.agreement,
        grids=[
            {"code": plan.grids[grid].code, "index": value}
            for grid, value in zip(found.grids.tolist(), found.index.tolist(), strict=True)
        ],
    )  # fmt: skip
    return Done(document=told, lines=tuple(_lines(found, plan, by_spread=bool(entropy), tell=tell)))


def _lines(found: Indexed, plan: Plan, *, by_spread: bool, tell: Tell) -> Iterator[str]:
    """Weights, how they agree, the heaviest grids, and what an index is not."""
    shares = (f"{factor} {weight:.3f}" for factor, weight in zip(found.factors, found.weights, strict=True))
    yield tell("index.weights", weights=", ".join(shares))
    if found.ratio is not None:
        yield tell("index.consistent", ratio=f"{found.ratio:.3f}")
    heaviest = np.argsort(-found.index, kind="stable")[:SHOWN]
    first = ", ".join(f"{plan.grids[found.grids[n]].code} {found.index[n]:.2f}" for n in heaviest)
    yield tell("index.heaviest", grids=found.grids.size, first=first)
    yield tell("index.beside-hours", spread=f"{found.spread:.3f}", agreement=f"{found.agreement:.2f}")
    if by_spread:
        yield tell("index.entropy-warning")
