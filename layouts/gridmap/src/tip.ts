/** The label at the pointer: what is under it, or what the hand is doing. */
import type { GridFacts, Note } from "./props";
import { MARKS, type Words } from "./words";

/** The facts of a grid, and the text that tells them. */
export interface Labelled {
  facts: GridFacts;
  label: string;
}

export class Tip {
  private readonly box = document.createElement("div");
  private told: Labelled | undefined;
  private note: Note | null = null;

  constructor(private readonly host: HTMLElement) {
    this.box.className = "gridmap-tip";
    this.box.setAttribute("role", "status");
    this.box.hidden = true;
    host.append(this.box);
  }

  show(told: Labelled | undefined, words: Words): void {
    if (told?.facts === this.told?.facts && told?.label === this.told?.label) return;
    this.told = told;
    this.write(words);
  }

  say(note: Note | null, words: Words): void {
    this.note = note;
    this.write(words);
  }

  moveTo(x: number, y: number): void {
    const { clientWidth, clientHeight } = this.host;
    const left = x + 16 + this.box.offsetWidth > clientWidth ? x - 12 - this.box.offsetWidth : x + 16;
    const top = y + 18 + this.box.offsetHeight > clientHeight ? y - 10 - this.box.offsetHeight : y + 18;
    this.box.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  private write(words: Words): void {
    const { note, told } = this;
    this.box.hidden = note === null && told === undefined;
    if (note !== null) {
      this.box.dataset["tone"] = note.tone;
      this.box.replaceChildren(note.text);
    } else if (told !== undefined) {
      const { facts, label } = told;
      this.box.dataset["tone"] = facts.band;
      const band = document.createElement("span");
      band.className = "gridmap-band";
      band.textContent = `${MARKS[facts.band]} ${words.band[facts.band]}`;
      const [head, ...rest] = label.split("\n");
      const title = document.createElement("b");
      title.textContent = head ?? "";
      this.box.replaceChildren(title, band, ...rest.map(line));
    }
  }
}

function line(text: string): HTMLElement {
  const row = document.createElement("div");
  row.textContent = text;
  return row;
}
