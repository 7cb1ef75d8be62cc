/** Outlines that travel by their address: fetched once, and kept for the next map that shows the same plan. */
import type { Grids, Props } from "./props";

const KEPT = 6;
const fetched = new Map<string, Grids | Promise<void>>();

/** Properties whose outlines are here. */
export type Drawn = Omit<Props, "grids"> & { grids?: Grids };

/** Go on with the properties if their outlines are here; else fetch them, and then call `again`. */
export function outlined(props: Props, go: (drawn: Drawn) => void, again: () => void): void {
  const { grids } = props;
  if (typeof grids !== "string") return go(props as Drawn);
  const found = fetched.get(grids) ?? begin(grids);
  if (found instanceof Promise) void found.then(again);
  else go({ ...props, grids: found });
}

function begin(address: string): Promise<void> {
  const asked = fetch(address)
    .then((answer) => (answer.ok ? (answer.json() as Promise<Grids>) : Promise.reject(new Error(answer.statusText))))
    .then((grids) => keep(address, grids));
  fetched.set(address, asked);
  asked.catch(() => fetched.delete(address));
  return asked;
}

function keep(address: string, grids: Grids): void {
  fetched.delete(address);
  fetched.set(address, grids);
  const [oldest] = fetched.keys();
  if (fetched.size > KEPT) fetched.delete(oldest!);
}
