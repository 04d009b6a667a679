/** From x and a gradient for each window: each goes to where its window's maximum lies in x. Linear in the gradient. */
import { pair } from "../families/convolution.ts";
import {
  dataFromNhwc,
  dataToNhwc,
  imageShape,
  imageSizes,
  onnxChannelsFirst,
  onnxInLayout,
  tensorflowInLayout,
  tensorflowToNhwc,
  tensorFromNhwc,
  tensorToNhwc,
} from "../families/image.ts";
import {
  checkPooled,
  marginedImages,
  maxPositions,
  onnxMaxPositions,
  tensorflowMargined,
} from "../families/max-positions.ts";
import { recordedPool, tensorflowWindows } from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { floatNode, INT32 } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { sizeOf } from "../program.ts";
import { at } from "../shapes.ts";
import type { Tensor } from "../tensor-library.ts";

export const maxPoolGradient: OperationDefinition<PoolAttributes> = {
  kind: "max-pool-gradient",
  kernels: {
    MaxPoolGrad: (call) => {
      const x = call.input("input");
      const attributes = recordedPool(call, call.ops.shapeOf(x));
      return call.ops.emit("max-pool-gradient", [x, call.input("dy")], attributes);
    },
  },
  infer: (inputs, attributes) => {
    const { shape } = at(inputs, 0);
    checkPooled(at(inputs, 1).shape, shape, attributes);
    return { shape, dtype: "float32" };
  },
  gradient: ({ ops, inputs, attributes, dy }) => [
    null,
    () => ops.emit("max-pool-select", [at(inputs, 0), dy], attributes),
  ],
  evaluate: ({ inputs, attributes: attributes }) => {
    const [x, dy] = [at(inputs, 0), at(inputs, 1)];
    const { layout } = attributes;
    const sizes = imageSizes(x.type.shape, layout);
    const positions = maxPositions(dataToNhwc(x.data, x.type.shape, layout), sizes, attributes);
    const gradients = dataToNhwc(dy.data, dy.type.shape, layout);
    const out = new Float64Array(x.data.length);
    positions.forEach((position, i) => {
      out[position] = (out[position] ?? NaN) + (gradients[i] ?? NaN);
    });
    return dataFromNhwc(out, sizes, layout);
  },
  toOnnx: (onnx, { inputs, types, attributes }) => {
    const { layout } = attributes;
    const [x, dy] = [at(types, 0).shape, at(types, 1).shape];
    const sizes = imageSizes(x, layout);
    const flat = (name: string): string =>
      onnx.node({ op: "Reshape", inputs: [name, onnx.integers([-1])] });
    const images = onnxChannelsFirst(onnx, at(inputs, 0), { shape: x, layout });
    const gradients = onnxChannelsFirst(onnx, at(inputs, 1), { shape: dy, layout });
    const zeros = onnx.node({ op: "Expand", inputs: [onnx.scalar(0), onnx.integers([sizeOf(x)])] });
    const scattered = onnx.node({
      op: "ScatterElements",
      inputs: [zeros, flat(onnxMaxPositions(onnx, images, attributes)), flat(gradients)],
      attributes: { axis: { int: 0 }, reduction: { string: "add" } },
    });
    const shape = onnx.integers([sizes.count, sizes.channels, sizes.height, sizes.width]);
    return onnxInLayout(onnx, { op: "Reshape", inputs: [scattered, shape] }, { sizes, layout });
  },
  toTensorflow: (graph, { inputs, types, attributes }) => {
    const { layout, padding } = attributes;
    const { shape } = at(types, 0);
    const x = tensorflowMargined(graph, at(inputs, 0), { attributes });
    const y = graph.node(floatNode("MaxPool", [x], tensorflowWindows(attributes)));
    const dy = tensorflowToNhwc(graph, at(inputs, 1), layout);
    const whole = floatNode("MaxPoolGrad", [x, y, dy], tensorflowWindows(attributes));
    if (padding.every((margin) => margin === 0)) return tensorflowInLayout(graph, whole, layout);
    const sizes = imageShape(imageSizes(shape, layout), "NHWC");
    const begin = [0, at(padding, 0), at(padding, 2), 0];
    const inner = floatNode(
      "Slice",
      [graph.node(whole), graph.integers(begin), graph.integers(sizes)],
      { Index: INT32 },
    );
    return tensorflowInLayout(graph, inner, layout);
  },
  toTensor: (tf, { inputs, attributes }) => {
    const { window, strides, padding, layout } = attributes;
    const x = tensorToNhwc(tf, at(inputs, 0), layout);
    const dy = tensorToNhwc(tf, at(inputs, 1), layout);
    const input = marginedImages(tf, x, attributes);
    const output = tf.maxPool(input, pair(window), pair(strides), "valid");
    const whole: Tensor = tf
      .engine()
      .runKernel(
        "MaxPoolGrad",
        { dy, input, output },
        { filterSize: pair(window), strides: pair(strides), pad: "valid" },
      );
    const inner = tf.slice(whole, [0, at(padding, 0), at(padding, 2), 0], x.shape);
    return tensorFromNhwc(tf, inner, layout);
  },
};
