"""Verify an export: read it from its files alone, and say what is wrong with it, each fault by one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gis.verify import copies, files, records
from gis.verify.ground import drawn_grids, ground_of
from gis.verify.lines import checks_of_lines
from gis.verify.measures import area_perimeter
from gis.verify.reading import receive
from gis.verify.report import Check, VerifyReport, none_of, not_made

if TYPE_CHECKING:
    from pathlib import Path

    from gis.verify.ground import Drawn, Ground
    from gis.verify.reading import Received

ON_THE_GROUND: Final = (
    "every-grid-present", "no-overlap", "no-gap", "contiguous", "inside-community", "inside-outline",
    "lines-match-units", "every-unit-once", "counts-conserved", "area-perimeter", "bounds",
    "requested-number", "plan-digest",
)  # fmt: skip


def verify_export(folder: Path) -> VerifyReport:
    """Check an export folder; nothing but its files is read.

    Raises
    ------
    FormatError
        The folder has no manifest of an export, or one of a newer format.
    """
    received = receive(folder)
    ground = ground_of(received)
    drawn = [] if ground is None else [drawn_grids(layer, ground) for layer in received.copies_of("grid")]
    checks = [
        files.manifest_hash(received),
        files.files_complete(received),
        files.cpg_present(received),
        files.prj_matches(received),
        copies.field_names(received),
        copies.encodings_agree(received, drawn),
        records.codes_unique(received),
        records.codes_format(received),
        _valid_rings(received),
    ]
    if ground is None or not drawn:
        missing = "plan" if not received.plan else "unit" if ground is None else "grid"
        return VerifyReport(checks=(*checks, *(not_made(name, missing) for name in ON_THE_GROUND)))
    return VerifyReport(checks=(*checks, *_on_the_ground(received, ground, drawn)))


def _on_the_ground(received: Received, ground: Ground, drawn: list[Drawn]) -> tuple[Check, ...]:
    return (
        records.every_grid_present(ground, drawn),
        *checks_of_lines(received, ground, drawn),
        records.every_unit_once(received, ground),
        records.counts_conserved(received, ground, drawn),
        area_perimeter(ground, drawn),
        records.bounds(received, ground, drawn),
        records.requested_number(received, ground),
        records.plan_digest(received),
    )


def _valid_rings(received: Received) -> Check:
    """Every shape is a polygon of the ground that it seems to hold."""
    return none_of("valid-rings", [f"{layer.place}: {n}" for layer in received.layers for n in layer.invalid])
