/**
 * Convolutions of NHWC images as matrix products: one Gather lays the elements of every window side by side ("patches"), one
 * Gemm does the arithmetic. Nothing is transposed, and a convolution and its filter's gradient share their patches.
 */
import type { OnnxContext, OnnxNode } from "../operation.ts";
import { at } from "../shapes.ts";
import type { ConvolutionGeometry, Extent } from "./convolution.ts";
import type { ImageSizes } from "./image.ts";

/** Fewer channels than this make runs of elements too short to be gathered quickly. */
const FEWEST_CHANNELS = 16;

export const suitsGemm = ({ x, y }: ConvolutionGeometry): boolean =>
  x.channels >= FEWEST_CHANNELS && y.channels >= FEWEST_CHANNELS;

/** Every phase of the strides has a tap of the window, so that no element of x is left out. */
export const suitsGemmInputGradient = (geometry: ConvolutionGeometry): boolean =>
  suitsGemm(geometry) &&
  [geometry.vertical, geometry.horizontal].every(
    ({ window, stride, dilation }) => window >= stride && dilation === 1,
  );

/** patches [n·oh·ow, kh·kw·c] · filter [kh·kw·c, o]. */
export function gemmConvolution(
  onnx: OnnxContext,
  geometry: ConvolutionGeometry,
  { x, filter }: { readonly x: string; readonly filter: string },
): OnnxNode {
  const { y, vertical, horizontal } = geometry;
  const rows = vertical.window * horizontal.window * geometry.x.channels;
  const product = onnx.node({
    op: "Gemm",
    inputs: [forwardPatches(onnx, geometry, x), reshaped(onnx, filter, [rows, y.channels])],
  });
  return reshape(onnx, product, shapeOf(y));
}

/** patchesᵀ · dy [n·oh·ow, o]. */
export function gemmFilterGradient(
  onnx: OnnxContext,
  geometry: ConvolutionGeometry,
  { x, dy }: { readonly x: string; readonly dy: string },
): OnnxNode {
  const { y, vertical, horizontal } = geometry;
  const rows = y.count * y.height * y.width;
  const product = onnx.node({
    op: "Gemm",
    inputs: [forwardPatches(onnx, geometry, x), reshaped(onnx, dy, [rows, y.channels])],
    attributes: { transA: { int: 1 } },
  });
  const shape = [vertical.window, horizontal.window, geometry.x.channels, y.channels];
  return reshape(onnx, product, shape);
}

/**
 * With stride s the rows and columns of x fall into s × s phases. Within one, each element meets the same taps of the
 * window, so each phase is a convolution of dy with stride 1 and a part of the filter; then the phases are interleaved.
 */
export function gemmInputGradient(
  onnx: OnnxContext,
  geometry: ConvolutionGeometry,
  { dy, filter }: { readonly dy: string; readonly filter: string },
): OnnxNode {
  const { x, y, vertical, horizontal } = geometry;
  const taps = vertical.window * horizontal.window;
  // [kh·kw, c, o] → [c, kh·kw, o], whose runs of o elements stay together.
  const turned = onnx.node({
    op: "Transpose",
    inputs: [reshaped(onnx, filter, [taps, x.channels, y.channels])],
    attributes: { perm: { ints: [1, 0, 2] } },
  });
  const [down, across] = [phasesOf(vertical), phasesOf(horizontal)];
  const rows = down.map((row) => {
    const cells = across.map((column) =>
      phase(onnx, { geometry, row, column }, { dy, filter: turned }),
    );
    return concatenated(onnx, cells, 4);
  });
  const [height, width] = [at(down, 0).size, at(across, 0).size];
  const whole = { ...x, height: height * vertical.stride, width: width * horizontal.stride };
  const interleaved = concatenated(onnx, rows, 2);
  if (whole.height === x.height && whole.width === x.width) {
    return reshape(onnx, interleaved, shapeOf(x));
  }
  return {
    op: "Slice",
    inputs: [
      onnx.node(reshape(onnx, interleaved, shapeOf(whole))),
      onnx.integers([0, 0]),
      onnx.integers([x.height, x.width]),
      onnx.integers([1, 2]),
    ],
  };
}

interface Phase {
  /** Rows of x in this phase, the last of which may lie outside. */
  readonly size: number;
  /** Taps of the window these rows meet, and the row of dy that the first row of x meets by each. */
  readonly taps: readonly { readonly tap: number; readonly from: number }[];
}

