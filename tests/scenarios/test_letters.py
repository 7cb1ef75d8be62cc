"""Letters of correction: every fault of a workbook is in its community's letter, and nobody's name."""

from __future__ import annotations

import doctest
import io
import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scenarios.collection.quoting
from domain.errors import FormatError
from gis.dataset_folder import read_dataset, write_dataset
from layouts.text import say
from scenarios.collection.gathering import forms_on
from scenarios.collection.letter_template import drawn_template
from scenarios.collection.quoting import code_to_copy, figure_to_copy, file_to_copy, sheet_to_copy
from scenarios.commands.collection import Post
from scenarios.commands.survey import letter
from tests.returns import HEADS, ROOM, come_back, damage_ten, fill, sent_out, tell
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

BY = "2026-11-30"


def in_english(code: str, /, **facts: str | float) -> str:
    return say(code, "en", **facts)


def post(folder: Path, template: Path | None = None, by: str = BY) -> Post:
    return Post(folder=folder, by=by, template=template, tell=tell)


def text_of(path: Path) -> str:
    """Everything that a letter says, its table cell by cell."""
    read = docx.Document(str(path))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def rows_of(path: Path) -> list[list[str]]:
    """The rows of the table of faults, without its heads."""
    return [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[0].rows[1:]]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "yanliang"
    write_dataset(without_details(yanliang()), folder)
    return folder


