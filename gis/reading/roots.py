"""Roots: the folders that the files of a profile are found under."""

from __future__ import annotations

import glob
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def found_file(name: str, roots: Sequence[Path]) -> Path | None:
    """Return a file, or the folder of a geodatabase, by its relative path under the first root with it."""
    for root in roots:
        if (root / name).exists():
            return root / name
    return None


def found_files(name: str, roots: Sequence[Path]) -> tuple[str, ...]:
    """Return the files that a name with `*` stands for, sorted, under the first root with any."""
    if "*" not in name:
        return (name,)
    pattern = glob.escape(name).replace("[*]", "*")
    for root in roots:
        if found := sorted(path.relative_to(root).as_posix() for path in root.glob(pattern)):
            return tuple(found)
    return (name,)
