/** A thin React shell round the map, under the name by which Dash finds it. */
import { prewarm, setWorkerUrl } from "maplibre-gl";
import { Desk } from "./desk";
import type { Props } from "./props";
import { Still } from "./still";
import "./tour";

const { src } = document.currentScript as HTMLScriptElement;
setWorkerUrl(new URL("maplibre-gl-worker.mjs", src).href);
prewarm(); // the workers start while the page asks what to show

function GridMap(props: Props): React.ReactElement {
  const host = React.useRef<HTMLDivElement>(null);
  const desk = React.useRef<Desk | Still | null>(null);
  React.useEffect(() => {
    const made = hasWebgl2() ? new Desk(host.current!, props) : new Still(host.current!, props);
    desk.current = made;
    return () => {
      made.destroy();
      desk.current = null;
    };
  }, [props.unitTiles, props.unitLayer]);
  React.useEffect(() => desk.current?.update(props));
  const className = `gridmap ${props.className ?? ""}`.trim();
  return React.createElement("div", { id: props.id, className, style: props.style, ref: host });
}

let webgl2: boolean | undefined;
function hasWebgl2(): boolean {
  webgl2 ??= document.createElement("canvas").getContext("webgl2") !== null;
  return webgl2;
}

declare global {
  interface Window {
    gridwright_gridmap: { GridMap: typeof GridMap };
  }
}
window.gridwright_gridmap = { GridMap };
