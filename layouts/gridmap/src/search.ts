/** The search: a text becomes a list of places, and one of them is shown. */
import type { Found, Place } from "./props";
import type { Words } from "./words";

const TYPING_MS = 150;
const WRITING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], dialog";
let boxes = 0;

interface Page {
  ask: (text: string) => void;
  go: (place: Place) => void;
}

export class Search {
  private readonly box = document.createElement("search");
  private readonly input = document.createElement("input");
  private readonly list = document.createElement("ul");
  private readonly told = document.createElement("p");
  private places: Place[] = [];
  private at = -1;
  private timer = 0;
  private answer: Found | undefined;

  constructor(
    host: HTMLElement,
    private readonly page: Page,
  ) {
    this.box.className = "gridmap-search";
    this.list.id = `gridmap-found-${++boxes}`;
    this.list.role = "listbox";
    this.told.role = "status";
    Object.assign(this.input, { type: "text", role: "combobox", autocomplete: "off", spellcheck: false });
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.box.contains(relatedTarget as Node | null)) this.close();
    });
    this.box.append(this.input, this.list, this.told);
    host.append(this.box);
    document.addEventListener("keydown", this.called);
    this.close();
  }

  destroy(): void {
    window.clearTimeout(this.timer);
    document.removeEventListener("keydown", this.called);
  }

  /** Say what can be looked for, and list what was found unless another text has been typed since. */
  show(found: Found | undefined, words: Words): void {
    this.box.hidden = found === undefined;
    this.input.placeholder = `${words.find} /`;
    this.input.title = words.findWhat;
    this.input.setAttribute("aria-label", `${words.find}：${words.findWhat}`);
    this.list.setAttribute("aria-label", words.find);
    const before = found === this.answer;
    this.answer = found;
    if (before || found === undefined || found.text === "" || found.text !== this.text()) return;
    this.places = found.places;
    this.list.replaceChildren(...this.places.map((place, n) => this.option(place, n)));
    const rest = found.total - found.places.length;
    const told = found.total === 0 ? words.nothing.replace("{text}", found.text) : words.more.replace("{n}", String(rest));
    this.told.textContent = found.total === 0 || rest > 0 ? told : "";
    this.told.hidden = this.told.textContent === "";
    this.list.hidden = this.places.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(this.places.length > 0 ? 0 : -1);
  }

  private text(): string {
    return this.input.value.trim();
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    if (this.text() === "") this.close();
    else this.timer = window.setTimeout(() => this.page.ask(this.text()), TYPING_MS);
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const place = this.places[this.at];
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.list.hidden && this.told.hidden) this.input.blur();
      this.close();
    } else if (step !== undefined && this.places.length > 0) {
      event.preventDefault();
      this.mark((this.at + step + this.places.length) % this.places.length);
    } else if (event.key === "Enter" && place !== undefined && !this.list.hidden) {
      event.preventDefault();
      this.choose(place);
    }
  }

  private choose(place: Place): void {
    this.input.value = place.title;
    this.close();
    this.input.blur();
    this.page.go(place);
  }

  private close(): void {
    this.places = [];
    this.list.hidden = this.told.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
  }

  private option(place: Place, n: number): HTMLElement {
    const option = document.createElement("li");
    const detail = document.createElement("small");
    option.id = `${this.list.id}-${n}`;
    option.role = "option";
    detail.textContent = place.detail;
    option.append(place.title, detail);
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.choose(place);
    });
    return option;
  }

  /** The slash calls the first search of the page, unless somebody is writing. */
  private readonly called = (event: KeyboardEvent): void => {
    const writing = (event.target as Element).closest?.(WRITING);
    const find = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (!find || (writing && event.key === "/") || this.box.hidden) return;
    if (document.querySelector(".gridmap-search:not([hidden])") !== this.box) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  };
}
