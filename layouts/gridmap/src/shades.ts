/** The choice of what the grids are coloured by, and of the classes. */
import type { Shade, Shades } from "./props";
import type { Words } from "./words";

/** The choice outlives a change of language or room in the same window; a link carries its own. */
const KEPT = "gridwright.map.shade";
const IN_ADDRESS = "colour";
const USUAL = { scheme: "quantiles", classes: 5 };

export class ShadePicker {
  readonly box = document.createElement("div");
  private readonly measure = document.createElement("select");
  private readonly scheme = document.createElement("select");
  private readonly classes = document.createElement("select");
  private offered = "";
  private shades: Shades = { measures: [], schemes: [], sizes: [] };

  constructor(private readonly picked: (shade: Shade) => void) {
    this.box.className = "gridmap-shades";
    this.box.append(this.measure, this.scheme, this.classes);
    this.box.addEventListener("change", () => this.pick());
  }

  show(shades: Shades | undefined, shade: Shade | undefined, words: Words): void {
    this.box.hidden = shades === undefined;
    if (shades === undefined) return;
    this.measure.setAttribute("aria-label", words.shade);
    this.scheme.setAttribute("aria-label", words.scheme);
    this.classes.setAttribute("aria-label", words.classes);
    const offered = JSON.stringify([shades, words.ofClasses]);
    if (offered !== this.offered) {
      this.shades = shades;
      this.measure.replaceChildren(...shades.measures.map(({ key, title }) => new Option(title, key)));
      const sizes = shades.sizes.map((n) => new Option(words.ofClasses.replace("{n}", String(n)), String(n)));
      this.classes.replaceChildren(...sizes);
      this.offered = offered;
    }
    this.measure.value = shade?.measure ?? shades.measures[0]!.key;
    this.offerSchemes();
    this.scheme.value = shade?.scheme ?? USUAL.scheme;
    this.classes.value = String(shade?.classes ?? USUAL.classes);
    this.dress();
  }

  private pick(): void {
    const scheme = this.scheme.value;
    this.offerSchemes();
    const there = [...this.scheme.options].some(({ value }) => value === scheme);
    this.scheme.value = there ? scheme : USUAL.scheme;
    this.dress();
    const shade = { measure: this.measure.value, scheme: this.scheme.value, classes: Number(this.classes.value) };
    keep(shade, shade.measure === this.shades.measures[0]!.key);
    this.picked(shade);
  }

  /** Only ways of dividing that the measure knows. */
  private offerSchemes(): void {
    const known = this.shades.measures.find(({ key }) => key === this.measure.value)?.schemes ?? [];
    const options = this.shades.schemes.filter(({ key }) => known.includes(key));
    const same = options.map(({ key }) => key).join() === [...this.scheme.options].map(({ value }) => value).join();
    if (!same) this.scheme.replaceChildren(...options.map(({ key, title }) => new Option(title, key)));
  }

  /** Nothing is asked that does not matter: the usual fills have no classes, those of the norm are its own. */
  private dress(): void {
    this.scheme.hidden = this.scheme.options.length === 0;
    this.classes.hidden = this.scheme.hidden || this.scheme.value === "norm";
  }
}

/** What was chosen last in this window, unless the address says it already. */
export function chosenBefore(): Shade | null {
  if (new URLSearchParams(location.search).has(IN_ADDRESS)) return null;
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Shade | null;
  } catch {
    return null;
  }
}

/** Remember a choice, and let the address say what is seen. */
function keep(shade: Shade, usual: boolean): void {
  const address = new URL(location.href);
  if (usual) address.searchParams.delete(IN_ADDRESS);
  else address.searchParams.set(IN_ADDRESS, `${shade.measure}.${shade.scheme}.${shade.classes}`);
  history.replaceState(history.state, "", address);
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(shade));
  } catch {
    // a browser that keeps nothing still colours
  }
}
