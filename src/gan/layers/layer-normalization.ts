/**
 * gamma·(x − mean)/√(variance + epsilon) + beta with mean and variance of each sample by itself, so a batch couples
 * nothing. over features: of the last dimension (Keras). over sample: of all numbers of a sample (WGAN-GP's code). gamma
 * and beta are one number for each feature of the last dimension.
 *
 * Source: Ba, Kiros, Hinton, arXiv:1607.06450; Gulrajani et al., arXiv:1704.00028, sec. 4.
 */
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const layerNormalization: LayerModule<LayerSpecOf<"layer-normalization">> = {
  kind: "layer-normalization",
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
    ];
  },
  apply: (tf, { over, epsilon }, x, { variable }) => {
    const axes = over === "features" ? [x.rank - 1] : x.shape.slice(1).map((_, index) => index + 1);
    const centred = tf.sub(x, tf.mean(x, axes, true));
    const variance = tf.mean(tf.square(centred), axes, true);
    const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normal, variable("gamma")), variable("beta"));
  },
};
