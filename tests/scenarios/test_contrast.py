"""A plan held against an ensemble: percentiles as they are defined, and what is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import shipped_standards
from domain.errors import InvalidValueError
from domain.settings import RedrawSettings
from gis.dataset_folder import write_dataset
from scenarios.contrast import contrast, standing
from scenarios.contrasting import Progress
from tests.browser.reviewed_town import reviewed_town
from tests.command import gridwright, told
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

STANDARDS = shipped_standards()


@given(st.lists(st.integers(0, 9), min_size=20, max_size=60), st.integers(0, 9))
def test_a_plan_is_better_than_as_many_as_are_worse_and_half_of_those_alike(
    sample: list[int], value: int
) -> None:
    for key, worse in (
        ("household-cv", [v > value for v in sample]),
        ("share-in-norm", [v < value for v in sample]),
    ):
        found = standing(key, [float(v) for v in sample], {"one": {key: float(value)}})
        alike = sample.count(value) / 2
        assert found.better_than["one"] == pytest.approx((sum(worse) + alike) / len(sample))
        assert found.low <= found.median <= found.high
        assert found.unusual("one") is not (found.low <= value <= found.high)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The drawn town, and a redraw of it into eight grids, the fewest that its laws allow."""
    folder = tmp_path_factory.mktemp("contrast")
    town, plan = folder / "town", folder / "plan"
    write_dataset(drawn_town(), town)
    told("redraw", town, "--grids", 8, "--proposals", 20_000, "--workers", 1, "--out", plan)
    return town, plan


def test_the_ensemble_has_as_many_grids_as_the_plan_and_both_stand_in_it(folders: tuple[Path, Path]) -> None:
    found = told("contrast", *folders, "--plans", 40)
    assert (found["grids"], found["plans"], found["illegal"]) == (8, 40, 0)
    by_key = {row["key"]: row for row in found["standings"]}
    assert by_key["crossed-share"]["values"]["today"] == 0
    assert by_key["crossed-share"]["better_than"]["today"] >= 0.5
    assert by_key["household-cv"]["better_than"]["plan"] > by_key["household-cv"]["better_than"]["today"]
    assert all(row["low"] <= row["median"] <= row["high"] for row in found["standings"])


def test_too_few_plans_are_refused_and_too_few_grids_have_their_reasons(folders: tuple[Path, Path]) -> None:
    dataset = drawn_town()
    assert dataset.today is not None
    with pytest.raises(InvalidValueError):
        contrast(dataset, {"today": dataset.today}, STANDARDS, RedrawSettings(task="norm"), plans=19)
    refused = told("contrast", folders[0], status=4)
    assert refused["infeasible"][0]["relaxation"]["to"] == 8


def test_on_the_command_line_it_speaks_both_languages(folders: tuple[Path, Path]) -> None:
    for language, words in (("zh", "好于"), ("en", "better than")):
        ran = gridwright("contrast", *folders, "--plans", 20, "--lang", language)
        assert ran.exit_code == 0, ran.output
        assert words in ran.stdout


def test_the_desk_draws_a_little_at_a_time_and_says_the_same(tmp_path: Path) -> None:
    services, _, district, plan = reviewed_town(tmp_path)
    today = services.viewer.record(district, "").id
    found: list[Progress] = []
    while not found or not found[-1].ended:
        progress = services.contrasting.advance(district, (today, plan))
        assert isinstance(progress, Progress)
        found.append(progress)
    assert [one.done for one in found] == sorted(one.done for one in found)
    against = {record: services.viewer.scenario(district, record).plan for record in (today, plan)}
    at_once = contrast(
        services.viewer.dataset(district),
        against,
        STANDARDS,
        RedrawSettings(task="norm"),
        plans=found[-1].plans,
    )
    assert found[-1].found == at_once
    assert found[-1].seconds_left == 0
