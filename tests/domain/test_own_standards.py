"""A project's own numbers: what each can be, what must keep its order, and that all of them are read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from data.reference import shipped_standards
from domain.own_standards import OwnNumber, changed_together, editable, faults, with_own
from domain.standard_limits import LIMITS, limits_of
from layouts.rooms.standards.names import number_name
from layouts.text import LANGUAGES

STANDARDS = shipped_standards()
EDITABLE = [key for key in STANDARDS.entries if editable(key)]
VISIT = "workload.visit-minutes"
ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "optimizer", "scenarios", "gis", "layouts")


def test_every_shipped_number_is_inside_the_limits_of_its_unit() -> None:
    for key in EDITABLE:
        entry = STANDARDS.entries[key]
        limits = limits_of(entry.unit)
        assert limits.least <= entry.value <= limits.most, key
        assert not limits.whole or entry.value == int(entry.value), key
        assert faults(STANDARDS, {key: entry.value}) == {}
    assert set(LIMITS) <= {entry.unit for entry in STANDARDS.entries.values()}


def test_no_number_can_be_changed_that_nothing_reads() -> None:
    """A key is read where a text of the code, its gaps filled by anything, is the key or begins it."""
    patterns = {
        _pattern(node) for room in ROOMS for path in (ROOT / room).rglob("*.py") for node in _texts(path)
    }
    read = re.compile("|".join(sorted(pattern for pattern in patterns if r"\." in pattern)))
    assert [key for key in EDITABLE if not read.fullmatch(key)] == []
    assert not read.fullmatch("workload.nobody-reads-this")


def _texts(path: Path) -> list[ast.expr]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]


def _pattern(node: ast.expr) -> str:
    """What a text can be: itself, with anything in the place of what is filled in."""
    if isinstance(node, ast.JoinedStr):
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else ".+" for p in node.values)
        told = "".join(parts)
        whole = re.match(r"[a-z\\-]+\\\.", told) or (told.startswith(r".+\.") and not told.endswith(".+"))
        return told if whole else "(?!)"
    return re.escape(str(node.value)) if isinstance(node, ast.Constant) else "(?!)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_that_can_be_changed_has_a_name(language: str) -> None:
    names = {key: number_name(key, "en" if language == "en" else "zh_Hans") for key in EDITABLE}
    assert [key for key, name in names.items() if not name or "standard." in name] == []
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("values", "at", "code"),
    [
        ({"grid-types.town.norm-high": 350}, "grid-types.town.norm-high", "standards.too-low"),
        ({"grid-types.town.norm-low": 450}, "grid-types.town.norm-low", "standards.too-high"),
        ({"grid-types.town.norm-high": 450.5}, "grid-types.town.norm-high", "standards.whole-only"),
        ({"workload.answer.town": 0.0}, "workload.answer.town", "standards.out-of-range"),
        ({"workload.answer.town": float("nan")}, "workload.answer.town", "standards.out-of-range"),
        ({"police.amber": 8000}, "police.amber", "standards.too-high"),
        (
            {"posts.community-worker.full.money.district-budget": 0.9},
            "posts.community-worker.full.money.district-budget",
            "value.post-money",
        ),
        ({"ground.link.sample": 4.0}, "ground.link.sample", "standards.read-before"),
        ({"nothing.such": 4.0}, "nothing.such", "standards.unknown-key"),
    ],
)
def test_what_is_wrong_is_told_at_its_number(values: dict[str, float], at: str, code: str) -> None:
    assert {key: fault.code for key, fault in faults(STANDARDS, values).items()} == {at: code}


def test_numbers_that_only_make_sense_together_can_be_changed_together() -> None:
    town = changed_together("grid-types.town.target", STANDARDS)
    assert faults(STANDARDS, dict(zip(town, (100, 150, 200, 250, 300, 300), strict=True))) == {}
    money = changed_together("posts.community-worker.full.money.street-budget", STANDARDS)
    assert faults(STANDARDS, dict(zip(money, (0.5, 0.5), strict=True))) == {}


def test_an_own_number_is_assumed_no_more_and_one_that_ships_no_more_is_left_out() -> None:
    own = {
        "workload.visit-minutes": OwnNumber(value=20, source="实测"),
        "gone.key": OwnNumber(value=1, source=""),
    }
    entry = with_own(STANDARDS, own).entries[VISIT]
    assert (entry.value, entry.source, entry.assumed) == (20, "实测", False)
    assert STANDARDS.entries[VISIT].assumed
