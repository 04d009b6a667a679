/** Maximum of each window; what the padding adds never wins. */
import { pair } from "../families/convolution.ts";
import {
  dataFromNhwc,
  dataToNhwc,
  imageShape,
  imageSizes,
  onnxChannelsFirst,
  onnxInLayout,
  tensorflowInLayout,
  tensorFromNhwc,
  tensorToNhwc,
} from "../families/image.ts";
import {
  marginedImages,
  maxPositions,
  pooledSizes,
  tensorflowMargined,
} from "../families/max-positions.ts";
import { onnxPoolAttributes, recordedPool, tensorflowWindows } from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { floatNode } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition } from "../operation.ts";
import { at } from "../shapes.ts";

export const maxPool: OperationDefinition<PoolAttributes> = {
  kind: "max-pool",
  kernels: {
    MaxPool: (call) => {
      const x = call.input("x");
      return call.ops.emit("max-pool", [x], recordedPool(call, call.ops.shapeOf(x)));
    },
  },
  infer: (inputs, attributes) => ({
    shape: imageShape(pooledSizes(at(inputs, 0).shape, attributes), attributes.layout),
    dtype: "float32",
  }),
  gradient: ({ ops, inputs, attributes, dy }) => [
    () => ops.emit("max-pool-gradient", [at(inputs, 0), dy], attributes),
  ],
  evaluate: ({ inputs, attributes }) => {
    const { type, data } = at(inputs, 0);
    const images = dataToNhwc(data, type.shape, attributes.layout);
    const positions = maxPositions(images, imageSizes(type.shape, attributes.layout), attributes);
    const largest = Float64Array.from(positions, (position) => images[position] ?? NaN);
    return dataFromNhwc(largest, pooledSizes(type.shape, attributes), attributes.layout);
  },
  toOnnx: (onnx, { inputs, types, attributes }) => {
    const { shape } = at(types, 0);
    const { layout } = attributes;
    const x = onnxChannelsFirst(onnx, at(inputs, 0), { shape, layout });
    const node = { op: "MaxPool", inputs: [x], attributes: onnxPoolAttributes(attributes) };
    return onnxInLayout(onnx, node, { sizes: pooledSizes(shape, attributes), layout });
  },
  toTensorflow: (graph, { inputs, attributes }) => {
    const x = tensorflowMargined(graph, at(inputs, 0), { attributes });
    const y = floatNode("MaxPool", [x], tensorflowWindows(attributes));
    return tensorflowInLayout(graph, y, attributes.layout);
  },
  toTensor: (tf, { inputs, attributes }) => {
    const { window, strides, layout } = attributes;
    const images = marginedImages(tf, tensorToNhwc(tf, at(inputs, 0), layout), attributes);
    return tensorFromNhwc(tf, tf.maxPool(images, pair(window), pair(strides), "valid"), layout);
  },
};
