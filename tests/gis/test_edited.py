"""Units merged and split by hand: done as written, told where they came from, or refused with all reasons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import ImportRejected, ProfileError
from scenarios.importing import import_profile
from tests.gis.drawn_estates import draw, house
from tests.gis.drawn_ground import X, Y
from tests.gis.test_estates import rows_of_houses, sound

if TYPE_CHECKING:
    from pathlib import Path

    from gis.dataset import Dataset

STANDARDS = shipped_standards()
HOUSES = [*rows_of_houses(8, 10, [10] * 8), *rows_of_houses(20, 215, [20] * 20)]


def town(
    folder: Path,
    edits: str = "",
    houses: list[tuple[str, int, shapely.Geometry]] | None = None,
    **parts: object,
) -> Dataset:
    """West of the road eight houses of ten households in two rows, east of it twenty of twenty."""
    path = draw(folder, houses or HOUSES, parts=parts or None)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[[wholes]]", f"{edits}\n[[wholes]]", 1), encoding="utf-8")
    return import_profile(path, [folder], STANDARDS)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The town without edits."""
    return town(tmp_path_factory.mktemp("before"))


def edit(**keys: object) -> str:
    told = "\n".join(f"{key} = {json.dumps(value)}" for key, value in keys.items())
    return f'[[edits]]\nwhy = "协议"\n{told}\n'


def refusals(
    folder: Path, edits: str, houses: list[tuple[str, int, shapely.Geometry]] | None = None
) -> list[tuple[str, str]]:
    with pytest.raises(ImportRejected) as told:
        town(folder, edits, houses)
    return [(p.code, p.value) for p in told.value.problems if p.severity == "error"]


def west(found: Dataset) -> list[str]:
    """Codes of units west of the road, as far as they are whole."""
    return [code for code, x in zip(found.graph.units.codes, found.graph.x, strict=True) if x < X + 200]


def test_neighbours_become_one_unit_that_names_its_parts(before: Dataset, tmp_path: Path) -> None:
    a, b = west(before)[:2]
    after = town(tmp_path, edit(merge=[b, a]))
    sound(after)
    assert len(after.footprints) == len(before.footprints) - 1
    row = after.layers["unit-lineage"].iloc[0]
    assert (row["code"], row["from"], row["kind"], row["name"]) == (f"{a}+1", f"{a}+{b}", "merge", "协议")
    at = after.graph.units.codes.index(f"{a}+1")
    here = [before.graph.units.codes.index(code) for code in (a, b)]
    assert after.graph.units.counts[at] == before.graph.units.counts[here].sum(axis=0)
    assert after.footprints[at].area == pytest.approx(before.graph.area_m2[here].sum())


def test_a_line_divides_a_unit_and_its_neighbours_get_the_corners(before: Dataset, tmp_path: Path) -> None:
    code = west(before)[0]
    low = shapely.bounds(before.footprints[before.graph.units.codes.index(code)])
    x = X + 47  # between the first house of each row and the second
    after = town(tmp_path, edit(split=code, by="line", line=[[x, low[1] - 5], [x, low[3] + 5]]))
    sound(after)
    parts = [n for n, one in enumerate(after.graph.units.codes) if one.startswith(f"{code}.")]
    assert [after.graph.units.codes[n] for n in parts] == [f"{code}.1", f"{code}.2"]
    assert after.graph.x[parts[0]] < x < after.graph.x[parts[1]]
    assert after.layers["unit-lineage"]["from"].tolist() == [code, code]
    through = [[X + 20, low[1] - 5], [X + 20, low[3] + 5]]
    told = refusals(tmp_path, edit(split=code, by="line", line=through))
    assert told[0][0] == "edits.cuts-building"
    assert "b10-00" in told[0][1]


def test_a_unit_is_divided_between_its_buildings(before: Dataset, tmp_path: Path) -> None:
    code = west(before)[0]
    unit = before.footprints[before.graph.units.codes.index(code)]
    inside = [name for name, _, shape in HOUSES if unit.contains(shape.representative_point())]
    each = town(tmp_path, edit(split=code, by="buildings"))
    sound(each)
    assert len(each.footprints) == len(before.footprints) + len(inside) - 1
    two = town(tmp_path, edit(split=code, by="buildings", groups=[inside[:1]]))
    sound(two)
    made = [n for n, one in enumerate(two.graph.units.codes) if one.startswith(f"{code}.")]
    assert two.graph.units.count("households")[made].tolist() == [10, 10 * (len(inside) - 1)]


