/** Convolutions as tfjs calls: always stride and 'valid' on a padded input, with the dilation written into the filter. */
import { at } from "../shapes.ts";
import type { Tensor, Tensor4D, TensorLibrary } from "../tensor-library.ts";
import type { ConvolutionGeometry, Extent } from "./convolution.ts";

export const asTensor4D = (tf: TensorLibrary, x: Tensor): Tensor4D => tf.reshape(x, sizes(x));

/** x with its margins of zeros. */
export function paddedImages(tf: TensorLibrary, x: Tensor, g: ConvolutionGeometry): Tensor4D {
  const margins = (direction: Extent): [number, number] => [direction.before, direction.after];
  return tf.pad(asTensor4D(tf, x), [[0, 0], margins(g.vertical), margins(g.horizontal), [0, 0]]);
}

/** The inner part of a padded value. */
export function croppedImages(tf: TensorLibrary, x: Tensor, g: ConvolutionGeometry): Tensor {
  const begin = [0, g.vertical.before, g.horizontal.before, 0];
  return tf.slice(x, begin, [g.x.count, g.x.height, g.x.width, g.x.channels]);
}

/** The filter with dilation − 1 zeros between its rows and columns. */
export function dilatedFilter(
  tf: TensorLibrary,
  filter: Tensor,
  { vertical, horizontal }: ConvolutionGeometry,
): Tensor4D {
  const [kh, kw, c, o] = sizes(filter);
  const [dy, dx] = [vertical.dilation, horizontal.dilation];
  const apart = tf.reshape(filter, [kh, 1, kw, 1, c * o]);
  const zeros = tf.pad(apart, [
    [0, 0],
    [0, dy - 1],
    [0, 0],
    [0, dx - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(zeros, [kh * dy, kw * dx, c, o]);
  const reach = [(kh - 1) * dy + 1, (kw - 1) * dx + 1, c, o];
  return asTensor4D(tf, tf.slice(whole, [0, 0, 0, 0], reach));
}

export const tensorStrides = ({ vertical, horizontal }: ConvolutionGeometry): [number, number] => [
  vertical.stride,
  horizontal.stride,
];

function sizes({ shape }: Tensor): [number, number, number, number] {
  return [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
}
