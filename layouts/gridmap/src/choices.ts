/** What the user switched on, off or fainter: kept by the browser, and the same on all maps of a page. */

export interface Choice {
  on: boolean;
  /** 0 is clear, 1 is opaque. */
  opacity: number;
  /** Metres by which a picture was moved. */
  east?: number;
  north?: number;
}

const KEPT = "gridwright.map.layers";
const listeners = new Set<() => void>();
let chosen = kept();

/** The user's choice for a layer; what is usual where there is none. */
export function choiceOf(layer: string, usual: Choice): Choice {
  return chosen[layer] ?? usual;
}

export function choose(layer: string, choice: Choice): void {
  keep({ ...chosen, [layer]: choice });
}

/** Everything as it is usual again. */
export function forget(): void {
  keep({});
}

/** Be called after each choice; call what is returned to hear no more. */
export function hear(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keep(next: Record<string, Choice>): void {
  chosen = next;
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // a browser that keeps nothing still shows what is chosen
  }
  for (const listener of listeners) listener();
}

function kept(): Record<string, Choice> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Record<string, Choice>;
  } catch {
    return {};
  }
}
