"""Role files are read whole or refused whole, every fault with its file, its field and a remedy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.reference import shipped_standards
from data.roles import roles_from, shipped_roles
from domain.errors import ImportRejected
from domain.role import Calls, Each, OnRoads, PerCount, Visits

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = shipped_standards()
SOUND = """
format = 1
key = "warden"
name = "楼栋看护员"
source = "本区方案（2025）"
post = "public-welfare.full"

[[need]]
level = "community"
by = "each"
source = "本区方案（2025）"
"""


def faults(path: Path, text: str) -> list[tuple[str, str]]:
    """Return code and field of everything that is wrong with a role's text."""
    file = path / "warden.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRejected) as rejected:
        roles_from([file], STANDARDS)
    assert {problem.file for problem in rejected.value.problems} == {"warden.toml"}
    return [(problem.code, problem.field) for problem in rejected.value.problems]


def test_roles_ship_for_patrols_instructors_groups_centres_social_workers_agents_and_hotlines() -> None:
    roles = {role.key: role for role in shipped_roles(STANDARDS)}
    wanted = {
        "patrol-main": OnRoads, "patrol-lane": OnRoads, "instructor": Each, "supervision": Each,
        "centre": Each, "social-worker": PerCount, "village-agent": Visits, "hotline": Calls,
    }  # fmt: skip
    assert wanted.items() <= {key: type(role.norms[0]) for key, role in roles.items()}.items()
    assert roles["instructor"].available == 23
    assert roles["instructor"].available_in == ("610114",)
    assert roles["supervision"].available == 6 * roles["supervision"].team
    assert [norm.level for norm in roles["centre"].norms] == ["district", "street", "community"]
    assert all(norm.source and role.source for role in roles.values() for norm in role.norms)


def test_a_role_of_ones_own_is_read_with_everything_it_may_say(tmp_path: Path) -> None:
    file = tmp_path / "warden.toml"
    own = """
[post]
key = "contracted.part"
fte = 0.5
yearly_yuan = 18000
source = "本区方案（2025）"
[post.money]
street-budget = 0.4
department-budget = 0.6
[share]
areas = 3
source = "本区方案（2025）"
"""
    more = (
        'place = "remote"\nheld_by = ["mediator"]\nvalid_from = 2025-01-01\nvalid_to = 2026-12-31\nteam = 2\n'
    )
    text = SOUND.replace('post = "public-welfare.full"\n', more)
    file.write_text(text.replace("[[need]]", own + "[[need]]"), encoding="utf-8")
    (role,) = roles_from([file], STANDARDS)
    assert (role.name_en, role.place, role.team, role.held_by) == ("楼栋看护员", "remote", 2, ("mediator",))
    assert role.post.money == {"street-budget": 0.4, "department-budget": 0.6}
    assert role.share is not None
    assert role.share.areas == 3
    assert (role.valid_from, role.valid_to) == (date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("format = 1", "format = 2", "role.format", "format"),
        ('key = "warden"', "", "role.missing", "key"),
        ('key = "warden"', "key = 7", "role.no-text", "key"),
        ('post = "public-welfare.full"', 'post = "hero.full"', "role.no-such-word", "post"),
        (
            'post = "public-welfare.full"',
            'post = "public-welfare.full"\nteem = 2',
            "role.unknown-field",
            "teem",
        ),
        (
            'post = "public-welfare.full"',
            'post = "public-welfare.full"\nteam = 1.5',
            "role.not-whole",
            "team",
        ),
        ('post = "public-welfare.full"', 'post = "public-welfare.full"\nteam = 0', "role.too-small", "team"),
        ('by = "each"', 'by = "guess"', "role.no-such-word", "need[1].by"),
        ('by = "each"', 'by = "count"\ncount = "residents"\nper = "x"', "role.no-number", "need[1].per"),
        ('by = "each"', 'by = "count"\ncount = "residents"\nper = 0', "role.not-above", "need[1].per"),
        ('by = "each"', 'by = "road"\nspeed_km_h = 4\nhours = 2', "role.missing", "need[1].roads"),
        ('by = "each"', 'by = "calls"\nseconds = 9\nby_hour = [1]', "role.no-numbers", "need[1].by_hour"),
        ('by = "each"', 'by = "each"\nonly = "town"', "role.no-list", "need[1].only"),
        ('by = "each"', 'by = "each"\nassumed = "yes"', "role.no-flag", "need[1].assumed"),
        ("[[need]]", 'held_by = ["mediator"]\n[[need]]', "role.held-exclusive", "held_by"),
        ("[[need]]", "valid_to = 2025\n[[need]]", "role.no-day", "valid_to"),
        ("[[need]]", "valid_from = 2026-01-01\nvalid_to = 2025-01-01\n[[need]]", "role.dates", "valid_to"),
        (
            "[[need]]",
            '[shift]\nhours = 9\na_day = 3\ndays = 9\nsource = "x"\n[[need]]',
            "role.shift-long",
            "shift.hours",
        ),
        (
            "[[need]]",
            '[share]\nareas = 3\nadjacent = true\nsource = "x"\n[[need]]',
            "role.share-both",
            "share.adjacent",
        ),
        ("[[need]]", "[needs]", "role.unknown-field", "needs"),
    ],
)
def test_a_fault_is_named_with_its_field(tmp_path: Path, old: str, new: str, code: str, field: str) -> None:
    assert (code, field) in faults(tmp_path, SOUND.replace(old, new, 1))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = (
        SOUND.replace("format = 1", "")
        .replace('by = "each"', 'by = "each"\nunits = -1')
        .replace("name =", "named =")
    )
    assert {code for code, _ in faults(tmp_path, text)} >= {
        "role.missing",
        "role.too-small",
        "role.unknown-field",
    }


def test_money_that_does_not_add_up_a_name_twice_and_no_toml_are_refused(tmp_path: Path) -> None:
    post = 'post = { key = "x.part", fte = 0.2, yearly_yuan = 1, source = "x", money = { a = 0.5 } }'
    assert faults(tmp_path, SOUND.replace('post = "public-welfare.full"', post)) == [("role.post", "post")]
    assert faults(tmp_path, "key = ") == [("role.unreadable", "")]
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    for file in (first, second):
        file.write_text(SOUND, encoding="utf-8")
    with pytest.raises(ImportRejected) as rejected:
        roles_from([first, second], STANDARDS)
    assert [(p.code, p.file, p.value) for p in rejected.value.problems] == [
        ("role.twice", "b.toml", "warden")
    ]
