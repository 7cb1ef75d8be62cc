"""Heads: which row of a table holds the names, where titles may stand above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 10  # rows from the top in which the names may stand
MOSTLY = 0.75  # of the widest of these rows: from here on a row is no title


def head_row(rows: Sequence[Sequence[object]]) -> int:
    """Return which of the first rows holds the names: below a title, the first wide one of texts only.

    A first row that is wide holds the names itself; where no row does, it is the first.

    >>> head_row([["某街道楼栋表"], ["单位：", "日期："], ["编码", "名称", "户数"], ["001", "一号楼", 48]])
    2
    >>> head_row([["编码", "名称", 2025], ["合计", "共", "户"]]), head_row([["名称"], ["一号楼"]])
    (0, 0)
    """
    filled = [[cell for cell in row if cell is not None and str(cell).strip()] for row in rows[:LOOKED_AT]]
    width = max(map(len, filled), default=0)
    wide = [len(cells) > 1 and len(cells) >= MOSTLY * width for cells in filled]
    if not any(wide) or wide[0]:
        return 0
    return next((n for n, cells in enumerate(filled) if wide[n] and all(map(_text, cells))), 0)


def _text(cell: object) -> bool:
    """Whether a cell holds text that is no number."""
    return isinstance(cell, str) and not cell.strip().lstrip("+-").replace(".", "", 1).isdigit()
