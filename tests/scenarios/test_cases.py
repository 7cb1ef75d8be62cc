"""Cases: what the list says is what is built, to the same byte every time, and through a folder and back."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from domain.errors import UnknownError
from gis.dataset_folder import read_dataset, write_dataset
from scenarios.cases import build_case, cases
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

PRINT_DIGEST = """
from hashlib import sha256
from scenarios.cases import build_case
dataset = build_case("yanliang")
layers = sha256()
for name, layer in dataset.layers.items():
    layers.update(name.encode() + repr(layer.drop(columns="geometry").to_numpy().tolist()).encode())
    layers.update(b"".join(layer.geometry.to_wkb()))
print(dataset.digest, layers.hexdigest())
"""


def test_the_list_agrees_with_what_is_built() -> None:
    line = next(case for case in cases() if case.name == "yanliang")
    dataset = yanliang()
    assert dataset.today is not None
    units = dataset.graph.units
    assert (line.title, line.title_en) == (dataset.info.title, dataset.info.title_en)
    assert line.communities == len(units.communities.codes)
    assert line.grids == len(dataset.today)
    assert line.households == units.count(dataset.info.households).sum()
    assert line.basis == units.column(dataset.info.households).basis == "户室"
    assert line.buildings == units.count("buildings").sum()


def test_an_unknown_case_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UnknownError) as raised:
        build_case("atlantis")
    assert raised.value.facts["name"] == "atlantis"
    assert "yanliang" in str(raised.value.facts["known"])


def test_a_process_with_another_hash_seed_builds_the_same_bytes() -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.split()[0] == yanliang().digest


def test_a_built_case_comes_back_from_its_folder_as_it_went_in(tmp_path: Path) -> None:
    write_dataset(yanliang(), tmp_path / "yanliang")
    assert read_dataset(tmp_path / "yanliang").digest == yanliang().digest
