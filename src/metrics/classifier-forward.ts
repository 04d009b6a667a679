/**
 * The forward pass of a small classifier in plain TypeScript: no tensor library, so the same numbers wherever it runs, and
 * 2,000 images of 28 × 28 in about half a second.
 */
import type { LayerSpec } from "../config/spec.ts";

/** Weights by `<index>-<kind>/<variable>`, such as `0-conv2d/kernel` [height, width, channels, filters]. */
export type ClassifierWeights = ReadonlyMap<string, Float32Array>;

/**
 * One sample through the layers; returns the output of each of them, in order. `shape` is the sample's.
 *
 * @throws Error for layers it does not know: it knows conv2d with padding `same`, dense, relu, flatten and dropout.
 */
export function forwardLayers(
  layers: readonly LayerSpec[],
  weights: ClassifierWeights,
  sample: Float32Array,
  shape: readonly number[],
): readonly Float32Array[] {
  let values = sample;
  let [height = 1, width = 1, channels = 1] = shape;
  return layers.map((layer, index) => {
    const read = (variable: string): Float32Array => {
      const name = `${String(index)}-${layer.kind}/${variable}`;
      const found = weights.get(name);
      if (found === undefined) throw new Error(`Expected weights \`${name}\``);
      return found;
    };
    switch (layer.kind) {
      case "conv2d": {
        const windows = gatherWindows(values, { height, width, channels }, layer);
        height = Math.ceil(height / layer.stride);
        width = Math.ceil(width / layer.stride);
        channels = layer.filters;
        values = multiply(windows, height * width, read("kernel"), read("bias"));
        break;
      }
      case "dense":
        values = multiply(values, 1, read("kernel"), read("bias"));
        break;
      case "relu":
        values = values.map((value) => (value < 0 ? 0 : value));
        break;
      case "flatten":
      case "dropout": // in training only
        break;
      default:
        throw new Error(`Expected a layer of a classifier, got \`${layer.kind}\``);
    }
    return values;
  });
}

interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The window of each place of a convolution as a row, zero beyond the border, in TensorFlow's geometry of `same`. */
function gatherWindows(
  image: Float32Array,
  { height, width, channels }: ImageShape,
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
): Float32Array {
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const before = (size: number, places: number): number =>
    Math.floor(Math.max(0, (places - 1) * stride + kernel - size) / 2);
  const [top, left] = [before(height, rows), before(width, columns)];
  const windows = new Float32Array(rows * columns * kernel * kernel * channels);
  let at = 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < kernel; i++) {
        const y = row * stride + i - top;
        for (let j = 0; j < kernel; j++) {
          const x = column * stride + j - left;
          const isInside = y >= 0 && y < height && x >= 0 && x < width;
          const from = (y * width + x) * channels;
          for (let channel = 0; channel < channels; channel++, at++)
            if (isInside) windows[at] = image[from + channel] ?? 0;
        }
      }
  return windows;
}

/** [count, inner] × [inner, outputs] + bias. */
function multiply(
  rows: Float32Array,
  count: number,
  kernel: Float32Array,
  bias: Float32Array,
): Float32Array {
  const outputs = bias.length;
  const inner = rows.length / count;
  const sums = new Float64Array(outputs);
  const result = new Float32Array(count * outputs);
  for (let row = 0; row < count; row++) {
    sums.set(bias);
    for (let i = 0; i < inner; i++) {
      const value = rows[row * inner + i] ?? 0;
      // After a rectifier most are; a value that is not a number is not.
      if (value === 0) continue;
      for (let j = 0, at = i * outputs; j < outputs; j++, at++)
        sums[j] = (sums[j] ?? 0) + value * (kernel[at] ?? 0);
    }
    result.set(sums, row * outputs);
  }
  return result;
}
