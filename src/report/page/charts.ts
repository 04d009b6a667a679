/** The report's charts as SVG text, drawn by echarts without a browser. Text and axes take the page's colour. */
import type { LineSeriesOption } from "echarts";

import { estimateMean } from "../statistics/intervals.ts";
import type { Range } from "../statistics/intervals.ts";
import { shortLabels } from "../../shared/short-labels.ts";
import { axis, chartHeight, draw, frame, SIZE, TEXT } from "./chart-frame.ts";

export interface Curve {
  readonly label: string;
  /** Its cell's place in the plan, which chooses the line's look. */
  readonly cell: number;
  /** Values that the metric can take: no band leaves them. */
  readonly range: Range;
  /** One line for each seed. */
  readonly seeds: readonly (readonly CurvePoint[])[];
  /** A level to compare with, dotted. */
  readonly level?: number | null;
}

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

export interface Distribution {
  readonly label: string;
  readonly values: readonly number[];
}

/** Readable on white and on near-black alike. */
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
  const labels = shortLabels(
    curves.map(({ label }) => label),
    LEGEND_LABEL,
  );
  return draw(
    {
      ...frame(`${tag} by step`, labels),
      xAxis: { ...axis("step"), type: "value", max: "dataMax" },
      yAxis: { ...axis(tag), type: "value", scale: true },
      series: curves.flatMap((curve, i) => curveSeries(curve, labels[i] ?? curve.label)),
    },
    chartHeight(labels),
  );
}

/** Characters of a label that a legend's row has room for. */
const LEGEND_LABEL = 60;

/** Every run's final value as a point, a strip for each cell below its label; a bar marks the mean. */
export function drawDistributions(tag: string, cells: readonly Distribution[]): string {
  const all = cells.flatMap(({ values }) => values);
  const near = ((Math.max(...all) - Math.min(...all)) * POINT) / SIZE.width;
  const labels = shortLabels(
    cells.map(({ label }) => label),
    LEGEND_LABEL,
  );
  return draw(
    {
      ...frame(`${tag} at the end, every seed`, []),
      xAxis: { ...axis(tag), type: "value", scale: true },
      yAxis: {
        ...axis(""),
        type: "category",
        inverse: true,
        data: [...labels],
        axisTick: { show: false },
        axisLabel: {
          color: TEXT,
          fontSize: 12,
          inside: true,
          margin: 2,
          interval: 0,
          verticalAlign: "bottom",
          padding: [0, 0, STRIP.middle, 0],
        },
      },
      series: [
        {
          type: "scatter",
          symbolSize: POINT,
          data: cells.flatMap(({ values }, i) =>
            spread(values, near).map(({ value, aside }) => ({
              value: [value, i],
              symbolOffset: [0, STRIP.below + aside],
              itemStyle: { color: colour(i), opacity: 0.7 },
            })),
          ),
        },
        {
          type: "scatter",
          symbol: "rect",
          symbolSize: [3, STRIP.points],
          symbolOffset: [0, STRIP.below],
          itemStyle: { color: TEXT },
          data: cells.flatMap(({ values }, i) =>
            values.length === 0 ? [] : [[meanOf(values), i]],
          ),
        },
      ],
    },
    STRIP.others + STRIP.height * cells.length,
  );
}

/** Diameter of a run's point, in pixels. */
const POINT = 8;
/** A strip's height, that of the points in it, how far their middle is below its own, and the room for title and axis. */
const STRIP = { height: 48, points: 28, below: 10, middle: 9, others: 94 } as const;

interface SpreadValue {
  readonly value: number;
  /** Pixels from the middle of the points. */
  readonly aside: number;
}

/** Points that would cover each other stand side by side, as far as there is room. */
function spread(values: readonly number[], near: number): readonly SpreadValue[] {
  const groups: number[][] = [];
  for (const value of values.toSorted((one, other) => one - other)) {
    const group = groups.at(-1);
    if (group !== undefined && value - (group.at(-1) ?? 0) <= near) group.push(value);
    else groups.push([value]);
  }
  return groups.flatMap((group) => {
    const step = Math.min(POINT, (STRIP.points - POINT) / Math.max(1, group.length - 1));
    return group.map((value, i) => ({ value, aside: (i - (group.length - 1) / 2) * step }));
  });
}

/** Of the i-th cell or line; they begin again after eight. */
export const colour = (i: number): string => COLOURS[i % COLOURS.length] ?? TEXT;

function curveSeries({ cell, seeds, range, level }: Curve, label: string): LineSeriesOption[] {
  const points = meanByStep(seeds, range);
  const color = colour(cell);
  // Where the colours begin again, lines are dashed.
  const type = cell < COLOURS.length ? "solid" : "dashed";
  const line = { type: "line", symbol: "none", silent: true, animation: false } as const;
  const stack = `band of ${label}`;
  const ends = [points.at(0), points.at(-1)].flatMap((point) => (point ? [point.step] : []));
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
      lineStyle: { color, width: 2.5, type },
      itemStyle: { color },
    },
    ...(level == null
      ? []
      : [
          {
            ...line,
            data: ends.map((step) => [step, level]),
            lineStyle: { color, width: 1.5, type: "dotted" as const },
          },
        ]),
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
