"""Where compiled kernels are kept when the program's own folder cannot be written to."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

VARIABLE: Final = "NUMBA_CACHE_DIR"
KERNELS: Final = Path(__file__).parents[1] / "optimizer" / "redraw"


def place_kernels(home: Callable[[], Path], kernels: Path = KERNELS) -> Path | None:
    """Let kernels be kept in the home of an installation, with those compiled at set-up as a start.

    Nothing happens where the program's folder can be written to, or where somebody has chosen a
    folder already. A home that cannot be written to gives way to a private folder that is removed
    at the end: the program still runs, and compiles what set-up did not.

    Returns
    -------
    Path or None
        The folder now chosen, for this process and those it starts.
    """
    own = kernels / "__pycache__"
    if VARIABLE in os.environ or os.access(own if own.is_dir() else kernels, os.W_OK):
        return None
    folder = _folder(home())
    # numba looks for a module's kernels in a folder named after its own; under any other name
    # they would only be compiled again
    target = (
        folder / f"{kernels.name}_{hashlib.sha1(str(kernels).encode(), usedforsecurity=False).hexdigest()}"
    )
    target.mkdir(exist_ok=True)
    for path in sorted(own.glob("*.nb[ci]")):
        copy = target / path.name
        if not copy.exists() or copy.stat().st_mtime < path.stat().st_mtime:
            shutil.copy2(path, copy)
    os.environ[VARIABLE] = str(folder)
    return folder


def _folder(home: Path) -> Path:
    try:
        folder = home / "kernels"
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="gridwright-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
