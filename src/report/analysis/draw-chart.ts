/** An analysis's chart as SVG text, drawn by echarts without a browser. */
import type { EChartsOption, LineSeriesOption, ScatterSeriesOption } from "echarts";

import type { AnalysisChart, ChartAxis, ChartLine, ChartPoints } from "../../analysis/result.ts";
import { draw, FAINT, SIZE, TEXT } from "../page/chart-frame.ts";
import { colour } from "../page/charts.ts";

/** For a page: text and axes take its colour. */
export function drawAnalysisChart(chart: AnalysisChart): string {
  const { title, lines, points, x, y } = chart;
  const labels = [...lines, ...points].map(({ label }) => label);
  const rows = labels.length === 1 ? 0 : Math.ceil(labels.length / 2);
  const option: EChartsOption = {
    animation: false,
    title: { text: title, left: 0, textStyle: { color: TEXT, fontSize: 14, fontWeight: 600 } },
    legend: {
      show: rows > 0,
      data: labels,
      top: 32,
      left: 0,
      width: 460,
      itemHeight: 8,
      textStyle: { color: TEXT, fontSize: 12, width: 190, overflow: "truncate" },
    },
    grid: {
      left: y.scale === "log" ? 30 : 40,
      right: 24,
      top: 44 + 26 * rows,
      bottom: 30,
      containLabel: true,
    },
    xAxis: axisOf(x, { nameGap: 28 }),
    yAxis: axisOf(y, { nameGap: y.scale === "log" ? 52 : 34 }),
    series: [
      ...lines.map((line, i) => lineSeries(line, colour(i))),
      ...points.map((set, i) => pointSeries(set, colour(lines.length + i), i)),
    ],
  };
  return draw(option);
}

/** For a file of its own: black on white, with its size. */
export function drawStandaloneChart(chart: AnalysisChart): string {
  const { width, height } = SIZE;
  const size = `width="${String(width)}" height="${String(height)}"`;
  return drawAnalysisChart(chart).replace(
    '<svg aria-hidden="true"',
    `<svg ${size} color="#1b1b1f" style="background:#fff"`,
  );
}

function axisOf({ name, scale, minimum, maximum }: ChartAxis, { nameGap }: { nameGap: number }) {
  return {
    type: scale === "log" ? ("log" as const) : ("value" as const),
    name,
    nameLocation: "middle" as const,
    nameGap,
    nameTextStyle: { color: TEXT, fontSize: 12 },
    axisLabel: {
      color: TEXT,
      fontSize: 12,
      hideOverlap: true,
      ...(scale === "log" ? { formatter: showPower } : {}),
    },
    axisLine: { onZero: false, lineStyle: { color: FAINT } },
    splitLine: { lineStyle: { color: FAINT, opacity: 0.25 } },
    ...(minimum === undefined ? {} : { min: minimum }),
    ...(maximum === undefined ? {} : { max: maximum }),
  };
}

/** 0.01 as it is, 1e−9 shorter than it is. */
function showPower(value: number): string {
  return value >= 1e-3 && value <= 1e3 ? String(value) : value.toExponential(0).replace("-", "−");
}

function lineSeries({ label, points, dashed = false }: ChartLine, color: string): LineSeriesOption {
  return {
    type: "line",
    name: label,
    showSymbol: false,
    silent: true,
    animation: false,
    clip: true,
    data: points.map(([x, y]) => [x, y]),
    lineStyle: { color, width: 2.5, type: dashed ? "dashed" : "solid" },
    itemStyle: { color },
  };
}

const SYMBOLS = ["circle", "triangle", "diamond", "rect"] as const;

/** Told apart by shape as well as by colour. */
function pointSeries(
  { label, points }: ChartPoints,
  color: string,
  i: number,
): ScatterSeriesOption {
  return {
    type: "scatter",
    name: label,
    silent: true,
    symbol: SYMBOLS[i % SYMBOLS.length] ?? "circle",
    symbolSize: points.length < 20 ? 12 : 6,
    data: points.map(([x, y]) => [x, y]),
    itemStyle: { color, opacity: points.length < 20 ? 1 : 0.6 },
  };
}
