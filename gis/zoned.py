"""In which area of a layer the units of a dataset lie; department nets are such layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from domain.errors import InvalidValueError
from domain.frozen import frozen_array

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from gis.dataset import Dataset

NET: Final = "net-"
"""How the layers of department nets are called, before the name of the net."""


def areas_at_units(dataset: Dataset, layer: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Return the row of the area that holds each unit's inner point, or is nearest to it."""
    inner = np.asarray(shapely.points(dataset.graph.x, dataset.graph.y), object)
    nearest = shapely.STRtree(layer.geometry.to_numpy()).query_nearest(inner, all_matches=False)[1]
    return np.asarray(nearest, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Net:
    """The areas (部门网格) of one department, and the one that each unit lies in; int32, shape (units,)."""

    name: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    of_unit: NDArray[np.int32]


def net_names(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of the department nets of a dataset, sorted."""
    return tuple(sorted(key.removeprefix(NET) for key in dataset.layers if key.startswith(NET)))


def net_layer(dataset: Dataset, name: str) -> gpd.GeoDataFrame:
    """Return the layer of a net.

    Raises
    ------
    InvalidValueError
        There is none of this name.
    """
    if name not in net_names(dataset):
        raise InvalidValueError("no-such-net", net=name, known="、".join(net_names(dataset)) or "–")
    return dataset.layers[NET + name]


def net_of(dataset: Dataset, name: str) -> Net:
    """Return a net with the area of each unit: the one that its inner point lies in, or the nearest."""
    layer = net_layer(dataset, name)
    return Net(
        name=name,
        codes=tuple(layer["code"].astype(str)),
        names=tuple(layer["name"].fillna("").astype(str)) if "name" in layer else ("",) * len(layer),
        of_unit=frozen_array(areas_at_units(dataset, layer), np.int32),
    )
