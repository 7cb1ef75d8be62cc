/** The hand on the map: brush, rectangle and lasso. */
import type { Map as GlMap, PointLike } from "maplibre-gl";
import type { Position, Tool } from "./props";

type Pixel = [x: number, y: number];
const LEAST_MOVE_PX = 3;
const DRAWN: ReadonlySet<Tool> = new Set(["brush", "rectangle", "lasso"]);

export interface Hand {
  /** The pointer touched the map on its way; the points since the last call. */
  brushed: (from: Pixel, to: Pixel) => void;
  brushEnded: (kept: boolean) => void;
  drawn: (kind: "rectangle" | "lasso", ring: Position[], additive: boolean) => void;
}

/** Whether a tool chooses by a click. */
export function points(tool: Tool): boolean {
  return !DRAWN.has(tool);
}

/** Turns a drag with the pointer into what the chosen tool means by it. */
export class Tools {
  private tool: Tool = "select";
  private path: Pixel[] = [];
  private pointer: number | null = null;
  private readonly sketch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  private readonly outline = document.createElementNS("http://www.w3.org/2000/svg", "path");
  private readonly surface: HTMLElement;

  constructor(
    private readonly map: GlMap,
    private readonly hand: Hand,
  ) {
    this.surface = map.getCanvasContainer();
    this.sketch.classList.add("gridmap-sketch");
    this.sketch.append(this.outline);
    map.getContainer().append(this.sketch);
    this.surface.addEventListener("pointerdown", this.begin);
    this.surface.addEventListener("pointermove", this.go);
    this.surface.addEventListener("pointerup", this.end);
    this.surface.addEventListener("pointercancel", () => this.cancel());
  }

  get busy(): boolean {
    return this.pointer !== null;
  }

  choose(tool: Tool): void {
    this.cancel();
    this.tool = tool;
    this.map.getContainer().dataset["tool"] = tool;
    if (points(tool)) this.map.dragPan.enable();
    else this.map.dragPan.disable();
  }

  /** Let go without doing anything. */
  cancel(): void {
    if (this.tool === "brush" && this.busy) this.hand.brushEnded(false);
    this.pointer = null;
    this.path = [];
    this.outline.setAttribute("d", "");
  }

  private readonly begin = (event: PointerEvent): void => {
    if (this.busy) return this.cancel(); // a second finger moves the map
    if (points(this.tool) || event.button !== 0) return;
    this.pointer = event.pointerId;
    this.surface.setPointerCapture(event.pointerId);
    this.path = [this.pixel(event)];
    if (this.tool === "brush") this.hand.brushed(this.path[0]!, this.path[0]!);
  };

  private readonly go = (event: PointerEvent): void => {
    if (event.pointerId !== this.pointer) return;
    const [from, to] = [this.path.at(-1)!, this.pixel(event)];
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < LEAST_MOVE_PX) return;
    this.path.push(to);
    if (this.tool === "brush") this.hand.brushed(from, to);
    else this.outline.setAttribute("d", `M${this.ring().map((p) => p.join(" ")).join("L")}Z`);
  };

  private readonly end = (event: PointerEvent): void => {
    if (event.pointerId !== this.pointer) return;
    const additive = event.shiftKey || event.ctrlKey || event.metaKey;
    const ring = this.ring().map((pixel): Position => {
      const { lng, lat } = this.map.unproject(pixel as PointLike);
      return [lng, lat];
    });
    const tool = this.tool;
    this.pointer = null;
    this.cancel();
    if (tool === "brush") this.hand.brushEnded(true);
    else if (ring.length > 2) this.hand.drawn(tool as "rectangle" | "lasso", [...ring, ring[0]!], additive);
  };

  /** The corners drawn so far, open. */
  private ring(): Pixel[] {
    const [first, last] = [this.path[0], this.path.at(-1)];
    if (this.tool === "lasso" || first === undefined || last === undefined || first === last) return this.path;
    return [first, [last[0], first[1]], last, [first[0], last[1]]];
  }

  private pixel(event: PointerEvent): Pixel {
    const box = this.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}
