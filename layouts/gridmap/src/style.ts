/** The drawing itself: every layer of the map, from the paper to the names. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Ink } from "./ink";
import type { Band } from "./props";
import { MARKS, type Words } from "./words";

/** Least and greatest zoom of the unit tiles where the page does not say. */
export const DEFAULT_ZOOMS: [number, number] = [8, 15];
export const UNITS = "units";
export const GRIDS = "grids";
export const NAMES = "names";
/** Where the context goes: on the ground under all borders, among the borders, and over everything but names. */
export const SLOTS = { ground: "slot-ground", borders: "slot-borders", points: "slot-points" } as const;
export const FONT = ["Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif"];
const NOTHING = { type: "FeatureCollection" as const, features: [] };

export interface Facts {
  ink: Ink;
  words: Words;
  labels: boolean;
  unitLayer: string;
  unitOutlineZoom: number;
  hasUnits: boolean;
  /** Below it there are no unit tiles, and the grids themselves are filled. */
  unitMinZoom: number;
  hasMoved: boolean;
  nameZoom: number;
}

const flag = (name: string): ExpressionSpecification => ["boolean", ["feature-state", name], false];
const stated = (ink: Ink): ExpressionSpecification => [
  "to-color", ["feature-state", "fill"], ink["map-unassigned"],
];
const byZoom = (...stops: [number, number][]): ExpressionSpecification =>
  ["interpolate", ["linear"], ["zoom"], ...stops.flat()] as unknown as ExpressionSpecification;

/** A filter that lets few grids through, where a state on all of them would fill the screen with nothing. */
export function amongGrids(grids: number[]): FilterSpecification {
  return ["in", ["get", "grid"], ["literal", grids]];
}

export function styleOf(facts: Facts, tiles: string | undefined, zooms: [number, number]): StyleSpecification {
  return {
    version: 8,
    sources: {
      ...(tiles !== undefined && {
        [UNITS]: { type: "vector" as const, tiles: [tiles], minzoom: zooms[0], maxzoom: zooms[1] },
      }),
      [GRIDS]: { type: "geojson", data: NOTHING, promoteId: "grid", maxzoom: 15, tolerance: 0.2 },
      [NAMES]: { type: "geojson", data: NOTHING, promoteId: "grid", maxzoom: 12 },
    },
    layers: layersOf(facts),
  };
}

/** All layers for the facts; a change of theme or words is the difference of two such lists. */
export function layersOf(facts: Facts): LayerSpecification[] {
  const { ink } = facts;
  const units = facts.hasUnits ? unitLayers(facts) : null;
  return [
    { id: "paper", type: "background", paint: { "background-color": ink["map-paper"] } },
    ...(units?.fill ?? []),
    slot(SLOTS.ground),
    ...(units?.outlines ?? []),
    ...gridLayers(facts),
    ...(units?.moved ?? []),
    slot(SLOTS.borders),
    ...(units?.chosen ?? []),
    {
      id: "grid-chosen", type: "line", source: GRIDS, layout: { "line-join": "round" },
      paint: { "line-color": ink["map-ink"], "line-width": ["case", flag("chosen"), 3, 0] },
    },
    {
      id: "grid-pulse", type: "line", source: GRIDS, filter: amongGrids([]),
      layout: { "line-join": "round" },
      paint: { "line-color": ink["rule-over"], "line-width": 0, "line-opacity": 0 },
    },
    slot(SLOTS.points),
    nameLayer(facts),
  ];
}

function slot(id: string): LayerSpecification {
  return { id, type: "background", layout: { visibility: "none" } };
}

