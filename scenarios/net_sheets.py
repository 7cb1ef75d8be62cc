"""Department nets as a workbook: what each is like over a plan, and a crosswalk for each department."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.sheets import workbook_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.documents import Tell
    from scenarios.nets import Overlay
    from scenarios.sheets import Sheet

CROSSWALK: Final = ("area", "name", "grid", "households", "of-area", "of-grid")
MEASURES: Final = ("net", "areas", "nested", "pure", "pure-areas", "areas-a-grid", "conflicts")


def nets_workbook(found: Sequence[Overlay], codes: Sequence[str], tell: Tell) -> bytes:
    """Return the workbook of some nets over the grids of these codes."""
    return workbook_of([_measures(found, tell), *(_crosswalk(one, codes, tell) for one in found)])


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
