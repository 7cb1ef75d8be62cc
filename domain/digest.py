"""Names that say what a plan is and what made it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


def canonical_grids(grid_of: NDArray[np.int32]) -> NDArray[np.int32]:
    """Renumber grids by their first unit in code order; unassigned units stay −1; int32."""
    canonical = np.full(grid_of.size, -1, np.int32)
    assigned = np.flatnonzero(grid_of >= 0)
    grids, first, inverse = np.unique(grid_of[assigned], return_index=True, return_inverse=True)
    rank = np.empty(grids.size, np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(grids.size, dtype=np.int32)
    canonical[assigned] = rank[inverse]
    return canonical


def plan_digest(codes: Sequence[str], grid_of: NDArray[np.int32]) -> str:
    """Return sha256 over the sorted pairs (unit code, canonical grid number); names play no part."""
    lines = sorted(f"{code}\t{grid}\n" for code, grid in zip(codes, canonical_grids(grid_of), strict=True))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def recipe_digest(ingredients: Mapping[str, object]) -> str:
    """Return sha256 over everything that decides a plan: dataset, standards, problem, seed, stop, engine."""
    text = json.dumps(ingredients, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
