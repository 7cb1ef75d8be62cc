"""多网融合 on the command line: where nets and grids conflict, and a crosswalk for each department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import FormatError, InvalidValueError
from gis.dataset_folder import read_dataset
from scenarios.commands.done import Done
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.net_sheets import nets_workbook
from scenarios.nets import least_norm, overlays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.nets import Overlay

SHOWN = 3
"""Conflicts of a net that are told in lines; document and workbook hold all."""


def nets_told(
    folder: Path, scenario: Path | None, names: Sequence[str], standards: Standards, *,
    out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Lay department nets over the grids of a scenario, or over today's; all nets where none is named."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    plan = scenario_at(dataset, scenario, standards).plan
    found = overlays(dataset, plan, standards, names)
    if not found:
        raise InvalidValueError("no-nets", folder=folder.name)
    least = least_norm(dataset, standards)
    codes = [grid.code for grid in plan.grids]
    if out is not None:
        out.write_bytes(nets_workbook(found, codes, tell))
    lines = [line for one in found for line in _lines(one, codes, least, tell)]
    told = [_document(one, codes) for one in found]
    return Done(document=document("nets", nets=told, out=str(out) if out else None), lines=tuple(lines))


def _document(found: Overlay, codes: Sequence[str]) -> Document:
    """A net in full."""
    net, cross = found.net, found.cross
    return {
        "net": net.name, "areas": len(net.codes), "households": found.households, "nested": found.nested,
        "pure": found.pure, "pure_areas": found.pure_areas, "areas_a_grid": found.areas_a_grid,
        "conflicts": [
            {
                "grid": codes[one.grid], "outside": one.outside,
                "parts": [{"area": net.codes[area], "households": held} for area, held in one.parts],
            }
            for one in found.conflicts
        ],
        "crosswalk": [
            {"area": net.codes[area], "grid": codes[grid], "households": held}
            for grid, area, held in zip(
                cross.old.tolist(), cross.new.tolist(), cross.weight.tolist(), strict=True
            )
        ],
    }  # fmt: skip


def _lines(found: Overlay, codes: Sequence[str], least: int, tell: Tell) -> Iterator[str]:
    """What a net is like, where it conflicts most, and which way it should nest."""
    net = found.net
    yield tell(
        "nets.net", net=net.name, areas=len(net.codes), households=round(found.households),
        nested=found.nested, pure=found.pure, areas_a_grid=found.areas_a_grid,
    )  # fmt: skip
    if found.finer_than(least):
        yield tell("nets.finer", net=net.name, pure=found.pure_areas)
        return
    for one in found.conflicts[:SHOWN]:
        parts = tell("infeasible.and").join(
            tell("nets.part", area=net.names[area] or net.codes[area], households=held)
            for area, held in one.parts
        )
        yield tell("nets.conflict", grid=codes[one.grid], parts=parts)
    if len(found.conflicts) > SHOWN:
        yield tell("nets.more", grids=len(found.conflicts) - SHOWN)
