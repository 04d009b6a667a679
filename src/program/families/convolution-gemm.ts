/**
 * Convolutions of NHWC images as matrix products: a Gather lays the elements of every window side by side (patches.ts), a
 * Gemm does the arithmetic. Nothing is transposed. Patches are many times larger than the images, so they are made and used
 * for a few samples at a time, while they are in the processor's cache.
 */
import type { OnnxContext, OnnxNode } from "../operation.ts";
import { at } from "../shapes.ts";
import type { ConvolutionGeometry, Extent } from "./convolution.ts";
import {
  concatenated,
  marginsOf,
  patchesInCache,
  patchesInMemory,
  reshape,
  reshaped,
  shapeOf,
  sliced,
} from "./patches.ts";
import type { PatchGeometry, Windows } from "./patches.ts";

/** Fewer columns than this do not fill a matrix product. */
const FEWEST_CHANNELS = 16;

export const suitsGemm = ({ y }: ConvolutionGeometry): boolean => y.channels >= FEWEST_CHANNELS;

/** Every phase of the strides has a tap of the window, so that no element of x is left out. */
export const suitsGemmInputGradient = (geometry: ConvolutionGeometry): boolean =>
  Math.min(geometry.x.channels, geometry.y.channels) >= FEWEST_CHANNELS &&
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
  const matrix = reshaped(onnx, filter, [rows, y.channels]);
  const parts = patchesInCache(onnx, x, forwardWindows(geometry)).map((patches) =>
    onnx.node({ op: "Gemm", inputs: [patches, matrix] }),
  );
  return reshape(onnx, concatenated(onnx, parts, 0), shapeOf(y));
}

/** patchesᵀ · dy [n·oh·ow, o], summed over the samples, in as few products as memory allows. */
export function gemmFilterGradient(
  onnx: OnnxContext,
  geometry: ConvolutionGeometry,
  { x, dy }: { readonly x: string; readonly dy: string },
): OnnxNode {
  const { y, vertical, horizontal } = geometry;
  const chunks = patchesInMemory(onnx, x, forwardWindows(geometry));
  const rows = (y.count / chunks.length) * y.height * y.width;
  const gradients = reshaped(onnx, dy, [y.count * y.height * y.width, y.channels]);
  let total: string | undefined;
  chunks.forEach((patches, index) => {
    const part = sliced(onnx, gradients, {
      from: index * rows,
      to: (index + 1) * rows,
      isWhole: chunks.length === 1,
    });
    const sofar = total === undefined ? [] : [total];
    total = onnx.node({
      op: "Gemm",
      inputs: [patches, part, ...sofar],
      attributes: { transA: { int: 1 } },
    });
  });
  const shape = [vertical.window, horizontal.window, geometry.x.channels, y.channels];
  return reshape(onnx, total ?? x, shape);
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
  const margins = {
    rows: marginsOf(down.map(windowsOf), y.height),
    columns: marginsOf(across.map(windowsOf), y.width),
  };
  const rows = down.map((row) => {
    const cells = across.map((column) =>
      phase(onnx, { geometry, row, column, margins }, { dy, filter: turned }),
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
      reshaped(onnx, interleaved, shapeOf(whole)),
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

const windowsOf = ({ size, taps }: Phase): Windows => ({
  count: size,
  step: 1,
  starts: taps.map(({ from }) => from),
});

interface PhaseOfImages {
  readonly geometry: ConvolutionGeometry;
  readonly row: Phase;
  readonly column: Phase;
  readonly margins: PatchGeometry["margins"];
}

/** One phase of x, as [n, rows, 1, columns, 1, c]. */
function phase(
  onnx: OnnxContext,
  { geometry: { x, y, horizontal }, row, column, margins }: PhaseOfImages,
  { dy, filter }: { readonly dy: string; readonly filter: string },
): string {
  const taps = row.taps.flatMap((u) => column.taps.map((v) => u.tap * horizontal.window + v.tap));
  const part = onnx.node({
    op: "Gather",
    inputs: [filter, onnx.integers(taps)],
    attributes: { axis: { int: 1 } },
  });
  const matrix = reshaped(onnx, part, [x.channels, taps.length * y.channels]);
  const geometry = { images: y, rows: windowsOf(row), columns: windowsOf(column), margins };
  const products = patchesInCache(onnx, dy, geometry).map((patches) =>
    onnx.node({ op: "Gemm", inputs: [patches, matrix], attributes: { transB: { int: 1 } } }),
  );
  const shape = [x.count, row.size, 1, column.size, 1, x.channels];
  return reshaped(onnx, concatenated(onnx, products, 0), shape);
}

function forwardWindows({ x, vertical, horizontal }: ConvolutionGeometry): PatchGeometry {
  const windows = ({ output, window, stride, dilation, before }: Extent): Windows => ({
    count: output,
    step: stride,
    starts: Array.from({ length: window }, (_, tap) => tap * dilation - before),
  });
  const [rows, columns] = [windows(vertical), windows(horizontal)];
  const margins = {
    rows: marginsOf([rows], x.height),
    columns: marginsOf([columns], x.width),
  };
  return { images: x, rows, columns, margins };
}
