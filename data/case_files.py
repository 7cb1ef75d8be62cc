"""Case files: the facts and sketches of built-in districts, as they are written down."""

from __future__ import annotations

import csv
import tomllib
from typing import TYPE_CHECKING, Any

from data.reference import CASES
from domain.errors import UnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def case_names(folder: Path = CASES) -> tuple[str, ...]:
    """Names of all cases that ship, sorted: one TOML file each."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def case_tables(name: str, folder: Path = CASES) -> tuple[Mapping[str, Any], tuple[Mapping[str, str], ...]]:
    """Return the tables of a case and the rows of its list of communities.

    Raises
    ------
    UnknownError
        No case has this name.
    """
    if name not in case_names(folder):
        raise UnknownError("case", name=name, known=", ".join(case_names(folder)))
    tables = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    with (folder / tables["communities"]).open(encoding="utf-8", newline="") as file:
        return tables, tuple(csv.DictReader(file))
