"""What is given to police grids as tables, and what is told of them in lines and in the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.command import gridwright, told
from tests.policing import OFFICERS, ZONES, drawn_in, officers_csv, policed_yanliang, raised
from tests.yanliang import yanliang

if TYPE_CHECKING:
    from pathlib import Path

GRIDS = [
    "警格编码", "警格名称", "派出所", "社区（村）", "村数", "网格数", "民警", "辅警", "应配辅警", "人口",
    "人/警", "人口判断", "警情（起/年）", "警情/警", "到场（分钟）", "等候（分钟）", "忙时占比",
    "他格民警处置占比",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return policed_yanliang(tmp_path_factory)


@pytest.fixture(scope="module")
def drawn(folder: Path) -> dict[str, Any]:
    return drawn_in(folder)


def test_the_workbook_holds_the_tables_with_their_columns(
    folder: Path, drawn: dict[str, Any], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(folder / "police.xlsx", read_only=True)
    sheets = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    assert list(sheets) == [
        "人员配备表",
        "警格一览表",
        "警格—网格对应表",
        "派出所辖区表",
        "缺勤顶替表",
        "现状对比表",
    ]
    assert sheets["警格一览表"][0] == GRIDS
    rows = [dict(zip(GRIDS, row, strict=True)) for row in sheets["警格一览表"][1:]]
    assert sum(row["民警"] for row in rows) == 65
    assert sum(row["辅警"] for row in rows) <= 7 * 20
    assert all(row["辅警"] >= row["应配辅警"] or row["应配辅警"] > 1 for row in rows)
    head, *staff = sheets["人员配备表"]
    columns = [head.index(name) for name in ("社区民警", "警格数", "人/警")]
    assert len(staff) == 105
    assert all(row[columns[0]] == row[columns[1]] >= 1 and 1000 < row[columns[2]] <= 7000 for row in staff)
    pairs = sheets["警格—网格对应表"][1:]
    assert len(pairs) == sum(len(grid["grids"]) for grid in drawn["grids"]) == 180
    assert {row[3] for row in pairs} == {"整网格"}
    asked = (
        "police",
        folder / "d",
        "--officers",
        officers_csv(tmp_path, OFFICERS),
        "--out",
        folder / "police.xlsx",
    )
    assert gridwright(*asked).exit_code == 1  # it is there already


def test_calls_of_a_table_are_balanced_and_wrong_rows_are_named(folder: Path, tmp_path: Path) -> None:
    codes = yanliang().graph.units.communities.codes
    calls = tmp_path / "calls.csv"
    calls.write_text("\n".join(["community,calls", *(f"{code},{30 + n}" for n, code in enumerate(codes))]))
    officers = officers_csv(tmp_path, OFFICERS)
    found = told("police", folder / "d", "--officers", officers, "--calls", calls)
    assert found["calls_from"] == "table"
    assert sum(grid["calls"] for grid in found["grids"]) == pytest.approx(sum(30 + n for n in range(105)))
    calls.write_text("\n".join(["community,calls", "nowhere,3", *(f"{code},x" for code in codes[1:])]))
    faults = told("police", folder / "d", "--officers", officers, "--calls", calls, status=3)["rejected"]
    assert [fault["code"] for fault in faults] == ["police.row.community", "police.row.missing"]
    officers = tmp_path / "officers.csv"
    officers.write_text(
        "station,officers,auxiliaries\n关山派出所,3,1\n610114007,2,1\n火星派出所,1,1\n武屯派出所,x,1\n"
    )
    faults = told("police", folder / "d", "--officers", officers, status=3)["rejected"]
    assert [fault["code"].rpartition(".")[2] for fault in faults] == ["twice", "station", "number"]
    twice = told(
        "police", folder / "d", "--officers", officers, "--calls", calls, "--count", "events", status=2
    )
    assert twice["error"]["code"] == "value.police-calls"
    officers = officers_csv(tmp_path, OFFICERS)
    wrong = told("police", folder / "d", "--officers", officers, "--zones", "no", status=2)
    assert (wrong["error"]["code"], wrong["error"]["facts"]["known"]) == ("value.no-such-net", "police")
    assert told("police", folder / "d", "--officers", tmp_path / "no.csv", status=1)


def test_lines_tell_everything_and_name_every_station(folder: Path, tmp_path: Path) -> None:
    ran = gridwright(
        "police", folder / "d", "--officers", officers_csv(tmp_path, ZONES), "--lang", "en",
        "--standards", raised(tmp_path, 20_000),
    )  # fmt: skip
    assert ran.exit_code == 0
    assert "{" not in ran.stdout
    for words in (
        "No calls are given",
        "27 police zones",
        "nobody of the station",
        "auxiliaries are",
        *ZONES,
    ):
        assert words in ran.stdout
