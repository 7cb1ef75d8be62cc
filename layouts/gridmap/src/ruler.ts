/** The ruler: points set by click or key become a length and an area. */
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from "maplibre-gl";
import { areaM2, lengthM } from "./geodesy";
import { keyButton } from "./controls";
import type { Position } from "./props";
import { RULER } from "./marks";
import type { Words } from "./words";

const KEY = "r";
const SHAPE = "M2 11L11 2l3 3-9 9zM5 8l1.5 1.5M8 5l1.5 1.5";
const KM_FROM_M = 1000;
const HA_M2 = 10_000;
const KM2_M2 = 1_000_000;

export class Ruler {
  readonly button = keyButton(SHAPE, KEY);
  private readonly box = document.createElement("div");
  private points: Position[] = [];
  private pointer: Position | null = null;
  private words: Words | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly map: GlMap,
    private readonly taken: (inHand: boolean) => void,
  ) {
    this.box.className = "gridmap-ruler";
    this.box.role = "status";
    host.append(this.box);
    this.button.addEventListener("click", () => this.take(this.box.hidden === true));
    map.on("click", (event) => this.clicked(event));
    map.on("mousemove", (event) => this.moved(event));
    host.addEventListener("keydown", (event) => this.key(event), { capture: true });
    this.take(false);
  }

  name(words: Words): void {
    this.words = words;
    this.button.title = `${words.ruler}（${KEY.toUpperCase()}）`;
    this.button.setAttribute("aria-label", words.ruler);
    this.write();
  }

  /** Take the ruler into the hand, or put it away with what was measured. */
  private take(inHand: boolean): void {
    this.box.hidden = !inHand;
    this.button.setAttribute("aria-pressed", String(inHand));
    this.host.classList.toggle("gridmap-measuring", inHand);
    this.points = [];
    this.pointer = null;
    this.taken(inHand);
    if (inHand) this.map.getCanvas().focus();
    this.draw();
  }

  private clicked({ lngLat }: MapMouseEvent): void {
    if (!this.box.hidden) this.add([lngLat.lng, lngLat.lat]);
  }

  private moved({ lngLat }: MapMouseEvent): void {
    if (this.box.hidden || this.points.length === 0) return;
    this.pointer = [lngLat.lng, lngLat.lat];
    this.draw();
  }

  /** Enter sets a point in the middle of the map, Backspace takes the last one away, Esc ends. */
  private key(event: KeyboardEvent): void {
    if (this.box.hidden || event.target instanceof HTMLInputElement) return;
    const { lng, lat } = this.map.getCenter();
    if (event.key === "Enter" && event.target === this.map.getCanvas()) this.add([lng, lat]);
    else if (event.key === "Backspace") this.points.pop();
    else if (event.key === "Escape") this.take(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.pointer = null;
    this.draw();
  }

  private add(point: Position): void {
    this.points.push(point);
    this.pointer = null;
    this.draw();
  }

  private draw(): void {
    const line = this.pointer === null ? this.points : [...this.points, this.pointer];
    const drawn = (type: "LineString" | "Polygon" | "MultiPoint", coordinates: unknown): Feature =>
      ({ type: "Feature", properties: {}, geometry: { type, coordinates } }) as Feature;
    const data: FeatureCollection = {
      type: "FeatureCollection",
      features: [
        ...(line.length > 2 ? [drawn("Polygon", [[...line, line[0]]])] : []),
        ...(line.length > 1 ? [drawn("LineString", line)] : []),
        ...(line.length > 0 ? [drawn("MultiPoint", line)] : []),
      ],
    };
    this.map.getSource<GeoJSONSource>(RULER)?.setData(data);
    this.write();
  }

  private write(): void {
    if (this.words === null || this.box.hidden) return;
    const { words } = this;
    const line = this.pointer === null ? this.points : [...this.points, this.pointer];
    const told = [
      ...(line.length > 1 ? [`${words.length} ${lengthTold(lengthM(line), words)}`] : []),
      ...(line.length > 2 ? [`${words.area} ${areaTold(areaM2(line), words)}`] : []),
    ];
    const how = document.createElement("small");
    how.textContent = words.rulerHow;
    this.box.replaceChildren(told.join(" · "), how);
  }
}

function lengthTold(metres: number, { unit }: Words): string {
  return metres < KM_FROM_M ? `${metres.toFixed(0)} ${unit.m}` : `${(metres / KM_FROM_M).toFixed(2)} ${unit.km}`;
}

function areaTold(squareMetres: number, { unit }: Words): string {
  if (squareMetres < HA_M2) return `${squareMetres.toFixed(0)} ${unit.m2}`;
  if (squareMetres < KM2_M2) return `${(squareMetres / HA_M2).toFixed(2)} ${unit.ha}`;
  return `${(squareMetres / KM2_M2).toFixed(2)} ${unit.km2}`;
}
