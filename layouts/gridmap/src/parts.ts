/** The layers that the map is made of itself, and how the user wants to see them. */
import { type Choice, choiceOf } from "./choices";

export const PARTS = ["fill", "lines", "names", "units"] as const;
export type Part = (typeof PARTS)[number];
export type Parts = Record<Part, Choice>;

/** Under this name the choice for a part is kept, apart from those for the layers of the ground. */
export const nameOf = (part: Part): string => `map:${part}`;

export const WHOLE: Choice = { on: true, opacity: 1 };

export function partsNow(): Parts {
  return Object.fromEntries(PARTS.map((part) => [part, choiceOf(nameOf(part), WHOLE)])) as Parts;
}
