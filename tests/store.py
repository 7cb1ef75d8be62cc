"""Stores to try things on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.draft import Edit

if TYPE_CHECKING:
    from data.store import Store
    from data.store.records import ScenarioRecord

DATASET = {
    "dataset.json": json.dumps(
        {"format": 1, "digest": "d" * 64, "info": {"name": "town", "title": "小镇", "title_en": "Town"}}
    ).encode(),
    "layers/roads.parquet": b"roads",
}
SCENARIO = {
    "scenario.json": json.dumps(
        {
            "format": 1,
            "name": "today",
            "dataset": "d" * 64,
            "baseline": True,
            "provenance": {"plan_digest": "e" * 64, "recipe": "f" * 64},
        }
    ).encode(),
    "plan.csv": "unit,grid\n001,甲\n".encode(),
}


def today(store: Store) -> ScenarioRecord:
    """Today's plan of a town, in a store that has neither yet."""
    store.datasets.register(DATASET)
    return store.scenarios.register(SCENARIO)


def stroke(n: int, *, who: str = "planner") -> Edit:
    """The n-th edit of a draft: one unit moves."""
    return Edit(
        n=n,
        op="move",
        units=(f"u{n}",),
        before=("甲",),
        after=("乙",),
        who=who,
        at="2026-01-01T00:00:00Z",
    )
