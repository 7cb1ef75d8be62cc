"""Town quarters: blocks cut into superblocks by side roads, these into plots, plots into building groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from gis.town.names import estate_names
from gis.town.pieces import NO_ESTATE, Built, Estate, Piece
from gis.town.rows import Rows, Style, lay_rows
from gis.town.skeleton import Line, on_grid
from gis.town.splitting import cut_to_area, polygons_of, side_deg
from gis.town.turning import turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.random import Generator

    from gis.town.skeleton import Block

GROUP_DWELLINGS = 110
UNEVEN: Final = {True: (0.7, 2.6), False: (0.8, 1.5)}
SUPERBLOCK_M2: Final = {
    "R": 9.0e4,
    "N": 17.0e4,
    "S": 15.0e4,
    "M": 8.0e4,
    "C": 8.0e4,
    "I": 21.0e4,
    "G": 20.0e4,
}

OLD = Style(
    kind="old", plot_m2=1.25e4, depth_m=11.5, module_m=15.0, modules=(2, 4), row_m=28.0, gap_m=9.0,
    floors=(5, 6), per_floor=2, setback_m=10.0, share=0.93,
)  # fmt: skip
NEW = Style(
    kind="new", plot_m2=4.6e4, depth_m=15.0, module_m=19.0, modules=(1, 2), row_m=50.0, gap_m=17.0,
    floors=(9, 22), per_floor=2, setback_m=14.0, share=0.9,
)  # fmt: skip
LARGE = replace(NEW, kind="large", plot_m2=1.3e5)
SHOP = Style(
    kind="shop", plot_m2=0.8e4, depth_m=14.0, module_m=12.0, modules=(1, 3), row_m=30.0, gap_m=6.0,
    floors=(2, 5),
)  # fmt: skip
STYLES: Final = {
    style.kind: style
    for style in (
        OLD,
        NEW,
        LARGE,
        SHOP,
        Style(
            kind="office", plot_m2=1.4e4, depth_m=16.0, module_m=22.0, modules=(1, 3), row_m=46.0, gap_m=18.0,
            floors=(3, 9), share=0.8,
        ),
        Style(
            kind="school", plot_m2=2.4e4, depth_m=13.0, module_m=24.0, modules=(2, 3), row_m=40.0, gap_m=22.0,
            floors=(3, 5), share=0.6,
        ),
        Style(
            kind="hospital", plot_m2=2.4e4, depth_m=20.0, module_m=24.0, modules=(2, 3), row_m=44.0,
            gap_m=20.0, floors=(4, 12), share=0.7,
        ),
        Style(
            kind="works", plot_m2=6.5e4, depth_m=36.0, module_m=30.0, modules=(2, 4), row_m=64.0, gap_m=24.0,
            floors=(1, 2), setback_m=16.0, share=0.8,
        ),
        Style(
            kind="park", plot_m2=3.2e4, depth_m=9.0, module_m=12.0, modules=(1, 1), row_m=90.0, gap_m=70.0,
            floors=(1, 1), share=0.3,
        ),
    )
}  # fmt: skip
MIX: Final = {
    "R": {"old": 0.68, "shop": 0.12, "school": 0.06, "office": 0.08, "park": 0.06},
    "N": {"new": 0.66, "shop": 0.12, "school": 0.07, "park": 0.15},
    "S": {"large": 0.8, "school": 0.1, "park": 0.1},
    "M": {"old": 0.42, "new": 0.12, "shop": 0.26, "office": 0.1, "school": 0.06, "park": 0.04},
    "C": {"office": 0.36, "shop": 0.34, "old": 0.14, "park": 0.1, "hospital": 0.06},
    "I": {"works": 0.84, "office": 0.07, "old": 0.03, "park": 0.06},
    "G": {"park": 0.9, "school": 0.1},
}


@dataclass(slots=True, kw_only=True, eq=False)
class Town:
    """All quarters, piece by piece; `quarter_of_place` says which quarter a superblock lies in."""

    pieces: list[Piece] = field(default_factory=list)
    built: list[Built] = field(default_factory=list)
    estates: list[Estate] = field(default_factory=list)
    roads: list[Line] = field(default_factory=list)
    quarter_of_place: list[int] = field(default_factory=list)


def lay_out_town(blocks: Sequence[Block], rng: Generator) -> Town:
    """Return pieces, buildings and side roads of all town blocks."""
    town, names = Town(), estate_names(rng)
    for block in blocks:
        angle = side_deg(block.polygon)
        superblocks = cut_to_area(block.polygon, SUPERBLOCK_M2[block.use], angle, rng)
        town.roads += _between(superblocks, block.polygon, "secondary")
        for superblock in superblocks:
            place = len(town.quarter_of_place)
            town.quarter_of_place.append(block.quarter)
            plots = _plots(superblock, block.use, angle, rng)
            town.roads += _between([plot for plot, _ in plots], superblock, "lane")
            for plot, planned in plots:
                style, rows = planned, lay_rows(plot, planned, angle, rng)
                if style.homes and not len(rows):
                    style, rows = SHOP, lay_rows(plot, SHOP, angle, rng)
                _put(town, Piece(polygon=plot, kind=style.kind, place=place), rows, angle, names)
    return town


def _plots(
    superblock: shapely.Polygon, use: str, angle: float, rng: Generator
) -> list[tuple[shapely.Polygon, Style]]:
    """Cut a superblock into plots, each with the style of its use.

    The superblock's leading use sets how large plots are; some of them are then cut once more for
    smaller uses.
    """
    kinds, shares = list(MIX[use]), np.array(list(MIX[use].values()))
    leading = STYLES[kinds[int(np.argmax(shares))]]
    if use == "M":
        leading = STYLES[str(rng.choice(["old", "new", "shop"], p=[0.55, 0.2, 0.25]))]
    plots = []
    for plot in cut_to_area(superblock, leading.plot_m2 * rng.uniform(*UNEVEN[leading.homes]), angle, rng):
        style = STYLES[str(rng.choice(kinds, p=shares / shares.sum()))]
        if plot.area > 2.4 * style.plot_m2:
            plots += [(part, style) for part in cut_to_area(plot, style.plot_m2 * 1.4, angle, rng)]
        else:
            plots.append((plot, style))
    return plots


def _put(town: Town, plot: Piece, rows: Rows, angle: float, names: Iterator[str]) -> None:
    """Put a plot and its buildings into the town; homes make an estate, cut into building groups."""
    if not STYLES[plot.kind].homes:
        town.pieces.append(plot)
        town.built.append(Built(rows=rows, kind=plot.kind, estate=NO_ESTATE))
        return
    estate = len(town.estates)
    town.estates.append(Estate(name=next(names), kind=plot.kind))
    town.built.append(Built(rows=rows, kind=plot.kind, estate=estate))
    for part in building_groups(plot.polygon, rows, angle, GROUP_DWELLINGS):
        town.pieces.append(Piece(polygon=part, kind=plot.kind, place=plot.place, estate=estate))


def building_groups(
    plot: shapely.Polygon, rows: Rows, angle: float, most_dwellings: int
) -> list[shapely.Polygon]:
    """Cut an estate between its rows and columns into groups of at most `most_dwellings`, or one building."""
    if not len(rows):
        return [plot]
    laid = turned(plot, -angle)
    west, south, east, north = laid.bounds
    xs, ys = rows.column_cuts.copy(), rows.row_cuts.copy()
    xs[0], xs[-1], ys[0], ys[-1] = west - 1, east + 1, south - 1, north + 1
    lattice = np.zeros((ys.size - 1, xs.size - 1), np.int64)
    np.add.at(lattice, (rows.row, rows.column), rows.dwellings)
    groups = []
    waiting = [(0, ys.size - 1, 0, xs.size - 1)]
    while waiting:
        low, high, left, right = waiting.pop()
        held = lattice[low:high, left:right]
        if held.sum() <= most_dwellings or np.count_nonzero(held) == 1:
            box = shapely.box(xs[left], ys[low], xs[right], ys[high])
            groups += [turned(part, angle) for part in polygons_of(laid.intersection(box))]
        else:
            waiting += _halves(held, (low, high, left, right), (ys, xs))
    return groups


def _halves(
    held: np.ndarray, window: tuple[int, int, int, int], cuts: tuple[np.ndarray, np.ndarray]
) -> list[tuple[int, int, int, int]]:
    """Cut a window of the lattice where its dwellings fall nearest to one half, across its longer side."""
    low, high, left, right = window
    tall, wide = np.ptp(cuts[0][[low, high]]), np.ptp(cuts[1][[left, right]])
    across_rows = high - low > 1 and (tall >= wide or right - left == 1)
    sums = np.cumsum(held.sum(axis=1 if across_rows else 0))[:-1]
    at = int(np.abs(sums - held.sum() / 2).argmin()) + 1
    if across_rows:
        return [(low, low + at, left, right), (low + at, high, left, right)]
    return [(low, high, left, left + at), (low, high, left + at, right)]


def _between(parts: Sequence[shapely.Polygon], whole: shapely.Polygon, kind: str) -> list[Line]:
    """The lines along which a whole was cut into parts, as roads without a name."""
    cuts = shapely.union_all(shapely.boundary(np.array(parts, np.object_)), grid_size=0.01)
    inside = shapely.line_merge(cuts.difference(whole.boundary.buffer(0.5)))
    return [
        Line(name="", kind=kind, line=on_grid(line))
        for line in shapely.get_parts(inside)
        if line.length > 1.0
    ]
