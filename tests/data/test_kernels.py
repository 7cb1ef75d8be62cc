"""Kernels compiled at set-up serve those who may not write to the program's folder."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from data.kernels import VARIABLE, place_kernels

if TYPE_CHECKING:
    from pathlib import Path

MODULE = """
import numba
@numba.njit(cache=True)
def twice(n):
    return 2 * n
print(twice(3), sum(twice.stats.cache_hits.values()))
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A module with one kernel, as set-up compiled it."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "kernel.py").write_text(MODULE, encoding="utf-8")
    assert run(folder, tmp_path) == ["6", "0"]
    return folder


def run(folder: Path, elsewhere: Path) -> list[str]:
    words = [sys.executable, "-c", "import kernel"]
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        words, cwd=elsewhere, env=env, capture_output=True, text=True, check=True
    ).stdout.split()


def test_a_folder_that_can_be_written_to_keeps_its_own(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert place_kernels(lambda: tmp_path / "home", installed) is None
    assert VARIABLE not in os.environ


@pytest.mark.parametrize("home_is_file", [False, True])
def test_elsewhere_nothing_is_compiled_again(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, home_is_file: bool
) -> None:
    home = tmp_path / "home"
    if home_is_file:
        home.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(os, "access", lambda *_: False)
    folder = place_kernels(lambda: home, installed)
    assert folder is not None
    assert (folder == home / "kernels") is not home_is_file
    assert os.environ[VARIABLE] == str(folder)
    assert run(installed, tmp_path) == ["6", "1"]
