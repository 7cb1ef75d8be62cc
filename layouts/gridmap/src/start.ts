/** How a map begins: where it looks, in what, and how fast it may move. */
import type { Props } from "./props";

const MOTION_MS = 150;
export const MARGIN_PX = 24;

/** The page's own view wins over the bounds, so that a link shows what its sender saw. */
export function startOf(props: Props): object {
  if (props.view) return { center: props.view.center, zoom: props.view.zoom };
  return props.bounds ? { bounds: props.bounds, fitBoundsOptions: { padding: MARGIN_PX } } : {};
}

export function canvasHolder(): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "gridmap-canvas";
  return holder;
}

export function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : MOTION_MS;
}
