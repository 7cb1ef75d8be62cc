"""A damaged file ends in a problem or a reading, never in an exception."""

from __future__ import annotations

import shutil
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.reading.inspection import inspect_files
from tests.shared import real_data

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "mapshaper/dbf__ldid__chinese.shp", "mapshaper/dbf__ldid__chinese.shx",
    "mapshaper/dbf__ldid__chinese.dbf",
    "mapshaper/shapefile__shplib__3dpoints.shp", "pyshp/corrupt_too_long.shx", "shapefilejs/utf.dbf",
    "shapefilejs/utf.zip", "mapshaper/features__zip__zip-in-zip.zip", "pyogrio_fiona/fiona_trio.geojson",
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to damage files in."""
    return tmp_path_factory.mktemp("damaged")


def copied(name: str, room: Path) -> Path:
    """Copy a file with its siblings."""
    path = real_data("importer") / name
    for part in path.parent.glob(f"{path.stem}.*"):
        shutil.copyfile(part, room / part.name)
    return room / path.name


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=5),
    st.floats(0.3, 1.5),
)
def test_no_damage_ends_in_an_exception(
    room: Path, name: str, hits: list[tuple[float, bytes]], kept: float
) -> None:
    path = copied(name, room)
    content = bytearray(path.read_bytes())
    for where, what in hits:
        at = int(where * len(content))
        content[at : at + len(what)] = what
    path.write_bytes(content[: int(kept * len(content))])
    facts = inspect_files([path])[0]
    assert facts.layers or [problem for problem in facts.problems if problem.severity == "error"]


def test_an_index_with_lengths_below_nothing_is_made_anew(room: Path) -> None:
    path = copied("pyshp/corrupt_too_long.shx", room)
    content = bytearray(path.read_bytes())
    content[104:108] = struct.pack(">i", -2_000_000_000)
    path.write_bytes(content)
    facts = inspect_files([path.with_suffix(".shp")])[0]
    assert [problem.code for problem in facts.problems] == ["shape.index-rebuilt"]
    assert [layer.features for layer in facts.layers] == [10]


@pytest.mark.parametrize(
    ("name", "codes"), [("国家大地坐标系2000".encode("gb18030"), []), (b"\xff\xff", ["shape.prj-unreadable"])]
)
def test_a_crs_named_in_bytes_of_another_encoding_is_read_by_its_numbers_or_left_out(
    room: Path, name: bytes, codes: list[str]
) -> None:
    path = copied("mapshaper/dbf__ldid__chinese.shp", room)
    prj = path.with_suffix(".prj")
    prj.write_bytes(prj.read_bytes().replace(b"GCS_WGS_1984", name))
    facts = inspect_files([path])[0]
    assert [problem.code for problem in facts.problems] == codes
    assert [(layer.features, bool(layer.crs)) for layer in facts.layers] == [(1, not codes)]


def test_a_member_without_a_name_makes_the_archive_a_broken_one(tmp_path: Path) -> None:
    """Its name's length is nought in the directory and its bytes stand where a comment may."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("b.csv", "a,b\n1,2\n")
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 28 : entry + 34] = struct.pack("<HHH", 0, 0, len("b.csv"))
    path.write_bytes(content)
    facts = inspect_files([path])[0]
    assert [(problem.code, problem.severity) for problem in facts.problems] == [("archive.broken", "error")]


@pytest.mark.parametrize("label", ["uu", "zlib", "hex", "idna", "punycode", "utf-16"])
def test_a_damaged_label_leaves_the_bytes_to_say_what_they_are(room: Path, label: str) -> None:
    path = copied("mapshaper/dbf__cpg__big5.shp", room)
    path.with_suffix(".cpg").write_text(label, encoding="ascii")
    facts = inspect_files([path])[0]
    assert [layer.features for layer in facts.layers] == [1]
    assert facts.layers[0].fields == ("NAME",)