function phasesOf({ input, window, stride, before }: Extent): Phase[] {
  return Array.from({ length: stride }, (_, first) => ({
    size: Math.ceil(input / stride),
    taps: Array.from({ length: window }, (_, tap) => ({
      tap,
      from: (first + before - tap) / stride,
    })).filter(({ from }) => Number.isInteger(from)),
  }));
}

/** One phase of x, as [n, rows, 1, columns, 1, c]. */
function phase(
  onnx: OnnxContext,
  {
    geometry: { x, y, horizontal },
    row,
    column,
  }: { readonly geometry: ConvolutionGeometry; readonly row: Phase; readonly column: Phase },
  { dy, filter }: { readonly dy: string; readonly filter: string },
): string {
  const taps = row.taps.flatMap((u) => column.taps.map((v) => u.tap * horizontal.window + v.tap));
  const part = onnx.node({
    op: "Gather",
    inputs: [filter, onnx.integers(taps)],
    attributes: { axis: { int: 1 } },
  });
  const starts = (phaseTaps: Phase["taps"]): number[] => phaseTaps.map(({ from }) => from);
  const product = onnx.node({
    op: "Gemm",
    inputs: [
      patches(onnx, dy, {
        images: y,
        rows: { count: row.size, step: 1, starts: starts(row.taps) },
        columns: { count: column.size, step: 1, starts: starts(column.taps) },
      }),
      reshaped(onnx, part, [x.channels, taps.length * y.channels]),
    ],
    attributes: { transB: { int: 1 } },
  });
  return reshaped(onnx, product, [x.count, row.size, 1, column.size, 1, x.channels]);
}

function forwardPatches(
  onnx: OnnxContext,
  { x, vertical, horizontal }: ConvolutionGeometry,
  images: string,
): string {
  const windows = ({ output, window, stride, dilation, before }: Extent): Windows => ({
    count: output,
    step: stride,
    starts: Array.from({ length: window }, (_, tap) => tap * dilation - before),
  });
  return patches(onnx, images, {
    images: x,
    rows: windows(vertical),
    columns: windows(horizontal),
  });
}

/** `count` windows, `step` apart; the first takes the positions `starts`, which may lie outside. */
interface Windows {
  readonly count: number;
  readonly step: number;
  readonly starts: readonly number[];
}

interface PatchGeometry {
  readonly images: ImageSizes;
  readonly rows: Windows;
  readonly columns: Windows;
}

/** [n · windows, positions · c]: what each window covers, with zeros outside. */
function patches(onnx: OnnxContext, x: string, { images, rows, columns }: PatchGeometry): string {
  const { count, height, width, channels } = images;
  const [top, bottom] = marginsOf(rows, height);
  const [left, right] = marginsOf(columns, width);
  const margins = [0, top, left, 0, 0, bottom, right, 0];
  const padded = margins.every((margin) => margin === 0)
    ? x
    : onnx.node({ op: "Pad", inputs: [x, onnx.integers(margins)] });
  const wide = left + width + right;
  const positions: number[] = [];
  for (let i = 0; i < rows.count; i++) {
    for (let j = 0; j < columns.count; j++) {
      for (const u of rows.starts) {
        for (const v of columns.starts) {
          const row = top + i * rows.step + u;
          positions.push(row * wide + left + j * columns.step + v);
        }
      }
    }
  }
  const flat = [count, (top + height + bottom) * wide, channels];
  const gathered = onnx.node({
    op: "Gather",
    inputs: [reshaped(onnx, padded, flat), onnx.integers(positions)],
    attributes: { axis: { int: 1 } },
  });
  const windowCount = count * rows.count * columns.count;
  const size = rows.starts.length * columns.starts.length * channels;
  return reshaped(onnx, gathered, [windowCount, size]);
}

/** How far the windows reach beyond both ends. */
function marginsOf({ count, step, starts }: Windows, size: number): [number, number] {
  const first = Math.min(...starts);
  const last = Math.max(...starts) + (count - 1) * step;
  return [Math.max(-first, 0), Math.max(last - size + 1, 0)];
}

function concatenated(onnx: OnnxContext, parts: readonly string[], axis: number): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return onnx.node({ op: "Concat", inputs: parts, attributes: { axis: { int: axis } } });
}

const reshape = (onnx: OnnxContext, x: string, shape: readonly number[]): OnnxNode => ({
  op: "Reshape",
  inputs: [x, onnx.integers(shape)],
});

const reshaped = (onnx: OnnxContext, x: string, shape: readonly number[]): string =>
  onnx.node(reshape(onnx, x, shape));

const shapeOf = ({ count, height, width, channels }: ImageSizes): number[] => [
  count,
  height,
  width,
  channels,
];
