/** Buttons in a column: closer, farther, everything, and those that open something. */
import type { IControl } from "maplibre-gl";
import type { Words } from "./words";

/** What the buttons come closer to: a map, or a picture in its place. */
interface Zooming {
  zoomIn: (how: { duration: number }) => unknown;
  zoomOut: (how: { duration: number }) => unknown;
}

export class Buttons implements IControl {
  private readonly box = document.createElement("div");
  private readonly buttons: Record<"zoomIn" | "zoomOut" | "whole", HTMLButtonElement>;

  constructor(
    private readonly showWhole: () => void,
    private readonly duration: () => number,
    ...more: HTMLButtonElement[]
  ) {
    this.box.className = "maplibregl-ctrl gridmap-buttons";
    this.buttons = { zoomIn: button("M3 8h10M8 3v10"), zoomOut: button("M3 8h10"), whole: button("M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3") };
    this.box.append(...Object.values(this.buttons), ...more);
  }

  onAdd(map: Zooming): HTMLElement {
    this.buttons.zoomIn.onclick = () => map.zoomIn({ duration: this.duration() });
    this.buttons.zoomOut.onclick = () => map.zoomOut({ duration: this.duration() });
    this.buttons.whole.onclick = this.showWhole;
    return this.box;
  }

  onRemove(): void {
    this.box.remove();
  }

  name(words: Words): void {
    for (const key of ["zoomIn", "zoomOut", "whole"] as const) {
      this.buttons[key].title = words[key];
      this.buttons[key].setAttribute("aria-label", words[key]);
    }
  }
}

/** A button that is pressed by a key too (`assets/keys.js`). */
export function keyButton(path: string, key: string): HTMLButtonElement {
  const made = button(path);
  made.dataset["key"] = key;
  return made;
}

function button(path: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
  return made;
}
