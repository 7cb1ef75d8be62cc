/** What lies around the grids: roads, rail, water, borders, stations, events. */
import type { GeoJSONSource, Map as GlMap, RasterTileSource } from "maplibre-gl";
import { type Choice, choiceOf } from "./choices";
import { contextLayers, PREFIX } from "./context_style";
import type { Ink } from "./ink";
import { fromOrigin, type Kind, type Layer } from "./props";
import { SLOTS } from "./style";

const PICTURE_PX = 256;
const SLOT: Record<Kind, string> = {
  image: SLOTS.images,
  water: SLOTS.ground, building: SLOTS.ground, road: SLOTS.ground, rail: SLOTS.ground,
  estate: SLOTS.borders, community: SLOTS.borders, street: SLOTS.borders, net: SLOTS.borders,
  former: SLOTS.borders,
  station: SLOTS.points, event: SLOTS.points, ghost: SLOTS.points,
  preview: SLOTS.borders, fault: SLOTS.points, lock: SLOTS.borders,
};

/** A layer as the user wants to see it: the page only says what is usual. */
export function asChosen(layer: Layer): Layer & { visible: boolean; opacity: number } {
  const usual: Choice = { on: layer.visible ?? true, opacity: layer.opacity ?? 1 };
  const { on, opacity, east = 0, north = 0 } = layer.title === undefined ? usual : choiceOf(layer.id, usual);
  const moved = layer.kind === "image" && (east !== 0 || north !== 0);
  const tiles = moved ? { tiles: `${layer.tiles}?east=${east}&north=${north}` } : {};
  return { ...layer, ...tiles, visible: on, opacity };
}

/** Keep the map's context layers equal to the list, adding, hiding and removing as little as needed. */
export class Context {
  private added = new Map<string, Layer>();

  constructor(private readonly map: GlMap) {}

  /** A layer that is off is not fetched before it is switched on. */
  update(given: Layer[], ink: Ink): void {
    const layers = given.map(asChosen);
    const wanted = new Map(layers.map((layer) => [layer.id, layer]));
    for (const [id, old] of this.added) {
      const layer = wanted.get(id);
      if (layer === undefined || layer.kind !== old.kind) this.remove(id);
      else if (layer.tiles !== undefined && layer.tiles !== old.tiles) {
        this.map.getSource<RasterTileSource>(PREFIX + id)?.setTiles([fromOrigin(layer.tiles)]);
      }
      else if (layer.url !== old.url || layer.data !== old.data) {
        this.map.getSource<GeoJSONSource>(PREFIX + id)?.setData(layer.url ?? layer.data!);
      }
    }
    for (const layer of layers) {
      if (this.added.has(layer.id)) this.paint(layer, ink);
      else if (layer.visible) this.add(layer, ink);
      if (this.added.has(layer.id)) this.added.set(layer.id, layer);
    }
  }

  private add(layer: Layer, ink: Ink): void {
    const source = PREFIX + layer.id;
    const data = layer.url ?? layer.data;
    if (layer.tiles !== undefined) {
      const [[minzoom, maxzoom], tiles] = [layer.zooms!, [fromOrigin(layer.tiles)]];
      const picture = { type: "raster" as const, tileSize: PICTURE_PX, ...(layer.bounds && { bounds: layer.bounds }) };
      const kind = layer.kind === "image" ? picture : { type: "vector" as const };
      this.map.addSource(source, { ...kind, tiles, minzoom, maxzoom });
    } else if (data !== undefined) {
      this.map.addSource(source, { type: "geojson", data, tolerance: 0.3, maxzoom: 15 });
    } else return;
    for (const drawn of contextLayers(layer, ink)) this.map.addLayer(drawn, SLOT[layer.kind]);
    this.added.set(layer.id, layer);
  }

  private paint(layer: Layer, ink: Ink): void {
    for (const drawn of contextLayers(layer, ink)) {
      this.map.setLayoutProperty(drawn.id, "visibility", layer.visible === false ? "none" : "visible");
      for (const [property, value] of Object.entries(drawn.paint ?? {})) {
        this.map.setPaintProperty(drawn.id, property as never, value as never);
      }
    }
  }

  private remove(id: string): void {
    for (const { id: layer } of this.map.getStyle().layers) {
      if (layer.startsWith(`${PREFIX}${id}/`)) this.map.removeLayer(layer);
    }
    this.map.removeSource(PREFIX + id);
    this.added.delete(id);
  }
}
