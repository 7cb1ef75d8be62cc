"""The same question has the same answer, whoever computes it and however it was interrupted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.command import told

if TYPE_CHECKING:
    from tests.acceptance.conftest import Line

pytestmark = pytest.mark.real_data
ROOT = Path(__file__).parents[2]
FEW = 400_000


@pytest.fixture(scope="module")
def dataset(ground: Line) -> Path:
    return ground.folder / "dataset"


def drawn(dataset: Path, out: Path, *options: object) -> dict[str, Any]:
    """A redraw in this process."""
    return told("redraw", dataset, "--grids", 117, "--workers", 1, "--out", out, *options)


def drawn_elsewhere(dataset: Path, out: Path, *, hash_seed: int, workers: int) -> dict[str, Any]:
    """The same redraw in a process of its own, whose stdout is one document and nothing else."""
    words = [
        "redraw",
        dataset,
        "--grids",
        117,
        "--proposals",
        FEW,
        "--workers",
        workers,
        "--out",
        out,
        "--json",
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "cli", *(str(word) for word in words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


def test_neither_hash_seed_nor_number_of_workers_shows_in_the_plan(dataset: Path, tmp_path: Path) -> None:
    here = drawn(dataset, tmp_path / "here", "--proposals", FEW)
    one = drawn_elsewhere(dataset, tmp_path / "one", hash_seed=1, workers=1)
    two = drawn_elsewhere(dataset, tmp_path / "two", hash_seed=2, workers=2)
    same = ("recipe", "plan_digest", "proposals", "stopped_by", "metrics", "certificate")
    assert [one[key] for key in same] == [two[key] for key in same] == [here[key] for key in same]
    for name in ("plan.csv", "grids.csv", "scorecard.json", "moves.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert here["stopped_by"] == "proposals"


def test_another_seed_is_another_plan(dataset: Path, tmp_path: Path) -> None:
    one = drawn(dataset, tmp_path / "one", "--proposals", FEW)
    other = drawn(dataset, tmp_path / "other", "--proposals", FEW, "--seed", 2)
    assert one["plan_digest"] != other["plan_digest"]
    assert one["recipe"] != other["recipe"]


def test_a_run_that_time_ended_is_replayed_by_its_proposals(dataset: Path, tmp_path: Path) -> None:
    ended = drawn(dataset, tmp_path / "ended", "--seconds", 1)
    again = drawn(dataset, tmp_path / "again", "--proposals", ended["proposals"])
    assert ended["stopped_by"] == "time"
    assert again["stopped_by"] == "proposals"
    assert again["proposals"] == ended["proposals"] > 0
    assert again["plan_digest"] == ended["plan_digest"]
