/** The few words the map itself says, in both languages. */
import type { Band, GridFacts, Language, Props } from "./props";
import type { Part } from "./parts";

export interface Words {
  title: string;
  zoomIn: string;
  zoomOut: string;
  whole: string;
  noWebgl: string;
  table: string;
  layers: string;
  opacity: string;
  usual: string;
  move: Record<"west" | "north" | "south" | "east", string>;
  legend: string;
  closer: string;
  ruler: string;
  rulerHow: string;
  length: string;
  area: string;
  unit: Record<"m" | "km" | "m2" | "ha" | "km2", string>;
  print: string;
  printed: string;
  north: string;
  close: string;
  find: string;
  findWhat: string;
  nothing: string;
  more: string;
  shade: string;
  scheme: string;
  classes: string;
  ofClasses: string;
  band: Record<Band, string>;
  part: Record<Part, string>;
}

const WORDS: Record<Language, Words> = {
  zh: {
    title: "地图",
    zoomIn: "放大",
    zoomOut: "缩小",
    whole: "显示全区",
    noWebgl: "此浏览器不支持 WebGL 2，地图改为静态图，仍可点选、搜索和填色；表格和全部导出照常可用。",
    table: "打开表格",
    layers: "图层",
    opacity: "不透明度",
    usual: "恢复默认",
    move: { west: "西移 1 米", north: "北移 1 米", south: "南移 1 米", east: "东移 1 米" },
    legend: "图例",
    closer: "放大后显示",
    ruler: "量距离和面积",
    rulerHow: "逐点单击；回车取图面中心，退格撤去一点，Esc 结束",
    length: "长",
    area: "围合面积",
    unit: { m: "米", km: "公里", m2: "平方米", ha: "公顷", km2: "平方公里" },
    print: "打印",
    printed: "打印于 {date}",
    north: "北",
    close: "关闭",
    find: "搜索",
    findWhat: "编码、名称、小区、社区",
    nothing: "没有找到“{text}”。可输入网格编码后几位、社区或小区名称。",
    more: "另有 {n} 处，再输入几个字可缩小范围",
    shade: "按什么填色",
    scheme: "分级方法",
    classes: "分级数",
    ofClasses: "{n} 级",
    part: { fill: "网格填色", lines: "网格界线", names: "网格编码", units: "规划单元界线" },
    band: { ok: "合格", acceptable: "可接受", over: "超限", exclusive: "专属" },
  },
  en: {
    title: "Map",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    whole: "Show the whole district",
    noWebgl:
      "This browser does not support WebGL 2: the map is a still picture, which can be picked, searched and coloured. The table and all exports work.",
    table: "Open the table",
    layers: "Layers",
    opacity: "Opacity",
    usual: "Back to the usual",
    move: { west: "1 m west", north: "1 m north", south: "1 m south", east: "1 m east" },
    legend: "Legend",
    closer: "when closer",
    ruler: "Measure length and area",
    rulerHow: "Click point by point; Enter takes the middle of the map, Backspace the last point away, Esc ends",
    length: "Length",
    area: "Area inside",
    unit: { m: "m", km: "km", m2: "m²", ha: "ha", km2: "km²" },
    print: "Print",
    printed: "Printed {date}",
    north: "N",
    close: "Close",
    find: "Search",
    findWhat: "Code, name, estate, community",
    nothing: "Nothing is called “{text}”. Try the last digits of a grid, or the name of a community or an estate.",
    more: "{n} more; type on to narrow down",
    shade: "Colour by",
    scheme: "Way of dividing",
    classes: "Number of classes",
    ofClasses: "{n} classes",
    part: { fill: "Grid fills", lines: "Grid borders", names: "Grid codes", units: "Unit borders" },
    band: { ok: "in norm", acceptable: "acceptable", over: "over limit", exclusive: "exclusive" },
  },
};

/** A rule state is told by a shape as well as by its colour. */
export const MARKS: Record<Band, string> = { ok: "✓", acceptable: "!", over: "✗", exclusive: "◇" };

export function wordsOf(language: Language | undefined): Words {
  return WORDS[language ?? "zh"];
}

/** What stands at the pointer for a grid. */
export function labelOf(facts: GridFacts, { label = "{grid}", language }: Pick<Props, "label" | "language">): string {
  const households = counted(facts.households ?? 0, language);
  return facts.label ?? label.replace("{grid}", facts.code).replace("{households}", households);
}

/** A count as planners write it: in Chinese with commas from 10,000 on. */
function counted(count: number, language: Language | undefined): string {
  return language !== "en" && count < 10_000 ? String(count) : count.toLocaleString("en-US");
}
