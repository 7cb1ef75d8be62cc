"""The Python side of the map: its properties, their types, and how a plan travels to it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypedDict

import numpy as np
from dash.development.base_component import Component

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from numpy.typing import ArrayLike

Box = tuple[float, float, float, float] | list[float]
GeoJson = dict[str, Any]


class Packed(TypedDict):
    """A long array of integers on its way to the browser."""

    dtype: Literal["int32"]
    base64: str


class Layer(TypedDict, total=False):
    """One layer of context: `url` (same origin) or `data` is GeoJSON in EPSG:4326; `tiles` as `unitTiles`.

    Tiles name their one layer as `id` does; those of an image are pictures, which the user may move.
    A layer with a `title` stands in the list of layers and in the legend; `visible` and `opacity` say
    what is usual, the user has the last word.
    """

    id: str
    kind: Literal[
        "community", "street", "estate", "net", "building", "road", "rail", "water", "station", "event",
        "former", "image", "ghost", "preview", "fault", "lock",
    ]  # fmt: skip
    title: str
    url: str
    data: GeoJson
    tiles: str
    zooms: Sequence[int]
    bounds: Box
    visible: bool
    opacity: float


class UnitFills(TypedDict):
    """A class of each unit, and the fill of each class."""

    of: Packed
    colours: Sequence[str]


class Note(TypedDict):
    """What stands at the pointer while a stroke is drawn."""

    text: str
    tone: Literal["ok", "acceptable", "over", "refused"]


class LegendRow(TypedDict, total=False):
    """One fill, what it means, and how many have it."""

    fill: str
    text: str
    count: str


class Legend(TypedDict, total=False):
    """What the fills mean, what it is that they tell, and what was counted when."""

    title: str
    note: str
    rows: Sequence[LegendRow]


class Selection(TypedDict, total=False):
    """Units and grids with a 3-pixel ink outline."""

    units: Sequence[int]
    grids: Sequence[int]


class GridMapProps(TypedDict, total=False):
    """The properties of `GridMap`, as Dash and the browser name them."""

    id: str | dict[str, Any]
    style: Mapping[str, str | int]
    className: str
    unitTiles: str
    unitLayer: str
    unitZooms: tuple[int, int] | list[int]
    unitOutlineZoom: float
    bounds: Box
    look: Box | None
    gridOfUnit: Packed | list[int]
    gridOfUnitDiff: Sequence[Sequence[int]]
    colours: Sequence[str]
    unitFills: UnitFills | None
    grids: GeoJson | str
    label: str
    gridsDiff: Sequence[GeoJson]
    layers: Sequence[Layer]
    legend: Legend
    shades: Mapping[str, Any]
    values: Sequence[str] | None
    found: Mapping[str, Any]
    marked: GeoJson | None
    sheet: Mapping[str, Any]
    instead: Sequence[Mapping[str, str]]
    selection: Selection
    locked: Sequence[int]
    moved: Sequence[int]
    tool: Literal[
        "select", "brush", "rectangle", "lasso", "unit", "flood", "estate", "block", "community",
    ]  # fmt: skip
    answered: int
    note: Note | None
    sync: str
    theme: Literal["light", "dark"]
    language: Literal["zh", "en"]
    labels: bool
    pulse: int | None
    unitsPicked: dict[str, Any]
    gridPicked: dict[str, Any]
    hover: dict[str, Any]
    brushed: dict[str, Any]
    stroke: dict[str, Any]
    polygonDrawn: dict[str, Any]
    shade: dict[str, Any]
    sought: dict[str, Any]
    placePicked: dict[str, Any]
    view: dict[str, Any]
    ready: bool
    webgl: bool


class GridMap(Component):
    """A map of planning units painted by the grid each is in.

    Geometry goes to the browser once, as vector tiles; membership and colour go as differences.
    Everything is drawn from the page's own CSS custom properties (`assets/tokens.css`).

    What the page sets
    ------------------
    id, style, className
        As on every Dash component. The map fills its box; give the box a height.
    unitTiles
        Address of the unit tiles, same origin, with `{z}/{x}/{y}`: `/tiles/<digest>/{z}/{x}/{y}.mvt`.
        Without it the grids themselves are filled. Made by `gis.tiles`; a feature's id is its position.
    unitLayer, unitZooms, unitOutlineZoom
        From the archive's `about`: layer name ("units"), [min_zoom, max_zoom], outline_zoom.
    bounds
        [west, south, east, north] in degrees: shown at the start and again whenever it changes.
    look
        Like `bounds`, shown when it changes, but not what the whole is.
    gridOfUnit
        Grid index of every unit, −1 = unassigned; `packed(plan.grid_of)` or a list.
    gridOfUnitDiff
        [[unit, grid], …]: units that moved since; applied on top of what the map shows.
    colours
        CSS colour of each grid index; a token name such as `--fill-3` follows the theme.
    unitFills
        {of, colours}: a class of each unit and the fill of each class, −1 for none; fills the units in the
        place of their grids, which are picked as before. None gives the grids' fills back.
    grids
        FeatureCollection (EPSG:4326) of the grids' outlines, or its address, same origin; properties
        `grid` (index), `code`, `households`, `band` ("ok", "acceptable", "over", "exclusive"), and
        `label` where a grid has a text of its own.
    label
        Text at the pointer, lines by newline, the first one bold; `{grid}` stands for the code of the
        grid, `{households}` for their number.
    gridsDiff
        Features that replace those with the same `grid`; empty coordinates take a grid away.
    layers
        Context: [{id, kind, title, url | data | tiles, visible, opacity}]; see `Layer`. Stations show
        `name`; ghosts are ground that a stroke would move, with the number of the advice as `name`; a
        preview is a layer of any shapes as it came, a fault a place where something is wrong with one,
        a lock ground that stays as it is.
    legend
        {title, note, rows: [{fill, text, count}]}: what the fills mean; layers that are on follow by
        themselves.
    shades
        {measures: [{key, title, schemes}], schemes: [{key, title}], sizes}: what the user may colour the
        grids by, and in which and how many classes; the first measure is the usual, without classes.
    values
        Text of each grid index that stands in its name, where the fills tell a value and not the band.
    found
        {text, places: [{title, detail, kind, code, bounds, grid}], total}: the answer to `sought`; a map
        without it has no search.
    marked
        FeatureCollection outlined as what was looked for; None takes it away.
    sheet
        {title, lines}: what stands on the printed map; a map without it is not printed.
    instead
        [{title, href}]: where the same can be had, named where there is no WebGL 2.
    selection
        {units, grids}: 3-pixel ink outline.
    locked, moved
        Grid indices that are hatched; units with a dotted inner edge.
    tool
        "select" (default), "brush", "rectangle" or "lasso"; the other tools tell a click as "select" does,
        but for `gridPicked`.
    answered
        The `n` of the `brushed` that the page has answered: until then the map holds further strokes back.
    note
        {text, tone}: replaces the label at the pointer, for the stroke; None takes it away.
    sync
        Maps of the same group name move in step without the server.
    theme, language, labels
        "light" | "dark"; "zh" | "en"; whether grids show code and state (marks of grids outside the
        norm always show).
    pulse
        Grid index whose outline pulses once.

    What the map tells
    ------------------
    Every event but `hover` and `view` carries `n`, which grows, so that equal picks are told twice.

    unitsPicked
        {units, additive, grid, n}: a click, or Esc (units empty); `grid` is the one clicked; `additive` is
        Shift, Ctrl or Cmd.
    gridPicked
        {grid | null, additive, n} on click and Esc.
    brushed
        {strokes: [{units, grid}], n}: finished strokes of the brush in their order, each with the grid it
        began in, −1 for none. Told again where the page does not set `answered` in time.
    stroke
        {units, grid, n} about eight times a second while the brush moves.
    polygonDrawn
        {kind: "rectangle" | "lasso", ring: [[lon, lat], …] closed, additive, n}; the server finds
        the units inside.
    hover
        {unit | null, grid | null}, at most ten times a second.
    shade
        {measure, scheme, classes} chosen for the fills, also when the window remembers a choice; set by
        the page it is what the choice stands at. The page answers with colours, legend and values.
    sought
        {text, n}: what is typed in the search.
    placePicked
        {kind, code, n}: the place that was chosen in the list; of a grid `gridPicked` is told first.
    view
        {center: [lon, lat], zoom, bounds}, 0.2 s after the map rests. Set at the start, it wins over
        `bounds`.
    ready, webgl
        True after the first complete drawing; `webgl` is False where the browser has no WebGL 2: then a
        still picture of the grids is drawn, which can be picked, searched and coloured, and said to be one.
    """

    _namespace = "gridwright_gridmap"
    _type = "GridMap"
    _prop_names: ClassVar[list[str]] = list(GridMapProps.__annotations__)
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = _prop_names
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, **props: Unpack[GridMapProps]) -> None:
        super().__init__(**props)


def packed(integers: ArrayLike) -> Packed:
    """Return integers as little-endian int32 in base64: 14,000 units are 75 kB."""
    raw = np.ascontiguousarray(integers, dtype="<i4").tobytes()
    return Packed(dtype="int32", base64=base64.b64encode(raw).decode("ascii"))
