"""Installed from its wheel, the product has everything with it and needs no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from data.reference import shipped_standards
from layouts.text import say

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "gis", "optimizer", "data", "scenarios", "layouts", "server")
MAP = "layouts/gridmap"
LOOK = """
import json
from pathlib import Path
import cli
from data.reference import shipped_standards
from data.store import Store
from layouts.text import say
from scenarios.cases import cases

Store(Path("home"))
print(json.dumps({
    "cli": cli.__file__,
    "cases": [case.name for case in cases()],
    "standards": len(shipped_standards().entries),
    "words": [say("tab.draw", "zh_Hans"), say("tab.draw", "en")],
}))
"""
BUNDLE = {f"{MAP}/dist/{name}" for name in ("gridmap.js", "gridmap.css", "maplibre-gl-worker.mjs")}


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """Return the tracked files that an installation needs."""
    listed = subprocess.run(
        ["git", "ls-files", *ROOMS, "app.py", "cli"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name for name in listed.stdout.splitlines() if not name.startswith(MAP) or name.endswith(".py")}


@pytest.fixture(scope="module")
def installed(sources: set[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the tree and unpack it: the folder that pip would fill."""
    tree, site = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("site")
    for name in {*sources, *BUNDLE, "pyproject.toml", "README.md", "LICENSE", "requirements/run.in"}:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps",
         "--no-build-isolation", "--wheel-dir", tree / "wheel", tree],
        check=True, capture_output=True,
    )  # fmt: skip
    zipfile.ZipFile(next((tree / "wheel").glob("*.whl"))).extractall(site)
    return site


def test_the_wheel_holds_every_file_of_the_rooms_and_the_map(installed: Path, sources: set[str]) -> None:
    held = {str(path.relative_to(installed)) for path in installed.rglob("*") if path.is_file()}
    assert {*sources, *BUNDLE} <= held
    rooms = {name.split("/")[0] for name in held if not name.startswith("gridwright-")}
    assert rooms == {*ROOMS, "app.py", "cli"}


def test_the_installed_product_finds_its_files_from_any_folder(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], check=True, capture_output=True, text=True,
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)},
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert Path(found["cli"]).is_relative_to(installed)
    assert found["cases"] == ["yanliang"]
    assert found["standards"] == len(shipped_standards().entries)
    assert found["words"] == [say("tab.draw", "zh_Hans"), say("tab.draw", "en")]
    assert (tmp_path / "home" / "desk.db").is_file()
