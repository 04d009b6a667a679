/** Points of the plane with the true modes marked, at fixed axes, so that the pictures of a run can be compared. */
import type { Colour } from "./canvas.ts";
import { blend, drawCircle } from "./canvas.ts";
import type { Picture } from "./picture.ts";
import { encodePicture } from "./picture.ts";
import type { Axes } from "./plot-area.ts";
import { createPlotArea, drawAxes, toPixel } from "./plot-area.ts";

const POINT: Colour = [31, 119, 180];
const MODE: Colour = [214, 69, 0];
const MODE_RADIUS = 7;

/** Symmetric axes that show all modes with room around them, a multiple of ½. */
export function axesAround(trueMeans: Float32Array): Axes {
  const most = trueMeans.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const reach = Math.ceil((most + 0.5) * 2) / 2;
  return [-reach, reach];
}

/**
 * Draws points ([n, 2]) as dots and `trueMeans` ([modes, 2]) as circles. A point outside the axes is drawn at the border,
 * so that nothing is hidden. Default axes: `axesAround(trueMeans)`.
 */
export function scatterPicture(
  points: Float32Array,
  trueMeans: Float32Array,
  { axes = axesAround(trueMeans) }: { readonly axes?: Axes } = {},
): Picture {
  const area = createPlotArea(axes);
  const clamp = (value: number): number => Math.min(axes[1], Math.max(axes[0], value));
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = toPixel(area, clamp(points[i] ?? 0), clamp(points[i + 1] ?? 0));
    drawDot(area.canvas, Math.floor(x), Math.floor(y));
  }
  for (let i = 0; i < trueMeans.length; i += 2) {
    const centre = toPixel(area, trueMeans[i] ?? 0, trueMeans[i + 1] ?? 0);
    drawCircle(area.canvas, centre, MODE_RADIUS, MODE);
  }
  drawAxes(area);
  return encodePicture(area.canvas);
}

/** 2 × 2 pixels, see-through, so that a crowd is darker than a few. */
function drawDot(canvas: Parameters<typeof blend>[0], x: number, y: number): void {
  for (const [dx, dy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    blend(canvas, x + dx, y + dy, POINT, 0.5);
  }
}
