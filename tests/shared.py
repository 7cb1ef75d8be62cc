"""Where the real data lies, and what to do where it is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GRIDWRIGHT_SHARED", Path(__file__).parents[1].parent / "shared"))
USED: set[str] = set()


def real_data(name: str) -> Path:
    """Return the folder of a real data set; skip where absent, fail where it is required."""
    folder = SHARED / ("bench" if name == "bench" else f"data/{name}")
    if folder.is_dir():
        USED.add(name)
        return folder
    reason = f"real data set {name!r} is absent beside the project"
    if os.environ.get("GRIDWRIGHT_REQUIRE_DATA") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
