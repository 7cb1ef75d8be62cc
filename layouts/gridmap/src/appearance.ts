/** Theme, language and labels: how the map looks now, and the least change to how it shall look. */
import type { Map as GlMap } from "maplibre-gl";
import { diamonds, hatch, inkOf } from "./ink";
import { partsNow } from "./parts";
import type { Props } from "./props";
import { DEFAULT_ZOOMS, type Facts, layersOf } from "./style";
import { wordsOf } from "./words";

const DEFAULT_OUTLINE_ZOOM = 14;
const DEFAULT_NAME_ZOOM = 13;
const FARTHEST_ZOOM = 0;
const CLOSEST_ZOOM = 24;

export class Appearance {
  facts: Facts;
  private patterned = "";

  constructor(
    private readonly host: HTMLElement,
    props: Props,
  ) {
    this.facts = this.read(props, DEFAULT_NAME_ZOOM);
  }

  /** Take new properties; only paint and layout values that differ are set. */
  change(map: GlMap, props: Props, nameZoom: number): void {
    const before = new Map(layersOf(this.facts).map((layer) => [layer.id, layer]));
    this.facts = this.read(props, nameZoom);
    for (const layer of layersOf(this.facts)) {
      const old = before.get(layer.id);
      for (const [key, value] of changes(layer.paint, old?.paint)) {
        map.setPaintProperty(layer.id, key as never, value as never);
      }
      for (const [key, value] of changes(layer.layout, old?.layout)) {
        map.setLayoutProperty(layer.id, key as never, value as never);
      }
      map.setLayerZoomRange(layer.id, layer.minzoom ?? FARTHEST_ZOOM, layer.maxzoom ?? CLOSEST_ZOOM);
    }
    this.drawPatterns(map);
    map.getCanvas().setAttribute("aria-label", this.facts.words.title);
  }

  drawPatterns(map: GlMap): void {
    const ratio = Math.ceil(window.devicePixelRatio);
    const ink = this.facts.ink["map-hatch"];
    if (ink === this.patterned) return;
    this.patterned = ink;
    for (const [name, image] of Object.entries({ hatch: hatch(ink, ratio), diamonds: diamonds(ink, ratio) })) {
      if (map.hasImage(name)) map.updateImage(name, image);
      else map.addImage(name, image, { pixelRatio: ratio });
    }
  }

  private read(props: Props, nameZoom: number): Facts {
    this.host.dataset["theme"] = props.theme ?? "light";
    return {
      ink: inkOf(this.host),
      words: wordsOf(props.language),
      labels: props.labels ?? true,
      unitLayer: props.unitLayer ?? "units",
      unitOutlineZoom: props.unitOutlineZoom ?? DEFAULT_OUTLINE_ZOOM,
      hasUnits: props.unitTiles !== undefined,
      unitMinZoom: props.unitZooms?.[0] ?? DEFAULT_ZOOMS[0],
      hasMoved: (props.moved ?? []).length > 0,
      nameZoom,
      valued: props.values !== undefined && props.values !== null,
      parts: partsNow(),
    };
  }
}

/** The entries of `next` that are not the same in `before`. */
function changes(next: object | undefined, before: object | undefined): [string, unknown][] {
  const old = new Map(Object.entries(before ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
  return Object.entries(next ?? {}).filter(([key, value]) => JSON.stringify(value) !== old.get(key));
}
