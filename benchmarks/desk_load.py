"""Twenty planners at one desk, as locust plays them: `python benchmarks/desk.py` runs it.

Each planner has a plan of his own, looks at a grid, draws strokes, asks the coach, weighs a lasso and opens
the page anew now and then, with one to three seconds between. `DESK` names a file with what they draw on.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from locust import HttpUser, between, task

GROUND = json.loads(Path(os.environ["DESK"]).read_text(encoding="utf-8"))
PLANS = iter(GROUND["plans"])
DICE = np.random.default_rng(1)


def one_of(name: str) -> Any:  # noqa: ANN401 -- whatever is drawn on
    return GROUND[name][DICE.integers(len(GROUND[name]))]


class Planner(HttpUser):
    """One planner in the room of editing."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Take a plan and open its page."""
        self.plan, self.n = next(PLANS), 0
        self.callbacks = self.client.get("/_dash-dependencies", name="dependencies").json()
        self.opens()

    @task(1)
    def opens(self) -> None:
        """Open the page of the draft."""
        self.ask("desk.children", "open the room", {}, "address.pathname")

    @task(4)
    def chooses(self) -> None:
        """Choose a grid and hear the coach."""
        told = {"edit-map.gridPicked": {"grid": one_of("grids"), "additive": False, "n": self.n}}
        self.ask("edit-map.selection", "a grid and the coach", told, "edit-map.gridPicked")

    @task(6)
    def strokes(self) -> None:
        """Draw a stroke across a border."""
        unit, grid = one_of("borders")
        told = {"edit-map.brushed": {"strokes": [{"units": [unit], "grid": grid}], "n": self.n}}
        self.ask("edit-map.answered", "a stroke", told, "edit-map.brushed")

    @task(2)
    def lassoes(self) -> None:
        """Draw a lasso and see what the grids would become."""
        told = {
            "edit-map.polygonDrawn": {
                "kind": "lasso", "ring": one_of("rings"), "additive": False, "n": self.n,
            },
            "edit-map.tool": "lasso",
        }  # fmt: skip
        self.ask("edit-map.selection", "a lasso", told, "edit-map.polygonDrawn")

    def ask(self, output: str, name: str, told: dict[str, Any], changed: str) -> None:
        """Send what the page sends for the callback that `changed` triggers."""
        self.n += 1
        known = next(
            one
            for one in self.callbacks
            if output in one["output"]
            and any(f"{given['id']}.{given['property']}" == changed for given in one["inputs"])
        )
        values = {
            "address.pathname": f"/{GROUND['district']}/draw",
            "address.search": f"?edit=1&scenario={self.plan}",
            "edit-only.value": "all",
            **told,
        }
        filled = {
            kind: [
                {**given, "value": values.get(f"{given['id']}.{given['property']}")} for given in known[kind]
            ]
            for kind in ("inputs", "state")
        }
        outputs = [
            dict(zip(("id", "property"), one.rsplit(".", 1), strict=True))
            for one in known["output"].strip(".").split("...")
        ]
        body = {
            "output": known["output"], "changedPropIds": [changed], **filled,
            "outputs": outputs if known["output"].startswith("..") else outputs[0],
        }  # fmt: skip
        with self.client.post("/_dash-update-component", json=body, name=name, catch_response=True) as answer:
            if answer.status_code not in {200, 204}:
                answer.failure(f"{answer.status_code}")
