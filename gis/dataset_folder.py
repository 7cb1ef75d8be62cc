"""A dataset as named files, in a folder or in the store."""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from domain.errors import FormatError
from domain.graph import PlanningGraph
from domain.ground import GroundInfo, Total
from domain.outcome import Problem, Repair
from domain.plan_table import grids_csv, plan_csv, read_plan
from domain.units import Count, Level, UnitSet
from gis.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
ABOUT, UNITS, EDGES, LEVELS = "dataset.json", "units.parquet", "edges.parquet", "levels.parquet"
TODAY_PLAN, TODAY_GRIDS = "today/plan.csv", "today/grids.csv"
_EDGE_ARRAYS = ("tail", "head", "border_m", "passable", "follows_m")
_UNIT_ARRAYS = ("x", "y", "area_m2", "outer_border_m")


def dataset_files(dataset: Dataset) -> dict[str, bytes]:
    """Every file of the dataset's folder by its name, forward slashes between folders."""
    graph = dataset.graph
    edges = pd.DataFrame({name: getattr(graph, name) for name in _EDGE_ARRAYS})
    files = {
        ABOUT: json.dumps(_about(dataset), ensure_ascii=False, indent=1, sort_keys=True).encode(),
        UNITS: _parquet(_units_table(dataset)),
        EDGES: _parquet(edges),
        LEVELS: _parquet(_levels_table(graph.units)),
    }
    if dataset.today is not None:
        files[TODAY_PLAN] = plan_csv(dataset.today, graph.units).encode()
        files[TODAY_GRIDS] = grids_csv(dataset.today).encode()
    return files | {
        f"layers/{name}.parquet": _parquet(layer) for name, layer in sorted(dataset.layers.items())
    }


def dataset_from(files: Mapping[str, bytes]) -> Dataset:
    """The dataset that named files describe.

    Raises
    ------
    FormatError
        When `dataset.json` is missing, is no dataset's, or is of a newer format.
    """
    about = _read_about(files)
    table = gpd.read_parquet(io.BytesIO(files[UNITS]))
    units = _unit_set(about, table, pd.read_parquet(io.BytesIO(files[LEVELS])))
    edges = pd.read_parquet(io.BytesIO(files[EDGES]))
    graph = PlanningGraph(
        units=units,
        **{name: table[name].to_numpy() for name in _UNIT_ARRAYS},
        **{name: edges[name].to_numpy() for name in _EDGE_ARRAYS},
    )
    today = None
    if TODAY_PLAN in files:
        today = read_plan(units, files[TODAY_PLAN].decode(), files[TODAY_GRIDS].decode())
    layers = {
        name.removeprefix("layers/").removesuffix(".parquet"): gpd.read_parquet(io.BytesIO(data))
        for name, data in files.items()
        if name.startswith("layers/")
    }
    return Dataset(
        info=_info(about["info"]),
        graph=graph,
        footprints=table.geometry.to_numpy(),
        today=today,
        layers=layers,
        errors={
            name.removeprefix("error:"): table[name].to_numpy()
            for name in table.columns
            if name.startswith("error:")
        },
    )


def write_dataset(dataset: Dataset, folder: Path) -> None:
    """Write the dataset into a new folder; an existing one that is not empty is refused."""
    write_files(dataset_files(dataset), folder)


def read_dataset(folder: Path) -> Dataset:
    """Read a dataset folder."""
    return dataset_from(read_files(folder))


def refuse_filled(folder: Path) -> None:
    """Refuse a folder to write that already holds something, or a file in its place."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FormatError("folder-not-empty", folder=str(folder))


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write named files into a folder by way of a temporary one beside it: all of them or nothing."""
    refuse_filled(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as beside:
        part = Path(beside) / "files"
        for name, data in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rmdir()
        part.rename(folder)


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its name."""
    if not folder.is_dir():
        raise FormatError("no-folder", folder=str(folder))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _about(dataset: Dataset) -> dict[str, object]:
    units = dataset.graph.units
    return {
        "format": FORMAT,
        "kind": "dataset",
        "digest": dataset.digest,
        "info": asdict(dataset.info),
        "counts": [asdict(column) for column in units.columns],
        "levels": [level.key for level in units.levels],
        "estates": list(units.estate_codes),
    }


def _read_about(files: Mapping[str, bytes]) -> dict[str, Any]:
    if ABOUT not in files:
        raise FormatError("no-dataset", file=ABOUT)
    about: dict[str, Any] = json.loads(files[ABOUT])
    if about.get("kind") != "dataset":
        raise FormatError("no-dataset", file=ABOUT)
    if about["format"] > FORMAT:
        raise FormatError("too-new", file=ABOUT, format=about["format"], known=FORMAT)
    missing = [name for name in (UNITS, EDGES, LEVELS) if name not in files]
    if missing:
        raise FormatError("file-missing", file=missing[0])
    return about


def _info(told: dict[str, Any]) -> GroundInfo:
    return GroundInfo(
        **told
        | {
            "exclaves": tuple(told["exclaves"]),
            "bridges": tuple((a, b) for a, b in told["bridges"]),
            "totals": {name: Total(**total) for name, total in told["totals"].items()},
            "problems": tuple(Problem(**problem) for problem in told["problems"]),
            "repairs": tuple(Repair(**repair) for repair in told["repairs"]),
        }
    )


def _units_table(dataset: Dataset) -> gpd.GeoDataFrame:
    graph, units = dataset.graph, dataset.graph.units
    table: dict[str, object] = {"code": units.codes, "footprint": units.footprint, "estate": units.estate_of}
    table |= {name: getattr(graph, name) for name in _UNIT_ARRAYS}
    table |= {f"level:{level.key}": level.of_unit for level in units.levels}
    table |= {f"count:{column.name}": units.counts[:, n] for n, column in enumerate(units.columns)}
    table |= {f"error:{name}": error for name, error in sorted(dataset.errors.items())}
    return gpd.GeoDataFrame(table, geometry=dataset.footprints, crs=dataset.info.crs)


def _levels_table(units: UnitSet) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (level.key, code, name, kind)
            for level in units.levels
            for code, name, kind in zip(level.codes, level.names, level.kinds, strict=True)
        ],
        columns=["level", "code", "name", "kind"],
    )


def _unit_set(about: dict[str, Any], table: gpd.GeoDataFrame, areas: pd.DataFrame) -> UnitSet:
    levels = []
    for key in about["levels"]:
        mine = areas[areas["level"] == key]
        levels.append(
            Level(
                key=key,
                codes=tuple(mine["code"]),
                names=tuple(mine["name"]),
                kinds=tuple(mine["kind"]),
                of_unit=table[f"level:{key}"].to_numpy(),
            )
        )
    columns = tuple(Count(**column) for column in about["counts"])
    counts = np.column_stack([table[f"count:{column.name}"].to_numpy() for column in columns])
    return UnitSet(
        codes=tuple(table["code"]),
        counts=counts,
        columns=columns,
        footprint=table["footprint"].to_numpy(),
        levels=tuple(levels),
        estate_codes=tuple(about["estates"]),
        estate_of=table["estate"].to_numpy(),
    )


def _parquet(table: pd.DataFrame) -> bytes:
    data = io.BytesIO()
    table.to_parquet(data, index=False)
    return data.getvalue()
