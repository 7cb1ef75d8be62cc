/** How each kind of thing around the grids is drawn. */
import type { LayerSpecification } from "maplibre-gl";
import type { Ink } from "./ink";
import type { Kind, Layer } from "./props";
import { FONT } from "./style";

export const PREFIX = "context-";
/** Kinds of many small things are drawn from this zoom on. */
export const NEAR_ZOOM = 14;
const WIDE: ReadonlySet<Kind> = new Set(["road", "street", "fault"]);
export const NEAR: ReadonlySet<Kind> = new Set(["building"]);

export function contextLayers(layer: Layer, ink: Ink): LayerSpecification[] {
  const source = PREFIX + layer.id;
  const ground = layer.tiles === undefined ? { source } : { source, "source-layer": layer.id };
  const opacity = layer.opacity ?? 1;
  const join = WIDE.has(layer.kind) ? "round" : "miter"; // a round join has three times the corners
  const line = (part: string, colour: string, width: [number, number], dash?: number[]): LayerSpecification => ({
    id: `${source}/${part}`, type: "line", source, layout: { "line-join": join, "line-cap": "butt" },
    paint: {
      "line-color": colour, "line-opacity": opacity,
      "line-width": ["interpolate", ["exponential", 1.4], ["zoom"], 10, width[0], 17, width[1]],
      ...(dash && { "line-dasharray": dash }),
    },
  });
  const dot = (radius: number, colour: string): LayerSpecification => ({
    id: `${source}/dot`, type: "circle", source,
    paint: {
      "circle-radius": radius, "circle-color": colour, "circle-opacity": opacity,
      "circle-stroke-color": ink["map-halo"], "circle-stroke-width": 1, "circle-stroke-opacity": opacity,
    },
  });
  const plain = (colour: string, fill: number, width: [number, number], radius: number): LayerSpecification[] => [
    {
      id: `${source}/area`, type: "fill", source, filter: ["in", "Polygon", ["geometry-type"]],
      paint: { "fill-color": colour, "fill-opacity": fill * opacity },
    },
    line("edge", colour, width),
    { ...dot(radius, colour), filter: ["in", "Point", ["geometry-type"]] } as LayerSpecification,
  ];
  switch (layer.kind) {
    case "preview":
      return plain(ink["map-accent"], 0.12, [0.7, 2], 3);
    case "fault":
      return plain(ink["rule-over"], 0.3, [2, 4], 7);
    case "lock":
      return [
        { id: `${source}/area`, type: "fill", source, paint: { "fill-pattern": "hatch", "fill-opacity": opacity } },
        line("edge", ink["map-ink"], [0.8, 1.6], [3, 2]),
      ];
    case "image":
      return [{ id: `${source}/picture`, type: "raster", source, paint: { "raster-opacity": opacity, "raster-fade-duration": 0 } }];
    case "building":
      return [
        {
          id: `${source}/area`, type: "fill", ...ground, minzoom: NEAR_ZOOM,
          paint: { "fill-color": ink["map-building"], "fill-opacity": opacity },
        },
      ];
    case "estate":
      return [line("border", ink["map-estate"], [0.4, 2])];
    case "former":
      return [line("border", ink["map-former"], [1.2, 3], [3, 2])];
    case "net":
      return [line("border", ink["map-net"], [1, 3.4], [1.2, 1.2])];
    case "water":
      return [
        {
          id: `${source}/area`, type: "fill", source, filter: ["==", ["geometry-type"], "Polygon"],
          paint: { "fill-color": ink["map-water"], "fill-opacity": opacity },
        },
        line("bank", ink["map-water"], [0.8, 3]),
      ];
    case "road":
      return [line("bed", ink["map-road"], [0.5, 7])];
    case "rail":
      return [line("bed", ink["map-rail"], [1, 3]), line("ties", ink["map-paper"], [0.5, 1.6], [4, 4])];
    case "community":
      return [line("border", ink["map-community"], [0.8, 3], [4, 2])];
    case "street":
      return [line("border", ink["map-street"], [1.6, 5])];
    case "ghost":
      return [
        {
          id: `${source}/area`, type: "fill", source,
          paint: { "fill-color": ink["map-accent"], "fill-opacity": 0.28 * opacity },
        },
        line("edge", ink["map-accent"], [1.4, 3], [2.2, 1.4]),
        {
          id: `${source}/name`, type: "symbol", source,
          layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 17, "text-allow-overlap": true },
          paint: { "text-color": ink["map-accent"], "text-halo-color": ink["map-halo"], "text-halo-width": 2.4 },
        },
      ];
    case "event":
      return [dot(3, ink["map-event"])];
    case "station":
      return [
        dot(5, ink["map-station"]),
        {
          id: `${source}/name`, type: "symbol", source,
          layout: {
            "text-field": ["coalesce", ["get", "name"], ""], "text-font": FONT, "text-size": 12,
            "text-anchor": "left", "text-offset": [0.8, 0],
          },
          paint: {
            "text-color": ink["map-station"], "text-halo-color": ink["map-halo"], "text-halo-width": 1.4,
            "text-opacity": opacity,
          },
        },
      ];
  }
}
