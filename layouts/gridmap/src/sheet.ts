/** The print view: the map as it stands, on paper, with its title, legend and scale. */
import type { Map as GlMap } from "maplibre-gl";
import { keyButton } from "./controls";
import { lengthM } from "./geodesy";
import type { Sheet as Told } from "./props";
import type { Words } from "./words";

const KEY = "p";
const SHAPE = "M5 6V2h6v4M4 11H2V6h12v5h-2M5 9h6v5H5z";
const SHARPNESS = 2;
const WIDEST_SCALE = 0.22;

interface Page {
  told: () => { sheet: Told | undefined; words: Words };
  /** Draw for paper: light, whatever the screen is. */
  light: (on: boolean) => void;
  legend: () => HTMLElement;
}

export class Sheet {
  readonly button = keyButton(SHAPE, KEY);
  private view: HTMLElement | null = null;

  constructor(
    private readonly map: GlMap,
    private readonly page: Page,
  ) {
    this.button.addEventListener("click", () => void this.open());
  }

  name(sheet: Told | undefined, words: Words): void {
    this.button.hidden = sheet === undefined;
    this.button.title = `${words.print}（${KEY.toUpperCase()}）`;
    this.button.setAttribute("aria-label", words.print);
  }

  destroy(): void {
    this.remove();
  }

  private async open(): Promise<void> {
    const { sheet, words } = this.page.told();
    if (sheet === undefined || this.button.disabled) return;
    this.button.disabled = true;
    const picture = await this.picture();
    this.button.disabled = false;
    this.view = made("section", "gridmap-print");
    this.view.dataset["theme"] = "light";
    this.view.setAttribute("role", "dialog");
    this.view.setAttribute("aria-label", words.print);
    this.view.append(this.bar(words), this.paper(sheet, words, picture));
    document.addEventListener("keydown", this.key, { capture: true });
    document.body.append(this.view);
    this.view.querySelector("button")?.focus();
  }

  private close(): void {
    this.remove();
    this.button.focus();
  }

  private remove(): void {
    document.removeEventListener("keydown", this.key, { capture: true });
    this.view?.remove();
    this.view = null;
  }

  /** No key reaches the desk behind the paper, wherever the focus went while it was printed. */
  private readonly key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") this.close();
  };

  private bar(words: Words): HTMLElement {
    const bar = made("div", "gridmap-printbar");
    for (const [text, act] of [[words.print, () => window.print()], [words.close, () => this.close()]] as const) {
      const button = made("button", "", text) as HTMLButtonElement;
      button.type = "button";
      button.addEventListener("click", act);
      bar.append(button);
    }
    return bar;
  }

  private paper(sheet: Told, words: Words, picture: string): HTMLElement {
    const paper = made("article", "gridmap-paper");
    const frame = made("figure", "");
    const image = new Image();
    image.src = picture;
    image.alt = sheet.title;
    const legend = this.page.legend();
    frame.append(image, this.scale(words), made("div", "gridmap-north", words.north));
    const foot = made("footer", "");
    const today = new Date().toLocaleDateString("sv");
    foot.append(...[...sheet.lines, words.printed.replace("{date}", today)].map((line) => made("span", "", line)));
    paper.append(made("h1", "", sheet.title), frame, legend, foot);
    return paper;
  }

  /** A bar that is as wide on paper as it says, however large the picture is printed. */
  private scale({ unit }: Words): HTMLElement {
    const bounds = this.map.getBounds();
    const y = this.map.getCenter().lat;
    const wide = lengthM([[bounds.getWest(), y], [bounds.getEast(), y]]);
    const power = 10 ** Math.floor(Math.log10(wide * WIDEST_SCALE));
    const step = [5, 2, 1].find((one) => one * power <= wide * WIDEST_SCALE) ?? 1;
    const length = step * power;
    const bar = made("div", "gridmap-printscale", length < 1000 ? `${length} ${unit.m}` : `${length / 1000} ${unit.km}`);
    bar.style.width = `${(100 * length) / wide}%`;
    return bar;
  }

  /** The drawing in light colours and fine, taken while it is drawn: the canvas keeps nothing afterwards. */
  private async picture(): Promise<string> {
    const ratio = this.map.getPixelRatio();
    this.page.light(true);
    this.map.setPixelRatio(Math.max(ratio, SHARPNESS));
    await this.map.once("idle");
    const taken = new Promise<string>((done) => {
      void this.map.once("render", () => done(this.map.getCanvas().toDataURL("image/png")));
    });
    this.map.triggerRepaint();
    const picture = await taken;
    this.map.setPixelRatio(ratio);
    this.page.light(false);
    return picture;
  }
}

function made(name: string, className: string, text = ""): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
