"""Rounds kept as versions: each merge is one, with who, when and what changed, and none is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest

from data.reference import shipped_standards
from data.store import Store
from domain.errors import ConflictError, FormatError, UnknownError
from domain.posts import Pool
from gis.dataset_folder import read_dataset, write_dataset
from scenarios.collection.differences import differences
from scenarios.collection.form import asked_columns
from scenarios.collection.gathering import read_back
from scenarios.collection.merge import merged
from scenarios.collection.rounds import Rounds
from scenarios.commands.collection import Keeping
from scenarios.commands.versions import list_series, show_versions
from scenarios.own_standards import OwnStandards
from tests.returns import DATE, HEADS, ROOM, ROUND, come_back, fill, sent_out, tell, word
from tests.yanliang import without_details, yanliang

if TYPE_CHECKING:
    from pathlib import Path

WHO = "planner"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ground") / "yanliang"
    write_dataset(without_details(yanliang()), folder)
    return folder


@pytest.fixture(scope="module")
def filled(ground: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Six workbooks, filled in with the last figures."""
    out = tmp_path_factory.mktemp("round") / "out"
    sent_out(ground, out)
    paths = sorted(out.iterdir())[::20]
    for path in paths:
        fill(path)
    return paths


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


@pytest.fixture
def keeping(store: Store) -> Keeping:
    return Keeping(rounds=Rounds(store, OwnStandards(store, shipped_standards())), series="city", who=WHO)


def add(path: Path, to: Path, more: dict[int, int]) -> Path:
    """Hand in a workbook with more in the first column of some rows, counted from the first unit."""
    to.mkdir(exist_ok=True)
    book = openpyxl.load_workbook(path)
    sheet = book["摸底表"]
    for row, by in more.items():
        sheet.cell(HEADS + 1 + row, ROOM).value += by
    book.save(to / path.name)
    return to


def test_each_merge_is_a_version_that_says_what_changed_and_earlier_ones_come_back(
    ground: Path, filled: list[Path], store: Store, keeping: Keeping, tmp_path: Path
) -> None:
    back = tmp_path / "back"
    add(filled[0], back, {0: 3})
    add(filled[1], back, {0: 4, 1: 5})
    told = come_back(ground, back, tmp_path / "new", keeping=keeping)
    first, second = (path.name[:12] for path in filled[:2])
    assert told["version"]["n"] == 2
    assert told["version"]["merged"] == [first, second]
    assert [row["community"] for row in told["changes"]] == [second, first]
    count = asked_columns(yanliang().graph.units)[0].name
    old = yanliang().graph.units
    was = int(old.count(count)[old.communities.of_unit == old.communities.codes.index(second)].sum())
    assert told["changes"][0]["figures"] == [{"count": count, "old": was, "new": was + 9}]
    assert told["changes"][0]["units"] == 2
    one, two = keeping.rounds.dataset("city", 1), keeping.rounds.dataset("city")
    assert one.digest == yanliang().digest
    assert two.digest == read_dataset(tmp_path / "new").digest

    done = show_versions(
        store, keeping.rounds, "city", number=None, back=1, out=tmp_path / "first", who=WHO, tell=tell
    )
    assert [row["back_to"] for row in done.document["versions"]] == [1, None, None]
    assert read_dataset(tmp_path / "first").digest == yanliang().digest
    assert [row["community"] for row in done.document["changes"]] == [second, first]
    assert keeping.rounds.dataset("city", 2).digest == two.digest
    assert list_series(store).document["series"] == ["city"]
    assert {record.digest for record in store.datasets.all()} == {one.digest, two.digest}


def test_corrected_workbooks_join_what_was_merged_before(
    ground: Path, filled: list[Path], keeping: Keeping, tmp_path: Path
) -> None:
    come_back(ground, add(filled[0], tmp_path / "a", {0: 3}), keeping=keeping)
    told = come_back(ground, add(filled[1], tmp_path / "b", {0: 4}), keeping=keeping)
    assert told["version"]["merged"] == [path.name[:12] for path in filled[:2]]
    assert [row["community"] for row in told["changes"]] == [filled[1].name[:12]]
    newest = keeping.rounds.dataset("city")
    found = differences(yanliang().graph.units, newest.graph.units)
    assert [one.width for one in found] == [4, 3]
    kept = {problem.feature for problem in newest.info.problems if problem.code == "collect.kept"}
    assert len(kept) == 103
    assert not kept & set(told["version"]["merged"])


