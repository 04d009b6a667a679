/** What all charts have in common: their size, title, legend, axes, and how they become SVG text. */
import { format, init } from "echarts";
import type { EChartsOption } from "echarts";

/** In pixels, before the page fits it to its width. */
export const SIZE = { width: 480, height: 320 } as const;
/** Stands for the page's own text colour until the SVG is made. */
export const TEXT = "#010203";
export const FAINT = "#040506";

/** Title, legend and margins. */
export function frame(title: string, labels: readonly string[]): EChartsOption {
  const rows = legendRows(labels);
  return {
    animation: false,
    title: { text: title, left: 0, textStyle: { color: TEXT, fontSize: 14, fontWeight: 600 } },
    legend: {
      data: [...labels],
      top: 32,
      left: 0,
      width: LEGEND.width,
      itemHeight: 8,
      textStyle: { color: TEXT, fontSize: 12, width: LEGEND.label, overflow: "truncate" },
    },
    grid: {
      left: 8,
      right: 28,
      top: Math.max(44, 32 + ROW * rows),
      bottom: 26,
      containLabel: true,
    },
  };
}

/** Of a chart with this legend, so that a long one does not squeeze the curves. */
export function chartHeight(labels: readonly string[]): number {
  return SIZE.height + ROW * Math.max(0, legendRows(labels) - 2);
}

const LEGEND = { width: 460, label: 400, symbol: 40, font: "12px sans-serif" } as const;
/** Height of a legend's row. */
const ROW = 24;

/** How many rows a legend takes, by the library's own measure of texts. */
function legendRows(labels: readonly string[]): number {
  let [rows, used] = [labels.length === 0 ? 0 : 1, 0];
  for (const label of labels) {
    const { width } = format.getTextRect(label, LEGEND.font);
    const wide = Math.min(LEGEND.label, width) + LEGEND.symbol;
    if (used > 0 && used + wide > LEGEND.width) [rows, used] = [rows + 1, 0];
    used += wide;
  }
  return rows;
}

/** An axis in the page's colours. */
export function axis(name: string): {
  readonly name: string;
  readonly nameLocation: "middle";
  readonly nameGap: number;
  readonly nameTextStyle: { readonly color: string; readonly fontSize: number };
  readonly axisLabel: {
    readonly color: string;
    readonly fontSize: number;
    readonly hideOverlap: true;
  };
  readonly axisLine: { readonly lineStyle: { readonly color: string } };
  readonly splitLine: { readonly lineStyle: { readonly color: string; readonly opacity: number } };
} {
  return {
    name: name === "step" ? name : "",
    nameLocation: "middle",
    nameGap: 28,
    nameTextStyle: { color: TEXT, fontSize: 12 },
    axisLabel: { color: TEXT, fontSize: 12, hideOverlap: true },
    axisLine: { lineStyle: { color: FAINT } },
    splitLine: { lineStyle: { color: FAINT, opacity: 0.25 } },
  };
}

/** SVG text that takes its colours from the page. */
export function draw(option: EChartsOption, height: number = SIZE.height): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: SIZE.width, height });
  try {
    chart.setOption(option);
    return chart
      .renderToSVGString()
      .replace(/<svg width="\d+" height="\d+"/, '<svg aria-hidden="true"')
      .replaceAll(
        new RegExp(`${TEXT}|${FAINT}|rgb\\(1,2,3\\)|rgb\\(4,5,6\\)`, "gi"),
        "currentColor",
      );
  } finally {
    chart.dispose();
  }
}
