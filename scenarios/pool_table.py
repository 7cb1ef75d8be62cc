"""Heads of today as somebody fills them in: a table that may speak Chinese and name communities."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING, Final

from domain.errors import FormatError
from domain.posts import LOT, Pool
from scenarios.staff_table import POOL_FIELDS, table_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.units import Level

CHINESE: Final = ("社区", "岗位", "人数")
"""Heads of the columns in Chinese, in the order of `POOL_FIELDS`."""
FORM: Final = ("社区", "社区名称", "岗位", "人数")
DEPARTMENTS: Final = ("部门", "departments")
"""Words for the community of those who are in none yet; an empty cell says the same."""


def filled_pool(data: bytes, file: str, communities: Level, kinds: Mapping[str, str]) -> tuple[Pool, ...]:
    """Return the heads of a table that somebody filled in, in UTF-8 or GBK.

    Parameters
    ----------
    communities
        Areas that a row may name, by code or by a name that only one has.
    kinds
        Key of each kind of post by every word that stands for it, keys included.

    Raises
    ------
    FormatError
        When the columns are others, or with the row that names no community, no kind or no number.
    """
    places = _places(communities)
    pool = []
    for number, row in _rows(data, file):
        community, kind, heads = (row[name].strip() for name in POOL_FIELDS)
        if community not in places:
            raise FormatError("pool-community", file=file, row=number, value=community)
        if kind not in kinds:
            known = ", ".join(sorted({*kinds} - {*kinds.values()}) or sorted(kinds))
            raise FormatError("pool-kind", file=file, row=number, value=kind, known=known)
        if heads and not heads.isdecimal():
            raise FormatError("pool-heads", file=file, row=number, value=heads)
        pool.append(Pool(community=places[community], type=kinds[kind], heads=int(heads or 0)))
    return tuple(pool)


def form_csv(
    pool: Sequence[Pool], names: Mapping[str, str], kinds: Mapping[str, str], *, chinese: bool
) -> bytes:
    """Return heads as a table to be filled in, as spreadsheets open it: a row for each place and kind.

    `names` are all places by code, `kinds` the words for all kinds by key.
    """
    heads = {(entry.community, entry.type): entry.heads for entry in pool}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(FORM if chinese else (POOL_FIELDS[0], "name", *POOL_FIELDS[1:]))
    for code, name in names.items():
        for kind, word in kinds.items():
            writer.writerow([code, name, word, heads.get((code, kind), 0)])
    return ("\ufeff" + text.getvalue()).encode()


def _rows(data: bytes, file: str) -> list[tuple[int, dict[str, str]]]:
    """Rows by the names of the command line, whichever language their heads speak."""
    try:
        return list(table_rows(data, POOL_FIELDS, file))
    except FormatError:
        named = list(table_rows(data, CHINESE, file))
    return [
        (number, {name: row[zh] for name, zh in zip(POOL_FIELDS, CHINESE, strict=True)})
        for number, row in named
    ]


def _places(communities: Level) -> dict[str, str]:
    """Code of each community by its code and by its name where that is the only one."""
    often = Counter(communities.names)
    places = {
        name: code
        for code, name in zip(communities.codes, communities.names, strict=True)
        if name and often[name] == 1
    }
    return places | {code: code for code in communities.codes} | dict.fromkeys((LOT, *DEPARTMENTS), LOT)
