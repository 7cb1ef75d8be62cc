/** The outlines of the grids, their names, and the point inside each where the name stands. */
import type { FeatureCollection, Point, Position as Coordinates } from "geojson";
import type { GeoJSONSource, Map as GlMap } from "maplibre-gl";
import type { Ink } from "./ink";
import type { Box, Grid, GridFacts, Grids as Collection, Position } from "./props";
import { CHOSEN, MARKED } from "./marks";
import { amongGrids, GRIDS, NAMES, NOTHING } from "./style";

const WORLD_DEGREES = 360;
const SCREEN_TILE_PX = 512;
const NAME_PX = 52;

export class Grids {
  private byIndex = new Map<number, Grid>();
  private painted = new Map<number, string>();
  private readonly points = new WeakMap<Grid["geometry"], Position>();
  private values: string[] | undefined;

  constructor(private readonly map: GlMap) {}

  facts(grid: number): GridFacts | undefined {
    return this.byIndex.get(grid)?.properties;
  }

  set(collection: Collection): void {
    this.byIndex = new Map(collection.features.map((grid) => [grid.properties.grid, grid]));
    this.draw();
  }

  /** Put some grids in the place of those with the same index; an empty outline takes one away. */
  replace(changed: Grid[]): void {
    for (const grid of changed) {
      if (grid.geometry.coordinates.length === 0) this.byIndex.delete(grid.properties.grid);
      else this.byIndex.set(grid.properties.grid, grid);
    }
    this.draw();
  }

  /** The value that stands beside each name, by grid; none where the fills tell the band. */
  tell(values: string[] | undefined): void {
    this.values = values;
    this.name();
  }

  colour(colours: string[], ink: Ink): void {
    for (const grid of this.byIndex.keys()) {
      const fill = ink.colour(colours[grid]);
      if (this.painted.get(grid) === fill) continue;
      this.painted.set(grid, fill);
      this.map.setFeatureState({ source: GRIDS, id: grid }, { fill });
    }
  }

  /** Outline exactly these grids. */
  choose(grids: readonly number[]): void {
    this.map.getSource<GeoJSONSource>(CHOSEN)?.setData(this.some(grids));
  }

  /** The outlines of some grids. */
  some(grids: readonly number[]): Collection {
    return { type: "FeatureCollection", features: grids.flatMap((grid) => this.byIndex.get(grid) ?? []) };
  }

  /** Outline an area that is no grid. */
  mark(area: FeatureCollection | null): void {
    this.map.getSource<GeoJSONSource>(MARKED)?.setData(area ?? NOTHING);
  }

  /** Hatch exactly these grids. */
  lock(grids: number[]): void {
    this.map.setFilter("grid-locked", amongGrids(grids));
  }

  /** The zoom at which the median grid is as wide as its name. */
  nameZoom(): number {
    const widths = [...this.byIndex.values()]
      .map(boxOfGrid)
      .map(([west, , east]) => east - west)
      .sort((a, b) => a - b);
    const median = widths[widths.length >> 1];
    if (median === undefined || median <= 0) return 13;
    return Math.round(10 * Math.log2((NAME_PX * WORLD_DEGREES) / (SCREEN_TILE_PX * median))) / 10;
  }

  private draw(): void {
    const features = [...this.byIndex.values()];
    this.map.getSource<GeoJSONSource>(GRIDS)?.setData({ type: "FeatureCollection", features });
    this.name();
  }

  private pointOf(geometry: Grid["geometry"]): Position {
    const point = this.points.get(geometry) ?? pointInside(geometry);
    this.points.set(geometry, point);
    return point;
  }

  private name(): void {
    const names: FeatureCollection<Point, GridFacts & { value?: string }> = {
      type: "FeatureCollection",
      features: [...this.byIndex.values()].map(({ geometry, properties }) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: this.pointOf(geometry) },
        properties: this.values ? { ...properties, value: this.values[properties.grid] ?? "" } : properties,
      })),
    };
    this.map.getSource<GeoJSONSource>(NAMES)?.setData(names);
  }
}

/** West, south, east and north of a grid. */
export function boxOfGrid({ geometry }: Grid): Box {
  return boxOf(outers(geometry).flat());
}

function outers(geometry: Grid["geometry"]): Coordinates[][] {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings[0] ?? []);
}

function boxOf(ring: Coordinates[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring as [number, number][]) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** The middle of the widest stretch inside, on one of a few levels of the largest part. */
export function pointInside(geometry: Grid["geometry"]): Position {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const size = (rings: Coordinates[][]): number => {
    const [west, south, east, north] = boxOf(rings[0] ?? []);
    return (east - west) * (north - south);
  };
  const rings = polygons.reduce((best, next) => (size(next) > size(best) ? next : best));
  const [, south, , north] = boxOf(rings[0] ?? []);
  let widest = { width: -1, at: (rings[0]?.[0] ?? [0, 0]) as Position };
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = south + share * (north - south);
    const crossings = rings.flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [crossings[i]!, crossings[i + 1]!];
      if (to - from > widest.width * 1.1) widest = { width: to - from, at: [(from + to) / 2, y] };
    }
  }
  return widest.at;
}

function crossingsAt(ring: Coordinates[], y: number): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [x0, y0] = ring[i] as [number, number];
    const [x1, y1] = ring[i + 1] as [number, number];
    if (y0 > y !== y1 > y) found.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  return found;
}
