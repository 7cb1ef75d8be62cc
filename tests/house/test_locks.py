"""What is installed is named to the byte, from nowhere in particular, and exists for every system meant."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt"]
NPM_LOCK = ROOT / "layouts" / "gridmap" / "package-lock.json"
UNREACHED = re.compile(r"failed to fetch|error sending request|network|dns", re.IGNORECASE)


def _pins(lock: Path) -> list[str]:
    """Return each requirement of a lock with its hashes, on one line."""
    return lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


@pytest.mark.parametrize("lock", [*LOCKS, NPM_LOCK], ids=lambda lock: lock.name)
def test_no_lock_says_where_packages_came_from(lock: Path) -> None:
    named = [
        line
        for line in lock.read_text(encoding="utf-8").splitlines()
        if "://" in line and not re.search(r'"(url|funding)"', line)
    ]
    assert named == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_is_exact_and_has_its_hashes(lock: Path) -> None:
    loose = [pin for pin in _pins(lock) if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:", pin)]
    assert loose == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_package_asked_for_is_in_its_lock(name: str) -> None:
    asked = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[<>=;\s\[]", line)[0].lower() for line in asked if line and line[0] not in "#-"}
    locked = {pin.split("==")[0].split("[")[0] for pin in _pins(ROOT / "requirements" / f"{name}.txt")}
    assert wanted <= locked


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
@pytest.mark.parametrize("platform", ["x86_64-pc-windows-msvc", "aarch64-unknown-linux-gnu"])
def test_a_lock_installs_elsewhere_from_wheels_alone(lock: Path, platform: str, tmp_path: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    assert uv is not None
    asked = subprocess.run(
        [uv, "pip", "install", "--dry-run", "--target", tmp_path, "--require-hashes",
         "--python-platform", platform, "--python-version", "3.11", "--only-binary", ":all:",
         "--requirement", lock],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if asked.returncode and UNREACHED.search(asked.stderr):
        pytest.skip("no package registry can be reached")
    assert asked.returncode == 0, asked.stderr
    assert "waitress" in asked.stderr
