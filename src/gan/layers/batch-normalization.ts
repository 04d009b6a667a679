/**
 * gamma·(x − mean)/√(variance + epsilon) + beta, for each feature of the last dimension.
 *
 * Training mode: mean and variance of the batch over all other dimensions (variance divided by n, as Keras has it), and
 * moving ← moving·momentum + batch's·(1 − momentum). Inference mode: the moving statistics.
 *
 * Source: Ioffe and Szegedy, arXiv:1502.03167; Keras BatchNormalization.
 */
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import { LayerShapeError } from "./layer.ts";
import type { LayerContext, LayerModule, LayerSpecOf } from "./layer.ts";

type Spec = LayerSpecOf<"batch-normalization">;

export const batchNormalization: LayerModule<Spec> = {
  kind: "batch-normalization",
  outputShape: (_, input) => {
    if (input.length === 0)
      throw new LayerShapeError("Expected an input of at least one dimension");
    return input;
  },
  variables: (_, input) => {
    const shape = input.slice(-1);
    return [
      { name: "gamma", shape, role: "trainable", initializer: { kind: "ones" } },
      { name: "beta", shape, role: "trainable", initializer: { kind: "zeros" } },
      { name: "moving-mean", shape, role: "statistic", initializer: { kind: "zeros" } },
      { name: "moving-variance", shape, role: "statistic", initializer: { kind: "ones" } },
    ];
  },
  apply: (tf, spec, x, context) =>
    context.mode === "training"
      ? normalizeByBatch(tf, spec, x, context)
      : normalizeByMoving(tf, spec, x, context),
  couplesSamples: () => true,
  removesShift: true,
};

function normalizeByBatch(tf: TensorLibrary, spec: Spec, x: Tensor, context: LayerContext): Tensor {
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const mean = tf.mean(x, axes);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), axes);
  const move = (name: string, batch: Tensor): void => {
    const moving = context.variable(name);
    // Keeps the share of the old value, so a momentum of 1 never moves and of 0 forgets.
    const kept = tf.mul(moving, spec.momentum);
    context.moveStatistic(name, tf.add(kept, tf.mul(batch, 1 - spec.momentum)));
  };
  move("moving-mean", mean);
  move("moving-variance", variance);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, spec.epsilon)), context.variable("gamma"));
  return tf.add(tf.mul(centred, scale), context.variable("beta"));
}

function normalizeByMoving(
  tf: TensorLibrary,
  { epsilon }: Spec,
  x: Tensor,
  { variable }: LayerContext,
): Tensor {
  const deviation = tf.rsqrt(tf.add(variable("moving-variance"), epsilon));
  const scale = tf.mul(deviation, variable("gamma"));
  const shift = tf.sub(variable("beta"), tf.mul(variable("moving-mean"), scale));
  return tf.add(tf.mul(x, scale), shift);
}
