"""What is dear to make is made once for all tests, whichever worker asks first."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return the folder that `make` fills; workers beside each other wait for the first and share it."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done, lock = root / name, root / f"{name}.lock"
    while not done.is_dir():
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            time.sleep(0.2)
            continue
        try:
            if not done.is_dir():
                beside = root / f"{name}-half"
                beside.mkdir()
                make(beside)
                beside.rename(done)
        finally:
            lock.unlink()
    return done
