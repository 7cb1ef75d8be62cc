"""Ground in files: read it, build it, say what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gis.dataset_folder import refuse_filled, write_dataset
from scenarios.commands.done import Done, problems_in_short
from scenarios.documents import import_document, inspect_document

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gis.dataset import Dataset
    from gis.reading.inspection import FileFacts
    from scenarios.documents import Document, Tell


def build(command: str, make: Callable[[], Dataset], out: Path, tell: Tell) -> Done:
    """Import or build a dataset and write it."""
    refuse_filled(out)
    dataset = make()
    write_dataset(dataset, out)
    told = import_document(command, dataset, str(out), tell)
    found = tell(
        "told.dataset",
        communities=len(dataset.graph.units.communities.codes),
        units=len(dataset.graph.units),
        problems=len(dataset.info.problems),
        repairs=len(dataset.info.repairs),
    )
    following = tell("told.next", command=f"gridwright evaluate {out}")
    return Done(document=told, lines=(*problems_in_short(told["problems"], tell), found, following))


def inspected(files: Sequence[FileFacts], tell: Tell) -> Done:
    """What is in files: a line a layer, and everything that is wrong with them."""
    told = inspect_document(files, tell)
    lines = [
        tell(
            "told.layer",
            file=file["file"],
            layer=layer["layer"],
            features=layer["features"],
            crs=_crs(layer, tell),
        )
        for file in told["files"]
        for layer in file["layers"]
    ]
    layers = [layer for file in told["files"] for layer in file["layers"]]
    problems = [problem for one in (*told["files"], *layers) for problem in one["problems"]]
    return Done(document=told, lines=(*lines, *problems_in_short(problems, tell)))


def _crs(layer: Document, tell: Tell) -> str:
    """Say the CRS of a layer: its code, the zone in words, or whatever stands in the file."""
    zone, crs = str(layer.get("zone", "")), str(layer["crs"] or "–")
    if not zone:
        return crs
    return tell("crs.with-zone", crs=crs, zone=zone) if crs.startswith("EPSG:") else zone
