"""Counts as they come in: whole numbers, never negative, each row's own or joined from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gis.hierarchy.joining import joined_keys, similar

if TYPE_CHECKING:
    import geopandas as gpd

    from gis.reading.columns import CountSpec, JoinSpec
    from gis.reading.findings import Findings
    from gis.reading.read import RawLayer


def counted(raw: RawLayer, table: gpd.GeoDataFrame, findings: Findings) -> dict[str, int]:
    """Add the declared counts to a layer's rows as int64 and return the total of each as it came in.

    A joined value goes to the first row of its key that has a geometry, so that parts of one
    feature count once; keys without a row, rows without a value, and keys that stand twice in the
    table are told. Values that are no whole numbers, or negative, are errors.
    """
    into: dict[str, int] = {}
    for count in raw.spec.counts:
        join = next((join for join in raw.spec.joins if count.field in join.fields), None)
        if count.elsewhere:
            values, total = pd.Series(np.zeros(len(table)), index=table.index), 0
        elif not count.field:
            values = pd.Series(np.ones(len(table)), index=table.index)
            total = len(table)
        elif join is None:
            values = _numbers(raw.table[count.field], table["feature"], count, findings)
            total = int(values.sum())
        else:
            values, total = _joined(raw, join, count, table, findings)
        table[count.name] = values.fillna(0).astype(np.int64)
        into[count.name] = total
    return into


def _joined(
    raw: RawLayer, join: JoinSpec, count: CountSpec, table: gpd.GeoDataFrame, findings: Findings
) -> tuple[pd.Series, int]:
    """Return the joined value of each row and the total of the joined table."""
    found = raw.joined[join]
    own, keys = joined_keys(raw, join)
    numbers = _numbers(found[count.field], keys, count, findings)
    for key in sorted(keys[keys.duplicated()].unique()):
        findings.tell("join.duplicate", "error", key, field=join.keys[-1], facts={"table": join.file})
    for key in keys[~keys.isin(own)]:
        lost = f"{numbers[keys == key].sum():.0f}"
        findings.tell(
            "join.orphan", "warning", key, field=join.keys[-1], value=lost, facts={"table": join.file}
        )
    _tell_unjoined(join, table.loc[~own.isin(keys).to_numpy(), "feature"], own, keys, findings)
    place = raw.table.geometry.isna() | raw.table.geometry.is_empty
    order = np.argsort(place.to_numpy(), kind="stable")
    first = np.zeros(len(own), np.bool_)
    first[order[~own.iloc[order].duplicated().to_numpy()]] = True
    by_key = pd.Series(numbers.to_numpy(), index=keys)
    by_key = by_key[~by_key.index.duplicated()]
    values = pd.Series(own.map(by_key).to_numpy(), index=table.index).where(first, 0)
    return values, int(numbers.sum())


def _tell_unjoined(
    join: JoinSpec, features: pd.Series, own: pd.Series, keys: pd.Series, findings: Findings
) -> None:
    """Tell features without a row in the table, those joined by names with the names most like."""
    facts = {"table": join.file}
    free = keys[~keys.isin(own)]
    for name, feature in zip(own[~own.isin(keys)], features, strict=True):
        if not join.names:
            findings.tell("join.missing", "warning", feature, field=join.own_keys[-1], facts=facts)
            continue
        like = similar(name, free)
        code = "join.unlike" if like else "join.unnamed"
        told = facts | {"similar": "、".join(like)}
        findings.tell(code, "warning", feature, field=join.own_keys[-1], value=name, facts=told)


def _numbers(column: pd.Series, features: pd.Series, count: CountSpec, findings: Findings) -> pd.Series:
    """Return a column as whole numbers ≥ 0; a missing value is told and counts nothing."""
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = (column.notna() & numbers.isna()) | (numbers % 1 != 0) & numbers.notna()
    for code, severity, rows in (
        ("count.missing", "note", column.isna()),
        ("count.not-whole", "error", wrong),
        ("count.negative", "error", numbers < 0),
    ):
        for feature, value in zip(features[rows.to_numpy()], column[rows], strict=True):
            shown = "" if pd.isna(value) else str(value)
            findings.tell(code, severity, feature, field=count.field, value=shown)  # type: ignore[arg-type]
    return numbers.fillna(0)
