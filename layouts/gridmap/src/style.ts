/** The drawing itself: every layer of the map, from the paper to the names. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Choice } from "./choices";
import type { Ink } from "./ink";
import type { Parts } from "./parts";
import { CHOSEN, MARKED, marking, PULSING, RULER, rulerLayers } from "./marks";
import { nameLayer } from "./names";
import type { Words } from "./words";

/** Least and greatest zoom of the unit tiles where the page does not say. */
export const DEFAULT_ZOOMS: [number, number] = [8, 15];
export const UNITS = "units";
export const GRIDS = "grids";
export const NAMES = "names";
/** Where the context goes: pictures at the bottom, on the ground under all borders, among the borders, and over everything but names. */
export const SLOTS = { images: "slot-images", ground: "slot-ground", borders: "slot-borders", points: "slot-points" } as const;
export const FONT = ["Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,PingFang SC,sans-serif"];
export const NOTHING = { type: "FeatureCollection" as const, features: [] };

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
  /** Whether the fills tell a value, which then stands in the names, and not the band. */
  valued: boolean;
  /** How the user wants to see the map's own layers. */
  parts: Parts;
}

const flag = (name: string): ExpressionSpecification => ["boolean", ["feature-state", name], false];
const stated = (ink: Ink): ExpressionSpecification => [
  "to-color", ["feature-state", "fill"], ink["map-unassigned"],
];
export const shown = (on: boolean): "visible" | "none" => (on ? "visible" : "none");
const byZoom = (...stops: [number, number][]): ExpressionSpecification =>
  ["interpolate", ["linear"], ["zoom"], ...stops.flat()] as unknown as ExpressionSpecification;

/** How much sooner than all units a chosen one has an outline; from farther away its fill tells it. */
const CHOSEN_SOONER = 1;
/** Round joins have three times the corners, which nobody sees on a line so thin. */
const THIN = { "line-join": "miter" as const };

/** The zoom from which flags of single units are outlines. */
export function flagZoom(facts: Facts): number {
  return facts.unitOutlineZoom - CHOSEN_SOONER;
}

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
      [CHOSEN]: { type: "geojson", data: NOTHING, maxzoom: 15, tolerance: 0.2 },
      [PULSING]: { type: "geojson", data: NOTHING, maxzoom: 15, tolerance: 0.2 },
      [MARKED]: { type: "geojson", data: NOTHING, maxzoom: 15 },
      [RULER]: { type: "geojson", data: NOTHING, maxzoom: 18 },
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
    slot(SLOTS.images),
    slot(SLOTS.ground),
    ...(units?.outlines ?? []),
    ...gridLayers(facts),
    ...(units?.moved ?? []),
    slot(SLOTS.borders),
    ...(units?.chosen ?? []),
    {
      id: "grid-chosen", type: "line", source: CHOSEN, layout: { "line-join": "round" },
      paint: { "line-color": ink["map-ink"], "line-width": 3 },
    },
    marking("marked-glow", ink, 12, 0.25),
    marking("marked", ink, 3.5, 1),
    {
      id: "grid-pulse", type: "line", source: PULSING,
      layout: { "line-join": "round" },
      paint: { "line-color": ink["rule-over"], "line-width": 0, "line-opacity": 0 },
    },
    slot(SLOTS.points),
    nameLayer(facts),
    ...rulerLayers(ink),
  ];
}

function slot(id: string): LayerSpecification {
  return { id, type: "background", layout: { visibility: "none" } };
}

function unitLayers(facts: Facts): Record<"fill" | "outlines" | "moved" | "chosen", LayerSpecification[]> {
  const { ink, unitLayer, parts } = facts;
  const source = { source: UNITS, "source-layer": unitLayer };
  const moved = { visibility: facts.hasMoved ? ("visible" as const) : ("none" as const) };
  return {
    fill: [
      {
        id: UNITS, type: "fill", ...source,
        paint: { "fill-color": stated(ink), "fill-antialias": false, "fill-opacity": strength(parts.fill) },
      },
    ],
    outlines: [
      {
        id: "unit-lines", type: "line", ...source, minzoom: facts.unitOutlineZoom,
        layout: { ...THIN, visibility: shown(parts.units.on) },
        paint: { "line-color": ink["map-unit-line"], "line-width": 0.6, "line-opacity": parts.units.opacity },
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
        id: "unit-chosen", type: "line", ...source, minzoom: flagZoom(facts), layout: THIN,
        paint: {
          "line-color": ["case", flag("pending"), ink["map-accent"], ink["map-ink"]],
          "line-width": ["case", flag("chosen"), 3, flag("pending"), 2.5, flag("hover"), 1.5, 0],
        },
      },
    ],
  };
}

function gridLayers(facts: Facts): LayerSpecification[] {
  const { ink, parts } = facts;
  const line = { ...THIN, visibility: shown(parts.lines.on) };
  return [
    {
      id: "grid-fill", type: "fill", source: GRIDS, ...(facts.hasUnits && { maxzoom: facts.unitMinZoom }),
      paint: { "fill-color": stated(ink), "fill-antialias": false, "fill-opacity": strength(parts.fill) },
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
      id: "grid-lines", type: "line", source: GRIDS, layout: line,
      paint: {
        "line-color": ink["map-grid-line"], "line-opacity": parts.lines.opacity,
        "line-width": byZoom([9, 0.5], [12, 1], [15, 2], [18, 3]),
      },
    },
    {
      id: "grid-over", type: "line", source: GRIDS, filter: ["==", ["get", "band"], "over"],
      layout: line,
      paint: {
        "line-color": ink["rule-over"], "line-opacity": facts.valued ? 0 : parts.lines.opacity,
        "line-width": byZoom([9, 0.8], [12, 1.4], [15, 2.4], [18, 3.4]),
      },
    },
  ];
}

/** A fill that is off is clear, not absent: what lies under the pointer is still found by it. */
function strength(part: Choice): number {
  return part.on ? part.opacity : 0;
}
