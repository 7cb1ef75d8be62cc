"""Parts of layers by chance, as they are and as web maps show them: which are caught, which are wronged.

Run `python benchmarks/datum_cutouts.py [CUT-OUTS] [--redrawn] [--no-codes]`; the real data is found as
the tests find it. `--redrawn` draws each layer anew, so that it shares no corner with its areas:
lines simplified by 3 m, then each corner up to 5 m off. `--no-codes` hides all codes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).parents[1]))

from gis.placing.datum import to_bd, to_gcj, true_shapes
from gis.placing.shift import weighed

if TYPE_CHECKING:
    from collections.abc import Callable

    from gis.dataset import Dataset
    from gis.placing.shift import Weighed

DEGREES = "EPSG:4326"
METRES = {"yanliang": "EPSG:4545", "qingdao": "EPSG:4549"}
SHIFTS: dict[str, Callable[..., np.ndarray]] = {"gcj02": to_gcj, "bd09": to_bd}
WIDTHS = {"yanliang": (600.0, 12_000.0), "qingdao": (8_000.0, 120_000.0)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A layer and the areas that should hold it, both with code and geometry in degrees."""

    place: str
    name: str
    layer: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame


def yanliang_cases(dataset: Dataset) -> list[Case]:
    """Every layer of the built-in case in its communities, these in their streets; today's grids, units."""
    today = dataset.today
    assert today is not None
    codes = np.array([grid.code for grid in today.grids])
    crs = dataset.info.crs
    units = gpd.GeoDataFrame({"code": dataset.graph.units.codes}, geometry=dataset.footprints, crs=crs)
    grids = units.assign(code=codes[today.grid_of]).dissolve("code").reset_index()
    layers = {**dataset.layers, "units": units, "today": grids}
    held = {name: table[["code", "geometry"]].to_crs(DEGREES) for name, table in sorted(layers.items())}
    communities, streets = held["communities"], held["streets"]
    return [
        Case(place="yanliang", name=name, layer=table, areas=streets if table is communities else communities)
        for name, table in held.items()
    ]


def qingdao_cases(folder: Path) -> list[Case]:
    """The streets of Qingdao in its districts, as areas and as points; districts and streets in the city."""
    streets = gpd.read_file(folder / "streets_osm_wgs84.geojson", engine="pyogrio")
    streets = streets[["street_code", "dcode", "geometry"]].rename(columns={"street_code": "code"})
    districts = streets.dissolve("dcode").reset_index()[["dcode", "geometry"]]
    districts = districts.rename(columns={"dcode": "code"}).astype({"code": str})
    city = gpd.GeoDataFrame({"code": [""]}, geometry=[districts.union_all()], crs=districts.crs)
    areas, points = streets[["code", "geometry"]], streets[["code", "geometry"]].copy()
    points["geometry"] = points.representative_point()
    return [
        Case(place="qingdao", name="streets", layer=areas, areas=districts),
        Case(place="qingdao", name="street points", layer=points, areas=districts),
        Case(place="qingdao", name="streets in city", layer=areas, areas=city),
        Case(place="qingdao", name="districts", layer=districts, areas=city),
    ]


def redrawn(case: Case) -> Case:
    """Return a case whose layer somebody else drew: fewer corners, each up to 5 m off."""
    plane = case.layer.to_crs(METRES[case.place])
    rough = shapely.simplify(plane.geometry.to_numpy(), 3.0)
    rough = shapely.transform(rough, lambda places: places + 4 * np.sin(13 * places + 78 * places[:, ::-1]))
    areas = shapely.get_dimensions(rough) == 2
    rough = np.where(areas, shapely.make_valid(rough), rough)
    layer = plane.set_geometry(gpd.GeoSeries(rough, index=plane.index, crs=plane.crs)).to_crs(DEGREES)
    return replace(case, layer=layer)


