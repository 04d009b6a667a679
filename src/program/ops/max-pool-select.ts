/**
 * From x and a value for each of its elements: for each window, the value where the window's maximum lies in x. The adjoint
 * of max-pool-gradient in its gradient, and so the second order of max pooling.
 */
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
  onnxMaxPositions,
  pooledSizes,
  tensorflowMargined,
} from "../families/max-positions.ts";
import { tensorflowWindows } from "../families/pooling.ts";
import type { PoolAttributes } from "../families/pooling.ts";
import { floatNode, INT32 } from "../families/tensorflow-nodes.ts";
import type { OperationDefinition, TensorflowNode } from "../operation.ts";
import { at, sameShape } from "../shapes.ts";

export const maxPoolSelect: OperationDefinition<PoolAttributes> = {
  kind: "max-pool-select",
  kernels: {}, // Only gradients make it.
  infer: (inputs, attributes) => {
    const [x, values] = [at(inputs, 0).shape, at(inputs, 1).shape];
    if (!sameShape(x, values)) throw new Error(`Expected values of shape [${x.join(", ")}]`);
    return { shape: imageShape(pooledSizes(x, attributes), attributes.layout), dtype: "float32" };
  },
  gradient: ({ ops, inputs, attributes, dy }) => [
    null,
    () => ops.emit("max-pool-gradient", [at(inputs, 0), dy], attributes),
  ],
  evaluate: ({ inputs, attributes }) => {
    const [x, values] = [at(inputs, 0), at(inputs, 1)];
    const { layout } = attributes;
    const { shape } = x.type;
    const images = dataToNhwc(x.data, shape, layout);
    const positions = maxPositions(images, imageSizes(shape, layout), attributes);
    const from = dataToNhwc(values.data, shape, layout);
    const selected = Float64Array.from(positions, (position) => from[position] ?? NaN);
    return dataFromNhwc(selected, pooledSizes(shape, attributes), layout);
  },
  toOnnx: (onnx, { inputs, types, attributes }) => {
    const { layout } = attributes;
    const { shape } = at(types, 0);
    const images = onnxChannelsFirst(onnx, at(inputs, 0), { shape, layout });
    const values = onnxChannelsFirst(onnx, at(inputs, 1), { shape, layout });
    const flat = onnx.node({ op: "Reshape", inputs: [values, onnx.integers([-1])] });
    const positions = onnxMaxPositions(onnx, images, attributes);
    const node = { op: "Gather", inputs: [flat, positions], attributes: { axis: { int: 0 } } };
    return onnxInLayout(onnx, node, { sizes: pooledSizes(shape, attributes), layout });
  },
  toTensorflow: (graph, { inputs, attributes }) => {
    const { layout } = attributes;
    const x = tensorflowMargined(graph, at(inputs, 0), { attributes });
    const values = tensorflowMargined(graph, at(inputs, 1), { attributes, value: 0 });
    const positions = graph.node({
      ...floatNode("MaxPoolWithArgmax", [x], {
        ...tensorflowWindows(attributes),
        Targmax: { type: "int64" },
        include_batch_in_index: { bool: true },
      }),
      output: 1,
    });
    const flat = graph.node(
      floatNode("Reshape", [values, graph.integers([-1])], { Tshape: INT32 }),
    );
    const selected: TensorflowNode = {
      op: "GatherV2",
      inputs: [flat, positions, graph.integers([0], [])],
      attributes: {
        Tparams: { type: "float32" },
        Tindices: { type: "int64" },
        Taxis: INT32,
      },
    };
    return tensorflowInLayout(graph, selected, layout);
  },
  toTensor: (tf, { inputs, attributes }) => {
    const { window, strides, layout } = attributes;
    const images = marginedImages(tf, tensorToNhwc(tf, at(inputs, 0), layout), attributes);
    const values = marginedImages(tf, tensorToNhwc(tf, at(inputs, 1), layout), attributes, 0);
    const { indexes } = tf.maxPoolWithArgmax(images, pair(window), pair(strides), "valid", true);
    if (indexes === undefined) throw new Error("Expected positions");
    const flat = tf.reshape(values, [-1]);
    return tensorFromNhwc(tf, tf.gather(flat, tf.cast(indexes, "int32")), layout);
  },
};
