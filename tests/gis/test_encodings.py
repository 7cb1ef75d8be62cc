"""Bytes without a label are read rightly or not at all."""

from __future__ import annotations

import codecs
import doctest
import encodings
import pkgutil
import random
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

import gis.files.encodings
from gis.files.encodings import decide, decoded, known_encoding
from tests.shared import real_data

if TYPE_CHECKING:
    from collections.abc import Callable

KOREAN = [
    "서울특별시 종로구",
    "부산광역시 해운대구",
    "대구 중구 동인동",
    "수원시 팔달구 매산로",
    "전주시 완산구",
]
WESTERN = ["São Paulo", "München", "Zürich", "Königsberg", "Café", "Besançon", "Málaga", "Århus", "Nîmes"]


def korea() -> list[str]:
    """Names of places of Korea."""
    return KOREAN


def west() -> list[str]:
    """Names of cities with a letter that is not ASCII."""
    return WESTERN


def mainland() -> list[str]:
    """Names of real communities of five cities."""
    tables = sorted((real_data("cn_hierarchy")).glob("*_communities.csv"))
    names = [table[c] for table in map(pd.read_csv, tables) for c in table if table[c].dtype != "int64"]
    return sorted({v for column in names for v in column.dropna().astype(str) if not v.isascii()})


def taiwan() -> list[str]:
    """Names of the real villages of Taipei, with the longer names that hold them."""
    table = gpd.read_file(real_data("taipei") / "villages.geojson", engine="pyogrio")
    texts = [table[c] for c in table.columns if c in ("VNAME", "TNAME", "TVNAME", "PTVNAME")]
    return sorted({str(value) for column in texts for value in column.dropna()})


@pytest.mark.parametrize(
    ("names", "encoding", "left"),
    [
        (mainland, "utf-8", 0.01), (mainland, "gb18030", 0.02), (taiwan, "utf-8", 0.0),
        (taiwan, "cp950", 0.0),
        (taiwan, "gb18030", 0.2), (korea, "utf-8", 0.0), (korea, "cp949", 0.0), (west, "utf-8", 0.4),
        (west, "cp1252", 0.2),
    ],
)  # fmt: skip
def test_real_names_are_never_read_in_a_wrong_encoding(
    names: Callable[[], list[str]], encoding: str, left: float
) -> None:
    """Six hundred samples of 1 to 5 names; a share of at most `left` is for people to decide."""
    chance, undecided = random.Random(7), 0  # noqa: S311 -- a sample, not a secret
    pool = names()
    for n in range(600):
        sample = chance.sample(pool, k=1 + n % 5)
        written = [name.encode(encoding) for name in sample]
        verdict = decide(written)
        undecided += verdict.how == "undecided"
        if verdict.how == "detected":
            assert [raw.decode(verdict.encoding) for raw in written] == sample, verdict
    assert undecided <= left * 600


def test_what_nobody_can_tell_is_left_to_people_with_its_readings() -> None:
    verdict = decide(["é".encode("cp1252") + b"a"])
    assert (verdict.encoding, verdict.how) == ("", "undecided")
    assert len(verdict.readings) == 3


def test_a_label_stands_unless_the_bytes_contradict_it() -> None:
    values = [name.encode("gbk") for name in ("金阳社区", "北关街道", "中山路小区")]
    assert decide(values, cpg="936").how == "cpg"
    assert decide(values, ldid=0x4D).how == "ldid"
    assert decide(values, ldid=0x57).how == "detected"  # says only: whatever the machine had
    for label in ("UTF-8", "Big5", "88591"):
        assert decide(values, cpg=label).how == "doubtful"
    assert decide(values, cpg="UTF-8", declared="gb2312").encoding == "gb18030"


def test_a_value_cut_in_mid_character_loses_only_that() -> None:
    for encoding in ("gb18030", "utf-8", "cp950", "cp949"):
        assert decoded("大里".encode(encoding)[:-1], encoding) == ("大", True)
        assert decoded("大里".encode(encoding), encoding) == ("大里", False)
    with pytest.raises(UnicodeDecodeError):
        decoded(b"\xff\xff\x80ab", "utf-8")


def test_labels_are_known_by_their_many_names() -> None:
    assert doctest.testmod(gis.files.encodings).failed == 0
    assert known_encoding("") is None


def test_every_label_that_is_known_decodes_whatever_bytes_there_are() -> None:
    """Python's codecs also pack, escape and turn: as labels of a file they are none."""
    names = {module.name for module in pkgutil.iter_modules(encodings.__path__)}
    known = {name for name in (known_encoding(each) for each in names | {"utf-8"}) if name}
    assert {"utf-8", "gb18030", "cp950", "cp949", "cp1252", "shift_jis", "utf-16"} <= known
    for name in known:
        decoder = codecs.getincrementaldecoder(name)("replace")
        assert isinstance(decoder.decode("".encode(name) + bytes(range(256)), final=False), str)


@pytest.mark.parametrize(
    "label", ["uu", "zlib", "hex", "rot13", "bz2", "idna", "punycode", "utf-16", "cp037"]
)
def test_a_label_that_no_table_can_bear_is_as_none(label: str) -> None:
    values = [name.encode("gbk") for name in ("金阳社区", "北关街道", "中山路小区")]
    assert decide(values, cpg=label) == decide(values)
    assert decide([b"NAME"], cpg=label).encoding == "utf-8"
