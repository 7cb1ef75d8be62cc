/** Maps of one group move in step, in the browser alone. */
import type { Map as GlMap } from "maplibre-gl";

const GROUPS = new Map<string, Set<GlMap>>();
let leading: GlMap | null = null;

/** Let `map` move with the others of `group`; call what is returned to leave. */
export function join(map: GlMap, group: string): () => void {
  const members = GROUPS.get(group) ?? new Set();
  GROUPS.set(group, members.add(map));
  const lead = (): void => {
    if (leading !== null && leading !== map) return;
    leading = map;
    const view = { center: map.getCenter(), zoom: map.getZoom() };
    for (const other of members) if (other !== map) other.jumpTo(view);
    leading = null;
  };
  map.on("move", lead);
  return () => {
    map.off("move", lead);
    members.delete(map);
  };
}
