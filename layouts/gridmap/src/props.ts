/** What the page tells the map, and what the map tells the page. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";

export type Band = "ok" | "acceptable" | "over" | "exclusive";
/** What the hand holds: some tools are drawn with, the others point. */
export type Tool = "select" | "brush" | "rectangle" | "lasso" | "unit" | "flood" | "estate" | "block" | "community";
export type Theme = "light" | "dark";
export type Language = "zh" | "en";
export type Kind =
  | "community" | "street" | "estate" | "net" | "building" | "road" | "rail" | "water" | "station" | "event"
  | "former" | "image" | "ghost" | "preview" | "fault" | "lock";
export type Box = [west: number, south: number, east: number, north: number];
export type Position = [lon: number, lat: number];

/** A long array of integers as it travels: little-endian, base64. */
export interface Packed {
  dtype: "int32";
  base64: string;
}

export interface GridFacts {
  grid: number;
  code: string;
  /** In the place of the `label` of the map. */
  label?: string;
  households?: number;
  band: Band;
}
export type Grid = Feature<Polygon | MultiPolygon, GridFacts>;
export type Grids = FeatureCollection<Polygon | MultiPolygon, GridFacts>;

/** A layer with a title stands in the list of layers, where the user has the last word on it. */
export interface Layer {
  id: string;
  kind: Kind;
  title?: string;
  url?: string;
  data?: FeatureCollection;
  tiles?: string;
  zooms?: [coarsest: number, finest: number];
  bounds?: Box;
  visible?: boolean;
  opacity?: number;
}

/** What the fills mean; `count` is how many have one, `note` what is counted and when. */
export interface Legend {
  title: string;
  note?: string;
  rows: { fill: string; text: string; count?: string }[];
}

/** What the grids are coloured by: a measure, and how it is divided into how many classes. */
export interface Shade {
  measure: string;
  scheme: string;
  classes: number;
}

/** What they can be coloured by; the first measure is the usual one and has no classes. */
export interface Shades {
  measures: { key: string; title: string; schemes: string[] }[];
  schemes: { key: string; title: string }[];
  sizes: number[];
}

/** What stands on the printed map: its title, and lines below it. */
export interface Sheet {
  title: string;
  lines: string[];
}

/** Something that a search found: shown by its box, chosen by its kind and code. */
export interface Place {
  title: string;
  detail: string;
  kind: string;
  code: string;
  bounds: Box;
  grid: number | null;
}

/** The answer to a text: the best of `total` places. */
export interface Found {
  text: string;
  places: Place[];
  total: number;
}

export interface View {
  center: Position;
  zoom: number;
  bounds?: Box;
}

/** What the page says about the stroke in the hand, shown at the pointer. */
export interface Note {
  text: string;
  tone: "ok" | "acceptable" | "over" | "refused";
}

/** Strokes of the brush in the order they were drawn, each with the grid it began in. */
export interface Brushed {
  strokes: { units: number[]; grid: number }[];
  n: number;
}

export interface Told {
  unitsPicked: { units: number[]; additive: boolean; grid: number | null; n: number };
  gridPicked: { grid: number | null; additive: boolean; n: number };
  hover: { unit: number | null; grid: number | null };
  brushed: Brushed;
  stroke: { units: number[]; grid: number; n: number };
  polygonDrawn: { kind: "rectangle" | "lasso"; ring: Position[]; additive: boolean; n: number };
  shade: Shade;
  sought: { text: string; n: number };
  placePicked: { kind: string; code: string; n: number };
  view: View;
  ready: boolean;
  webgl: boolean;
}

export interface Props extends Partial<Told> {
  id?: string;
  style?: React.CSSProperties;
  className?: string;
  unitTiles?: string;
  unitLayer?: string;
  unitZooms?: [coarsest: number, finest: number];
  unitOutlineZoom?: number;
  bounds?: Box;
  look?: Box | null;
  gridOfUnit?: Packed | number[];
  gridOfUnitDiff?: [unit: number, grid: number][];
  colours?: string[];
  unitFills?: { of: Packed; colours: string[] } | null;
  grids?: Grids | string;
  label?: string;
  gridsDiff?: Grid[];
  layers?: Layer[];
  legend?: Legend;
  shades?: Shades;
  values?: string[];
  found?: Found;
  sheet?: Sheet;
  instead?: { title: string; href: string }[];
  marked?: FeatureCollection | null;
  selection?: { units?: number[]; grids?: number[] };
  locked?: number[];
  moved?: number[];
  tool?: Tool;
  answered?: number;
  note?: Note | null;
  sync?: string;
  theme?: Theme;
  language?: Language;
  labels?: boolean;
  pulse?: number | null;
  setProps?: (told: Partial<Told>) => void;
}

/** The integers of a packed array, or of a plain one. */
export function unpack(packed: Packed | number[]): Int32Array {
  if (Array.isArray(packed)) return Int32Array.from(packed);
  const text = atob(packed.base64);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return new Int32Array(bytes.buffer);
}

/** A worker knows no relative address. */
export function fromOrigin(template: string): string {
  return template.startsWith("/") ? location.origin + template : template;
}
