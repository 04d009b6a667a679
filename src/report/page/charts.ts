/** The report's charts as SVG text, drawn by echarts without a browser. Text and axes take the page's colour. */
import type { LineSeriesOption } from "echarts";

import { estimateMean } from "../statistics/intervals.ts";
import type { Range } from "../statistics/intervals.ts";
import { axis, draw, frame, SIZE, TEXT } from "./chart-frame.ts";

export interface Curve {
  readonly label: string;
  /** Values that the metric can take: no band leaves them. */
  readonly range: Range;
  /** One line for each seed. */
  readonly seeds: readonly (readonly { readonly step: number; readonly value: number }[])[];
}

export interface Distribution {
  readonly label: string;
  readonly values: readonly number[];
}

export /** Readable on white and on near-black alike. */
const COLOURS = [
  "#0a7abf",
  "#c8570f",
  "#0b8f6a",
  "#b0569a",
  "#8a7400",
  "#6a6fd8",
  "#b3402f",
  "#5f7f24",
] as const;

/** Mean over seeds against steps, with a band of ± t·s/√n at each step and every seed as a thin line. */
export function drawCurves(tag: string, curves: readonly Curve[]): string {
  const series = curves.flatMap((curve, i) => curveSeries(curve, colour(i)));
  return draw({
    ...frame(
      `${tag} by step`,
      curves.map(({ label }) => label),
    ),
    xAxis: { ...axis("step"), type: "value" },
    yAxis: { ...axis(tag), type: "value", scale: true },
    series,
  });
}

/** Every run's final value as a point, a column for each cell; a bar marks the mean. */
export function drawDistributions(tag: string, cells: readonly Distribution[]): string {
  const all = cells.flatMap(({ values }) => values);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return draw({
    ...frame(`${tag} at the end, every seed`, []),
    xAxis: {
      ...axis(""),
      type: "category",
      data: cells.map(({ label }) => label),
      axisLabel: {
        color: TEXT,
        fontSize: 12,
        interval: 0,
        width: 400 / cells.length,
        overflow: "truncate",
      },
    },
    yAxis: { ...axis(tag), type: "value", scale: true },
    series: [
      {
        type: "scatter",
        symbolSize: POINT,
        data: cells.flatMap(({ values }, i) =>
          spread(values, most - least).map(({ value, aside }) => ({
            value: [i, value],
            symbolOffset: [aside, 0],
            itemStyle: { color: colour(i), opacity: 0.7 },
          })),
        ),
      },
      {
        type: "scatter",
        symbol: "rect",
        symbolSize: [34, 3],
        itemStyle: { color: TEXT },
        data: cells.flatMap(({ values }, i) => (values.length === 0 ? [] : [[i, meanOf(values)]])),
      },
    ],
  });
}

/** Width of a run's point, in pixels; points that would cover each other stand side by side. */
const POINT = 8;

interface SpreadValue {
  readonly value: number;
  /** Pixels from the column's middle. */
  readonly aside: number;
}

/** Values that are nearer than a point is high are put aside in turn: right, left, further right. */
function spread(values: readonly number[], range: number): readonly SpreadValue[] {
  const near = (range * POINT) / (SIZE.height - 90);
  let [row, previous] = [0, -Infinity];
  return values
    .toSorted((one, other) => one - other)
    .map((value) => {
      row = value - previous <= near ? row + 1 : 0;
      if (row === 0 || row * POINT > 60) [row, previous] = [0, value];
      const aside = Math.ceil(row / 2) * POINT * (row % 2 === 0 ? -1 : 1);
      return { value, aside: row === 0 ? 0 : aside };
    });
}

const colour = (i: number): string => COLOURS[i % COLOURS.length] ?? TEXT;

function curveSeries({ label, seeds, range }: Curve, color: string): LineSeriesOption[] {
  const points = meanByStep(seeds, range);
  const line = { type: "line", showSymbol: false, silent: true, animation: false } as const;
  const stack = `band of ${label}`;
  return [
    ...seeds.map((seed) => ({
      ...line,
      data: seed.map(({ step, value }) => [step, value]),
      lineStyle: { color, width: 1, opacity: 0.25 },
    })),
    {
      ...line,
      stack,
      stackStrategy: "all",
      data: points.map(({ step, low }) => [step, low]),
      lineStyle: { opacity: 0 },
    },
    {
      ...line,
      stack,
      stackStrategy: "all",
      data: points.map(({ step, low, high }) => [step, high - low]),
      lineStyle: { opacity: 0 },
      areaStyle: { color, opacity: 0.15 },
    },
    {
      ...line,
      name: label,
      data: points.map(({ step, mean }) => [step, mean]),
      lineStyle: { color, width: 2.5 },
      itemStyle: { color },
    },
  ];
}

interface MeanPoint {
  readonly step: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

function meanByStep(seeds: Curve["seeds"], range: Range): readonly MeanPoint[] {
  const values = new Map<number, number[]>();
  for (const { step, value } of seeds.flat()) {
    if (!Number.isFinite(value)) continue;
    const found = values.get(step);
    if (found === undefined) values.set(step, [value]);
    else found.push(value);
  }
  return [...values]
    .sort(([one], [other]) => one - other)
    .map(([step, list]) => {
      const { interval: found, method } = estimateMean(list, range);
      // The exact interval of equal values is wide and flat: as a band it would hide the curves.
      const interval = method === "t" ? found : null;
      const mean = meanOf(list);
      return { step, mean, low: interval?.low ?? mean, high: interval?.high ?? mean };
    });
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
