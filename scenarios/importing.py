"""Import: files and a profile become a dataset, or a list of everything that stands against it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gis.cutting.assemble import dataset_of
from gis.reading.check import check_layers
from gis.reading.inspection import FileFacts, inspect_files
from gis.reading.profile import load_profile
from gis.reading.read import read_layers
from scenarios.databases import brought

__all__ = ["FileFacts", "import_profile", "inspect_files"]

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.standards import Standards
    from gis.dataset import Dataset


def import_profile(profile_path: Path, roots: Sequence[Path], standards: Standards) -> Dataset:
    """Return the dataset that a profile describes, its files found under the first root that has them.

    Raises
    ------
    ProfileError
        Where the profile itself cannot be used.
    ImportRejected
        Where the files cannot be used, with all problems of all of them.
    """
    profile = load_profile(profile_path)
    with brought(profile) as (local, folders, problems):
        raw = read_layers(local, (*folders, *roots))
        layers = check_layers(replace(raw, problems=(*problems, *raw.problems)), local, standards)
    return dataset_of(local, layers, standards)
