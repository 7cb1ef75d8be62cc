/** What the hand points at becomes units, grids and polygons for the page. */
import type { Map as GlMap, MapMouseEvent, PointLike } from "maplibre-gl";
import type { Grids } from "./grids";
import type { Note, Place, Props, Told, Tool } from "./props";
import { GRIDS, UNITS } from "./style";
import { Strokes } from "./strokes";
import type { Labelled, Tip } from "./tip";
import { points, Tools } from "./tools";
import type { Units } from "./units";
import { labelOf, type Words } from "./words";

const HOVER_MS = 100;
const STROKE_MS = 120;
const BRUSH_PX = 4;

interface Page {
  tell: (told: Partial<Told>) => void;
  words: () => Words;
  props: () => Props;
}

export class Picking {
  private readonly tools: Tools;
  private readonly strokes: Strokes;
  private stroke = { units: new Set<number>(), grid: -1 };
  private under = { unit: null as number | null, grid: null as number | null };
  private hoverTimer = 0;
  private strokeTimer = 0;
  private count = 0;
  private resting = false;

  constructor(
    private readonly map: GlMap,
    private readonly units: Units,
    private readonly grids: Grids,
    private readonly tip: Tip,
    private readonly page: Page,
  ) {
    const { unitsPicked, gridPicked, polygonDrawn, brushed } = page.props();
    this.count = Math.max(0, unitsPicked?.n ?? 0, gridPicked?.n ?? 0, polygonDrawn?.n ?? 0, brushed?.n ?? 0);
    this.strokes = new Strokes((strokes) => {
      page.tell({ brushed: { strokes, n: ++this.count } });
      return this.count;
    });
    this.tools = new Tools(map, {
      brushed: (from, to) => this.brushed(from, to),
      brushEnded: (kept) => this.brushEnded(kept),
      drawn: (kind, ring, additive) => page.tell({ polygonDrawn: { kind, ring, additive, n: ++this.count } }),
    });
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout", () => this.point(null, null));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.escape()) event.preventDefault();
    });
  }

  /** What the page says of the stroke in the hand; one that has ended is spoken of no more. */
  say(note: Note | null): void {
    const ended = this.page.props().tool === "brush" && !this.tools.busy;
    this.tip.say(ended ? null : note, this.page.words());
  }

  /** The page has answered the strokes of this number. */
  answered(n: number): void {
    this.strokes.answered(n);
  }

  destroy(): void {
    this.strokes.rest();
  }

  choose(tool: Tool): void {
    this.tools.choose(tool);
  }

  /** Put the tool away while something else is in the hand. */
  rest(resting: boolean): void {
    this.resting = resting;
    this.tools.choose(resting ? "select" : (this.page.props().tool ?? "select"));
    if (resting) this.point(null, null);
  }

  click(event: MapMouseEvent): void {
    const tool = this.page.props().tool ?? "select";
    if (this.resting || !points(tool)) return;
    const { shiftKey, ctrlKey, metaKey } = event.originalEvent;
    const additive = shiftKey || ctrlKey || metaKey;
    const { unit, grid } = this.at(event.point);
    const units = unit === null ? [] : [unit];
    if (tool === "select") this.tell(units, grid, additive);
    else this.page.tell({ unitsPicked: { units, additive, grid, n: ++this.count } });
  }

  /** What lies under the pointer is other than it was: say it anew. */
  again(): void {
    const { unit } = this.under;
    if (unit === null) return;
    const grid = this.units.gridOfUnit(unit);
    this.under = { unit, grid: grid < 0 ? null : grid };
    this.tip.show(this.labelled(grid), this.page.words());
  }

  /** Choose a grid as a click on it does. */
  choosePlace({ kind, code, grid }: Place): void {
    if (grid !== null) this.page.tell({ gridPicked: { grid, additive: false, n: ++this.count } });
    this.page.tell({ placePicked: { kind, code, n: ++this.count } });
  }

  /** Ask the page for what a text names. */
  seek(text: string): void {
    this.page.tell({ sought: { text, n: ++this.count } });
  }

  /** Let go of what is being drawn, else of what is chosen; whether there was anything. */
  private escape(): boolean {
    const { units = [], grids = [] } = this.page.props().selection ?? {};
    const held = this.tools.busy || units.length + grids.length > 0;
    if (this.tools.busy) this.tools.cancel();
    else this.tell([], null, false);
    return held;
  }

  private tell(units: number[], grid: number | null, additive: boolean): void {
    const n = ++this.count;
    this.page.tell({ unitsPicked: { units, additive, grid, n }, gridPicked: { grid, additive, n } });
  }

  private at(point: PointLike): { unit: number | null; grid: number | null } {
    const unit = this.unitsAt(point)[0] ?? null;
    if (unit !== null) {
      const grid = this.units.gridOfUnit(unit);
      return { unit, grid: grid < 0 ? null : grid };
    }
    const [feature] = this.map.queryRenderedFeatures(point, { layers: ["grid-fill"] });
    return { unit: null, grid: feature?.source === GRIDS ? (feature.properties["grid"] as number) : null };
  }

  private unitsAt(where: PointLike | [PointLike, PointLike]): number[] {
    if (this.map.getLayer(UNITS) === undefined) return [];
    const found = this.map.queryRenderedFeatures(where, { layers: [UNITS] });
    return [...new Set(found.map((feature) => feature.id as number))];
  }

  private hover(event: MapMouseEvent): void {
    this.tip.moveTo(event.point.x, event.point.y);
    if (this.tools.busy || this.resting) return;
    const { unit, grid } = this.at(event.point);
    this.point(unit, grid);
  }

  private point(unit: number | null, grid: number | null): void {
    this.tip.show(this.labelled(grid), this.page.words());
    if (unit === this.under.unit && grid === this.under.grid) return;
    this.under = { unit, grid };
    this.units.flag("hover", unit === null ? [] : [unit]);
    window.clearTimeout(this.hoverTimer);
    this.hoverTimer = window.setTimeout(() => this.page.tell({ hover: this.under }), HOVER_MS);
  }

  private labelled(grid: number | null): Labelled | undefined {
    const facts = grid === null ? undefined : this.grids.facts(grid);
    return facts && { facts, label: labelOf(facts, this.page.props()) };
  }

  private brushed(from: [number, number], to: [number, number]): void {
    if (this.stroke.units.size === 0) this.stroke.grid = this.at(from).grid ?? -1;
    const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / BRUSH_PX));
    for (let i = 0; i <= steps; i++) {
      const point: PointLike = [from[0] + ((to[0] - from[0]) * i) / steps, from[1] + ((to[1] - from[1]) * i) / steps];
      for (const unit of this.unitsAt(point)) this.stroke.units.add(unit);
    }
    this.units.flag("pending", this.stroke.units);
    if (this.strokeTimer !== 0) return;
    this.strokeTimer = window.setTimeout(() => {
      this.strokeTimer = 0;
      this.page.tell({ stroke: { units: [...this.stroke.units], grid: this.stroke.grid, n: ++this.count } });
    }, STROKE_MS);
  }

  private brushEnded(kept: boolean): void {
    window.clearTimeout(this.strokeTimer);
    this.strokeTimer = 0;
    const { units, grid } = this.stroke;
    this.stroke = { units: new Set(), grid: -1 };
    this.units.flag("pending", []);
    this.tip.say(null, this.page.words());
    if (kept && units.size > 0) this.strokes.add([...units], grid);
  }
}
