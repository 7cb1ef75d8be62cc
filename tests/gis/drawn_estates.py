"""A town of two blocks and a village drawn into files, with estates, towers and farmhouses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gis.drawn_ground import box, line, write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import shapely

PROFILE = """
format = 1
name = "estates"
title = "示例"
title_en = "Estates"
crs = "EPSG:4547"

[[wholes]]
key = "street"
code = "001"
name = "街道"

[layers.buildings]
role = "units-source"
file = "buildings.gpkg"
code = "id"
{parts}
[[layers.buildings.counts]]
name = "households"
field = "homes"
basis = "常住户"
date = "2025-06-30"

[layers.communities]
role = "community"
file = "communities.gpkg"
code = "id"
title = "name"
kind = "sort"

[layers.roads]
role = "roads"
file = "roads.gpkg"
{more}
"""

House = tuple[str, int, "shapely.Geometry"]


def draw(
    folder: Path,
    houses: Sequence[House],
    *,
    sort: str = "town",
    side: float = 400.0,
    roads: Sequence[shapely.LineString] | None = None,
    parts: Mapping[str, Sequence[object]] | None = None,
    more: str = "",
) -> Path:
    """Write one community of `side` metres with a road across and these houses; return its profile.

    `parts`: further columns of the houses, each declared under its own name as a key of the source.
    """
    write(folder, "communities", {"id": ["c1"], "name": ["甲"], "sort": [sort]}, [box(0, 0, side, side)])
    ways = list(roads) if roads is not None else [line((side / 2, 0), (side / 2, side))]
    write(folder, "roads", {"id": list(range(len(ways)))}, ways)
    columns = {"id": [h[0] for h in houses], "homes": [h[1] for h in houses], **(parts or {})}
    write(folder, "buildings", columns, [h[2] for h in houses])
    keys = "\n".join(f'{name} = "{name}"' for name in parts or {})
    path = folder / "estates.toml"
    path.write_text(PROFILE.format(parts=keys, more=more), encoding="utf-8")
    return path


def house(x: float, y: float, width: float = 20.0, depth: float = 12.0) -> shapely.Polygon:
    """A house by its south-west corner."""
    return box(x, y, x + width, y + depth)
