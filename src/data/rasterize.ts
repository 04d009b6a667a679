/**
 * Polygons to grey pixels by exact area coverage. Only +, −, ×, ÷, floor and comparisons of float64, which are the same on
 * every platform, so a picture has the same bytes everywhere. Contours must not overlap except as holes.
 */

/** A closed contour: x0, y0, x1, y1, … in pixels, y downward. */
export type Contour = Float64Array;

/**
 * Share of each pixel's area inside the contours, [height, width] in [0, 1]. What lies outside the frame is cut off.
 *
 * Each edge adds, to every pixel row it crosses, its signed height, split over the pixels to its right; a running sum
 * along the row then gives the coverage.
 */
export function rasterize(
  contours: readonly Contour[],
  width: number,
  height: number,
): Float64Array {
  // Two columns more than the picture: an edge at the right border still writes into the next pixel.
  const stride = width + 2;
  const area = new Float64Array(stride * height);
  for (const contour of contours) {
    for (let i = 0; i < contour.length; i += 2) {
      const next = (i + 2) % contour.length;
      addEdge(area, { stride, width, height }, [
        contour[i] ?? 0,
        contour[i + 1] ?? 0,
        contour[next] ?? 0,
        contour[next + 1] ?? 0,
      ]);
    }
  }
  return runningCoverage(area, { stride, width, height });
}

interface Frame {
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

type Edge = readonly [x0: number, y0: number, x1: number, y1: number];

function addEdge(area: Float64Array, frame: Frame, [x0, y0, x1, y1]: Edge): void {
  if (y0 === y1) return;
  const direction = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  const last = Math.min(frame.height, Math.ceil(bottomY));
  for (let row = Math.max(0, Math.floor(topY)); row < last; row++) {
    const from = Math.max(topY, row);
    const to = Math.min(bottomY, row + 1);
    if (to <= from) continue;
    const xFrom = clamp(topX + (from - topY) * slope, frame.width);
    const xTo = clamp(topX + (to - topY) * slope, frame.width);
    addSpan(area, row * frame.stride, direction * (to - from), [xFrom, xTo]);
  }
}

/** Spreads the part of an edge inside one row over the pixels it passes. */
function addSpan(
  area: Float64Array,
  start: number,
  signedHeight: number,
  [xFrom, xTo]: readonly [number, number],
): void {
  const left = Math.min(xFrom, xTo);
  const right = Math.max(xFrom, xTo);
  const first = Math.floor(left);
  const perPixel = right > left ? signedHeight / (right - left) : 0;
  for (let column = first; column < right || column === first; column++) {
    const a = Math.max(left, column);
    const b = Math.min(right, column + 1);
    const part = right > left ? perPixel * (b - a) : signedHeight;
    // Of this part, the share to the right of its middle lies in this pixel, the rest is complete in the next.
    const inside = column + 1 - (a + b) / 2;
    add(area, start + column, part * inside);
    add(area, start + column + 1, part * (1 - inside));
  }
}

function runningCoverage(area: Float64Array, { stride, width, height }: Frame): Float64Array {
  const coverage = new Float64Array(width * height);
  for (let row = 0; row < height; row++) {
    let sum = 0;
    for (let column = 0; column < width; column++) {
      sum += area[row * stride + column] ?? 0;
      coverage[row * width + column] = Math.min(1, Math.abs(sum));
    }
  }
  return coverage;
}

function add(array: Float64Array, index: number, value: number): void {
  array[index] = (array[index] ?? 0) + value;
}

function clamp(x: number, width: number): number {
  return x < 0 ? 0 : x > width ? width : x;
}
