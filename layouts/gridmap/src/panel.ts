/** The list of layers: what is on, how strongly, and back to what is usual. */
import { type Choice, choiceOf, choose, forget } from "./choices";
import { keyButton } from "./controls";
import type { Layer } from "./props";
import { nameOf, type Part, WHOLE } from "./parts";
import type { Words } from "./words";

const KEY = "l";
const SHAPE = "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3";
const OPACITY_STEP = 0.05;
const NEAR_M = 1;
const FAR_M = 10;
const WAYS = { west: ["←", -1, 0], north: ["↑", 0, 1], south: ["↓", 0, -1], east: ["→", 1, 0] } as const;

export interface Row {
  /** Name of the choice, under which it is kept. */
  layer: string;
  title: string;
  usual: Choice;
  /** Whether it is a picture that may lie a little off. */
  moves: boolean;
}

/** The rows of the list: the layers of the map itself, then those of the ground with a title, the upper ones first. */
export function rowsOf(parts: readonly Part[], layers: readonly Layer[], words: Words): Row[] {
  const own = parts.map((part): Row => ({ layer: nameOf(part), title: words.part[part], usual: WHOLE, moves: false }));
  const ground = [...layers].reverse().flatMap(({ id, kind, title, visible, opacity }): Row[] => {
    const usual = { on: visible ?? true, opacity: opacity ?? 1 };
    return title === undefined ? [] : [{ layer: id, title, usual, moves: kind === "image" }];
  });
  return [...own, ...ground];
}

export class Panel {
  readonly button = keyButton(SHAPE, KEY);
  private readonly box = document.createElement("section");
  private readonly list = document.createElement("ul");
  private readonly back = document.createElement("button");
  private drawn = "";

  constructor(host: HTMLElement) {
    this.back.type = "button";
    this.button.addEventListener("click", () => this.open(this.box.hidden === true));
    this.box.className = "gridmap-panel";
    this.box.hidden = true;
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.open(false);
    });
    this.back.className = "gridmap-back";
    this.back.addEventListener("click", forget);
    this.box.append(this.list, this.back);
    host.append(this.box);
    this.open(false);
  }

  /** Show these rows; rows that are there already only follow their choice, so that a hand on them stays. */
  show(rows: Row[], words: Words): void {
    this.button.title = `${words.layers}（${KEY.toUpperCase()}）`;
    this.button.setAttribute("aria-label", words.layers);
    this.box.setAttribute("aria-label", words.layers);
    this.back.textContent = words.usual;
    const drawn = JSON.stringify([rows.map(({ layer, title }) => [layer, title]), words.opacity]);
    if (drawn !== this.drawn) this.list.replaceChildren(...rows.map((row) => rowElement(row, words)));
    this.drawn = drawn;
    rows.forEach((row, n) => follow(this.list.children[n]!, choiceOf(row.layer, row.usual)));
  }

  private open(open: boolean): void {
    const held = this.box.contains(document.activeElement);
    this.box.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.list.querySelector("input")?.focus();
    else if (held) this.button.focus();
  }
}

function rowElement(row: Row, words: Words): HTMLElement {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const [on, opacity] = [document.createElement("input"), document.createElement("input")];
  on.type = "checkbox";
  Object.assign(opacity, { type: "range", min: "0.1", max: "1", step: String(OPACITY_STEP) });
  opacity.setAttribute("aria-label", `${row.title} ${words.opacity}`);
  label.append(on, row.title);
  item.append(label, opacity);
  item.addEventListener("input", () => {
    choose(row.layer, { ...choiceOf(row.layer, row.usual), on: on.checked, opacity: Number(opacity.value) });
  });
  if (row.moves) item.append(nudge(row, words));
  return item;
}

/** Four arrows that move a picture by metres, ten times as far with Shift. */
function nudge(row: Row, words: Words): HTMLElement {
  const box = document.createElement("div");
  box.className = "gridmap-nudge";
  for (const [way, [sign, east, north]] of Object.entries(WAYS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = `${row.title} ${words.move[way as keyof typeof WAYS]}`;
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", ({ shiftKey }) => {
      const now = choiceOf(row.layer, row.usual);
      const step = shiftKey ? FAR_M : NEAR_M;
      choose(row.layer, { ...now, east: (now.east ?? 0) + east * step, north: (now.north ?? 0) + north * step });
    });
    box.append(button);
  }
  return box;
}

function follow(item: Element, choice: Choice): void {
  const [on, opacity] = [...item.querySelectorAll("input")] as [HTMLInputElement, HTMLInputElement];
  on.checked = choice.on;
  opacity.value = String(choice.opacity);
  opacity.disabled = !choice.on;
  const moving = item.querySelector<HTMLElement>(".gridmap-nudge");
  if (moving !== null) moving.hidden = !choice.on;
}
