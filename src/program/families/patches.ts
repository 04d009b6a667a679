/** What the windows over NHWC images cover, laid side by side as the rows of a matrix. */
import type { OnnxContext, OnnxNode } from "../operation.ts";
import type { ImageSizes } from "./image.ts";

/** `count` windows along a direction, `step` apart; the first takes the positions `starts`, which may lie outside. */
export interface Windows {
  readonly count: number;
  readonly step: number;
  readonly starts: readonly number[];
}

type Margins = readonly [before: number, after: number];

export interface PatchGeometry {
  readonly images: ImageSizes;
  readonly rows: Windows;
  readonly columns: Windows;
  /** Zeros put around the images: at least as far as windows reach. */
  readonly margins: { readonly rows: Margins; readonly columns: Margins };
}

/**
 * Elements of patches in use at a time: 2.5 MiB. With 64 samples of 49 windows of 1,600 elements a convolution took 10.8 ms
 * in chunks of 8 samples, 11.0 of 4, 11.3 of 16, and 13.8 at once.
 */
const ELEMENTS_IN_CACHE = 640 * 1024;
/** And where one large product is faster than the sum of small ones: 32 MiB. */
const ELEMENTS_IN_MEMORY = 8 * 1024 * 1024;

/** Matrices [samples · windows, positions · c], one for each of several equal chunks of the samples, in order. */
export const patchesInCache = (
  onnx: OnnxContext,
  x: string,
  geometry: PatchGeometry,
): readonly string[] =>
  patches(onnx, x, geometry, isImage(geometry) ? Infinity : ELEMENTS_IN_CACHE);

/** The same in few, large chunks. */
export const patchesInMemory = (
  onnx: OnnxContext,
  x: string,
  geometry: PatchGeometry,
): readonly string[] => patches(onnx, x, geometry, ELEMENTS_IN_MEMORY);

function patches(
  onnx: OnnxContext,
  x: string,
  geometry: PatchGeometry,
  elements: number,
): readonly string[] {
  const { images, rows, columns, margins } = geometry;
  const { count, height, width, channels } = images;
  const [[top, bottom], [left, right]] = [margins.rows, margins.columns];
  const size = rows.starts.length * columns.starts.length * channels;
  const windows = rows.count * columns.count;
  const samples = largestDivisor(count, elements / (windows * size));
  const inChunks = (images: string, take: (chunk: string) => string): readonly string[] =>
    Array.from({ length: count / samples }, (_, index) => {
      const from = index * samples;
      const part = { from, to: from + samples, isWhole: samples === count };
      return reshaped(onnx, take(sliced(onnx, images, part)), [samples * windows, size]);
    });
  if (isImage(geometry)) return inChunks(x, (chunk) => chunk);

  const pads = [0, top, left, 0, 0, bottom, right, 0];
  const padded = pads.every((margin) => margin === 0)
    ? x
    : onnx.node({ op: "Pad", inputs: [x, onnx.integers(pads)] });
  const flatShape = [count, (top + height + bottom) * (left + width + right), channels];
  const flat = reshaped(onnx, padded, flatShape);
  const positions = positionsNode(onnx, geometry);
  return inChunks(flat, (chunk) =>
    onnx.node({ op: "Gather", inputs: [chunk, positions], attributes: { axis: { int: 1 } } }),
  );
}

/** Windows of one position, one for each of the images' in order: the images are their own patches. */
function isImage({ images, rows, columns, margins }: PatchGeometry): boolean {
  const isWhole = ({ count, step, starts }: Windows, size: number): boolean =>
    count === size && step === 1 && starts.length === 1 && starts[0] === 0;
  const isBare = [...margins.rows, ...margins.columns].every((margin) => margin === 0);
  return isBare && isWhole(rows, images.height) && isWhole(columns, images.width);
}

/** The positions as a constant of the graph; computed once for equal windows, because there are up to millions of them. */
function positionsNode(onnx: OnnxContext, geometry: PatchGeometry): string {
  const known = positionsOfGraphs.get(onnx) ?? new Map<string, string>();
  positionsOfGraphs.set(onnx, known);
  const { width } = geometry.images;
  const key = JSON.stringify([width, geometry.rows, geometry.columns, geometry.margins]);
  const name = known.get(key) ?? onnx.integers(positionsOf(geometry));
  known.set(key, name);
  return name;
}

const positionsOfGraphs = new WeakMap<OnnxContext, Map<string, string>>();

/** For each window, the places of its positions in a padded image. */
function positionsOf({ images, rows, columns, margins }: PatchGeometry): number[] {
  const [top] = margins.rows;
  const [left, right] = margins.columns;
  const wide = left + images.width + right;
  const found: number[] = [];
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      for (const u of rows.starts) {
        for (const v of columns.starts) {
          const row = top + i * rows.step + u;
          found.push(row * wide + left + j * columns.step + v);
        }
      }
    }
  }
  return found;
}

/** The largest divisor of `count` that is at most `limit`, and at least 1. */
function largestDivisor(count: number, limit: number): number {
  for (let divisor = Math.min(count, Math.floor(limit)); divisor > 1; divisor--) {
    if (count % divisor === 0) return divisor;
  }
  return 1;
}

/** How far windows reach beyond both ends of a direction. */
export function marginsOf(list: readonly Windows[], size: number): Margins {
  const first = list.map(({ starts }) => Math.min(...starts));
  const last = list.map(({ count, step, starts }) => Math.max(...starts) + (count - 1) * step);
  return [Math.max(-Math.min(...first), 0), Math.max(Math.max(...last) - size + 1, 0)];
}

/** Rows [from, to) of the first axis. */
export function sliced(
  onnx: OnnxContext,
  x: string,
  { from, to, isWhole }: { readonly from: number; readonly to: number; readonly isWhole: boolean },
): string {
  if (isWhole) return x;
  return onnx.node({
    op: "Slice",
    inputs: [x, onnx.integers([from]), onnx.integers([to]), onnx.integers([0])],
  });
}

export function concatenated(onnx: OnnxContext, parts: readonly string[], axis: number): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return onnx.node({ op: "Concat", inputs: parts, attributes: { axis: { int: axis } } });
}

export const reshape = (onnx: OnnxContext, x: string, shape: readonly number[]): OnnxNode => ({
  op: "Reshape",
  inputs: [x, onnx.integers(shape)],
});

export const reshaped = (onnx: OnnxContext, x: string, shape: readonly number[]): string =>
  onnx.node(reshape(onnx, x, shape));

export const shapeOf = ({ count, height, width, channels }: ImageSizes): number[] => [
  count,
  height,
  width,
  channels,
];