def test_the_same_workbooks_are_kept_once_and_faulty_ones_not_at_all(
    ground: Path, filled: list[Path], store: Store, keeping: Keeping, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / filled[0].name).write_bytes(b"cut off")
    assert come_back(ground, tmp_path / "none", keeping=keeping)["version"]["n"] == 1
    back = add(filled[0], tmp_path / "a", {0: 3})
    assert [come_back(ground, back, keeping=keeping)["version"]["n"] for _ in range(2)] == [2, 2]
    assert len(store.versions.of("city")) == 2


def test_when_the_last_community_is_in_counts_take_their_new_date(
    ground: Path, filled: list[Path], tmp_path: Path
) -> None:
    add(filled[0], tmp_path / "a", {})
    back = sorted(add(filled[1], tmp_path / "a", {}).iterdir())
    dataset = read_dataset(ground)
    both = read_back(dataset, back, round_=ROUND, standards=shipped_standards(), word=word)
    both = replace(both, forms=tuple(form for form in both.forms if form.code in both.sound))
    early, late = (replace(both, sound={code: both.sound[code]}) for code in sorted(both.sound))
    half = merged(dataset, early, date=DATE)
    assert DATE not in {column.date for column in half.graph.units.columns}
    assert [problem.feature for problem in half.info.problems if problem.code == "collect.kept"] == [
        *late.sound
    ]
    whole = merged(half, late, date=DATE, already=tuple(early.sound))
    assert {column.date for column in asked_columns(whole.graph.units)} == {DATE}
    assert not [problem for problem in whole.info.problems if problem.code == "collect.kept"]
    np.testing.assert_array_equal(whole.graph.units.counts, dataset.graph.units.counts)


def test_two_who_merge_at_once_cannot_write_over_each_other(
    ground: Path, filled: list[Path], keeping: Keeping, tmp_path: Path
) -> None:
    dataset = read_dataset(ground)
    base = keeping.rounds.begin("city", dataset, who=WHO)
    come_back(ground, add(filled[0], tmp_path / "a", {0: 3}), keeping=keeping)
    other = keeping.rounds.dataset("city")
    come_back(ground, add(filled[1], tmp_path / "b", {0: 4}), keeping=keeping)
    with pytest.raises(ConflictError) as raised:
        keeping.rounds.keep(base, other, round_=ROUND, date=DATE, who=WHO, merged=())
    assert raised.value.code == "conflict.version-number"


def test_heads_of_today_go_along_with_new_figures(
    ground: Path, filled: list[Path], store: Store, keeping: Keeping, tmp_path: Path
) -> None:
    dataset = read_dataset(ground)
    base = keeping.rounds.begin("city", dataset, who=WHO)
    pool = (Pool(community=dataset.graph.units.communities.codes[0], type="community-worker.full", heads=3),)
    store.pools.put(base.dataset, [*pool, replace(pool[0], heads=0)])
    come_back(ground, add(filled[0], tmp_path / "back", {0: 3}), keeping=keeping)
    newest = store.versions.get("city")
    assert newest.dataset != base.dataset
    assert store.pools.of(newest.dataset) == store.pools.of(base.dataset) == pool
    store.pools.put(base.dataset, ())
    assert store.pools.of(base.dataset) == ()


def test_a_series_takes_only_its_own_units_and_says_what_it_does_not_know(
    ground: Path, store: Store, keeping: Keeping
) -> None:
    units = read_dataset(ground).graph.units
    with pytest.raises(FormatError) as refused:
        differences(units, units.only(np.arange(10)))
    assert refused.value.code == "format.other-units"
    with pytest.raises(UnknownError) as unknown:
        keeping.rounds.dataset("elsewhere")
    assert unknown.value.code == "unknown.series"
    keeping.rounds.begin("city", read_dataset(ground), who=WHO)
    with pytest.raises(UnknownError) as none:
        store.versions.get("city", 7)
    assert none.value.code == "unknown.version"


def test_what_a_community_counted_itself_has_no_error_any_more(
    ground: Path, filled: list[Path], tmp_path: Path
) -> None:
    dataset = read_dataset(ground)
    count = asked_columns(dataset.graph.units)[0].name
    errors = {count: np.full(len(dataset.graph.units), 2.5), "events": np.full(len(dataset.graph.units), 1.5)}
    write_dataset(replace(dataset, errors=errors), tmp_path / "spread")
    come_back(tmp_path / "spread", add(filled[0], tmp_path / "a", {0: 3}), tmp_path / "new")
    fresh = read_dataset(tmp_path / "new")
    level = fresh.graph.units.communities
    counted = level.of_unit == level.codes.index(filled[0].name[:12])
    np.testing.assert_array_equal(fresh.errors[count], np.where(counted, 0.0, 2.5))
    np.testing.assert_array_equal(fresh.errors["events"], errors["events"])
