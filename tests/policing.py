"""What tests of police grids share: Yanliang with its officers, drawn once, and the laws of a drawing."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import networkx as nx

from gis.dataset_folder import write_dataset
from tests.command import told
from tests.once import made_once
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from gis.dataset import Dataset

OFFICERS = {"凤凰路": 17, "新华路": 19, "振兴": 9, "新兴": 3, "北屯": 3, "武屯": 5, "关山": 9}
ZONES = {"凤凰路": 7, "新华路": 8, "振兴": 4, "新兴": 1, "北屯": 1, "武屯": 2, "关山": 4}
"""Officers that suffice, and as many as there are police zones today."""


def officers_csv(folder: Path, heads: dict[str, int], **changed: int) -> Path:
    """A table of officers, with 20 auxiliaries each."""
    rows = [f"{name}派出所,{count},20" for name, count in {**heads, **changed}.items()]
    path = folder / f"officers-{sum({**heads, **changed}.values())}.csv"
    path.write_text("\n".join(["station,officers,auxiliaries", *rows]), encoding="gbk")
    return path


def raised(folder: Path, red: int) -> Path:
    """Standards with another red line."""
    path = folder / "standards.toml"
    path.write_text(f"[police.red]\nvalue = {red}\n", encoding="utf-8")
    return path


def policed_yanliang(factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the dataset `d`, what the command tells of 65 officers, and its workbook."""

    def draws(path: Path) -> None:
        kept = ("communities", "streets", "facilities", "roads", "net-police")
        layers = {name: layer for name, layer in yanliang().layers.items() if name in kept}
        write_dataset(replace(yanliang(), layers=layers), path / "d")
        officers = officers_csv(path, OFFICERS)
        found = told("police", path / "d", "--officers", officers, "--out", path / "police.xlsx")
        (path / "police.json").write_text(json.dumps(found), encoding="utf-8")

    return made_once(factory, "policed-yanliang", draws)


def drawn_in(folder: Path) -> dict[str, Any]:
    """Return what the command told of 65 officers."""
    found: dict[str, Any] = json.loads((folder / "police.json").read_text(encoding="utf-8"))
    return found


def check_laws(dataset: Dataset, found: dict[str, Any]) -> None:
    """Every unit once; connected over communities; whole ones but for at most one that is divided."""
    graph = dataset.graph
    level = graph.units.communities
    zones = found["units"]
    assert sorted(zones) == sorted(graph.units.codes)
    held: dict[str, set[str]] = defaultdict(set)
    for unit, code in zones.items():
        held[level.codes[level.of_unit[graph.units.codes.index(unit)]]].add(code)
    communities = {grid["code"]: grid["communities"] for grid in found["grids"]}
    for mine in communities.values():
        assert sum(len(held[community]) > 1 for community in mine) <= 1
    touching: nx.Graph[tuple[str, int]] = nx.Graph()
    touching.add_nodes_from((zones[u], int(level.of_unit[n])) for n, u in enumerate(graph.units.codes))
    for a, b in zip(graph.tail.tolist(), graph.head.tolist(), strict=True):
        one, other = ((zones[graph.units.codes[n]], int(level.of_unit[n])) for n in (a, b))
        if one[0] == other[0]:
            touching.add_edge(one, other)
    for code in communities:
        assert nx.is_connected(touching.subgraph([node for node in touching if node[0] == code]))
