"""Villages: settlements of homesteads in rows, villager groups, and the fields between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from scipy.cluster.vq import kmeans2
from shapely import affinity

from gis.town.pieces import Built, Estate, Piece
from gis.town.rows import Style, lay_rows
from gis.town.shares import unlike
from gis.town.skeleton import Line
from gis.town.splitting import cut_to_area, cut_to_number, polygons_of, side_deg
from gis.town.turning import turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from gis.town.skeleton import Skeleton

HOMESTEAD: Final = Style(
    kind="house", plot_m2=0.0, depth_m=12.0, module_m=9.8, modules=(1, 1), row_m=27.0, gap_m=1.4,
    floors=(1, 2), per_floor=1, setback_m=4.0, share=0.94,
)  # fmt: skip
HOMESTEAD_M2 = 355.0
GROUP_HOMES = 62
FIELD_M2 = 7.0e4
MEDIAN_HOMES, SPREAD = 640.0, 0.5
FEWEST, MOST = 215.0, 1580.0
CLEAR_M = 25.0
SAMPLE = 6000
EDGE_M = 450.0


@dataclass(slots=True, kw_only=True, eq=False)
class Country:
    """Everything outside the quarters; settlement n stands at `centres[n]` and holds its own groups."""

    centres: NDArray[np.float64]
    pieces: list[Piece] = field(default_factory=list)
    built: list[Built] = field(default_factory=list)
    estates: list[Estate] = field(default_factory=list)
    lanes: list[Line] = field(default_factory=list)


def lay_out_country(skeleton: Skeleton, number: int, rng: Generator) -> Country:
    """Return `number` settlements with their groups and houses, and the fields around them."""
    centres = _centres(skeleton, number, rng)
    homes = np.clip(MEDIAN_HOMES * unlike(rng, SPREAD, number), FEWEST, MOST)
    country = Country(centres=centres)
    faces = np.array(skeleton.country, np.object_)
    lines = shapely.union_all(
        [*(road.line for road in skeleton.roads), *skeleton.barriers, skeleton.outline.exterior]
    )
    settlements: list[shapely.Polygon] = []
    for place, (centre, size) in enumerate(zip(centres, homes, strict=True)):
        face = faces[shapely.distance(faces, shapely.Point(centre)).argmin()]
        angle = side_deg(face) * 0.35 + rng.uniform(-4.0, 4.0)
        number, spare = int(max(round(size / GROUP_HOMES), 3)), int(rng.integers(0, 3))
        shape = rng.uniform(0.85, 1.7)
        area = size * HOMESTEAD_M2 * (number + spare) / number
        ground = _settlement(centre, np.sqrt(area * np.array([shape, 1.0 / shape])), angle, lines, face)
        groups = _without_corners(cut_to_number(ground, number + spare, angle, rng), spare)
        settlements += groups
        _settle(country, place, groups, angle, rng)
    _fields(country, faces, np.array(settlements, np.object_), rng)
    return country


def _centres(skeleton: Skeleton, number: int, rng: Generator) -> NDArray[np.float64]:
    """Middles of `number` cells of about the same size over the open country, north-west first."""
    ground = shapely.union_all(np.array(skeleton.country, np.object_)).buffer(-EDGE_M / 3)
    low, high = np.array(skeleton.outline.bounds[:2]), np.array(skeleton.outline.bounds[2:])
    sample = rng.uniform(low, high, (SAMPLE * 2, 2))
    shapely.prepare(ground)
    sample = sample[shapely.contains_xy(ground, *sample.T)][:SAMPLE]
    start = sample[rng.choice(sample.shape[0], number, replace=False)]
    centres, _ = kmeans2(sample, start, iter=14, minit="matrix")
    found: NDArray[np.float64] = np.round(centres + rng.normal(0.0, 110.0, centres.shape), 2)
    return found[np.lexsort((found[:, 0], -found[:, 1]))]


def _settlement(
    centre: NDArray[np.float64],
    sides: NDArray[np.float64],
    angle: float,
    lines: shapely.Geometry,
    face: shapely.Polygon,
) -> shapely.Polygon:
    """The built ground of a village: a box moved clear of roads, rail and water, inside its face."""
    wide, tall = sides
    reach = max(wide, tall) / 2 + CLEAR_M
    for _ in range(6):
        nearest = shapely.get_coordinates(shapely.shortest_line(lines, shapely.Point(centre)))
        away = np.hypot(*(nearest[1] - nearest[0]))
        if away >= reach or away == 0:
            break
        centre = nearest[0] + (nearest[1] - nearest[0]) / away * (reach + 1.0)
    box = turned(shapely.box(-wide / 2, -tall / 2, wide / 2, tall / 2), angle)
    ground = affinity.translate(box, *centre).intersection(face.buffer(-CLEAR_M))
    return max(polygons_of(ground), key=lambda part: part.area)


def _without_corners(groups: list[shapely.Polygon], spare: int) -> list[shapely.Polygon]:
    """Leave out the groups farthest from the middle: a settlement is seldom a plain box."""
    middle = shapely.union_all(groups).centroid
    away = sorted(groups, key=lambda group: (round(group.centroid.distance(middle), 1), group.centroid.x))
    return away[: len(groups) - spare] if len(groups) > spare + 1 else groups


def _settle(
    country: Country, place: int, groups: Sequence[shapely.Polygon], angle: float, rng: Generator
) -> None:
    """Lay the houses of a settlement's villager groups in rows, north-western group first."""
    for part in sorted(groups, key=lambda p: (-round(p.centroid.y, 1), round(p.centroid.x, 1))):
        along = angle if rng.random() < 0.8 else angle + 90.0  # noqa: PLR2004 -- most rows face south
        estate = len(country.estates)
        country.estates.append(Estate(name="", kind="group"))
        country.pieces.append(Piece(polygon=part, kind="group", place=place, estate=estate))
        country.built.append(Built(rows=lay_rows(part, HOMESTEAD, along, rng), kind="house", estate=estate))
    cuts = shapely.union_all(shapely.boundary(np.array(groups, np.object_)), grid_size=0.01)
    for line in shapely.get_parts(shapely.line_merge(cuts)):
        country.lanes.append(Line(name="", kind="lane", line=line))


def _fields(
    country: Country, faces: NDArray[np.object_], settlements: NDArray[np.object_], rng: Generator
) -> None:
    """Cut the open land of every face into fields, in the direction of the face."""
    built = shapely.union_all(settlements)
    for face in faces:
        angle = side_deg(face) * 0.35
        for part in polygons_of(face.difference(built)):
            for plot in cut_to_area(part, FIELD_M2, angle, rng, ragged=0.22):
                country.pieces.append(Piece(polygon=plot, kind="field", place=-1))
