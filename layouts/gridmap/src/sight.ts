/** Where the map looks: at everything until somebody looks closer. */
import type { Map as GlMap } from "maplibre-gl";
import type { Box, View } from "./props";
import { MARGIN_PX, motion } from "./start";

export class Sight {
  constructor(
    private readonly map: GlMap,
    private readonly everything: () => Box | undefined,
    /** Nobody has looked closer yet: all the ground stays in sight when the map grows or shrinks. */
    private atAll: boolean,
  ) {
    map.on("movestart", (event: { originalEvent?: unknown }) => {
      if (event.originalEvent !== undefined) this.atAll = false;
    });
    map.on("resize", () => {
      if (this.atAll) this.whole();
    });
  }

  now(): View {
    const { lng, lat } = this.map.getCenter();
    const [[west, south], [east, north]] = this.map.getBounds().toArray() as [[number, number], [number, number]];
    return { center: [lng, lat], zoom: this.map.getZoom(), bounds: [west, south, east, north] };
  }

  whole(): void {
    const bounds = this.everything();
    if (bounds) this.show(bounds);
    this.atAll = true;
  }

  show(bounds: Box): void {
    this.atAll = false;
    this.map.fitBounds(bounds, { padding: MARGIN_PX, duration: motion() });
  }
}
