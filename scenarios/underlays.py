"""Underlays of an installation: pictures kept beside the store, shown on every district that they meet."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import asdict, dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from domain.errors import ConflictError, InvalidValueError, UnknownError
from gis.control_points import Placement, placed
from gis.underlay import Underlay, tile_service, wmts_service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gis.control_points import ControlPoint

FOLDER: Final = "underlays"
"""Where a home keeps them."""
ABOUT: Final = "underlay.json"
FORMAT: Final = 1
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
WHOLE_EARTH: Final = (-180.0, -85.05, 180.0, 85.05)
SERVED_ZOOMS: Final = (0, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderlayRecord:
    """What is known of an underlay without opening it; `misfit_m` is the worst of its control points."""

    name: str
    title: str
    bounds: tuple[float, float, float, float]
    zooms: tuple[int, int]
    misfit_m: float | None = None

    def meets(self, box: Sequence[float]) -> bool:
        """Say whether it shows something inside west, south, east and north."""
        (west, south, east, north), mine = box, self.bounds
        return mine[0] < east and mine[2] > west and mine[1] < north and mine[3] > south


class Underlays:
    """The underlays below a folder, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Keep underlays in `folder`."""
        self._folder, self._lock = folder, Lock()
        self._open: dict[str, Underlay] = {}

    def all(self) -> tuple[UnderlayRecord, ...]:
        """Every underlay, by name."""
        return tuple(self._record(path.parent.name) for path in sorted(self._folder.glob(f"*/{ABOUT}")))

    def meeting(self, bounds: Sequence[float]) -> tuple[UnderlayRecord, ...]:
        """The underlays that have something to show inside west, south, east and north."""
        west, south, east, north = bounds
        return tuple(
            one
            for one in self.all()
            if one.bounds[0] < east
            and one.bounds[2] > west
            and one.bounds[1] < north
            and one.bounds[3] > south
        )

    def add_file(
        self, name: str, path: Path, *, title: str = "", crs: str = "", points: Sequence[ControlPoint] = ()
    ) -> UnderlayRecord:
        """Take in a picture: by the place that it declares, by a CRS, or by control points in that CRS.

        Raises
        ------
        InvalidValueError, ConflictError
            When the name cannot be one or is taken, or the points place nothing.
        FormatError
            When the picture cannot be read, or nothing says where it lies.
        """
        placement = placed(points, crs) if points else None
        underlay = Underlay(str(path), crs=crs, placement=placement)
        extent = underlay.extent()
        underlay.close()
        record = UnderlayRecord(
            name=name, title=title or path.stem, bounds=extent.bounds, zooms=extent.zooms,
            misfit_m=max(placement.misfit_m) if placement else None,
        )  # fmt: skip
        folder = self._new_folder(name)
        shutil.copyfile(path, folder / f"picture{path.suffix.lower()}")
        self._keep(
            record, source=f"picture{path.suffix.lower()}", crs="" if placement else crs, placement=placement
        )
        return record

    def add_service(
        self, name: str, address: str, *, title: str = "", layer: str = "", matrix_set: str = ""
    ) -> UnderlayRecord:
        """Take in a service: tiles by an address with {z}, {x} and {y}, or a layer of a WMTS.

        Its address, with the key that may stand in it, never leaves this installation.
        """
        tiles = all(f"{{{part}}}" in address for part in "zxy")
        if not address.startswith(("http://", "https://")) or not (tiles or (layer and matrix_set)):
            raise InvalidValueError("service-address", address=address)
        source = tile_service(address) if tiles else wmts_service(address, layer, matrix_set)
        record = UnderlayRecord(name=name, title=title or name, bounds=WHOLE_EARTH, zooms=SERVED_ZOOMS)
        self._new_folder(name)
        self._keep(record, source=source, service=True)
        return record

    def remove(self, name: str) -> None:
        """Forget an underlay and delete its picture."""
        self._record(name)
        with self._lock:
            if opened := self._open.pop(name, None):
                opened.close()
            shutil.rmtree(self._folder / name)

    def tile(
        self, name: str, zoom: int, column: int, row: int, *, east_m: float = 0.0, north_m: float = 0.0
    ) -> bytes | None:
        """One tile of an underlay as PNG, moved by metres; None where it shows nothing."""
        return self._opened(name).tile(zoom, column, row, east_m=east_m, north_m=north_m)

    def _opened(self, name: str) -> Underlay:
        with self._lock:
            if name not in self._open:
                told = self._told(name)
                place = told["placement"]
                self._open[name] = Underlay(
                    told["source"] if told["service"] else str(self._folder / name / told["source"]),
                    service=told["service"], crs=told["crs"],
                    placement=Placement(**place) if place else None,
                )  # fmt: skip
            return self._open[name]

    def _new_folder(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise InvalidValueError("underlay-name", name=name)
        folder = self._folder / name
        if folder.exists():
            raise ConflictError("underlay", name=name)
        folder.mkdir(parents=True)
        return folder

    def _keep(
        self, record: UnderlayRecord, *, source: str, crs: str = "", placement: Placement | None = None,
        service: bool = False,
    ) -> None:  # fmt: skip
        told = {
            "format": FORMAT, **asdict(record), "source": source, "crs": crs, "service": service,
            "placement": asdict(placement) if placement else None,
        }  # fmt: skip
        path = self._folder / record.name / ABOUT
        path.touch(mode=0o600)  # a key may stand in it
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")

    def _record(self, name: str) -> UnderlayRecord:
        told = self._told(name)
        west, south, east, north = told["bounds"]
        least, most = told["zooms"]
        return UnderlayRecord(
            name=name, title=told["title"], bounds=(west, south, east, north), zooms=(least, most),
            misfit_m=told["misfit_m"],
        )  # fmt: skip

    def _told(self, name: str) -> dict[str, Any]:
        path = self._folder / name / ABOUT
        if not NAME.fullmatch(name) or not path.is_file():
            raise UnknownError("underlay", name=name)
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return told
