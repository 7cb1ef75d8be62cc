"""Parents: levels that communities name in a field, or by the first characters of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from domain.units import Level
from gis.reading.texts import text_of

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from gis.reading.check import Layer
    from gis.reading.columns import ParentSpec
    from gis.reading.findings import Findings


def with_parents(raw: gpd.GeoDataFrame, table: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """Add to communities the code and the name of each level that they name, as `code:key`, `name:key`.

    A community that names none, or whose code is too short for its prefix, is an error.
    """
    for parent in findings.spec.parents:
        codes = text_of(raw[parent.code]) if parent.code else _prefixes(table["code"], parent.prefix)
        names = text_of(raw[parent.title]) if parent.title else codes
        table[f"code:{parent.key}"], table[f"name:{parent.key}"] = codes, names
        for feature in table.loc[codes.to_numpy() == "", "feature"]:
            findings.tell(
                "parent.missing", "error", feature, field=parent.code or findings.spec.code, value=parent.key
            )
        pairs = table[[f"code:{parent.key}", f"name:{parent.key}"]].drop_duplicates()
        for code, group in pairs.groupby(f"code:{parent.key}", sort=True):
            if len(group) > 1 and code:
                called = "、".join(sorted(group[f"name:{parent.key}"]))
                findings.tell("parent.names", "warning", str(code), field=parent.title, value=called)
    return table


def _prefixes(codes: pd.Series, length: int) -> pd.Series:
    """The first characters of codes; empty where a code has no more than these."""
    return codes.str[:length].where(codes.str.len() > length, "")


def parent_level(communities: Layer, parent: ParentSpec, of_unit: NDArray[np.int64]) -> Level:
    """Return a level that communities name, its areas in code order; `of_unit` is the units' community."""
    table = communities.table
    codes, first, area = np.unique(
        table[f"code:{parent.key}"].to_numpy(str), return_index=True, return_inverse=True
    )
    names = table[f"name:{parent.key}"].to_numpy()[first]
    return Level(
        key=parent.key,
        codes=tuple(codes.tolist()),
        names=tuple(names.tolist()),
        kinds=("",) * len(codes),
        of_unit=area[of_unit].astype(np.int32),
    )
