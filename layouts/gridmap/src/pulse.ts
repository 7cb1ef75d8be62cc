/** One grid asks to be looked at, once. */
import type { GeoJSONSource, Map as GlMap } from "maplibre-gl";
import type { Grids } from "./grids";
import { PULSING } from "./marks";

const LAYER = "grid-pulse";
const PULSE_MS = 900;
const WIDEST_PX = 9;

export class Pulse {
  private frame = 0;

  constructor(
    private readonly map: GlMap,
    private readonly grids: Grids,
  ) {}

  /** Widen and fade the outline of a grid; without motion it is only shown for the same time. */
  once(grid: number | null): void {
    cancelAnimationFrame(this.frame);
    this.map.getSource<GeoJSONSource>(PULSING)?.setData(this.grids.some(grid === null ? [] : [grid]));
    if (grid === null) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    const draw = (): void => {
      if (this.map.getLayer(LAYER) === undefined) return;
      const share = Math.min(1, (performance.now() - begun) / PULSE_MS);
      this.map.setPaintProperty(LAYER, "line-width", still ? WIDEST_PX / 2 : 2 + share * (WIDEST_PX - 2));
      this.map.setPaintProperty(LAYER, "line-opacity", still ? Number(share < 1) : 1 - share);
      if (share < 1) this.frame = requestAnimationFrame(draw);
    };
    draw();
  }
}
