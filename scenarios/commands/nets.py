"""多网融合 on the command line: where nets and grids conflict, and a crosswalk for each department."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import FormatError, InvalidValueError
from gis.dataset_folder import read_dataset
from gis.zoned import net_names, net_of
from scenarios.commands.done import Done
from scenarios.commands.plans import scenario_at
from scenarios.documents import document
from scenarios.nets import overlay
from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.standards import Standards
    from scenarios.documents import Document, Tell
    from scenarios.nets import Overlay
    from scenarios.sheets import Sheet

SHOWN = 3
"""Conflicts of a net that are told in lines; document and workbook hold all."""
CROSSWALK = ("area", "name", "grid", "households", "of-area", "of-grid")
MEASURES = ("net", "areas", "nested", "pure", "pure-areas", "areas-a-grid", "conflicts")


def nets_told(
    folder: Path, scenario: Path | None, names: Sequence[str], standards: Standards, *,
    out: Path | None, tell: Tell,
) -> Done:  # fmt: skip
    """Lay department nets over the grids of a scenario, or over today's; all nets where none is named."""
    if out is not None and out.exists():
        raise FormatError("file-exists", file=str(out))
    dataset = read_dataset(folder)
    plan = scenario_at(dataset, scenario, standards).plan
    asked = tuple(names) or net_names(dataset)
    if not asked:
        raise InvalidValueError("no-nets", folder=folder.name)
    households = dataset.graph.units.count(dataset.info.households)
    found = [overlay(dataset, plan, net_of(dataset, name), households, standards) for name in asked]
    least = min(standards.grid_type(kind).norm_low for kind in set(dataset.graph.units.communities.kinds))
    codes = [grid.code for grid in plan.grids]
    if out is not None:
        out.write_bytes(
            workbook_of([_measures(found, tell), *(_crosswalk(one, codes, tell) for one in found)])
        )
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


def _measures(found: Sequence[Overlay], tell: Tell) -> Sheet:
    """All nets, a row each."""
    rows = [
        (
            one.net.name, len(one.net.codes), round(one.nested, 4), round(one.pure, 4),
            round(one.pure_areas, 4), round(one.areas_a_grid, 2), len(one.conflicts),
        )
        for one in found
    ]  # fmt: skip
    return tell("nets.sheet"), [tell(f"nets.head.{key}") for key in MEASURES], rows


def _crosswalk(found: Overlay, codes: Sequence[str], tell: Tell) -> Sheet:
    """The table 融合对照表 of one department: its areas, and the grids they lie in."""
    cross, net = found.cross, found.net
    of_grid, of_area = cross.of_old(), cross.of_new()
    meetings = zip(cross.old.tolist(), cross.new.tolist(), cross.weight.tolist(), strict=True)
    rows = sorted(
        (
            net.codes[area], net.names[area], codes[grid], held,
            round(held / max(int(of_area[area]), 1), 4), round(held / max(int(of_grid[grid]), 1), 4),
        )
        for grid, area, held in meetings
    )  # fmt: skip
    return net.name, [tell(f"nets.head.{key}") for key in CROSSWALK], rows
