"""Joining: rows of a table and features of a layer that say in several fields whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gis.hierarchy.matching import SIMILAR, SUGGESTED, Area, likeness, match
from gis.hierarchy.names import written_alike
from gis.reading.texts import text_of

if TYPE_CHECKING:
    import pandas as pd

    from gis.reading.columns import JoinSpec
    from gis.reading.read import RawLayer

BETWEEN: Final = "/"


def joined_keys(raw: RawLayer, join: JoinSpec) -> tuple[pd.Series, pd.Series]:
    """Return the key of each feature of a layer and of each row of its table, equal where they are one.

    Several fields are put together. Joined by names, a feature takes the key of the one row that
    is of its name inside its parent (see `match`); it keeps its own where there is none, or several.
    """
    own, keys = _together(raw.table, join.own_keys), _together(raw.joined[join], join.keys)
    if not join.names:
        return own, keys
    mine, listed = own.drop_duplicates().tolist(), keys.drop_duplicates().tolist()
    found = match([_area(key) for key in mine], [_area(key) for key in listed])
    taken = {mine[pair.area]: listed[pair.listed] for pair in found.pairs}
    free = own.map(lambda key: taken.get(key, key))
    unsure = own.isin([mine[left.area] for left in found.unmatched])
    return free.where(~(unsure & own.isin(keys)), own + BETWEEN), keys


def similar(name: str, among: pd.Series) -> tuple[str, ...]:
    """Return the names of the same parent that are most like one, best first.

    >>> import pandas as pd
    >>> similar("中山區/北安里", pd.Series(["中山區/北女里", "大安區/北安里"]))
    ('中山區/北女里',)
    """
    area = _area(name)
    parent = written_alike(area.parent)
    inside = [other for other in among.unique() if written_alike(_area(other).parent) == parent]
    like = {other: likeness(area.name, _area(other).name) for other in inside}
    best = sorted((other for other in inside if like[other] >= SIMILAR), key=lambda o: (-like[o], o))
    return tuple(best[:SUGGESTED])


def _together(table: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Values of some fields as one text."""
    columns = [text_of(table[name]) for name in names]
    joined = columns[0]
    for column in columns[1:]:
        joined = joined + BETWEEN + column
    return joined


def _area(key: str) -> Area:
    """The area that names from the outermost inwards mean."""
    parent, _, name = key.rpartition(BETWEEN)
    return Area(code="", name=name, parent=parent)
