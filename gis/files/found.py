"""What is found in a source: a layer before its rows are read, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from domain.outcome import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyproj import CRS

    from domain.outcome import Severity
    from gis.files.containers import Source
    from gis.files.encodings import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One layer of a source.

    Attributes
    ----------
    fields
        For each field, as people read it, the name under which the reader knows it.
    doubled
        Fields that stand more than once: nobody can say which is meant.
    crs
        The CRS that the source declares, or None; `crs_text` is what stands there.
    """

    source: Source
    layer: str
    features: int
    geometry: str
    crs: CRS | None
    verdict: Verdict
    fields: Mapping[str, str | int]
    doubled: tuple[str, ...]
    problems: tuple[Problem, ...]


def problem_of(source: Source, code: str, severity: Severity, layer: str = "", **rest: Any) -> Problem:  # noqa: ANN401 -- what a problem takes
    """Make a problem of a source."""
    return Problem(code=code, severity=severity, file=source.name, layer=layer, **rest)
