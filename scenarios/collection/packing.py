"""Office files that are the same bytes whenever they are made."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

THEN: Final = (1980, 1, 1, 0, 0, 0)  # the earliest day an archive can name


def repacked(data: bytes) -> bytes:
    """Return an archive with the same members, in the same order, without the time of its making."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as made, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as again:
        for name in made.namelist():
            again.writestr(zipfile.ZipInfo(name, THEN), made.read(name), zipfile.ZIP_DEFLATED)
    return held.getvalue()
