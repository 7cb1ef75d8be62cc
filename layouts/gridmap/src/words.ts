/** The few words the map itself says, in both languages. */
import type { Band, Language } from "./props";

export interface Words {
  title: string;
  zoomIn: string;
  zoomOut: string;
  whole: string;
  noWebgl: string;
  band: Record<Band, string>;
}

const WORDS: Record<Language, Words> = {
  zh: {
    title: "地图",
    zoomIn: "放大",
    zoomOut: "缩小",
    whole: "显示全区",
    noWebgl: "此浏览器不支持 WebGL 2，无法显示地图；可用表格、静态图和全部导出。",
    band: { ok: "合格", acceptable: "可接受", over: "超限", exclusive: "专属" },
  },
  en: {
    title: "Map",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Show the whole district",
    noWebgl:
      "This browser does not support WebGL 2, so the map cannot be shown. The table, the static map and all exports work.",
    band: { ok: "in norm", acceptable: "acceptable", over: "over limit", exclusive: "exclusive" },
  },
};

/** A rule state is told by a shape as well as by its colour. */
export const MARKS: Record<Band, string> = { ok: "✓", acceptable: "!", over: "✗", exclusive: "◇" };

export function wordsOf(language: Language | undefined): Words {
  return WORDS[language ?? "zh"];
}
