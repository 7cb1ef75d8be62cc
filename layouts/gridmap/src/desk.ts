/** The map at work: every property that changes becomes the smallest change of the drawing. */
import { Map as GlMap, type MapMouseEvent } from "maplibre-gl";
import { Appearance } from "./appearance";
import { hear } from "./choices";
import { Context } from "./context";
import { Furniture } from "./furniture";
import { Grids } from "./grids";
import { type Drawn, outlined } from "./outlines";
import { Picking } from "./picking";
import { Pulse } from "./pulse";
import { fromOrigin, unpack, type Place, type Props, type Told } from "./props";
import { chosenBefore } from "./shades";
import { Sight } from "./sight";
import { canvasHolder, motion, startOf } from "./start";
import { DEFAULT_ZOOMS, flagZoom, styleOf } from "./style";
import { join } from "./sync";
import { Tip } from "./tip";
import { Units } from "./units";

const VIEW_SETTLES_MS = 200;

export class Desk {
  private props: Drawn | null = null;
  private readonly appearance: Appearance;
  private readonly map: GlMap;
  private readonly units: Units;
  private readonly grids: Grids;
  private readonly context: Context;
  private readonly tip: Tip;
  private readonly picking: Picking;
  private readonly pulse: Pulse;
  private readonly furniture: Furniture;
  private readonly deaf: () => void;
  private leave: (() => void) | null = null;
  private viewTimer = 0;
  private loaded = false;
  private onPaper = false;
  private readonly sight: Sight;
  private latest: Props;

  constructor(
    private readonly host: HTMLElement,
    first: Props,
  ) {
    this.latest = first;
    this.appearance = new Appearance(host, first);
    const { facts } = this.appearance;
    this.map = new GlMap({
      container: host.appendChild(canvasHolder()),
      style: styleOf(facts, first.unitTiles && fromOrigin(first.unitTiles), first.unitZooms ?? DEFAULT_ZOOMS),
      ...startOf(first),
      attributionControl: false, renderWorldCopies: false, maxPitch: 0, maxZoom: 20,
      dragRotate: false, touchPitch: false, boxZoom: false, doubleClickZoom: false,
      fadeDuration: motion(), localIdeographFontFamily: "Noto Sans SC,Noto Sans CJK SC,Microsoft YaHei,PingFang SC",
      locale: { "Map.Title": facts.words.title },
    });
    Object.assign(host, { gridmap: this.map }); // for the console, and for tests that look at the drawing
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.sight = new Sight(this.map, () => this.latest.bounds, first.view === undefined);
    this.units = new Units(this.map, facts.unitLayer);
    this.grids = new Grids(this.map);
    this.context = new Context(this.map);
    this.tip = new Tip(host);
    this.pulse = new Pulse(this.map, this.grids);
    this.picking = new Picking(this.map, this.units, this.grids, this.tip, {
      tell: (told) => this.tell(told), words: () => this.appearance.facts.words, props: () => this.latest,
    });
    this.furniture = new Furniture(host, this.map, {
      showWhole: () => this.sight.whole(), motion, shaded: (shade) => this.tell({ shade }),
      ask: (text) => this.picking.seek(text), go: (place) => this.go(place),
      measuring: (on) => this.picking.rest(on),
      light: (on) => this.forPaper(on),
      now: () => ({ props: this.latest, facts: this.appearance.facts }),
    });
    this.furnish();
    this.deaf = hear(() => this.refresh());
    this.listen();
  }

  /** Take new properties; before the style and the outlines are there they wait. */
  update(next: Props): void {
    this.latest = next;
    if (this.loaded) outlined(next, (drawn) => this.apply(drawn), () => this.update(this.latest));
  }

  destroy(): void {
    this.loaded = false;
    this.picking.destroy();
    clearTimeout(this.viewTimer);
    this.leave?.();
    this.deaf();
    this.furniture.destroy();
    this.map.remove();
    this.host.replaceChildren();
    delete this.host.dataset["drawn"];
  }

  private listen(): void {
    this.map.on("style.load", () => {
      this.appearance.drawPatterns(this.map);
      this.loaded = true;
      this.units.see(this.map.getZoom() >= flagZoom(this.appearance.facts));
      this.update(this.latest);
    });
    this.map.on("idle", () => {
      if (this.props === null) return;
      const drawn = Number(this.host.dataset["drawn"] ?? 0) + 1;
      this.host.dataset["drawn"] = String(drawn);
      if (drawn === 1) this.begin();
    });
    this.map.on("moveend", () => {
      clearTimeout(this.viewTimer);
      this.viewTimer = window.setTimeout(() => this.tell({ view: this.sight.now() }), VIEW_SETTLES_MS);
    });
    this.map.on("zoomend", () => {
      this.furnish();
      this.fillGrids();
      this.units.see(this.map.getZoom() >= flagZoom(this.appearance.facts));
    });
    this.map.on("click", (event: MapMouseEvent) => this.picking.click(event));
  }

