"""Parts: what a row of the source says of its estate, its building, its stairwells and its floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gis.reading.texts import text_of

if TYPE_CHECKING:
    import geopandas as gpd

    from gis.reading.findings import Findings

WORDS = ("estate", "building", "grid")
NUMBERS = ("stairwells", "floors", "floor_from", "floor_to")


def with_parts(raw: gpd.GeoDataFrame, table: gpd.GeoDataFrame, findings: Findings) -> gpd.GeoDataFrame:
    """Add what a row of the source says of its estate, building, stairwells and floors.

    `estate`, `building` and `grid` are empty for none, `stairwells` and `floors` 0; `floor_from`, `floor_to`.

    Floors are whole numbers, below ground negative, missing where a row is no part of a building.
    Numbers that are none, a top below its bottom and floors without a building are errors.
    """
    spec = findings.spec
    columns: dict[str, pd.Series] = {}
    for name in WORDS:
        field = getattr(spec, name)
        columns[name] = text_of(raw[field]) if field else pd.Series("", index=raw.index)
    for name in NUMBERS:
        field = getattr(spec, name)
        columns[name] = _whole(raw[field], table, name, findings) if field else pd.Series(np.nan, raw.index)
    table = table.assign(**{name: column.set_axis(table.index) for name, column in columns.items()})
    for name in ("stairwells", "floors"):
        table[name] = table[name].fillna(0).astype(np.int64)
    bottom, top = table["floor_from"], table["floor_to"]
    for code, rows in (
        ("floors.turned", bottom > top),
        ("floors.half", bottom.isna() != top.isna()),
        ("floors.no-building", bottom.notna() & (table["building"] == "")),
    ):
        for feature, low, high in zip(table.loc[rows, "feature"], bottom[rows], top[rows], strict=True):
            value = "–".join("" if pd.isna(n) else str(int(n)) for n in (low, high))
            findings.tell(code, "error", feature, field=spec.floor_from, value=value)
    _overlapping(table[bottom.notna() & top.notna() & (bottom <= top)], findings)
    return table


def _whole(column: pd.Series, table: gpd.GeoDataFrame, name: str, findings: Findings) -> pd.Series:
    """Return a column as whole numbers, missing ones left out; what is no whole number is an error."""
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = (column.notna() & (column.astype(str).str.strip() != "") & numbers.isna()) | (numbers % 1 > 0)
    if name in ("stairwells", "floors"):
        wrong |= numbers < 0
    for feature, value in zip(table.loc[wrong.to_numpy(), "feature"], column[wrong], strict=True):
        findings.tell(
            "count.not-whole", "error", feature, field=getattr(findings.spec, name), value=str(value)
        )
    return numbers.where(~wrong)


def _overlapping(table: gpd.GeoDataFrame, findings: Findings) -> None:
    """Tell floors that stand in two rows of one building."""
    sorted_ = table.sort_values(["building", "floor_from", "floor_to"], kind="stable")
    highest = sorted_.groupby("building")["floor_to"].cummax().shift()
    same = sorted_["building"] == sorted_["building"].shift()
    twice = same & (sorted_["floor_from"] <= highest)
    for feature, building in zip(sorted_.loc[twice, "feature"], sorted_.loc[twice, "building"], strict=True):
        findings.tell("floors.twice", "error", feature, field=findings.spec.floor_from, value=building)