def test_a_building_below_the_limit_is_split_by_stairwell_where_somebody_says_so(tmp_path: Path) -> None:
    tower = [("tower", 100, house(60, 100, 60, 30)), *HOUSES[8:]]
    stairs: dict[str, object] = {"stairwells": [3] + [0] * 20}
    (code,) = west(town(tmp_path, houses=tower, **stairs))
    after = town(tmp_path, edit(split=code, by="stairwell"), tower, **stairs)
    sound(after)
    parts = [n for n, one in enumerate(after.graph.units.codes) if one.startswith(f"{code}.")]
    assert after.graph.units.count("households")[parts].tolist() == [34, 33, 33]
    assert np.unique(after.graph.units.footprint[parts]).size == 1
    assert after.layers["building-parts"]["name"].tolist() == ["tower#1", "tower#2", "tower#3"]
    again = town(
        tmp_path, edit(split=code, by="stairwell") + edit(merge=[f"{code}.1", f"{code}.2"]), tower, **stairs
    )
    sound(again)
    assert f"{code}.1+1" in again.graph.units.codes
    assert 67 in again.graph.units.counts


def test_floors_of_a_tower_are_units_with_shares_by_storeys(tmp_path: Path) -> None:
    tower = [("tower", 100, house(60, 100, 60, 30)), *HOUSES[8:]]
    (code,) = west(town(tmp_path, houses=tower))
    after = town(tmp_path, edit(split=code, by="floors", floors=[[1, 5], [6, 20]]), tower)
    sound(after)
    parts = after.layers["building-parts"]
    assert (parts["floor_from"].tolist(), parts["floor_to"].tolist()) == ([1, 6], [5, 20])
    at = [after.graph.units.codes.index(one) for one in parts["code"]]
    assert after.graph.units.count("households")[at].tolist() == [25, 75]


def test_everything_that_stands_against_edits_is_told_at_once(before: Dataset, tmp_path: Path) -> None:
    here = west(before)
    there = [code for code in before.graph.units.codes if code not in here]
    far = there[-1]
    told = refusals(
        tmp_path,
        edit(merge=["c9-00001", here[0]])
        + edit(merge=[here[0], far])
        + edit(merge=[here[0]])
        + edit(split=here[0], by="line", line=[[X, Y], [X + 1, Y + 1]])
        + edit(split=here[0], by="buildings", groups=[["nobody"]])
        + edit(split=here[0], by="stairwell"),
    )
    assert [code for code, _ in told] == [
        "edits.unknown-unit", "edits.not-adjacent", "edits.incomplete", "edits.no-cut",
        "edits.unknown-building", "edits.several-buildings",
    ]  # fmt: skip


def test_edits_may_stand_in_a_file_of_their_own(before: Dataset, tmp_path: Path) -> None:
    a, b = west(before)[:2]
    (tmp_path / "edits.toml").write_text(edit(merge=[a, b]), encoding="utf-8")
    after = town(tmp_path, 'edits_file = "edits.toml"\n')
    assert f"{a}+1" in after.graph.units.codes
    (tmp_path / "edits.toml").write_text("[[edits]]\nwhy = 1\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="wrong-kind"):
        town(tmp_path, 'edits_file = "edits.toml"\n')


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5, deadline=None)
def test_merges_and_splits_of_chance_conserve_ground_and_counts(
    before: Dataset, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("chance")
    codes, graph = list(before.graph.units.codes), before.graph
    border = int(rng.integers(graph.tail.size))
    a, b = codes[graph.tail[border]], codes[graph.head[border]]
    split = str(rng.choice([code for code in codes if code not in {a, b}]))
    houses = sum(before.footprints[codes.index(split)].contains(h[2].representative_point()) for h in HOUSES)
    edits = edit(merge=[a, b]) + (edit(split=split, by="buildings") if houses > 1 else "")
    after = town(folder, edits)
    sound(after)
    assert len(after.footprints) == len(codes) - 1 + max(houses - 1, 0)
    assert after.info.totals == before.info.totals


def test_buildings_on_top_of_each_other_are_not_divided(tmp_path: Path) -> None:
    """Two records of one house: apart they have no ground, in one group they are divided from others."""
    twice = [("a", 5, house(60, 100)), ("b", 5, house(60, 100)), ("c", 5, house(120, 100)), *HOUSES[8:]]
    (code,) = west(town(tmp_path, houses=twice))
    assert refusals(tmp_path, edit(split=code, by="buildings"), twice) == [
        ("edits.overlapping-buildings", code)
    ]
    after = town(tmp_path, edit(split=code, by="buildings", groups=[["a", "b"]]), twice)
    sound(after)
    made = [n for n, one in enumerate(after.graph.units.codes) if one.startswith(f"{code}.")]
    assert after.graph.units.count("households")[made].tolist() == [10, 5]
