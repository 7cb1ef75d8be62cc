"""Values of a column as text, as codes and names are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def text_of(column: pd.Series) -> pd.Series:
    """Values as text; whole numbers without a decimal point, missing values empty."""
    if column.dtype.kind == "f" and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    return column.astype("string").fillna("").str.strip().astype(str)
