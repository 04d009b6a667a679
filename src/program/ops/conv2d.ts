/** Convolution of images with a filter: families/convolution.ts has the formula. */
import { convolutionGeometry, forEachProduct, recordedGeometry } from "../families/convolution.ts";
import type { ConvolutionAttributes } from "../families/convolution.ts";
import { onnxConvolution } from "../families/convolution-onnx.ts";
import {
  asTensor4D,
  dilatedFilter,
  paddedImages,
  tensorStrides,
} from "../families/convolution-tensors.ts";
import {
  dataFromNhwc,
  dataToNhwc,
  imageShape,
  tensorFromNhwc,
  tensorToNhwc,
} from "../families/image.ts";
import { tensorflowConvolution } from "../families/convolution-tensorflow.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at } from "../shapes.ts";

export const conv2d: OperationDefinition<ConvolutionAttributes> = {
  kind: "conv2d",
  kernels: {
    Conv2D: (call) => {
      const { ops, input } = call;
      const [x, filter] = [input("x"), input("filter")];
      const geometry = recordedGeometry(call, ops.shapeOf(x), ops.shapeOf(filter));
      return ops.emit("conv2d", [x, filter], geometry);
    },
  },
  infer: (inputs, attributes) => {
    const { y } = convolutionGeometry(at(inputs, 0).shape, at(inputs, 1).shape, attributes);
    return { shape: imageShape(y, attributes.layout), dtype: "float32" };
  },
  gradient: ({ ops, inputs, types, attributes, dy }) => [
    () => {
      const shape = at(types, 0).shape;
      return ops.emit("conv2d-input-gradient", [dy, at(inputs, 1)], { ...attributes, shape });
    },
    () => {
      const window = at(types, 1).shape.slice(0, 2);
      return ops.emit("conv2d-filter-gradient", [at(inputs, 0), dy], { ...attributes, window });
    },
  ],
  evaluate: ({ inputs, attributes, type }) => {
    const [x, filter] = [at(inputs, 0), at(inputs, 1)];
    const geometry = convolutionGeometry(x.type.shape, filter.type.shape, attributes);
    const images = dataToNhwc(x.data, x.type.shape, attributes.layout);
    const out = new Float64Array(sizeOf(type.shape));
    forEachProduct(geometry, (xIndex, filterIndex, yIndex) => {
      out[yIndex] =
        (out[yIndex] ?? NaN) + (images[xIndex] ?? NaN) * (filter.data[filterIndex] ?? NaN);
    });
    return dataFromNhwc(out, geometry.y, attributes.layout);
  },
  toOnnx: (onnx, { inputs, types, attributes }) =>
    onnxConvolution(onnx, {
      x: at(inputs, 0),
      xShape: at(types, 0).shape,
      filter: at(inputs, 1),
      filterShape: at(types, 1).shape,
      attributes,
    }),
  toTensorflow: (graph, { inputs, types, attributes }) =>
    tensorflowConvolution(graph, {
      x: at(inputs, 0),
      filter: at(inputs, 1),
      xShape: at(types, 0).shape,
      filterShape: at(types, 1).shape,
      attributes,
    }),
  toTensor: (tf, { inputs, attributes }) => {
    const { layout } = attributes;
    const [x, filter] = [at(inputs, 0), at(inputs, 1)];
    const geometry = convolutionGeometry(x.shape, filter.shape, attributes);
    const padded = paddedImages(tf, tensorToNhwc(tf, x, layout), geometry);
    const dilated = dilatedFilter(tf, filter, geometry);
    const y = tf.conv2d(padded, asTensor4D(tf, dilated), tensorStrides(geometry), "valid");
    return tensorFromNhwc(tf, y, layout);
  },
};
