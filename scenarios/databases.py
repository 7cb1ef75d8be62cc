"""Databases: layers that a profile takes from PostGIS tables are brought into a folder before it is read."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.postgis import TableRefusedError, is_address, opened_table
from domain.outcome import Problem
from gis.files.rows import ShapesRefusedError, keep_rows
from gis.reading.personal import one_row_per_person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gis.reading.columns import JoinSpec
    from gis.reading.layer_spec import LayerSpec
    from gis.reading.profile import Profile


@contextmanager
def brought(profile: Profile) -> Iterator[tuple[Profile, tuple[Path, ...], tuple[Problem, ...]]]:
    """Yield a profile whose layers are all files, the folder of those that were brought, and the problems.

    A layer whose table cannot be read is left out of the profile; the problems say why. Fields that
    the profile does not name never leave the database, and the address stands in nothing that is kept.
    """
    with tempfile.TemporaryDirectory(prefix="gridwright-", ignore_cleanup_errors=True) as folder:
        layers, problems = [], []
        for spec in profile.layers:
            try:
                layers.append(_brought(spec, Path(folder)))
            except _LayerRefusedError as refused:
                problems.append(refused.problem)
        yield replace(profile, layers=tuple(layers)), (Path(folder),), tuple(problems)


class _LayerRefusedError(Exception):
    """A table of a layer cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def _brought(spec: LayerSpec, folder: Path) -> LayerSpec:
    """Return a layer with its tables brought."""
    if is_address(spec.file):
        spatial = not spec.spots
        fields = (*spec.own_fields, *spec.spots)
        name = _kept(spec, spec.file, spec.layer, fields, folder, spatial=spatial)
        spec = replace(spec, file=name, layer="")
    joins = tuple(_joined(spec, join, folder) for join in spec.joins)
    return replace(spec, joins=joins)


def _joined(spec: LayerSpec, join: JoinSpec, folder: Path) -> JoinSpec:
    """Return a joined table, brought."""
    if not is_address(join.file):
        return join
    name = _kept(spec, join.file, join.layer, (*join.keys, *join.fields), folder, spatial=False)
    return replace(join, file=name, layer="")


def _kept(
    spec: LayerSpec, address: str, table: str, fields: Sequence[str], folder: Path, *, spatial: bool
) -> str:
    """Write some fields of a table into a file and return its name."""
    name = f"{_safe(table)}{'' if spatial else '.table'}.parquet"

    def refused(code: str, value: str = "", **facts: str) -> _LayerRefusedError:
        return _LayerRefusedError(
            Problem(code=code, severity="error", file=table, layer=spec.name, value=value, facts=facts)
        )

    if not table:
        raise refused("database.unnamed")
    try:
        with opened_table(address, table, fields, spatial=spatial) as found:
            if one_row_per_person(found.columns):
                raise refused("guard.persons")
            kept = folder / _safe(spec.name) / name
            kept.parent.mkdir(parents=True, exist_ok=True)
            keep_rows(kept, found.fields, found.rows, crs=found.crs, spatial=spatial)
    except TableRefusedError as error:
        raise refused(f"database.{error.why}", error.value, reason=error.reason) from error
    except ShapesRefusedError as error:
        raise refused("geometry.unsupported") from error
    return f"{_safe(spec.name)}/{name}"


def _safe(table: str) -> str:
    """A table's name as the name of a file."""
    return "".join(char if char.isalnum() or char in "._-" else "_" for char in table) or "_"
