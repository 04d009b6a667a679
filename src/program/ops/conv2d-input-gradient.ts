/**
 * The adjoint of a convolution in its input: from y [n, oh, ow, o] and the filter [kh, kw, c, o] back to `shape`, that of
 * x. Also known as transposed convolution; tfjs's conv2dTranspose is this operation.
 */
import { convolutionGeometry, forEachProduct, recordedGeometry } from "../families/convolution.ts";
import type { ConvolutionAttributes, ConvolutionGeometry } from "../families/convolution.ts";
import { onnxInputGradient } from "../families/convolution-onnx.ts";
import {
  asTensor4D,
  croppedImages,
  dilatedFilter,
  tensorStrides,
} from "../families/convolution-tensors.ts";
import {
  dataFromNhwc,
  dataToNhwc,
  imageShape,
  tensorFromNhwc,
  tensorToNhwc,
} from "../families/image.ts";
import { tensorflowInputGradient } from "../families/convolution-tensorflow.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";

export type InputGradientAttributes = ConvolutionAttributes & {
  /** Of the result, in the layout of the attributes. */
  readonly shape: readonly number[];
};

export const conv2dInputGradient: OperationDefinition<InputGradientAttributes> = {
  kind: "conv2d-input-gradient",
  kernels: {
    Conv2DBackpropInput: (call) => {
      const { ops, input, attributes } = call;
      const [dy, filter] = [input("dy"), input("filter")];
      const given = attributes["inputShape"];
      const shape = Array.isArray(given) ? given.map(Number) : [];
      const geometry = recordedGeometry(call, shape, ops.shapeOf(filter));
      return ops.emit("conv2d-input-gradient", [dy, filter], { ...geometry, shape });
    },
  },
  infer: (inputs, attributes) => {
    checkedGeometry(at(inputs, 0).shape, at(inputs, 1).shape, attributes);
    return { shape: attributes.shape, dtype: "float32" };
  },
  gradient: ({ ops, inputs, types, attributes: { shape: _, ...geometry }, dy }) => [
    () => ops.emit("conv2d", [dy, at(inputs, 1)], geometry),
    () => {
      const window = at(types, 1).shape.slice(0, 2);
      return ops.emit("conv2d-filter-gradient", [dy, at(inputs, 0)], { ...geometry, window });
    },
  ],
  evaluate: ({ inputs, attributes }) => {
    const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
    const geometry = checkedGeometry(dy.type.shape, filter.type.shape, attributes);
    const images = dataToNhwc(dy.data, dy.type.shape, attributes.layout);
    const out = new Float64Array(sizeOf(attributes.shape));
    forEachProduct(geometry, (xIndex, filterIndex, yIndex) => {
      out[xIndex] =
        (out[xIndex] ?? NaN) + (images[yIndex] ?? NaN) * (filter.data[filterIndex] ?? NaN);
    });
    return dataFromNhwc(out, geometry.x, attributes.layout);
  },
  toOnnx: (onnx, { inputs, types, attributes }) =>
    onnxInputGradient(onnx, {
      dy: at(inputs, 0),
      xShape: attributes.shape,
      filter: at(inputs, 1),
      filterShape: at(types, 1).shape,
      attributes,
    }),
  toTensorflow: (graph, { inputs, types, attributes }) =>
    tensorflowInputGradient(graph, {
      dy: at(inputs, 0),
      filter: at(inputs, 1),
      xShape: attributes.shape,
      filterShape: at(types, 1).shape,
      attributes,
    }),
  toTensor: (tf, { inputs, attributes }) => {
    const { layout } = attributes;
    const [dy, filter] = [at(inputs, 0), at(inputs, 1)];
    const geometry = checkedGeometry(dy.shape, filter.shape, attributes);
    const { x, vertical, horizontal } = geometry;
    const whole = tf.conv2dTranspose(
      asTensor4D(tf, tensorToNhwc(tf, dy, layout)),
      dilatedFilter(tf, filter, geometry),
      [
        x.count,
        x.height + vertical.before + vertical.after,
        x.width + horizontal.before + horizontal.after,
        x.channels,
      ],
      tensorStrides(geometry),
      "valid",
    );
    return tensorFromNhwc(tf, croppedImages(tf, whole, geometry), layout);
  },
};

/** @throws if dy is not what a convolution of `shape` gives. */
function checkedGeometry(
  dyShape: Shape,
  filterShape: Shape,
  attributes: InputGradientAttributes,
): ConvolutionGeometry {
  const geometry = convolutionGeometry(attributes.shape, filterShape, attributes);
  const expected = imageShape(geometry.y, attributes.layout);
  if (!sameShape(dyShape, expected)) {
    throw new Error(`Expected [${expected.join(", ")}], got [${dyShape.join(", ")}]`);
  }
  return geometry;
}
