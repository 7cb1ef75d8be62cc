/** What is drawn over the map for a moment: the outline of what was looked for, and what is measured. */
import type { LayerSpecification } from "maplibre-gl";
import type { Ink } from "./ink";

/** Few grids have a source of their own: a state or a filter among all of them is worked out for each. */
export const CHOSEN = "chosen";
export const PULSING = "pulsing";
export const MARKED = "marked";
export const RULER = "ruler";

/** The outline of what was looked for. */
export function marking(id: string, ink: Ink, width: number, opacity: number): LayerSpecification {
  return {
    id, type: "line", source: MARKED, layout: { "line-join": "round" },
    paint: { "line-color": ink["map-accent"], "line-width": width, "line-opacity": opacity },
  };
}

export function rulerLayers(ink: Ink): LayerSpecification[] {
  return [
    {
      id: "ruler-area", type: "fill", source: RULER, filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": ink["map-accent"], "fill-opacity": 0.12 },
    },
    {
      id: "ruler-line", type: "line", source: RULER, filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": ink["map-accent"], "line-width": 2.5 },
    },
    {
      id: "ruler-points", type: "circle", source: RULER, filter: ["in", "Point", ["geometry-type"]],
      paint: {
        "circle-radius": 4, "circle-color": ink["map-halo"],
        "circle-stroke-color": ink["map-accent"], "circle-stroke-width": 2,
      },
    },
  ];
}
