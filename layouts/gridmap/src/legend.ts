/** The legend: what the fills mean, and a sign for each layer that is on. */
import { asChosen } from "./context";
import { NEAR, NEAR_ZOOM } from "./context_style";
import type { Layer, Legend as Told, Shade, Shades } from "./props";
import type { Parts } from "./parts";
import { ShadePicker } from "./shades";
import type { Words } from "./words";

/** On a smaller map an open legend would hide the ground that it explains. */
const ROOMY_PX = 400;

export interface Shown {
  told: Told | undefined;
  parts: Parts;
  layers: readonly Layer[];
  zoom: number;
  shades: Shades | undefined;
  shade: Shade | undefined;
}

export class Legend {
  private readonly box = document.createElement("details");
  private readonly head = document.createElement("summary");
  private readonly note = document.createElement("p");
  private readonly list = document.createElement("ul");
  private readonly picker: ShadePicker;
  private drawn = "";
  private title = "";

  constructor(host: HTMLElement, picked: (shade: Shade) => void) {
    this.box.className = "gridmap-legend";
    this.box.open = host.clientHeight >= ROOMY_PX;
    this.picker = new ShadePicker(picked);
    this.box.append(this.head, this.picker.box, this.list, this.note);
    host.append(this.box);
  }

  /** The same legend to look at only. */
  copy(): HTMLElement {
    const copy = document.createElement("div");
    copy.className = "gridmap-legend";
    const title = document.createElement("strong");
    title.textContent = this.title;
    const parts = [this.list, this.note].filter((part) => !part.hidden).map((part) => part.cloneNode(true));
    copy.append(title, ...parts);
    return copy;
  }

  /** Tell exactly what is drawn now. */
  show(shown: Shown, words: Words): void {
    const rows = [...fills(shown), ...signs(shown, words)];
    this.title = shown.told?.title ?? words.legend;
    const title = shown.shades === undefined ? this.title : words.legend;
    const note = shown.parts.fill.on ? (shown.told?.note ?? "") : "";
    this.picker.show(shown.shades, shown.shade, words);
    const drawn = JSON.stringify([title, note, rows]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.box.hidden = rows.length === 0;
    this.head.textContent = title;
    this.note.textContent = note;
    this.note.hidden = note === "";
    this.list.replaceChildren(...rows.map(rowElement));
  }
}

interface Row {
  text: string;
  count?: string | undefined;
  fill?: string;
  kind?: string;
  opacity: number;
}

function fills({ told, parts }: Shown): Row[] {
  if (told === undefined || !parts.fill.on) return [];
  return told.rows.map(({ fill, text, count }) => ({ fill, text, count, opacity: parts.fill.opacity }));
}

function signs({ layers, zoom }: Shown, words: Words): Row[] {
  return [...layers].reverse().map(asChosen).flatMap(({ kind, title, visible, opacity }): Row[] => {
    if (title === undefined || !visible) return [];
    const far = NEAR.has(kind) && zoom < NEAR_ZOOM;
    return [{ kind, text: far ? `${title} · ${words.closer}` : title, opacity }];
  });
}

function rowElement({ text, count, fill, kind, opacity }: Row): HTMLElement {
  const item = document.createElement("li");
  const sign = document.createElement("span");
  sign.className = "gridmap-sign";
  sign.style.opacity = String(opacity);
  if (kind !== undefined) sign.dataset["kind"] = kind;
  if (fill !== undefined) item.dataset["wide"] = "";
  if (fill !== undefined) sign.style.background = fill.startsWith("--") ? `var(${fill})` : fill;
  item.append(sign, text);
  if (count !== undefined) {
    const number = document.createElement("span");
    number.className = "gridmap-count";
    number.textContent = count;
    item.append(number);
  }
  return item;
}
