/** A call of every tfjs kernel that the trace records, spelt as a user spells it. */
import type * as tfjs from "@tensorflow/tfjs-core";

export interface KernelCase {
  readonly kernel: string;
  readonly name?: string;
  readonly call: (tf: typeof tfjs, tensors: KernelInputs) => tfjs.Tensor | tfjs.Tensor[];
}

/** Shapes of the tensors a case may use; all elements are in (0.1, 0.9). */
export const KERNEL_INPUTS = {
  a: [2, 3],
  b: [2, 3],
  row: [3],
  images: [1, 4, 6, 2],
  filter: [3, 3, 2, 2],
  /** What a 'same' convolution of the images with stride 2, or a halving of them, gives. */
  halved: [1, 2, 3, 2],
} as const;

type KernelInputs = Readonly<Record<keyof typeof KERNEL_INPUTS, tfjs.Tensor>>;

export const KERNEL_CASES: readonly KernelCase[] = [
  { kernel: "Abs", call: (tf, { a }) => tf.abs(tf.sub(a, 0.5)) },
  { kernel: "Add", call: (tf, { a, row }) => tf.add(a, row) },
  { kernel: "AddN", call: (tf, { a, b }) => tf.addN([a, b, a]) },
  {
    kernel: "AvgPool",
    call: (tf, { images }) => tf.avgPool(as4D(tf, images), 2, 2, "valid"),
  },
  {
    kernel: "AvgPoolGrad",
    call: (tf, { images: input, halved: dy }) =>
      tf.engine().runKernel("AvgPoolGrad", { dy, input }, { ...HALVING, pad: "valid" }),
  },
  {
    kernel: "BatchMatMul",
    call: (tf, { a, b }) => tf.matMul(a, b, true, false),
  },
  {
    kernel: "BatchMatMul",
    name: "dot",
    call: (tf, { a, row }) => tf.dot(a, row),
  },
  { kernel: "Cast", call: (tf, { a }) => tf.cast(tf.greater(a, 0.5), "float32") },
  { kernel: "ClipByValue", call: (tf, { a }) => tf.clipByValue(a, 0.3, 0.6) },
  { kernel: "Concat", call: (tf, { a, b }) => tf.concat([a, b], -1) },
  {
    kernel: "Conv2D",
    call: (tf, { images, filter }) => tf.conv2d(as4D(tf, images), as4D(tf, filter), 2, "same"),
  },
  {
    kernel: "Conv2D",
    name: "dilated",
    call: (tf, { images, filter }) =>
      tf.conv2d(as4D(tf, images), as4D(tf, filter), 1, "same", "NHWC", [1, 2]),
  },
  {
    kernel: "Conv2D",
    name: "with margins",
    call: (tf, { images, filter }) =>
      tf.conv2d(as4D(tf, images), as4D(tf, filter), 1, [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
  },
  {
    kernel: "Conv2DBackpropFilter",
    call: (tf, { images: x, halved: dy }) =>
      tf
        .engine()
        .runKernel(
          "Conv2DBackpropFilter",
          { x, dy },
          { strides: [2, 2], pad: "same", dataFormat: "NHWC", filterShape: [3, 3, 2, 2] },
        ),
  },
  {
    kernel: "Conv2DBackpropInput",
    call: (tf, { halved, filter }) =>
      tf.conv2dTranspose(as4D(tf, halved), as4D(tf, filter), [1, 4, 6, 2], 2, "same"),
  },
  { kernel: "Elu", call: (tf, { a }) => tf.elu(tf.sub(a, 0.5)) },
  { kernel: "Equal", call: (tf, { a }) => tf.equal(a, a) },
  { kernel: "Exp", call: (tf, { a }) => tf.exp(a) },
  { kernel: "ExpandDims", call: (tf, { a }) => tf.expandDims(a, -1) },
  { kernel: "Expm1", call: (tf, { a }) => tf.expm1(a) },
  { kernel: "Fill", call: (tf) => tf.fill([2, 2], 0.25) },
  { kernel: "Greater", call: (tf, { a, b }) => tf.greater(a, b) },
  { kernel: "GreaterEqual", call: (tf, { a, b }) => tf.greaterEqual(a, b) },
  { kernel: "Identity", call: (tf, { a }) => tf.clone(a) },
  { kernel: "LeakyRelu", call: (tf, { a }) => tf.leakyRelu(tf.sub(a, 0.5), 0.3) },
  { kernel: "Less", call: (tf, { a, row }) => tf.less(a, row) },
  { kernel: "LessEqual", call: (tf, { a, b }) => tf.lessEqual(a, b) },
  { kernel: "Log", call: (tf, { a }) => tf.log(a) },
  { kernel: "Log1p", call: (tf, { a }) => tf.log1p(a) },
  {
    kernel: "LogicalAnd",
    call: (tf, { a, b }) => tf.logicalAnd(tf.greater(a, 0.5), tf.greater(b, 0.5)),
  },
  { kernel: "LogicalNot", call: (tf, { a }) => tf.logicalNot(tf.greater(a, 0.5)) },
  {
    kernel: "LogicalOr",
    call: (tf, { a, b }) => tf.logicalOr(tf.greater(a, 0.5), tf.greater(b, 0.5)),
  },
  { kernel: "Max", call: (tf, { a }) => tf.max(a, 1, true) },
  { kernel: "MaxPool", call: (tf, { images }) => tf.maxPool(as4D(tf, images), 3, 2, "same") },
  {
    kernel: "MaxPoolGrad",
    call: (tf, { images: input, halved: dy }) =>
      tf
        .engine()
        .runKernel(
          "MaxPoolGrad",
          { dy, input, output: tf.maxPool(as4D(tf, input), 2, 2, "valid") },
          { ...HALVING, pad: "valid" },
        ),
  },
  { kernel: "Maximum", call: (tf, { a, row }) => tf.maximum(a, row) },
  { kernel: "Mean", call: (tf, { a }) => tf.mean(a, -1) },
  { kernel: "Mean", name: "over all", call: (tf, { a }) => tf.mean(a) },
  { kernel: "Min", call: (tf, { a }) => tf.min(a, 0) },
  { kernel: "Minimum", call: (tf, { a, b }) => tf.minimum(a, b) },
  { kernel: "Multiply", call: (tf, { a, row }) => tf.mul(a, row) },
  { kernel: "Neg", call: (tf, { a }) => tf.neg(a) },
  { kernel: "NotEqual", call: (tf, { a, b }) => tf.notEqual(a, b) },
  { kernel: "OnesLike", call: (tf, { a }) => tf.onesLike(a) },
  { kernel: "Pack", call: (tf, { a, b }) => tf.stack([a, b], 1) },
  {
    kernel: "PadV2",
    call: (tf, { a }) =>
      tf.pad(
        a,
        [
          [1, 0],
          [0, 2],
        ],
        0.5,
      ),
  },
  { kernel: "Pow", call: (tf, { a, b }) => tf.pow(a, b) },
  { kernel: "Prelu", call: (tf, { a, row }) => tf.prelu(tf.sub(a, 0.5), row) },
  { kernel: "RealDiv", call: (tf, { a, row }) => tf.div(a, row) },
  { kernel: "Reciprocal", call: (tf, { a }) => tf.reciprocal(a) },
  { kernel: "Relu", call: (tf, { a }) => tf.relu(tf.sub(a, 0.5)) },
  { kernel: "Reshape", call: (tf, { a }) => tf.reshape(a, [3, -1]) },
  {
    kernel: "ResizeBilinear",
    call: (tf, { images }) => tf.image.resizeBilinear(as4D(tf, images), [7, 9], false, true),
  },
  {
    kernel: "ResizeBilinear",
    name: "whole pixels",
    call: (tf, { images }) => tf.image.resizeBilinear(as4D(tf, images), [8, 9]),
  },
  {
    kernel: "ResizeBilinearGrad",
    name: "of square images: tfjs's cpu kernel swaps height and width",
    call: (tf, { halved, images }) =>
      tf.engine().runKernel(
        "ResizeBilinearGrad",
        {
          dy: tf.slice(images, [0, 0, 0, 0], [1, 4, 4, 2]),
          images: tf.slice(halved, [0, 0, 0, 0], [1, 2, 2, 2]),
        },
        { alignCorners: false },
      ),
  },
  {
    kernel: "ResizeNearestNeighbor",
    call: (tf, { images }) =>
      tf.image.resizeNearestNeighbor(as4D(tf, images), [8, 18], false, true),
  },
  {
    kernel: "ResizeNearestNeighborGrad",
    call: (tf, { halved, images: dy }) =>
      tf
        .engine()
        .runKernel("ResizeNearestNeighborGrad", { images: halved, dy }, { alignCorners: false }),
  },
  { kernel: "Rsqrt", call: (tf, { a }) => tf.rsqrt(a) },
  { kernel: "Select", call: (tf, { a, b }) => tf.where(tf.greater(a, b), a, b) },
  { kernel: "Selu", call: (tf, { a }) => tf.selu(tf.sub(a, 0.5)) },
  { kernel: "Sigmoid", call: (tf, { a }) => tf.sigmoid(a) },
  { kernel: "Sign", call: (tf, { a }) => tf.sign(tf.sub(a, 0.5)) },
  { kernel: "Slice", call: (tf, { a }) => tf.slice(a, [0, 1], [-1, 2]) },
  { kernel: "Softmax", call: (tf, { a }) => tf.softmax(a) },
  { kernel: "Exp", name: "in logSoftmax", call: (tf, { a }) => tf.logSoftmax(a) },
  {
    kernel: "StridedSlice",
    name: "with masks",
    call: (tf, { a }) => tf.stridedSlice(a, [1, -2], [2, 9], [1, 1], 0, 2, 0, 0, 1),
  },
  { kernel: "Softplus", call: (tf, { a }) => tf.softplus(a) },
  { kernel: "SplitV", call: (tf, { a }) => tf.split(a, [1, -1], 1) },
  { kernel: "SplitV", name: "into equal parts", call: (tf, { a }) => tf.split(a, 3, 1) },
  { kernel: "Sqrt", call: (tf, { a }) => tf.sqrt(a) },
  { kernel: "Square", call: (tf, { a }) => tf.square(a) },
  { kernel: "SquaredDifference", call: (tf, { a, b }) => tf.squaredDifference(a, b) },
  { kernel: "Step", call: (tf, { a }) => tf.step(tf.sub(a, 0.5)) },
  { kernel: "StridedSlice", call: (tf, { a }) => tf.stridedSlice(a, [0, 1], [2, 3]) },
  { kernel: "Sub", call: (tf, { a, row }) => tf.sub(a, row) },
  { kernel: "Sum", call: (tf, { a }) => tf.sum(a, 0) },
  { kernel: "Sum", name: "of booleans", call: (tf, { a }) => tf.sum(tf.greater(a, 0.5)) },
  { kernel: "Tanh", call: (tf, { a }) => tf.tanh(a) },
  { kernel: "Tile", call: (tf, { a }) => tf.tile(a, [2, 1]) },
  { kernel: "Tile", name: "broadcastTo", call: (tf, { row }) => tf.broadcastTo(row, [2, 3]) },
  { kernel: "Transpose", call: (tf, { a }) => tf.transpose(a) },
  { kernel: "Unpack", call: (tf, { a }) => tf.unstack(a, 1) },
  { kernel: "ZerosLike", call: (tf, { a }) => tf.zerosLike(a) },
];

const HALVING = { filterSize: [2, 2], strides: [2, 2] };

const as4D = (tf: typeof tfjs, x: tfjs.Tensor): tfjs.Tensor4D => {
  const [n = 1, height = 1, width = 1, channels = 1] = x.shape;
  return tf.reshape(x, [n, height, width, channels]);
};
