/** A square plot with the same fixed range on both axes, its frame, ticks and labels. */
import type { Canvas } from "./canvas.ts";
import {
  BLACK,
  createCanvas,
  drawFrame,
  drawText,
  fillRectangle,
  TEXT_HEIGHT,
  textWidth,
} from "./canvas.ts";

/** Smallest and largest coordinate shown, the same for x and y. */
export type Axes = readonly [number, number];

export interface PlotArea {
  readonly canvas: Canvas;
  readonly axes: Axes;
  /** Side of the plot in pixels. */
  readonly side: number;
  readonly left: number;
  readonly top: number;
}

const SIDE = 360;
const LEFT = 60;
const RIGHT = 22;
const TOP = 12;
const BOTTOM = 34;
const TICK = 5;

export function createPlotArea(axes: Axes): PlotArea {
  const canvas = createCanvas(LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM);
  return { canvas, axes, side: SIDE, left: LEFT, top: TOP };
}

/** Pixel of a point of the plane; y grows upward in the plane and downward on the canvas. Not rounded. */
export function toPixel(
  { axes: [low, high], side, left, top }: PlotArea,
  x: number,
  y: number,
): readonly [number, number] {
  const scale = side / (high - low);
  return [left + (x - low) * scale - 0.5, top + (high - y) * scale - 0.5];
}

/** Draws frame, ticks and labels; called last, so that nothing covers them. */
export function drawAxes(area: PlotArea): void {
  const { canvas, axes, side, left, top } = area;
  drawFrame(canvas, { x: left - 1, y: top - 1, width: side + 2, height: side + 2 }, BLACK);
  for (const value of ticksOf(axes)) {
    const [x, y] = toPixel(area, value, value).map(Math.round) as [number, number];
    const label = String(value);
    const bottom = top + side + 1;
    fillRectangle(canvas, { x, y: bottom, width: 1, height: TICK }, BLACK);
    drawText(canvas, label, [x - Math.floor(textWidth(label) / 2), bottom + TICK + 4]);
    fillRectangle(canvas, { x: left - 1 - TICK, y, width: TICK, height: 1 }, BLACK);
    const labelLeft = left - TICK - 5 - textWidth(label);
    drawText(canvas, label, [labelLeft, y - Math.floor(TEXT_HEIGHT / 2)]);
  }
}

/** Between 4 and 9 round values inside the axes. */
function ticksOf([low, high]: Axes): number[] {
  const span = high - low;
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find((size) => span / size <= 8) ?? span / 4;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) {
    ticks.push(Math.round(k * step * 10) / 10);
  }
  return ticks;
}