  /** Everything is drawn for the first time. */
  private begin(): void {
    this.tell({ ready: true, webgl: true });
    const shade = this.latest.shades === undefined ? null : chosenBefore();
    if (shade !== null) this.tell({ shade });
  }

  /** Paper is light whatever the screen is, also while the page goes on telling things. */
  private forPaper(on: boolean): void {
    this.onPaper = on;
    this.update(this.latest);
  }

  private apply(told: Drawn): void {
    const before: Drawn = this.props ?? {};
    const next = this.onPaper ? { ...told, theme: "light" as const } : told;
    const changed = (...names: (keyof Drawn)[]): boolean => names.some((name) => next[name] !== before[name]);
    this.props = next;
    if (changed("grids") && next.grids) this.grids.set(next.grids);
    if (changed("gridsDiff") && next.gridsDiff) this.grids.replace(next.gridsDiff);
    if (changed("values")) this.grids.tell(next.values);
    if (changed("theme", "language", "labels", "grids", "moved", "unitOutlineZoom", "values")) {
      this.appearance.change(this.map, next, this.grids.nameZoom());
    }
    const { ink } = this.appearance.facts;
    if (changed("gridOfUnit") && next.gridOfUnit) this.units.assign(unpack(next.gridOfUnit));
    if (changed("gridOfUnitDiff") && next.gridOfUnitDiff) this.units.move(next.gridOfUnitDiff);
    if (changed("colours", "theme")) this.units.colour(next.colours ?? [], ink);
    if (changed("unitFills", "theme")) {
      const own = next.unitFills ?? null;
      this.units.fillBy(own && unpack(own.of), own?.colours ?? [], ink);
    }
    if (changed("colours", "theme", "grids", "gridsDiff")) this.fillGrids();
    if (changed("selection", "grids", "gridsDiff")) {
      this.units.flag("chosen", next.selection?.units ?? []);
      this.grids.choose(next.selection?.grids ?? []);
    }
    if (changed("gridOfUnitDiff", "gridsDiff")) this.picking.again();
    if (changed("locked")) this.grids.lock(next.locked ?? []);
    if (changed("moved")) this.units.flag("moved", next.moved ?? []);
    if (changed("layers", "theme")) this.context.update(next.layers ?? [], ink);
    if (changed("layers", "legend", "language", "theme", "shades", "shade", "found", "sheet")) this.furnish();
    if (changed("marked")) this.grids.mark(next.marked ?? null);
    if (changed("tool")) this.picking.choose(next.tool ?? "select");
    if (changed("answered") && next.answered !== undefined) this.picking.answered(next.answered);
    if (changed("note")) this.picking.say(next.note ?? null);
    if (changed("sync")) this.join(next.sync);
    if (changed("pulse")) this.pulse.once(next.pulse ?? null);
    if (changed("look") && next.look) this.sight.show(next.look);
    if (before.bounds && next.bounds && String(next.bounds) !== String(before.bounds)) this.sight.show(next.bounds);
  }

  /** Only where there are no tiles of units are the grids filled themselves. */
  private fillGrids(): void {
    const { ink, hasUnits, unitMinZoom } = this.appearance.facts;
    if (!this.loaded || (hasUnits && this.map.getZoom() >= unitMinZoom)) return;
    this.grids.colour(this.props?.colours ?? [], ink);
  }

  /** The user chose otherwise what is on. */
  private refresh(): void {
    this.furnish();
    if (!this.loaded) return;
    this.appearance.change(this.map, this.latest, this.grids.nameZoom());
    this.context.update(this.latest.layers ?? [], this.appearance.facts.ink);
  }

  private furnish(): void {
    this.furniture.show(this.latest, this.appearance.facts, this.map.getZoom());
  }

  private join(group: string | undefined): void {
    this.leave?.();
    this.leave = group === undefined ? null : join(this.map, group);
  }

  private go(place: Place): void {
    this.sight.show(place.bounds);
    this.picking.choosePlace(place);
  }

  private tell(told: Partial<Told>): void {
    this.latest.setProps?.(told);
  }
}