@pytest.fixture(scope="module")
def out(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("round") / "out"
    sent_out(ground, folder)
    return folder


@pytest.fixture
def one(out: Path, tmp_path: Path) -> Path:
    """One workbook that came back, filled in."""
    back = tmp_path / "back"
    back.mkdir()
    path = back / min(out.iterdir()).name
    shutil.copy(out / path.name, path)
    fill(path)
    return path


def test_twelve_damaged_workbooks_get_twelve_letters_that_hold_every_fault(
    ground: Path, out: Path, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    back.mkdir()
    paths = [back / path.name for path in sorted(out.iterdir())[3::8]]
    for path in paths:
        shutil.copy(out / path.name, path)
    for path in paths:
        fill(path)
    damage_ten(paths)
    paths[10].write_bytes(paths[10].read_bytes()[:2000])
    sent_out(ground, tmp_path / "earlier", round_="2025-11")
    shutil.copy(tmp_path / "earlier" / paths[11].name, paths[11])

    told = come_back(ground, back, post=post(tmp_path / "letters"))
    letters = sorted((tmp_path / "letters").iterdir())
    assert [path.name for path in letters] == told["letters"]
    assert [path.name for path in letters] == sorted(f"{path.stem}_更正函.docx" for path in paths[:12])
    units = read_dataset(ground).graph.units
    for path in paths[:12]:
        read = tmp_path / "letters" / f"{path.stem}_更正函.docx"
        faults = [row for row in told["problems"] if row["file"] == path.name]
        assert [row[5] for row in rows_of(read)] == [
            fault["text"].replace("联系电话", "电话") for fault in faults
        ]
        whole = text_of(read)
        assert "2026年11月30日" in whole
        assert units.communities.names[units.communities.codes.index(path.name[:12])] in whole
        assert path.name in whole


def test_a_letter_says_sheet_cell_column_and_what_was_found(ground: Path, one: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(one)
    sheet = book["摸底表"]
    sheet.cell(HEADS + 2, ROOM).value = "约30户"
    book.save(one)
    come_back(ground, one.parent, post=post(tmp_path / "letters"))
    (row,) = rows_of(next((tmp_path / "letters").iterdir()))
    head = sheet.cell(HEADS, ROOM)
    assert row[:5] == ["1", "摸底表", f"{head.column_letter}{HEADS + 2}", head.value, "约30户"]


def test_nothing_about_a_person_gets_into_a_letter(ground: Path, one: Path, tmp_path: Path) -> None:
    secrets = ("王秀兰", "13800138000", "610114198001012345", "李建国")
    book = openpyxl.load_workbook(one)
    sheet = book["摸底表"]
    sheet.cell(HEADS + 1, ROOM).value = f"{secrets[0]}家"
    sheet.cell(HEADS + 2, ROOM).value = int(secrets[1])
    sheet.cell(HEADS + 3, 1).value = secrets[2]
    sheet.cell(HEADS + 4, ROOM).value = secrets[1]
    sheet.cell(HEADS, sheet.max_column + 1).value = f"{secrets[3]}电话"
    sheet.title = secrets[3]
    book.save(one.with_name(f"{secrets[0]}{one.name}"))
    one.unlink()
    come_back(ground, one.parent, post=post(tmp_path / "letters"))
    (path,) = (tmp_path / "letters").iterdir()
    whole = path.name + text_of(path)
    assert [secret for secret in secrets if secret in whole] == []
    assert len(rows_of(path)) >= 5
    assert "电话" in whole
    assert doctest.testmod(scenarios.collection.quoting).failed == 0


@given(st.text(alphabet="王李张刘陈万千余多家百十先生女士号电话", min_size=1, max_size=6))
def test_no_word_but_for_none_is_copied(name: str) -> None:
    assert figure_to_copy(name) is None


NUMBERS = st.from_regex(r"1[3-9][0-9]{9}|[1-8][0-9]{16}[0-9X]", fullmatch=True)


@given(NUMBERS, st.lists(st.integers(0, 18), max_size=4), st.sampled_from(["-", " ", ".", "", "、"]))
def test_no_number_of_a_person_is_copied_however_it_is_set_apart(
    number: str, cuts: list[int], by: str
) -> None:
    apart = by.join(number[a:b] for a, b in pairwise(sorted({0, *cuts, len(number)})))
    form = forms_on(yanliang())[0]
    for said in (apart, f"约{apart}户", f"{apart} "):
        assert figure_to_copy(said) is None
    for said in (apart, f"{form.code}-{apart}"):
        assert code_to_copy(said, form) is None
    for said in (f"{apart}.xlsx", form.file.replace(".xlsx", f"_{apart}.xlsx"), f"副本{apart}{form.file}"):
        assert file_to_copy(said, form) is None
    assert sheet_to_copy(apart) is None


def test_what_is_ours_is_copied_as_it_stands() -> None:
    form = forms_on(yanliang())[0]
    for file in (
        form.file,
        f"副本{form.file}",
        form.file.replace(".xlsx", "(1).xlsx"),
        f"20261120{form.file}",
    ):
        assert file_to_copy(file, form) == file
    for code in (*form.codes, f"{form.codes[0]}-1"):
        assert code_to_copy(code, form) == code


def test_a_template_of_ones_own_is_filled_in_as_it_stands(ground: Path, one: Path, tmp_path: Path) -> None:
    assert letter(tmp_path / "own.docx", tell=tell).document["ok"]
    own = docx.Document(str(tmp_path / "own.docx"))
    own.paragraphs[0].insert_paragraph_before("某区网格中心 {{ community }}")
    own.save(str(tmp_path / "own.docx"))
    one.write_bytes(b"cut off")
    come_back(ground, one.parent, post=post(tmp_path / "letters", tmp_path / "own.docx"))
    (path,) = (tmp_path / "letters").iterdir()
    assert docx.Document(str(path)).paragraphs[0].text.startswith("某区网格中心 ")
    assert "{" not in text_of(path)
    with pytest.raises(FormatError) as raised:
        letter(tmp_path / "own.docx", tell=tell)
    assert raised.value.code == "format.file-there"


def _without_faults() -> bytes:
    own, held = docx.Document(), io.BytesIO()
    own.add_paragraph("{{ community }} {{ by }}")
    own.save(held)
    return held.getvalue()


def _with(text: str) -> bytes:
    own, held = docx.Document(io.BytesIO(drawn_template(tell))), io.BytesIO()
    own.add_paragraph(text)
    own.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (b"no document", "format.letter-template"),
        (_with("{{ neighbour }}"), "format.letter-template"),
        (_with("{{ by "), "format.letter-template"),
        (_with("{{ by.__class__.__mro__ }}"), "format.letter-template"),
        (_without_faults(), "format.letter-without"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_refused_before_anything_is_written(
    ground: Path, one: Path, tmp_path: Path, made: bytes, code: str
) -> None:
    (tmp_path / "own.docx").write_bytes(made)
    with pytest.raises(FormatError) as raised:
        come_back(ground, one.parent, post=post(tmp_path / "letters", tmp_path / "own.docx"))
    assert raised.value.code == code
    assert not (tmp_path / "letters").exists()


@pytest.mark.parametrize(("by", "code"), [("", "format.no-deadline"), ("Friday", "format.not-a-day")])
def test_a_letter_needs_a_last_day(ground: Path, one: Path, tmp_path: Path, by: str, code: str) -> None:
    with pytest.raises(FormatError) as raised:
        come_back(ground, one.parent, post=post(tmp_path / "letters", by=by))
    assert raised.value.code == code


def test_letters_are_the_same_bytes_again_and_speak_english_where_asked(
    ground: Path, one: Path, tmp_path: Path
) -> None:
    one.write_bytes(b"cut off")
    for folder in ("a", "b"):
        come_back(ground, one.parent, post=post(tmp_path / folder))
    (a,), (b,) = (tmp_path / "a").iterdir(), (tmp_path / "b").iterdir()
    assert a.read_bytes() == b.read_bytes()
    come_back(ground, one.parent, post=Post(folder=tmp_path / "en", by=BY, template=None, tell=in_english))
    (english,) = (tmp_path / "en").iterdir()
    assert "2026-11-30" in text_of(english)
    assert english.name.endswith("_letter.docx")
