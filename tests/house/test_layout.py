"""The house has the rooms its plan names, and no others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import tests

ROOT = Path(__file__).parents[2]
ROOMS = {
    "cli", "domain", "gis", "optimizer", "data", "scenarios", "layouts", "server",
    "tests", "benchmarks", "docs",
}  # fmt: skip
MODULES = {"app.py"}
PAPERS = {
    "README.md", "LICENSE", "Makefile", "pyproject.toml", "requirements", ".gitignore", ".ci",
}  # fmt: skip


def test_no_top_level_name_but_the_planned_ones() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    assert top <= ROOMS | MODULES | PAPERS


def test_the_tests_package_is_ours() -> None:
    assert tests.__file__ is not None
    assert Path(tests.__file__).parent == ROOT / "tests"
