/** x·kernel + bias over the last dimension. */
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf, SampleShape } from "./layer.ts";

export const dense: LayerModule<LayerSpecOf<"dense">> = {
  kind: "dense",
  outputShape: ({ units }, input) => [...leading(input), units],
  variables: ({ units, bias, initializer, biasInitializer }, input) => [
    { name: "kernel", shape: [lastOf(input), units], role: "trainable", initializer },
    ...(bias
      ? [
          {
            name: "bias",
            shape: [units],
            role: "trainable",
            initializer: biasInitializer,
          } as const,
        ]
      : []),
  ],
  apply: (tf, { units, bias }, x, { variable }) => {
    const product = multiply(tf, x, variable("kernel"), units);
    return bias ? tf.add(product, variable("bias")) : product;
  },
};

/** x [batch, …, n] · kernel [n, units] → [batch, …, units]. */
function multiply(tf: TensorLibrary, x: Tensor, kernel: Tensor, units: number): Tensor {
  if (x.rank === 2) return tf.matMul(x, kernel);
  const rows = tf.reshape(x, [-1, lastOf(x.shape)]);
  return tf.reshape(tf.matMul(rows, kernel), [...leading(x.shape), units]);
}

const leading = (shape: SampleShape): SampleShape => shape.slice(0, -1);

function lastOf(shape: SampleShape): number {
  const last = shape.at(-1);
  if (last === undefined) throw new LayerShapeError("Expected an input of at least one dimension");
  return last;
}
