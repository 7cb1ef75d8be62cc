/** Finished strokes go to the page one answer at a time: what is drawn meanwhile waits, and none is lost. */
import type { Brushed } from "./props";

/** After so long without an answer they are told again; a stroke made twice moves nothing the second time. */
const PATIENCE_MS = 20_000;

export class Strokes {
  private held: Brushed["strokes"] = [];
  private out: Brushed["strokes"] = [];
  private asked: number | null = null;
  private timer = 0;

  constructor(private readonly tell: (strokes: Brushed["strokes"]) => number) {}

  add(units: number[], grid: number): void {
    this.held.push({ units, grid });
    this.next();
  }

  /** The page has answered what was told under this number. */
  answered(n: number): void {
    if (n !== this.asked) return;
    this.rest();
    this.next();
  }

  rest(): void {
    window.clearTimeout(this.timer);
    this.asked = null;
  }

  private next(): void {
    if (this.asked !== null || this.held.length === 0) return;
    [this.out, this.held] = [this.held, []];
    this.asked = this.tell(this.out);
    this.timer = window.setTimeout(() => {
      this.held = [...this.out, ...this.held];
      this.rest();
      this.next();
    }, PATIENCE_MS);
  }
}
