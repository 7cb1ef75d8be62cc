"""Outlines of grids are fetched by their address, and kept by browsers for as long as they are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import create_desk_on
from data.reference import shipped_standards
from data.settings import Settings
from layouts.maps import outlines
from scenarios.register import register_dataset
from tests.drawn_town import drawn_town

if TYPE_CHECKING:
    from pathlib import Path


def test_outlines_are_kept_until_the_numbers_change(tmp_path: Path) -> None:
    services, network = create_desk_on(Settings(home=tmp_path))
    district = register_dataset(services.store, drawn_town(), shipped_standards()).id
    today = services.viewer.record(district, "").id
    desk = network.test_client()

    before = outlines(district, today, services.viewer)
    answer = desk.get(before)
    features = answer.get_json()["features"]
    assert {feature["properties"]["grid"] for feature in features} == set(range(6))
    assert "immutable" in answer.headers["Cache-Control"]

    key = "grid-types.town.norm-high"
    services.viewer.own.save(district, {key: services.viewer.standards(district)[key] + 1}, "试行")
    after = outlines(district, today, services.viewer)
    assert after != before
    assert "immutable" in desk.get(after).headers["Cache-Control"]
    assert desk.get(before).headers["Cache-Control"] == "no-store"
    assert desk.get(f"/grids/{district}/nothing/x.geojson").status_code == 404
