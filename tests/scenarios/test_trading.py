"""Trade-offs at the desk: a run for each value, told together, whatever became of each."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from app import create_services
from data.reference import shipped_standards
from data.settings import Settings
from domain.errors import InvalidValueError
from domain.outcome import Infeasible
from domain.settings import RedrawSettings
from layouts.rooms.trading import page
from layouts.view import View
from scenarios.frontier import caps_of, counts_of, dominating
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.register import register_dataset
from scenarios.running.lanes import never
from scenarios.trail import folder_files
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scenarios.services import Services

STANDARDS = shipped_standards()
FORM = RedrawSettings(task="only-over", cross=0.5, effort="quick", seed=3)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = create_services(Settings(home=tmp_path))
    register_dataset(services.store, drawn_town(), STANDARDS)
    return services


def work_off(services: Services, runs: Sequence[str]) -> None:
    """End every run as the runner would."""
    lease = services.store.leases.acquire()
    assert lease is not None
    for run in runs:
        record = services.store.runs.start(run, lease)
        settings = RedrawSettings(**record.settings)
        work = RedrawWork(dataset=drawn_town(), settings=settings, standards=STANDARDS, name=run)
        found = redraw_now(work, workers=1, stop=never)
        if isinstance(found, Infeasible):
            services.store.runs.end(run, lease, state="infeasible", outcome=asdict(found))
            continue
        kept = services.store.scenarios.register(folder_files(drawn_town(), found, STANDARDS))
        services.store.runs.end(run, lease, state="done", result=kept.id)


def test_each_cap_is_a_run_with_the_settings_of_the_form(services: Services) -> None:
    district = services.viewer.districts()[0].id
    runs = services.trading.submit(district, FORM, "cross")
    asked = [RedrawSettings(**services.runs.get(run).settings) for run in runs]
    assert [one.cross for one in asked] == list(caps_of(STANDARDS))
    assert {replace(one, cross=None) for one in asked} == {
        RedrawSettings(task="norm", effort="quick", seed=3)
    }
    by, offers = services.trading.offers(district, runs)
    assert by == "cross"
    assert [(offer.scenario, offer.dominated_by) for offer in offers] == [(None, ())] * 5
    lease = services.store.leases.acquire()
    assert lease is not None
    services.store.runs.start(runs[0], lease)
    by, offers = services.trading.offers(district, runs)
    told = str(page.told(View(district=district), services, by, offers, ""))
    assert "正在算各社区应设几格" in told
    assert "0/0" not in told


def test_what_came_of_each_is_told_and_what_is_worse_in_all_is_marked(services: Services) -> None:
    district = services.viewer.districts()[0].id
    runs = services.trading.submit(district, FORM, "grids")
    work_off(services, runs)
    by, offers = services.trading.offers(district, runs)
    assert by == "grids"
    assert tuple(offer.asked for offer in offers) == counts_of(drawn_town(), FORM, STANDARDS)
    plans = {}
    for offer in offers:
        assert (offer.scenario is None) is (offer.run.state == "infeasible")
        if offer.scenario is not None:
            assert len(offer.scenario.plan) == offer.asked
            plans[offer.run.id] = offer.scenario
    assert len(plans) > 1
    better = dominating(plans, "grids")
    assert {offer.run.id: offer.dominated_by for offer in offers if offer.run.id in plans} == better


def test_nothing_crosses_where_there_are_no_grids_of_today(tmp_path: Path) -> None:
    services = create_services(Settings(home=tmp_path))
    district = register_dataset(services.store, replace(drawn_town(), today=None), STANDARDS).id
    with pytest.raises(InvalidValueError):
        services.trading.submit(district, FORM, "cross")
    assert services.runs.of(district) == ()
