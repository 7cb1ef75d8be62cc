"""What stands on the units of a dataset: buildings, parts of buildings that are units, and bare units."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from gis.dataset import Dataset

    Ints = NDArray[np.int64]

BUILDINGS: Final = "buildings"
PARTS: Final = "building-parts"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Built:
    """Buildings in the order of their units; all arrays of one length.

    Attributes
    ----------
    codes, names, estates
        Code, name and estate's code of each, as objects; a name or an estate may be empty.
    kinds
        What each is, in the words of the source; empty where it is not said.
    unit
        The unit under each; int64.
    x, y
        Its middle, metres in the dataset's CRS.
    stairwells
        Number of stairwells, 1 where none are known.
    floors, lowest
        Number of floors, 1 where none are known, and the lowest of them.
    dwellings
        Dwellings recorded; 0 where none are.
    volume
        Ground times floors, m².
    """

    codes: NDArray[np.object_]
    names: NDArray[np.object_]
    estates: NDArray[np.object_]
    kinds: NDArray[np.object_]
    unit: Ints
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    stairwells: Ints
    floors: Ints
    lowest: Ints
    dwellings: Ints
    volume: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of buildings."""
        return self.unit.size

    def at(self, positions: Ints) -> Built:
        """Return the buildings at these positions, in this order."""
        return Built(**{part.name: getattr(self, part.name)[positions] for part in fields(self)})


def built_on(dataset: Dataset) -> Built:
    """Return what stands on the units: every unit has something, itself where no building is known."""
    known = [one for one in (_parts(dataset), _buildings(dataset)) if one is not None]
    held = np.zeros(len(dataset.graph.units), np.bool_)
    for one in known:
        held[one.unit] = True
    known.append(_units(dataset, np.flatnonzero(~held)))
    whole = Built(
        **{part.name: np.concatenate([getattr(one, part.name) for one in known]) for part in fields(Built)}
    )
    return whole.at(np.lexsort((np.arange(len(whole)), whole.unit)))


def _buildings(dataset: Dataset) -> Built | None:
    """The buildings whose unit the dataset knows; None where it has none such."""
    layer = dataset.layers.get(BUILDINGS)
    if layer is None or "unit" not in layer:
        return None
    place = {code: n for n, code in enumerate(dataset.graph.units.codes)}
    unit = np.array([place.get(code, -1) for code in layer["unit"]], np.int64)
    return _built(layer, np.flatnonzero(unit >= 0), unit)


def _parts(dataset: Dataset) -> Built | None:
    """Stairwells and floors that are units themselves; None where the dataset has none."""
    layer = dataset.layers.get(PARTS)
    if layer is None:
        return None
    place = {code: n for n, code in enumerate(dataset.graph.units.codes)}
    unit = np.array([place[code] for code in layer["code"]], np.int64)
    bottom = layer["floor_from"].fillna(1).to_numpy(np.int64)
    top = layer["floor_to"].fillna(1).to_numpy(np.int64)
    told = layer.assign(floors=top - bottom + 1, lowest=bottom, estate=_estates(dataset, unit))
    return _built(told, np.arange(len(layer)), unit)


def _units(dataset: Dataset, positions: Ints) -> Built:
    """Units as they are."""
    units, graph = dataset.graph.units, dataset.graph
    codes = np.array(units.codes, np.object_)[positions]
    empty = np.full(positions.size, "", np.object_)
    ones = np.ones(positions.size, np.int64)
    return Built(
        codes=codes, names=empty, estates=_estates(dataset, positions), kinds=empty, unit=positions,
        x=graph.x[positions], y=graph.y[positions], stairwells=ones, floors=ones, lowest=ones,
        dwellings=np.zeros(positions.size, np.int64), volume=graph.area_m2[positions].astype(np.float64),
    )  # fmt: skip


def _estates(dataset: Dataset, unit: Ints) -> NDArray[np.object_]:
    """Code of the estate of each unit, empty for none."""
    units = dataset.graph.units
    codes = np.array([*units.estate_codes, ""], np.object_)
    found: NDArray[np.object_] = codes[units.estate_of[unit]]
    return found


def _built(layer: gpd.GeoDataFrame, rows: Ints, unit: Ints) -> Built:
    """Rows of a layer as buildings, what a column does not say as if there were nothing to say."""
    taken = layer.iloc[rows]
    shapes = taken.geometry.to_numpy()

    def texts(name: str) -> NDArray[np.object_]:
        column = taken[name].fillna("").astype(str) if name in taken else [""] * len(taken)
        return np.array(column, np.object_)

    def numbers(name: str, least: int) -> Ints:
        column = taken[name].fillna(least).to_numpy(np.int64) if name in taken else np.zeros(len(taken))
        return np.maximum(column, least).astype(np.int64)

    floors, middle = numbers("floors", 1), shapely.centroid(shapes)
    lowest = taken["lowest"].to_numpy(np.int64) if "lowest" in taken else np.ones(len(taken), np.int64)
    return Built(
        codes=texts("code"), names=texts("name"), estates=texts("estate"), kinds=texts("kind"),
        unit=unit[rows], x=shapely.get_x(middle), y=shapely.get_y(middle),
        stairwells=numbers("stairwells", 1), floors=floors, lowest=lowest,
        dwellings=numbers("dwellings", 0), volume=shapely.area(shapes) * floors,
    )  # fmt: skip
