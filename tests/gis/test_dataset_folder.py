"""A dataset comes back from its folder as it went in, and a wrong folder is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from geopandas.testing import assert_geodataframe_equal

from domain.errors import FormatError
from gis.dataset_folder import dataset_files, dataset_from, read_dataset, write_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path


def test_a_dataset_survives_its_folder(tmp_path: Path) -> None:
    town = drawn_town()
    write_dataset(town, tmp_path / "town")
    back = read_dataset(tmp_path / "town")
    assert back.digest == town.digest
    assert back.info == town.info
    assert back.graph.units.digest == town.graph.units.digest
    assert np.array_equal(back.graph.follows_m, town.graph.follows_m)
    assert back.today is not None
    assert town.today is not None
    assert back.today.grids == town.today.grids
    assert_geodataframe_equal(back.layers["roads"], town.layers["roads"])


def test_files_of_a_dataset_are_the_same_bytes_each_time() -> None:
    assert dataset_files(drawn_town()) == dataset_files(drawn_town())


def test_a_folder_with_something_in_it_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FormatError, match="folder-not-empty"):
        write_dataset(drawn_town(), tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_newer_format_is_refused() -> None:
    files = dataset_files(drawn_town())
    files["dataset.json"] = json.dumps(json.loads(files["dataset.json"]) | {"format": 2}).encode()
    with pytest.raises(FormatError) as told:
        dataset_from(files)
    assert told.value.code == "format.too-new"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("u9999,610114001001001\n", "format.unknown-code"),
        ("u0000,610114001001001\n", "format.unit-twice"),
    ],
)
def test_a_wrong_row_of_the_plan_is_named(row: str, code: str) -> None:
    files = dataset_files(drawn_town())
    files["today/plan.csv"] += row.encode()
    with pytest.raises(FormatError) as told:
        dataset_from(files)
    assert (told.value.code, told.value.facts["row"]) == (code, 62)


def test_a_unit_without_a_row_is_named() -> None:
    files = dataset_files(drawn_town())
    lines = files["today/plan.csv"].decode().splitlines(keepends=True)
    files["today/plan.csv"] = "".join(lines[:-1]).encode()
    with pytest.raises(FormatError) as told:
        dataset_from(files)
    assert told.value.facts["unit"] == "u0059"
