"""Files come in whole or not at all, under their own name, from this desk, and never too much."""

from __future__ import annotations

import doctest
import io
import os
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import scenarios.intake.shelf
from app import create_desk_on
from data.settings import Settings
from domain.errors import IntakeError, UnknownError
from scenarios.intake.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

MB = 1 << 20


class BrokenLine(io.RawIOBase):
    """A connection that gives two pieces and dies."""

    def __init__(self) -> None:
        self.left = 2

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise ConnectionResetError
        return b"x" * min(size, 1000)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, most_bytes=2 * MB, days=7)


@pytest.fixture
def desk(tmp_path: Path) -> FlaskClient:
    _, network = create_desk_on(Settings(home=tmp_path, upload_mb=1))
    return network.test_client()


def left(shelf: Shelf, intake: str) -> list[str]:
    return sorted(path.name for path in (shelf.folder(intake) / "files").iterdir())


def test_a_name_is_cleaned_to_one_that_any_system_takes() -> None:
    assert doctest.testmod(scenarios.intake.shelf).failed == 0


@pytest.mark.parametrize("name", ["", "..", "/", "...", "\x00", "a.part", "x/.."])
def test_what_is_no_name_is_refused(shelf: Shelf, name: str) -> None:
    with pytest.raises(IntakeError, match=r"intake\.name"):
        shelf.receive(shelf.begin(), name, io.BytesIO(b"1"), 1)


def test_no_name_leads_out_of_the_folder(shelf: Shelf, tmp_path: Path) -> None:
    intake = shelf.begin()
    for name in ("../../desk.db", "/etc/passwd", "..\\..\\desk.db", "长" * 400 + ".zip"):
        path = shelf.receive(intake, name, io.BytesIO(b"1"), 1)
        assert path.parent == shelf.folder(intake) / "files"
    assert not (tmp_path / "desk.db").exists()
    assert "desk.db" in left(shelf, intake)


@pytest.mark.parametrize("intake", ["", "..", "../intake", "0" * 16, "new"])
def test_there_is_no_intake_but_those_begun(shelf: Shelf, intake: str) -> None:
    with pytest.raises(UnknownError):
        shelf.receive(intake, "a.zip", io.BytesIO(b"1"), 1)


def test_what_breaks_off_leaves_nothing_and_an_older_file_as_it_was(shelf: Shelf) -> None:
    intake = shelf.begin()
    old = shelf.receive(intake, "a.zip", io.BytesIO(b"old"), 3)
    for stream in (BrokenLine(), io.BytesIO(b"short")):
        with pytest.raises(IntakeError, match=r"intake\.broken-off"):
            shelf.receive(intake, "a.zip", stream, 5000)
    assert left(shelf, intake) == ["a.zip"]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize("length", [3 * MB, None])
def test_what_is_too_large_is_refused_whether_or_not_it_says_so(shelf: Shelf, length: int | None) -> None:
    intake = shelf.begin()
    with pytest.raises(IntakeError, match=r"intake\.too-large"):
        shelf.receive(intake, "a.zip", io.BytesIO(bytes(3 * MB)), length)
    assert left(shelf, intake) == []


def test_the_limit_holds_for_all_files_of_an_intake_together(shelf: Shelf) -> None:
    intake = shelf.begin()
    for _ in range(3):  # the same name takes its own place
        shelf.receive(intake, "a.zip", io.BytesIO(bytes(MB)), MB)
    shelf.receive(intake, "b.zip", io.BytesIO(bytes(MB)), MB)
    with pytest.raises(IntakeError, match=r"intake\.too-large"):
        shelf.receive(intake, "c.zip", io.BytesIO(b"1"), 1)


def test_a_forgotten_intake_goes_and_a_young_one_stays(shelf: Shelf) -> None:
    old, young = shelf.begin(), shelf.begin()
    for path in (shelf.folder(old), *shelf.folder(old).iterdir()):
        os.utime(path, (time.time() - 8 * 86_400,) * 2)
    shelf.clear()
    assert shelf.all() == (young,)


def test_a_file_arrives_over_the_network_under_its_chinese_name(desk: FlaskClient, tmp_path: Path) -> None:
    told = desk.post(f"/uploads/new/{quote('楼栋表.xlsx')}", data=b"12345").get_json()
    assert told["file"] == "楼栋表.xlsx"
    again = desk.post(f"/uploads/{told['intake']}/b.zip", data=b"1").get_json()
    assert again["intake"] == told["intake"]
    kept = tmp_path / "intake" / told["intake"] / "files"
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == {
        "楼栋表.xlsx": b"12345",
        "b.zip": b"1",
    }


def test_what_is_refused_over_the_network_says_why_and_leaves_nothing(
    desk: FlaskClient, tmp_path: Path
) -> None:
    answer = desk.post("/uploads/new/a.zip", data=bytes(2 * MB))
    assert (answer.status_code, answer.get_json()["code"]) == (400, "intake.too-large")
    assert list((tmp_path / "intake").iterdir()) == []
    assert desk.post(f"/uploads/{'0' * 16}/a.zip", data=b"1").status_code == 404


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_send_files(desk: FlaskClient, headers: dict[str, str]) -> None:
    assert desk.post("/uploads/new/a.zip", data=b"1", headers=headers).status_code == 403
