/** The map where the browser has no WebGL 2: a still picture that can be picked and searched, and what to use beside it. */
import { hear } from "./choices";
import { Buttons } from "./controls";
import { Legend } from "./legend";
import { type Drawn, outlined } from "./outlines";
import { Panel, rowsOf } from "./panel";
import { PARTS, partsNow } from "./parts";
import { Picture } from "./picture";
import type { Grid, Place, Props, Told } from "./props";
import { Search } from "./search";
import { chosenBefore } from "./shades";
import { type Words, wordsOf } from "./words";

const CLOSER = 0.6;

export class Still {
  private readonly picture = new Picture();
  private readonly sentence = document.createElement("div");
  private readonly buttons: Buttons;
  private readonly panel: Panel;
  private readonly legend: Legend;
  private readonly search: Search;
  private readonly deaf: () => void;
  private byIndex = new Map<number, Grid>();
  private props: Drawn = {};
  private latest: Props = {};
  private n = 0;

  constructor(
    private readonly host: HTMLElement,
    first: Props,
  ) {
    this.sentence.className = "gridmap-sentence";
    this.sentence.role = "status";
    this.picture.drawing.addEventListener("click", (event) => this.clicked(event));
    host.append(this.picture.drawing, this.sentence);
    this.search = new Search(host, { ask: (text) => this.seek(text), go: (place) => this.go(place) });
    this.panel = new Panel(host);
    this.legend = new Legend(host, (shade) => this.tell({ shade }));
    this.buttons = new Buttons(() => this.whole(), () => 0, this.panel.button);
    const corner = document.createElement("div");
    corner.className = "gridmap-corner";
    corner.append(this.buttons.onAdd({ zoomIn: () => this.scale(CLOSER), zoomOut: () => this.scale(1 / CLOSER) }));
    host.append(corner);
    this.deaf = hear(() => this.draw());
    this.update(first);
    this.tell({ webgl: false, ready: true });
    const shade = first.shades === undefined ? null : chosenBefore();
    if (shade !== null) this.tell({ shade });
  }

  /** Take new properties; outlines that are not here yet are waited for. */
  update(next: Props): void {
    this.latest = next;
    outlined(next, (drawn) => this.take(drawn), () => this.update(this.latest));
  }

  private take(next: Drawn): void {
    const before = this.props;
    this.props = next;
    if (next.grids !== before.grids) {
      this.byIndex = new Map(next.grids?.features.map((one) => [one.properties.grid, one]));
    }
    if (next.gridsDiff !== before.gridsDiff) this.replace(next.gridsDiff ?? []);
    if (next.bounds && String(next.bounds) !== String(before.bounds)) this.picture.look(next.bounds);
    this.draw();
    this.host.dataset["drawn"] = "1";
  }

  destroy(): void {
    this.deaf();
    this.search.destroy();
    this.host.replaceChildren();
    delete this.host.dataset["drawn"];
  }

  private draw(): void {
    const { props } = this;
    const [words, parts] = [wordsOf(props.language), partsNow()];
    const layers = (props.layers ?? []).filter(({ url, data }) => (url ?? data) !== undefined);
    const own = props.grids ? PARTS.filter((part) => part !== "units") : [];
    this.host.dataset["theme"] = props.theme ?? "light";
    this.picture.drawing.setAttribute("aria-label", words.title);
    this.buttons.name(words);
    this.search.show(props.found, words);
    this.panel.show(rowsOf(own, layers, words), words);
    // fills of single units have no shapes here to stand on
    const told = props.grids && !props.unitFills ? props.legend : undefined;
    const { shades, shade } = props;
    this.legend.show({ told, parts, layers, zoom: Infinity, shades, shade }, words);
    this.explain(words);
    if (props.bounds) this.picture.draw([...this.byIndex.values()], layers, props);
  }

  /** Say what cannot be shown, and where the same stands. */
  private explain(words: Words): void {
    const table = document.createElement("button");
    table.type = "button";
    table.dataset["table"] = "";
    table.textContent = words.table;
    const links = (this.props.instead ?? []).map(({ title, href }) => {
      return Object.assign(document.createElement("a"), { href, textContent: title });
    });
    const beside = document.querySelector(".drawer") === null ? links : [table, ...links];
    this.sentence.replaceChildren(words.noWebgl, ...beside);
  }

  private replace(changed: Grid[]): void {
    for (const grid of changed) {
      if (grid.geometry.coordinates.length === 0) this.byIndex.delete(grid.properties.grid);
      else this.byIndex.set(grid.properties.grid, grid);
    }
  }

  private whole(): void {
    if (this.props.bounds) this.picture.look(this.props.bounds);
    this.picture.name(this.props.values ?? undefined);
  }

  private scale(by: number): void {
    this.picture.scale(by);
    this.picture.name(this.props.values ?? undefined);
  }

  private clicked({ target }: MouseEvent): void {
    const index = (target as Element).closest("[data-grid]")?.getAttribute("data-grid") ?? null;
    this.pick(index === null ? null : Number(index));
  }

  private seek(text: string): void {
    this.tell({ sought: { text, n: ++this.n } });
  }

  private go(place: Place): void {
    this.picture.look(place.bounds);
    this.picture.name(this.props.values ?? undefined);
    if (place.grid !== null) this.pick(place.grid);
  }

  private pick(grid: number | null): void {
    this.tell({ gridPicked: { grid, additive: false, n: ++this.n } });
  }

  private tell(told: Partial<Told>): void {
    this.props.setProps?.(told);
  }
}
