/** The names of the grids, and how they stand against their band. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Band } from "./props";
import { type Facts, FONT, NAMES, shown } from "./style";
import { MARKS } from "./words";

/** By so much farther away a value has room where a code has none. */
const VALUE_SOONER = 0.6;

export function nameLayer(facts: Facts): LayerSpecification {
  const { ink, words, labels, nameZoom, parts } = facts;
  const band = (of: (band: Band) => string): ExpressionSpecification => [
    "match", ["get", "band"],
    "over", of("over"), "acceptable", of("acceptable"), "exclusive", of("exclusive"), of("ok"),
  ];
  const bandInk = { "text-color": band((b) => ink[`rule-${b}`]) };
  const mark: ExpressionSpecification = ["format", band((b) => MARKS[b]), { ...bandInk, "font-scale": 1.1 }];
  const warning: ExpressionSpecification = [
    "match", ["get", "band"], ["over", "acceptable"], mark, ["format", "", {}],
  ];
  const name: ExpressionSpecification = [
    "format", band((b) => (b === "ok" ? "" : `${MARKS[b]}\u2002`)), bandInk, ["get", "code"], {},
  ];
  const full: ExpressionSpecification = [
    "format", ["get", "code"], {}, "\n", {},
    band((b) => `${MARKS[b]} ${words.band[b]}`), { ...bandInk, "font-scale": 0.9 },
  ];
  const value: ExpressionSpecification = ["format", ["get", "value"], { "font-scale": 1.1 }];
  const both: ExpressionSpecification = [
    "format", ["get", "code"], {}, "\n", {}, ["get", "value"], { "font-scale": 1.1 },
  ];
  // Which of both is told stands in the features: another expression would lay out every name anew.
  const told = (withValue: unknown, without: unknown): unknown => ["case", ["has", "value"], withValue, without];
  const field = [
    "step", ["zoom"], told(["format", "", {}], warning),
    nameZoom - VALUE_SOONER, told(value, warning),
    nameZoom, told(both, labels ? name : warning),
    nameZoom + 1.2, told(both, labels ? full : warning),
  ] as unknown as ExpressionSpecification;
  return {
    id: "grid-names", type: "symbol", source: NAMES,
    layout: {
      visibility: shown(parts.names.on), "text-field": field, "text-font": FONT, "text-size": 12.5,
      "text-line-height": 1.3, "text-padding": 3,
      "symbol-sort-key": ["match", ["get", "band"], "over", 0, "acceptable", 1, 2],
    },
    paint: {
      "text-color": ink["map-ink"], "text-halo-color": ink["map-halo"], "text-halo-width": 1.4,
      "text-opacity": parts.names.opacity,
    },
  };
}
