"""From one coordinate system to another: making the way takes a tenth of a second, so it is made once."""

from __future__ import annotations

from functools import cache

from pyproj import Transformer


@cache
def transformer(source: str, target: str) -> Transformer:
    """Return the way from one CRS to another, x before y whatever they say themselves.

    Raises
    ------
    pyproj.exceptions.CRSError
        One of them is no CRS.
    """
    return Transformer.from_crs(source, target, always_xy=True)
