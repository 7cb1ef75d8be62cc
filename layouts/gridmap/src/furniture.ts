/** What stands on the map: buttons, the list of layers, the legend and the scale. */
import { type Map as GlMap, ScaleControl } from "maplibre-gl";
import { Buttons } from "./controls";
import { Legend } from "./legend";
import { Panel, rowsOf } from "./panel";
import { type Part, PARTS, partsNow } from "./parts";
import type { Place, Props, Shade } from "./props";
import { Ruler } from "./ruler";
import { Search } from "./search";
import { Sheet } from "./sheet";
import type { Facts } from "./style";

interface Hand {
  showWhole: () => void;
  motion: () => number;
  shaded: (shade: Shade) => void;
  ask: (text: string) => void;
  go: (place: Place) => void;
  /** The ruler is in the hand, and nothing else. */
  measuring: (on: boolean) => void;
  light: (on: boolean) => void;
  now: () => { props: Props; facts: Facts };
}

export class Furniture {
  private readonly buttons: Buttons;
  private readonly panel: Panel;
  private readonly legend: Legend;
  private readonly search: Search;
  private readonly ruler: Ruler;
  private readonly sheet: Sheet;

  constructor(host: HTMLElement, map: GlMap, hand: Hand) {
    this.search = new Search(host, hand);
    this.panel = new Panel(host);
    this.legend = new Legend(host, hand.shaded);
    this.ruler = new Ruler(host, map, hand.measuring);
    this.sheet = new Sheet(map, {
      told: () => ({ sheet: hand.now().props.sheet, words: hand.now().facts.words }),
      light: hand.light, legend: () => this.legend.copy(),
    });
    const opening = [this.panel.button, this.ruler.button, this.sheet.button];
    this.buttons = new Buttons(hand.showWhole, hand.motion, ...opening);
    map.addControl(this.buttons, "top-right");
    map.addControl(new ScaleControl({ maxWidth: 96 }), "bottom-left");
  }

  destroy(): void {
    this.search.destroy();
    this.sheet.destroy();
  }

  /** Say in words of the language what is there, and tell what is drawn. */
  show(props: Props, { words, hasUnits }: Facts, zoom: number): void {
    const { layers = [], legend, gridOfUnit, grids, shades, shade, found, sheet } = props;
    this.buttons.name(words);
    this.search.show(found, words);
    this.ruler.name(words);
    this.sheet.name(sheet, words);
    const own = PARTS.filter((part) => has(part, hasUnits, gridOfUnit !== undefined, grids !== undefined));
    this.panel.show(rowsOf(own, layers, words), words);
    this.legend.show({ told: legend, parts: partsNow(), layers, zoom, shades, shade }, words);
  }
}

/** Whether a map has a layer of its own at all: some show ground without any grids. */
function has(part: Part, hasUnits: boolean, filled: boolean, outlined: boolean): boolean {
  if (part === "units") return hasUnits;
  return part === "fill" ? filled || outlined : outlined;
}
