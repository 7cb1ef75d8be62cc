"""No profile brings in devices that watch people, whatever they are called; ordinary names pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.errors import ProfileError
from gis.reading.layer_spec import LayerSpec
from gis.reading.profile import load_profile
from gis.reading.watching import watching
from tests.gis.drawn_ground import PROFILE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    ["CCTV_2025.shp", "city-cameras.geojson", "视频监控点位.shp", "小区门禁.xlsx", "face_readers.gpkg"],
)
def test_a_layer_of_such_devices_is_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "p.toml"
    path.write_text(f'{PROFILE}\n[layers.places]\nrole = "facilities"\nfile = "{name}"\n', encoding="utf-8")
    with pytest.raises(ProfileError) as told:
        load_profile(path)
    assert told.value.code == "profile.watches-people"
    assert told.value.facts["layer"] == "places"


@pytest.mark.parametrize("name", ["fire-stations", "Camerano", "车站", "platform-readings", "环境监测站"])
def test_ordinary_names_pass(name: str) -> None:
    assert not watching(LayerSpec(name=name, role="facilities", file=f"{name}.shp", kind_value=name))
