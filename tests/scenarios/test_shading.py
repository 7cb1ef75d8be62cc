"""What grids are coloured by agrees with what stands elsewhere about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app import create_services
from data.reference import shipped_standards
from data.settings import Settings
from domain.errors import UnknownError
from domain.plan import Plan
from scenarios.evaluate import evaluate
from scenarios.folder import scenario_files
from scenarios.register import register_dataset
from scenarios.shading import NORM_CLASSES
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from scenarios.services import Services


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, str]:
    """The drawn town on a desk; its second grid is exclusive."""
    services, town = create_services(Settings(home=tmp_path_factory.mktemp("home"))), drawn_town()
    assert town.today is not None
    grids = list(town.today.grids)
    grids[1] = replace(grids[1], type="exclusive")
    today = Plan(unit_set=town.today.unit_set, grid_of=town.today.grid_of, grids=tuple(grids))
    district = register_dataset(services.store, replace(town, today=today), shipped_standards()).id
    return services, district


def test_values_are_those_of_the_scorecard(desk: tuple[Services, str]) -> None:
    services, district = desk
    scenario = services.viewer.scenario(district, "")
    rows = scenario.scorecard.per_grid

    def values(key: str) -> list[float]:
        return [float(value) for value in services.shading.values(district, "", key)]

    held = [np.nan if row.type == "exclusive" else float(row.households) for row in rows]
    np.testing.assert_array_equal(values("households"), held)
    assert values("area") == pytest.approx([row.area_m2 / 1e4 for row in rows])
    assert values("compactness") == pytest.approx([row.compactness for row in rows])
    assert values("density") == pytest.approx([row.households / (row.area_m2 / 1e4) for row in rows])
    assert values("count.households") == [float(row.households) for row in rows]
    metrics = scenario.scorecard.metrics
    assert np.nansum(values("fte")) == pytest.approx(metrics["fte-required"].value)
    assert max(values("farthest")) == pytest.approx(metrics["travel-max-m"].value)
    assert np.nanmean(values("deviation")) == pytest.approx(0, abs=1e-12)
    assert np.nanmax(np.abs(values("deviation"))) == pytest.approx(metrics["household-max-deviation"].value)
    ratio = np.array(values("hours")) / np.array(values("fte"))
    assert ratio == pytest.approx(np.full(len(rows), ratio[0]))


def test_classes_of_the_norm_follow_the_limits_of_each_grids_own_type(desk: tuple[Services, str]) -> None:
    services, district = desk
    standards = shipped_standards()
    found = services.shading.by_norm(district, "")
    for row in services.viewer.scenario(district, "").scorecard.per_grid:
        if row.type == "exclusive":
            assert found[row.grid] == -1
            continue
        kind, held = standards.grid_type(row.type), row.households
        place = NORM_CLASSES[found[row.grid]]
        assert (place == "below-limit") == (held < kind.hard_low)
        assert (place == "in-norm") == (kind.norm_low <= held <= kind.norm_high)
        assert (place == "above-limit") == (held > kind.hard_high)
        assert (place in {"below-norm", "below-limit"}) == (held < kind.norm_low)


def test_a_measure_that_is_not_offered_is_refused_by_name(desk: tuple[Services, str]) -> None:
    services, district = desk
    keys = [measure.key for measure in services.shading.measures(district)]
    assert keys[:2] == ["households", "deviation"]
    assert len(keys) == len(set(keys))
    with pytest.raises(UnknownError, match="measure"):
        services.shading.values(district, "", "count.cars")


def test_a_difference_is_that_of_the_grids_which_hold_a_unit(desk: tuple[Services, str]) -> None:
    services, district = desk
    dataset, today = services.viewer.dataset(district), services.viewer.scenario(district, "")
    moved = today.plan.moved(np.array([4], np.int32), 0)
    scored = evaluate(dataset, moved, standards=shipped_standards(), today=today.plan)
    other = replace(today, name="B", plan=moved, scorecard=scored, baseline=False)
    after = services.store.scenarios.register(scenario_files(other, dataset.graph.units)).id
    for key in ("households", "area", "count.households"):
        old, new = (services.shading.values(district, scenario, key) for scenario in ("", after))
        grown = services.shading.difference(district, "", after, key)
        for unit in range(len(dataset.graph.units)):
            expected = new[moved.grid_of[unit]] - old[today.plan.grid_of[unit]]
            assert grown[unit] == pytest.approx(expected, nan_ok=True)
    both = services.shading.classes(district, ["", after], "area", "quantiles", 4)
    assert both[0].limits == both[1].limits
    assert [sum(one.counts) for one in both] == [len(today.plan), len(moved)]
