/** The colours of the desk, read from the CSS custom properties that the page uses too. */

const NAMES = [
  "map-paper", "map-ink", "map-halo", "map-accent", "map-unassigned", "map-unit-line", "map-grid-line",
  "map-moved", "map-moved-tone", "map-hatch", "map-water", "map-road", "map-rail", "map-community", "map-street",
  "map-station", "map-event", "map-building", "map-estate", "map-net", "map-former", "rule-ok", "rule-acceptable", "rule-over", "rule-exclusive",
] as const;

export type InkName = (typeof NAMES)[number];
export type Ink = Record<InkName, string> & { colour: (named: string | undefined) => string };

const UNKNOWN = "#8a8f98";

/** Read the tokens as they hold for `host`, whose theme is set by its own `data-theme`. */
export function inkOf(host: HTMLElement): Ink {
  const style = getComputedStyle(host);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim() || UNKNOWN;
  const named = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Record<InkName, string>;
  const colour = (value: string | undefined): string => {
    if (value === undefined) return named["map-unassigned"];
    const token = /^(?:var\()?--([\w-]+)\)?$/.exec(value);
    return token?.[1] === undefined ? value : read(token[1]);
  };
  return { ...named, colour };
}

/** A square of diagonal strokes, for locked grids. */
export function hatch(colour: string, ratio: number): ImageData {
  return drawn(10, ratio, (pen) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 1.4;
    for (const shift of [-10, 0, 10]) {
      pen.moveTo(shift - 2, 12);
      pen.lineTo(shift + 12, -2);
    }
    pen.stroke();
  });
}

/** A square with two small diamonds, for exclusive grids. */
export function diamonds(colour: string, ratio: number): ImageData {
  return drawn(20, ratio, (pen) => {
    pen.fillStyle = colour;
    for (const [x, y] of [[5, 5], [15, 15]] as const) {
      pen.moveTo(x, y - 2);
      pen.lineTo(x + 2, y);
      pen.lineTo(x, y + 2);
      pen.lineTo(x - 2, y);
    }
    pen.fill();
  });
}

function drawn(side: number, ratio: number, draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * ratio;
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  pen.scale(ratio, ratio);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