def cut_out(case: Case, chance: np.random.Generator) -> gpd.GeoDataFrame:
    """Return a part of a layer: what one area holds, what a window shows, or some features by chance."""
    layer = case.layer
    middle = layer.geometry.iloc[int(chance.integers(len(layer)))].representative_point()
    match int(chance.integers(3)):
        case 0:
            area = case.areas[case.areas.intersects(middle)].geometry
            held = layer.representative_point().intersects(area.union_all() if len(area) else middle)
            part = layer[held.to_numpy()]
        case 1:
            low, high = WIDTHS[case.place]
            half = float(np.exp(chance.uniform(np.log(low), np.log(high)))) / 111_000 / 2
            window = shapely.box(
                middle.x - half * 1.2, middle.y - half, middle.x + half * 1.2, middle.y + half
            )
            part = layer[layer.intersects(window).to_numpy()]
        case _:
            number = int(np.ceil(len(layer) ** chance.uniform()))
            part = layer.iloc[np.sort(chance.permutation(len(layer))[:number])]
    return part if len(part) else layer


def looked_at(part: gpd.GeoDataFrame, case: Case, datum: str, *, coded: bool = True) -> Weighed:
    """Weigh a part of a layer, shifted as a datum does where one is given, and labelled as if it were not."""
    shapes = part.geometry
    if datum:
        moved = shapely.transform(shapes.to_numpy(), SHIFTS[datum])
        shapes = gpd.GeoSeries(moved, index=shapes.index, crs=DEGREES)
    codes = (tuple(part["code"]), tuple(case.areas["code"])) if coded else ()
    return weighed(shapes, case.areas.geometry, *codes)


def errors_m(part: gpd.GeoDataFrame, case: Case, datum: str, metres: float) -> tuple[float, float]:
    """Return how far a told shift is from the real one, and what is left anywhere after converting."""
    crs, true = METRES[case.place], part.geometry.to_numpy()[:: max(1, len(part) // 1000)]
    moved = shapely.transform(true, SHIFTS[datum])
    before, after, back = (
        gpd.GeoSeries(shapes, crs=DEGREES).to_crs(crs) for shapes in (true, moved, true_shapes(moved, datum))
    )
    real = float(before.centroid.distance(after.centroid).mean())
    corners = [shapely.get_coordinates(each.to_numpy()) for each in (before, back)]
    return abs(real - metres), float(np.hypot(*(corners[0] - corners[1]).T).max())


def row_of(case: Case, number: int, *, coded: bool) -> str:
    """Weigh the whole layer and so many parts of it; return a line of the table."""
    chance = np.random.default_rng(20_26)
    parts = [case.layer, *(cut_out(case, chance) for _ in range(number))]
    told, worst, left = {datum: Counter[str]() for datum in ("", *SHIFTS)}, 0.0, 0.0
    whole: dict[str, str] = {}
    for n, part in enumerate(parts):
        for datum, counter in told.items():
            found = looked_at(part, case, datum, coded=coded)
            answer: str = found.answer
            if found.shift and datum:
                if (found.shift.datum, found.shift.reversed) != (datum, False):
                    answer = "wrong"
                else:
                    off, rest = errors_m(part, case, datum, found.shift.metres)
                    worst, left = max(worst, off), max(left, rest)
            if n == 0:
                whole[datum] = f"{answer} ({found.kind})" if found.kind else answer
            else:
                counter[answer] += 1
    wrong = sum(told[d]["right"] + told[d]["wrong"] for d in SHIFTS)
    cells = [
        case.place, case.name, str(len(case.layer)), whole[""], whole["gcj02"], whole["bd09"],
        str(told[""]["shifted"]), str(told[""]["unsure"]),
        *(f"{told[datum]['shifted']} / {told[datum]['unsure']}" for datum in SHIFTS),
        str(wrong), f"{worst:.2f}", f"{left:.0e}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    from scenarios.cases import build_case
    from tests.shared import SHARED

    number = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100)
    cases = [*yanliang_cases(build_case("yanliang")), *qingdao_cases(SHARED / "data" / "qingdao")]
    if "--redrawn" in sys.argv:
        cases = [redrawn(case) for case in cases]
    print(f"{number} cut-outs of each layer; `unsure` = cannot tell\n")
    heads = (
        "place", "layer", "features", "whole, true", "whole, GCJ-02", "whole, BD-09", "true: flagged",
        "true: unsure", "GCJ-02: caught / unsure", "BD-09: caught / unsure", "wrong", "shift off, m",
        "left, m",
    )  # fmt: skip
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for case in cases:
        start = time.perf_counter()
        print(row_of(case, number, coded="--no-codes" not in sys.argv), flush=True)
        print(f"{case.name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
