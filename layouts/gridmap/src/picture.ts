/** A still picture of grids and of what lies around them, drawn without WebGL. */
import type { FeatureCollection } from "geojson";
import { asChosen } from "./context";
import { boxOfGrid, pointInside } from "./grids";
import { partsNow } from "./parts";
import { type Frame, Plane } from "./plane";
import type { Drawn } from "./outlines";
import type { Box, Grid, Layer } from "./props";
import { labelOf, MARKS } from "./words";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 1.06;
const TEXT_PX = 12;
const GLYPH_PX = 7.5;

export class Picture {
  readonly drawing = document.createElementNS(SVG, "svg");
  private readonly grids = document.createElementNS(SVG, "g");
  private readonly lines = document.createElementNS(SVG, "g");
  private readonly names = document.createElementNS(SVG, "g");
  private readonly fetched = new Map<string, Promise<FeatureCollection>>();
  private plane: Plane | null = null;
  private frame: Frame = { x: 0, y: 0, wide: 1, high: 1 };
  private shown: readonly Grid[] = [];
  private turn = 0;

  constructor() {
    this.drawing.classList.add("gridmap-still");
    this.drawing.setAttribute("role", "img");
    this.drawing.append(this.grids, this.lines, this.names);
  }

  /** Show a box with a margin around it; the first one settles the plane. */
  look(bounds: Box): void {
    this.plane ??= new Plane(bounds);
    this.frame = this.plane.frame(bounds);
    this.scale(MARGIN);
  }

  /** Show so many times as much. */
  scale(by: number): void {
    const { x, y, wide, high } = this.frame;
    this.frame = { x: x + (wide * (1 - by)) / 2, y: y + (high * (1 - by)) / 2, wide: wide * by, high: high * by };
    this.drawing.setAttribute("viewBox", Object.values(this.frame).map((value) => value.toFixed(2)).join(" "));
  }

  draw(grids: readonly Grid[], layers: readonly Layer[], props: Drawn): void {
    const { fill, lines } = partsNow();
    const chosen = new Set(props.selection?.grids ?? []);
    this.shown = grids;
    this.grids.replaceChildren(...grids.map((grid) => this.outline(grid, props, chosen)));
    this.grids.style.fillOpacity = String(fill.on ? fill.opacity : 0);
    this.grids.style.strokeOpacity = String(lines.on ? lines.opacity : 0);
    void this.surround(layers);
    this.name(props.values ?? undefined);
  }

  /** The mark of a band, or the value, wherever it has room. */
  name(values: readonly string[] | undefined): void {
    const { clientWidth, clientHeight } = this.drawing;
    const perPixel = Math.max(this.frame.wide / (clientWidth || 1), this.frame.high / (clientHeight || 1));
    const texts = (partsNow().names.on ? this.shown : []).flatMap((grid) => {
      const { grid: index, band } = grid.properties;
      const text = values?.[index] ?? (band === "ok" ? "" : MARKS[band]);
      const wide = this.plane!.frame(boxOfGrid(grid)).wide;
      if (text === "" || wide < text.length * GLYPH_PX * perPixel) return [];
      const [x, y] = this.plane!.at(pointInside(grid.geometry));
      const size = TEXT_PX * perPixel;
      return [element("text", { x, y, "font-size": size, "data-band": values === undefined ? band : "" }, text)];
    });
    this.names.replaceChildren(...texts);
  }

  private outline(grid: Grid, props: Drawn, chosen: ReadonlySet<number>): SVGElement {
    const { grid: index, band } = grid.properties;
    const path = element("path", { d: this.plane!.path(grid.geometry), "data-grid": index, "data-band": band });
    const fill = props.colours?.[index] ?? "--map-unassigned";
    path.style.fill = fill.startsWith("--") ? `var(${fill})` : fill;
    path.classList.toggle("chosen", chosen.has(index));
    path.append(element("title", {}, labelOf(grid.properties, props)));
    return path;
  }

  /** Layers that are on, as soon as all of them are there, unless others were asked for since. */
  private async surround(layers: readonly Layer[]): Promise<void> {
    const turn = ++this.turn;
    const on = layers.map(asChosen).filter(({ visible }) => visible);
    const all = await Promise.all(on.map((layer) => this.data(layer)));
    if (turn !== this.turn) return;
    const paths = on.map(({ kind, opacity }, n) => {
      const d = all[n]!.features.map(({ geometry }) => this.plane!.path(geometry)).join("");
      return element("path", { d, "data-kind": kind, opacity });
    });
    this.lines.replaceChildren(...paths);
  }

  private data({ url, data }: Layer): Promise<FeatureCollection> {
    if (url === undefined) return Promise.resolve(data!);
    const known = this.fetched.get(url) ?? fetch(url).then((answer) => answer.json() as Promise<FeatureCollection>);
    this.fetched.set(url, known);
    return known;
  }
}

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
