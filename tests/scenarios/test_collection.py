"""A collection round: workbooks go out to every community, come back as people leave them, and are merged."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from domain.errors import FormatError
from gis.dataset_folder import read_dataset, write_dataset
from scenarios.collection.form import CODE, MARK, asked_columns
from tests.returns import DATE, HEADS, ROOM, come_back, damage_ten, fill, last_row, sent_out
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "yanliang"
    write_dataset(yanliang(), folder)
    return folder


@pytest.fixture(scope="module")
def filled(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks of every community, filled in with a little more than last time."""
    out = tmp_path_factory.mktemp("round") / "out"
    sent_out(ground, out)
    for path in out.iterdir():
        fill(path, more=1)
    return out


def test_of_105_workbooks_twelve_damaged_ones_are_found_and_the_others_merged(
    ground: Path, filled: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    shutil.copytree(filled, back)
    files = sorted(back.iterdir())
    assert len(files) == 105
    damaged = damage_ten(files[3::9])
    damaged["collect.not-a-workbook"], damaged["collect.other-round"] = files[1], files[100]
    files[1].write_bytes(files[1].read_bytes()[:2000])
    sent_out(ground, tmp_path / "earlier", round_="2025-11")
    shutil.copy(tmp_path / "earlier" / files[100].name, files[100])

    told = come_back(ground, back, tmp_path / "new")
    assert {one["file"] for one in told["faulty"]} == {path.name for path in damaged.values()}
    assert len(told["faulty"]) == 12
    assert len(told["returned"]) == 93
    for code, path in damaged.items():
        assert code in {row["code"] for row in told["problems"] if row["file"] == path.name}

    old, new = read_dataset(ground).graph.units, read_dataset(tmp_path / "new").graph.units
    at = [old.columns.index(column) for column in asked_columns(old)]
    sound = np.isin(old.communities.of_unit, [old.communities.codes.index(c) for c in told["returned"]])
    grown = old.counts[:, at] + ((old.counts[:, at] > 10) & sound[:, None])
    np.testing.assert_array_equal(new.counts[:, at], grown)
    assert {column.date for column in new.columns} == {column.date for column in old.columns}


def test_harmless_changes_are_read_as_if_nothing_had_happened(
    ground: Path, filled: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back" / "街道"
    shutil.copytree(filled, back)
    for n, path in enumerate(sorted(back.iterdir())[:4]):
        book = openpyxl.load_workbook(path)
        sheet = book["摸底表"]
        match n:
            case 0:  # renamed, its mark gone, a title above
                sheet.title = "Sheet1"
                del book[MARK]
                sheet.insert_rows(1)
            case 1:  # a number typed as text, an empty row between
                sheet.cell(HEADS + 1, ROOM).value = f" {sheet.cell(HEADS + 1, ROOM).value} "
                sheet.insert_rows(HEADS + 2)
            case 2:  # a remark
                sheet.cell(HEADS, sheet.max_column + 1).value = "备注"
            case 3:  # rows the other way round
                last = last_row(sheet)
                rows = [[cell.value for cell in row] for row in sheet.iter_rows(HEADS + 1, last)]
                for at, row in enumerate(reversed(rows), start=HEADS + 1):
                    for column, value in enumerate(row, start=1):
                        sheet.cell(at, column).value = value
        book.save(path)
    (back / f"~${path.name}").write_bytes(b"open in another program")
    told = come_back(ground, back.parent, tmp_path / "new")
    assert told["ok"]
    assert len(told["returned"]) == 105
    new = read_dataset(tmp_path / "new").graph.units
    assert {column.date for column in asked_columns(new)} == {DATE}


def test_a_merged_dataset_with_unchanged_figures_is_the_same_but_for_dates(
    ground: Path, tmp_path: Path
) -> None:
    sent_out(ground, tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        fill(path)
    come_back(ground, tmp_path / "out", tmp_path / "new")
    old, new = read_dataset(ground), read_dataset(tmp_path / "new")
    np.testing.assert_array_equal(old.graph.units.counts, new.graph.units.counts)
    assert old.today is not None
    assert new.today is not None
    np.testing.assert_array_equal(old.today.grid_of, new.today.grid_of)


def test_what_did_not_come_back_is_missing_and_keeps_its_figures(ground: Path, tmp_path: Path) -> None:
    sent_out(ground, tmp_path / "out")
    back = tmp_path / "back"
    back.mkdir()
    path = min((tmp_path / "out").iterdir())
    fill(path)
    shutil.copy(path, back)
    told = come_back(ground, back, tmp_path / "new")
    assert len(told["missing"]) == 104
    assert not told["ok"]
    assert told["board"]["total"]["missing"] == 104
    kept = [
        problem for problem in read_dataset(tmp_path / "new").info.problems if problem.code == "collect.kept"
    ]
    assert len(kept) == 104


def test_a_workbook_left_blank_is_told_once(ground: Path, tmp_path: Path) -> None:
    sent_out(ground, tmp_path / "out")
    back = tmp_path / "back"
    back.mkdir()
    shutil.copy(min((tmp_path / "out").iterdir()), back)
    assert [row["code"] for row in come_back(ground, back)["problems"]] == ["collect.blank"]


def test_two_workbooks_of_one_community_are_both_left_out(ground: Path, filled: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    shutil.copytree(filled, back)
    first = min(back.iterdir())
    shutil.copy(first, back / f"副本{first.name}")
    told = come_back(ground, back)
    assert {one["file"] for one in told["faulty"]} == {first.name, f"副本{first.name}"}
    assert {row["code"] for row in told["problems"]} == {"collect.community-twice"}


def test_new_buildings_are_told_with_their_address(ground: Path, filled: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    back.mkdir()
    path = shutil.copy(min(filled.iterdir()), back)
    book = openpyxl.load_workbook(path)
    sheet = book["摸底表"]
    head = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "新增楼栋")
    sheet.cell(head + 2, 1).value, sheet.cell(head + 2, 2).value = "7号楼", "人民路12号"
    book.save(path)
    told = come_back(ground, back)
    assert [(one["name"], one["address"]) for one in told["new"]] == [("7号楼", "人民路12号")]


def test_a_workbook_asks_for_nothing_about_persons_and_locks_what_was_known(filled: Path) -> None:
    sheet = openpyxl.load_workbook(min(filled.iterdir()))["摸底表"]
    heads = [str(sheet.cell(HEADS, column).value) for column in range(1, sheet.max_column + 1)]
    assert heads[0] == CODE
    assert not any("姓名" in head or "电话" in head for head in heads)
    assert sheet.protection.sheet
    assert sheet.cell(HEADS + 1, 1).protection.locked
    assert not sheet.cell(HEADS + 1, ROOM).protection.locked


def test_a_dataset_is_only_written_with_the_day_of_its_figures(
    ground: Path, filled: Path, tmp_path: Path
) -> None:
    with pytest.raises(FormatError) as raised:
        come_back(ground, filled, tmp_path / "new", date="")
    assert raised.value.code == "format.no-date"
    assert not (tmp_path / "new").exists()
