/** Which grid each unit is in, and how that is painted: differences only, all in one frame. */
import type { Map as GlMap } from "maplibre-gl";
import type { Ink } from "./ink";
import { UNITS } from "./style";

export type Flag = "chosen" | "moved" | "pending" | "hover";

export class Units {
  private gridOf: Int32Array = new Int32Array(0);
  private colours: string[] = [];
  private painted: string[] = [];
  private own: { of: Int32Array; colours: string[] } | null = null;
  private tones: Partial<Record<Flag, string>> = {};
  private close = true;
  private readonly flagged: Record<Flag, Set<number>> = {
    chosen: new Set(), moved: new Set(), pending: new Set(), hover: new Set(),
  };

  constructor(
    private readonly map: GlMap,
    private readonly sourceLayer: string,
  ) {}

  /** The grid of a unit, or −1. */
  gridOfUnit(unit: number): number {
    return this.gridOf[unit] ?? -1;
  }

  assign(gridOf: Int32Array): void {
    this.gridOf = gridOf;
    this.repaintAll();
  }

  /** Move some units; a unit the map has not heard of makes room for itself. */
  move(pairs: readonly (readonly [unit: number, grid: number])[]): void {
    const most = pairs.reduce((high, [unit]) => Math.max(high, unit), -1);
    if (most >= this.gridOf.length) {
      const wider = new Int32Array(most + 1).fill(-1);
      wider.set(this.gridOf);
      this.gridOf = wider;
    }
    for (const [unit, grid] of pairs) this.gridOf[unit] = grid;
    for (const [unit] of pairs) this.repaint(unit);
  }

  colour(colours: string[], ink: Ink): void {
    this.colours = colours.map((colour) => ink.colour(colour));
    this.tones = { pending: ink["map-accent"], chosen: ink["map-ink"] };
    this.repaintAll();
  }

  /** Fill each unit by a class of its own, whatever grid it is in; null gives the grids' fills back. */
  fillBy(of: Int32Array | null, colours: string[], ink: Ink): void {
    this.own = of === null ? null : { of, colours: colours.map((colour) => ink.colour(colour)) };
    this.repaintAll();
  }

  /** Make the units with a flag exactly those given. */
  flag(name: Flag, units: Iterable<number>): void {
    const next = new Set(units);
    const before = this.flagged[name];
    this.flagged[name] = next;
    for (const unit of before) if (!next.has(unit)) this.flagOne(name, unit, false);
    for (const unit of next) if (!before.has(unit)) this.flagOne(name, unit, true);
  }

  /** A unit that is a dot on the screen has no outline: seen from afar, its fill tells what its flag is. */
  see(close: boolean): void {
    if (close === this.close) return;
    this.close = close;
    for (const name of ["pending", "chosen"] as const) for (const unit of this.flagged[name]) this.repaint(unit);
  }

  private flagOne(name: Flag, unit: number, on: boolean): void {
    if (on && name === "hover" && !this.close) return; // nobody would see it, and all would be drawn anew
    this.state(unit, { [name]: on });
    if (!this.close) this.repaint(unit);
  }

  private repaintAll(): void {
    for (let unit = 0; unit < this.gridOf.length; unit++) this.repaint(unit);
  }

  private repaint(unit: number): void {
    const fill = this.toneOf(unit) ?? (this.own === null ? this.colours[this.gridOf[unit]!] : this.own.colours[this.own.of[unit]!]) ?? "";
    if ((this.painted[unit] ?? "") === fill) return;
    this.painted[unit] = fill;
    this.state(unit, { fill });
  }

  private toneOf(unit: number): string | undefined {
    if (this.close) return undefined;
    const { pending, chosen } = this.flagged;
    return pending.has(unit) ? this.tones.pending : chosen.has(unit) ? this.tones.chosen : undefined;
  }

  private state(id: number, state: Record<string, unknown>): void {
    if (this.map.getSource(UNITS) === undefined) return;
    this.map.setFeatureState({ source: UNITS, sourceLayer: this.sourceLayer, id }, state);
  }
}
