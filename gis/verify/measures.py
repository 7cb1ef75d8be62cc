"""Checks of measures: the area and perimeter a grid claims are those of its units' ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from gis.verify.report import Check, none_of

if TYPE_CHECKING:
    from gis.verify.ground import Drawn, Ground

AREA, PERIMETER = "MJ", "ZC"
AREA_M2, AREA_SHARE = 1.0, 1e-6
LENGTH_M, LENGTH_SHARE = 1.0, 1e-4
TOLERANCES: Final = {AREA: (AREA_M2, AREA_SHARE), PERIMETER: (LENGTH_M, LENGTH_SHARE)}


def area_perimeter(ground: Ground, drawn: list[Drawn]) -> Check:
    """Area and perimeter of each grid are those of the union of its units' footprints.

    Within a square metre and a millionth, and a metre and a ten-thousandth.
    """
    wrong = []
    for copy in drawn:
        for grid, record in copy.record.items():
            shape = ground.ground[grid]
            for field, measured in ((AREA, shapely.area(shape)), (PERIMETER, shapely.length(shape))):
                told = record.get(field)
                least, share = TOLERANCES[field]
                near = isinstance(told, (int, float)) and abs(told - measured) <= least + share * measured
                if field in copy.layer.fields and not near:
                    wrong.append(f"{copy.layer.place}: {grid} {field} {told}, its units {measured:.1f}")
    return none_of("area-perimeter", wrong)
