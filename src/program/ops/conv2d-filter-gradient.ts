/** The adjoint of a convolution in its filter: from x [n, height, width, c] and y [n, oh, ow, o] to [kh, kw, c, o]. */
import {
  convolutionGeometry,
  forEachProduct,
  pair,
  recordedGeometry,
} from "../families/convolution.ts";
import type { ConvolutionAttributes, ConvolutionGeometry } from "../families/convolution.ts";
import { onnxFilterGradient } from "../families/convolution-onnx.ts";
import { paddedImages, tensorStrides } from "../families/convolution-tensors.ts";
import { dataToNhwc, imageShape, imageSizes, tensorToNhwc } from "../families/image.ts";
import { tensorflowFilterGradient } from "../families/convolution-tensorflow.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import type { Tensor, TensorLibrary } from "../tensor-library.ts";

export type FilterGradientAttributes = ConvolutionAttributes & {
  /** [kh, kw]. */
  readonly window: readonly number[];
  /** How ONNX computes it: true for a gradient of each sample by itself, and then their sum. */
  readonly bySample?: boolean;
};

export const conv2dFilterGradient: OperationDefinition<FilterGradientAttributes> = {
  kind: "conv2d-filter-gradient",
  kernels: {
    Conv2DBackpropFilter: (call) => {
      const { ops, input, attributes } = call;
      const [x, dy] = [input("x"), input("dy")];
      const given = attributes["filterShape"];
      const filterShape = Array.isArray(given) ? given.map(Number) : [];
      const geometry = recordedGeometry(call, ops.shapeOf(x), filterShape);
      const window = pair(filterShape);
      return ops.emit("conv2d-filter-gradient", [x, dy], { ...geometry, window });
    },
  },
  infer: (inputs, attributes) => {
    const [x, dy] = [at(inputs, 0).shape, at(inputs, 1).shape];
    checkedGeometry(x, dy, attributes);
    return { shape: filterShapeOf(x, dy, attributes), dtype: "float32" };
  },
  gradient: ({ ops, inputs, types, attributes: { window: _, bySample: __, ...geometry }, dy }) => [
    () => {
      const shape = at(types, 0).shape;
      return ops.emit("conv2d-input-gradient", [at(inputs, 1), dy], { ...geometry, shape });
    },
    () => ops.emit("conv2d", [at(inputs, 0), dy], geometry),
  ],
  evaluate: ({ inputs, attributes, type }) => {
    const { layout } = attributes;
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const geometry = checkedGeometry(x.type.shape, dy.type.shape, attributes);
    const images = dataToNhwc(x.data, x.type.shape, layout);
    const gradients = dataToNhwc(dy.data, dy.type.shape, layout);
    const out = new Float64Array(sizeOf(type.shape));
    forEachProduct(geometry, (xIndex, filterIndex, yIndex) => {
      out[filterIndex] =
        (out[filterIndex] ?? NaN) + (images[xIndex] ?? NaN) * (gradients[yIndex] ?? NaN);
    });
    return out;
  },
  toOnnx: (onnx, { inputs, types, attributes }) =>
    onnxFilterGradient(onnx, {
      x: at(inputs, 0),
      xShape: at(types, 0).shape,
      dy: at(inputs, 1),
      dyShape: at(types, 1).shape,
      filterShape: filterShapeOf(at(types, 0).shape, at(types, 1).shape, attributes),
      attributes,
      bySample: attributes.bySample === true,
    }),
  toTensorflow: (graph, { inputs, types, attributes, type }) =>
    tensorflowFilterGradient(graph, {
      x: at(inputs, 0),
      dy: at(inputs, 1),
      xShape: at(types, 0).shape,
      filterShape: type.shape,
      attributes,
    }),
  toTensor: (tf, { inputs, attributes, type }) => {
    const { layout } = attributes;
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const geometry = checkedGeometry(x.shape, dy.shape, attributes);
    const padded = paddedImages(tf, tensorToNhwc(tf, x, layout), geometry);
    return tensorFilterGradient(tf, padded, tensorToNhwc(tf, dy, layout), {
      geometry,
      shape: type.shape,
    });
  },
};

/** tfjs exports no function for this kernel. With a dilation the gradient of a dense filter is taken and thinned out. */
function tensorFilterGradient(
  tf: TensorLibrary,
  x: Tensor,
  dy: Tensor,
  { geometry, shape }: { readonly geometry: ConvolutionGeometry; readonly shape: Shape },
): Tensor {
  const { vertical, horizontal } = geometry;
  const dense = [
    (vertical.window - 1) * vertical.dilation + 1,
    (horizontal.window - 1) * horizontal.dilation + 1,
    ...shape.slice(2),
  ];
  const gradient: Tensor = tf.engine().runKernel(
    "Conv2DBackpropFilter",
    { x, dy },
    {
      strides: tensorStrides(geometry),
      pad: "valid",
      dataFormat: "NHWC",
      filterShape: dense,
    },
  );
  const steps = [vertical.dilation, horizontal.dilation, 1, 1];
  return tf.stridedSlice(gradient, [0, 0, 0, 0], dense, steps);
}

function filterShapeOf(
  x: Shape,
  dy: Shape,
  { window, layout }: FilterGradientAttributes,
): number[] {
  return [...window, imageSizes(x, layout).channels, imageSizes(dy, layout).channels];
}

/** @throws if dy is not what a convolution of x gives. */
function checkedGeometry(
  x: Shape,
  dy: Shape,
  attributes: FilterGradientAttributes,
): ConvolutionGeometry {
  const geometry = convolutionGeometry(x, filterShapeOf(x, dy, attributes), attributes);
  const expected = imageShape(geometry.y, attributes.layout);
  if (!sameShape(dy, expected)) {
    throw new Error(`Expected [${expected.join(", ")}], got [${dy.join(", ")}]`);
  }
  return geometry;
}
