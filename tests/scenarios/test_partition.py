"""The bare engine on a graph from a file: what is written, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cli import cli
from domain.errors import FormatError, InvalidValueError
from domain.outcome import Infeasible
from scenarios.graph_file import read_graph
from scenarios.partition import Cut, Partition, partition, partition_file

if TYPE_CHECKING:
    from pathlib import Path

LADDER = {
    "name": "ladder",
    "id": [f"n{n}" for n in range(8)],
    "pop": [1, 2, 3, 4, 4, 3, 2, 1],
    "x": [0, 1, 2, 3, 0, 1, 2, 3],
    "y": [0, 0, 0, 0, 1, 1, 1, 1],
    "edges": [[0, 1], [1, 2], [2, 3], [4, 5], [5, 6], [6, 7], [0, 4], [1, 5], [2, 6, 7.5], [3, 7], [7, 3]],
}


def written(folder: Path, **changes: object) -> Path:
    path = folder / "graph.json"
    path.write_text(json.dumps({**LADDER, **changes}), encoding="utf-8")
    return path


def test_a_ladder_falls_into_two_halves_with_two_rungs_cut(tmp_path: Path) -> None:
    out = tmp_path / "parts.json"
    ran = CliRunner().invoke(
        cli,
        [
            "partition",
            str(written(tmp_path)),
            "--parts",
            "2",
            "--tolerance",
            "0",
            "--out",
            str(out),
            "--json",
        ],
    )
    assert ran.exit_code == 0, ran.output
    told = json.loads(out.read_text(encoding="utf-8"))
    assert set(told) == {
        "assignment", "objective", "bound", "gap", "proven", "seconds", "proposals", "seed",
    }  # fmt: skip
    assert (told["objective"], told["bound"], told["gap"], told["proven"]) == (2.0, 2.0, 0.0, True)
    assert [told["assignment"][f"n{n}"] for n in range(8)] in ([0, 0, 1, 1] * 2, [1, 1, 0, 0] * 2)
    assert json.loads(ran.stdout)["command"] == "partition"


def test_the_same_seed_and_proposals_give_the_same_parts(tmp_path: Path) -> None:
    graph = read_graph(written(tmp_path))
    asked = Cut(parts=3, low=4, high=9, objective="inertia", proposals=5_000, seed=4)
    one, other = partition(graph, asked), partition(graph, asked)
    assert isinstance(one, Partition)
    assert isinstance(other, Partition)
    assert one.part_of_node == other.part_of_node


def test_what_arithmetic_forbids_has_no_plan_and_says_what_would_help(tmp_path: Path) -> None:
    refused = partition(read_graph(written(tmp_path)), Cut(parts=2, low=1, high=9))
    assert isinstance(refused, Infeasible)
    assert (refused.clashes[0].relax_rule, refused.clashes[0].relax_to) == ("hard-high", 10.0)
    pieces = read_graph(written(tmp_path, edges=LADDER["edges"][:6]))
    refused = partition(pieces, Cut(parts=1, low=0, high=20))
    assert isinstance(refused, Infeasible)
    assert {rule.rule for rule in refused.clashes[0].rules} == {"count", "contiguous"}
    both = partition(pieces, Cut(parts=2, low=10, high=10))
    assert isinstance(both, Partition)
    assert both.objective == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"pop": [1, 2]},
        {"pop": [0.5] * 8},
        {"pop": [-1] * 8},
        {"id": ["a"] * 8},
        {"edges": [[0, 8]]},
        {"x": [0.0]},
        {"edges": None},
    ],
)
def test_a_broken_graph_is_refused_by_name(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(FormatError) as refused:
        read_graph(written(tmp_path, **broken))
    assert refused.value.code == "format.no-graph"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"objective": "cut", "bound": True}, "value.partition-unsupported"),
        ({"balance": ("pop", "calls")}, "value.partition-column"),
        ({"nest": "street"}, "value.partition-column"),
        ({"balance": ("pop", "hours"), "tolerance": None, "low": 1, "high": 19}, "value.partition-loads"),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path: Path, asked: dict[str, Any], code: str) -> None:
    path = written(tmp_path, attrs={"hours": [1] * 8})
    with pytest.raises(InvalidValueError) as refused:
        partition_file(path, tmp_path / "out.json", Cut(**{"parts": 2, "tolerance": 0.5, **asked}), tell=str)
    assert refused.value.code == code
    assert not (tmp_path / "out.json").exists()


def test_no_part_leaves_the_area_it_is_nested_in(tmp_path: Path) -> None:
    rows = ["north"] * 4 + ["south"] * 4
    found = partition(
        read_graph(written(tmp_path, attrs={"street": rows}), nest="street"), Cut(parts=4, low=3, high=7)
    )
    assert isinstance(found, Partition)
    assert not set(found.part_of_node[:4]) & set(found.part_of_node[4:])


def test_bounds_are_stated_once(tmp_path: Path) -> None:
    graph = read_graph(written(tmp_path))
    for asked in (Cut(parts=2), Cut(parts=2, tolerance=0.1, low=1, high=2), Cut(parts=2, low=3)):
        with pytest.raises(InvalidValueError):
            partition(graph, asked)
    with pytest.raises(InvalidValueError):
        partition(read_graph(written(tmp_path, x=[], y=[])), Cut(parts=2, tolerance=0.1, objective="inertia"))