function unitLayers(facts: Facts): Record<"fill" | "outlines" | "moved" | "chosen", LayerSpecification[]> {
  const { ink, unitLayer } = facts;
  const source = { source: UNITS, "source-layer": unitLayer };
  const moved = { visibility: facts.hasMoved ? ("visible" as const) : ("none" as const) };
  return {
    fill: [{ id: UNITS, type: "fill", ...source, paint: { "fill-color": stated(ink), "fill-antialias": false } }],
    outlines: [
      {
        id: "unit-lines", type: "line", ...source, minzoom: facts.unitOutlineZoom,
        paint: { "line-color": ink["map-unit-line"], "line-width": 0.6 },
      },
    ],
    moved: [
      {
        id: "unit-moved-tone", type: "fill", ...source, maxzoom: facts.unitOutlineZoom, layout: moved,
        paint: {
          "fill-color": ink["map-moved-tone"], "fill-antialias": false,
          "fill-opacity": ["case", flag("moved"), 1, 0],
        },
      },
      {
        id: "unit-moved", type: "line", ...source, minzoom: facts.unitOutlineZoom, layout: moved,
        paint: {
          "line-color": ink["map-moved"], "line-offset": 2, "line-dasharray": [1, 2.2],
          "line-width": ["case", flag("moved"), 1.3, 0],
        },
      },
    ],
    chosen: [
      {
        id: "unit-chosen", type: "line", ...source, layout: { "line-join": "round" },
        paint: {
          "line-color": ["case", flag("pending"), ink["map-accent"], ink["map-ink"]],
          "line-width": ["case", flag("chosen"), 3, flag("pending"), 2.5, flag("hover"), 1.5, 0],
        },
      },
    ],
  };
}

function gridLayers(facts: Facts): LayerSpecification[] {
  const { ink } = facts;
  return [
    {
      id: "grid-fill", type: "fill", source: GRIDS,
      paint: { "fill-color": stated(ink), "fill-opacity": facts.hasUnits ? ["step", ["zoom"], 1, facts.unitMinZoom, 0] : 1, "fill-antialias": false },
    },
    {
      id: "grid-exclusive", type: "fill", source: GRIDS, filter: ["==", ["get", "band"], "exclusive"],
      paint: { "fill-pattern": "diamonds" },
    },
    {
      id: "grid-locked", type: "fill", source: GRIDS, filter: amongGrids([]),
      paint: { "fill-pattern": "hatch" },
    },
    {
      id: "grid-lines", type: "line", source: GRIDS, layout: { "line-join": "round" },
      paint: {
        "line-color": ink["map-grid-line"],
        "line-width": byZoom([9, 0.5], [12, 1], [15, 2], [18, 3]),
      },
    },
    {
      id: "grid-over", type: "line", source: GRIDS, filter: ["==", ["get", "band"], "over"],
      layout: { "line-join": "round" },
      paint: { "line-color": ink["rule-over"], "line-width": byZoom([9, 0.8], [12, 1.4], [15, 2.4], [18, 3.4]) },
    },
  ];
}

function nameLayer(facts: Facts): LayerSpecification {
  const { ink, words, labels, nameZoom } = facts;
  const band = (of: (band: Band) => string): ExpressionSpecification => [
    "match", ["get", "band"],
    "over", of("over"), "acceptable", of("acceptable"), "exclusive", of("exclusive"), of("ok"),
  ];
  const bandInk = { "text-color": band((b) => ink[`rule-${b}`]) };
  const mark: ExpressionSpecification = ["format", band((b) => MARKS[b]), { ...bandInk, "font-scale": 1.1 }];
  const warning: ExpressionSpecification = [
    "match", ["get", "band"], ["over", "acceptable"], mark, ["format", "", {}],
  ];
  const name: ExpressionSpecification = [
    "format", band((b) => (b === "ok" ? "" : `${MARKS[b]}\u2002`)), bandInk, ["get", "code"], {},
  ];
  const full: ExpressionSpecification = [
    "format", ["get", "code"], {}, "\n", {},
    band((b) => `${MARKS[b]} ${words.band[b]}`), { ...bandInk, "font-scale": 0.9 },
  ];
  const field = (labels
    ? ["step", ["zoom"], warning, nameZoom, name, nameZoom + 1.2, full]
    : warning) as unknown as ExpressionSpecification;
  return {
    id: "grid-names", type: "symbol", source: NAMES,
    layout: {
      "text-field": field, "text-font": FONT, "text-size": 12.5, "text-line-height": 1.3, "text-padding": 3,
      "symbol-sort-key": ["match", ["get", "band"], "over", 0, "acceptable", 1, 2],
    },
    paint: { "text-color": ink["map-ink"], "text-halo-color": ink["map-halo"], "text-halo-width": 1.4 },
  };
}
