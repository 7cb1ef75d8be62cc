/** The legend: what the fills mean, and a sign for each layer that is on. */
import { asChosen } from "./context";
import { NEAR, NEAR_ZOOM } from "./context_style";
import type { Layer, Legend as Told } from "./props";
import type { Parts } from "./parts";
import type { Words } from "./words";

export interface Shown {
  told: Told | undefined;
  parts: Parts;
  layers: readonly Layer[];
  zoom: number;
}

export class Legend {
  private readonly box = document.createElement("details");
  private readonly head = document.createElement("summary");
  private readonly list = document.createElement("ul");
  private drawn = "";

  constructor(host: HTMLElement) {
    this.box.className = "gridmap-legend";
    this.box.open = true;
    this.box.append(this.head, this.list);
    host.append(this.box);
  }

  /** Tell exactly what is drawn now. */
  show(shown: Shown, words: Words): void {
    const rows = [...fills(shown), ...signs(shown, words)];
    const title = shown.told?.title ?? words.legend;
    const drawn = JSON.stringify([title, rows]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.box.hidden = rows.length === 0;
    this.head.textContent = title;
    this.list.replaceChildren(...rows.map(rowElement));
  }
}

interface Row {
  text: string;
  fill?: string;
  kind?: string;
  opacity: number;
}

function fills({ told, parts }: Shown): Row[] {
  if (told === undefined || !parts.fill.on) return [];
  return told.rows.map(({ fill, text }) => ({ fill, text, opacity: parts.fill.opacity }));
}

function signs({ layers, zoom }: Shown, words: Words): Row[] {
  return [...layers].reverse().map(asChosen).flatMap(({ kind, title, visible, opacity }): Row[] => {
    if (title === undefined || !visible) return [];
    const far = NEAR.has(kind) && zoom < NEAR_ZOOM;
    return [{ kind, text: far ? `${title} · ${words.closer}` : title, opacity }];
  });
}

function rowElement({ text, fill, kind, opacity }: Row): HTMLElement {
  const item = document.createElement("li");
  const sign = document.createElement("span");
  sign.className = "gridmap-sign";
  sign.style.opacity = String(opacity);
  if (kind !== undefined) sign.dataset["kind"] = kind;
  if (fill !== undefined) sign.style.background = fill.startsWith("--") ? `var(${fill})` : fill;
  item.append(sign, text);
  return item;
}
