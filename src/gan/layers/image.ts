/** Images as layers see them: [height, width, channels] for one sample, [batch, height, width, channels] for a batch. */
import type { Tensor, Tensor4D, TensorLibrary } from "../../program/tensor-library.ts";
import { LayerShapeError, printShape } from "./layer.ts";
import type { SampleShape } from "./layer.ts";

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** @throws LayerShapeError if a sample is no image. */
export function imageShape(input: SampleShape): ImageShape {
  const [height, width, channels] = input;
  if (input.length === 3 && height !== undefined && width !== undefined && channels !== undefined)
    return { height, width, channels };
  throw new LayerShapeError(
    `Expected an image [height, width, channels], got ${printShape(input)}`,
    "put { kind: reshape, shape: [height, width, channels] } before it",
  );
}

/** A batch of images, as the tensor library's types want it. */
export function asImages(tf: TensorLibrary, x: Tensor): Tensor4D {
  const [batch = -1, height = -1, width = -1, channels = -1] = x.shape;
  return tf.reshape(x, [batch, height, width, channels]);
}

export interface Window {
  /** Height and width. */
  readonly size: number;
  readonly stride: number;
  readonly padding: "same" | "valid";
}

/**
 * Places a window takes along one dimension. TensorFlow's geometry: same: ⌈n/stride⌉, padded evenly with the odd one
 * after; valid: ⌊(n − size)/stride⌋ + 1. @throws LayerShapeError where a valid window does not fit.
 */
export function windowPlaces(length: number, { size, stride, padding }: Window): number {
  if (padding === "same") return Math.ceil(length / stride);
  if (size > length) {
    throw new LayerShapeError(
      `Expected an input of at least ${size} × ${size} for a window of ${size} with padding valid, got a side of ${length}`,
      "use padding: same, or a smaller window",
    );
  }
  return Math.floor((length - size) / stride) + 1;
}
