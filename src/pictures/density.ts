/**
 * Density of points in the plane by a Gaussian kernel, as the paper draws it (fig. 8): axes −4 … 4, greens, 30 levels.
 *
 * Bandwidth: Scott's rule for two dimensions, h = s · n^(−1/6) for each axis with its standard deviation s, but at least one
 * pixel, so that a generator collapsed onto one point is still seen. Points are counted per pixel, then smoothed along x and y.
 * Source: Scott, Multivariate Density Estimation, 1992; Mao et al., arXiv:1611.04076, fig. 8.
 */
import type { Colour } from "./canvas.ts";
import { blend } from "./canvas.ts";
import type { Picture } from "./picture.ts";
import { encodePicture } from "./picture.ts";
import type { Axes, PlotArea } from "./plot-area.ts";
import { createPlotArea, drawAxes, toPixel } from "./plot-area.ts";

const LEVELS = 30;

/** ColorBrewer "Greens" (Brewer, 2002), nine classes, from no density to the largest. */
const GREENS: readonly Colour[] = [
  [247, 252, 245],
  [229, 245, 224],
  [199, 233, 192],
  [161, 217, 155],
  [116, 196, 118],
  [65, 171, 93],
  [35, 139, 69],
  [0, 109, 44],
  [0, 68, 27],
];

export interface DensityOptions {
  /** Default [−4, 4]. */
  readonly axes?: Axes;
  readonly levels?: number;
}

/** Draws the density of points ([n, 2]); points outside the axes are not shown. The darkest level is the picture's maximum. */
export function kdePicture(
  points: Float32Array,
  { axes = [-4, 4], levels = LEVELS }: DensityOptions = {},
): Picture {
  const area = createPlotArea(axes);
  const density = densityOf(points, area);
  const most = density.reduce((largest, value) => Math.max(largest, value), 0);
  for (let y = 0; y < area.side; y++) {
    for (let x = 0; x < area.side; x++) {
      const share = most === 0 ? 0 : (density[y * area.side + x] ?? 0) / most;
      const level = Math.min(levels - 1, Math.floor(share * levels));
      blend(area.canvas, area.left + x, area.top + y, greenOf(level / (levels - 1)));
    }
  }
  drawAxes(area);
  return encodePicture(area.canvas);
}

/** [side, side], up to a factor. */
function densityOf(points: Float32Array, area: PlotArea): Float64Array {
  const { side, axes } = area;
  const counts = new Float64Array(side * side);
  for (let i = 0; i < points.length; i += 2) {
    const [pixelX, pixelY] = toPixel(area, points[i] ?? 0, points[i + 1] ?? 0);
    const x = Math.round(pixelX) - area.left;
    const y = Math.round(pixelY) - area.top;
    if (x >= 0 && y >= 0 && x < side && y < side) {
      counts[y * side + x] = (counts[y * side + x] ?? 0) + 1;
    }
  }
  const pixelsPerUnit = side / (axes[1] - axes[0]);
  const bandwidth = (axis: 0 | 1): number =>
    Math.max(1, scottBandwidth(points, axis) * pixelsPerUnit);
  const alongX = smooth(counts, side, { step: 1, lineStep: side, kernel: kernelOf(bandwidth(0)) });
  return smooth(alongX, side, { step: side, lineStep: 1, kernel: kernelOf(bandwidth(1)) });
}

function scottBandwidth(points: Float32Array, axis: 0 | 1): number {
  const n = points.length / 2;
  let sum = 0;
  let squares = 0;
  for (let i = axis; i < points.length; i += 2) {
    const value = points[i] ?? 0;
    sum += value;
    squares += value * value;
  }
  const variance = (squares - (sum * sum) / n) / Math.max(1, n - 1);
  return Math.sqrt(Math.max(0, variance)) * n ** (-1 / 6);
}

/** exp(−½ (k / bandwidth)²) for k = 0 … 4 bandwidths; symmetric. */
function kernelOf(bandwidth: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(4 * bandwidth) + 1 }, (_, k) =>
    Math.exp(-0.5 * (k / bandwidth) ** 2),
  );
}

interface Direction {
  /** From one value to the next along a line, and from line to line. */
  readonly step: number;
  readonly lineStep: number;
  readonly kernel: Float64Array;
}

function smooth(
  values: Float64Array,
  side: number,
  { step, lineStep, kernel }: Direction,
): Float64Array {
  const smoothed = new Float64Array(values.length);
  const reach = kernel.length - 1;
  for (let line = 0; line < side; line++) {
    for (let from = 0; from < side; from++) {
      const value = values[line * lineStep + from * step] ?? 0;
      if (value === 0) continue;
      const last = Math.min(side - 1, from + reach);
      for (let to = Math.max(0, from - reach); to <= last; to++) {
        const at = line * lineStep + to * step;
        smoothed[at] = (smoothed[at] ?? 0) + value * (kernel[Math.abs(to - from)] ?? 0);
      }
    }
  }
  return smoothed;
}

function greenOf(share: number): Colour {
  const position = share * (GREENS.length - 1);
  const index = Math.min(GREENS.length - 2, Math.floor(position));
  const from = GREENS[index] ?? [0, 0, 0];
  const to = GREENS[index + 1] ?? from;
  const rest = position - index;
  return [
    Math.round(from[0] + (to[0] - from[0]) * rest),
    Math.round(from[1] + (to[1] - from[1]) * rest),
    Math.round(from[2] + (to[2] - from[2]) * rest),
  ];
}
