"""The drawn town on a desk of its own, with today's grids and one redrawn plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from domain.scenario import Scenario
from domain.settings import RedrawSettings
from scenarios.folder import scenario_files
from scenarios.redraw_work import RedrawWork, redraw_now
from scenarios.register import register_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from gis.dataset import Dataset
    from scenarios.services import Services


def reviewed_town(home: Path, town: Dataset | None = None) -> tuple[Services, Flask, str, str]:
    """Return services, application, and the ids of the town and of its plan B, drawn to the norm."""
    standards, town = shipped_standards(), town or drawn_town()
    services, network = create_desk_on(Settings(home=home))
    district = register_dataset(services.store, town, standards).id
    work = RedrawWork(
        dataset=town, settings=RedrawSettings(task="norm", effort="quick"), standards=standards, name="B"
    )
    drawn = redraw_now(work, workers=1, stop=lambda: None)
    assert isinstance(drawn, Scenario)
    plan = services.store.scenarios.register(scenario_files(drawn, town.graph.units)).id
    return services, network, district, plan
