/**
 * Appends one feature, the same number for the whole batch: the mean over all features of √(variance + epsilon) of the
 * batch. It shows D how much its samples vary.
 *
 * Source: Karras et al., arXiv:1710.10196, sec. 3, with the whole batch as one group.
 */
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const minibatchStddev: LayerModule<LayerSpecOf<"minibatch-stddev">> = {
  kind: "minibatch-stddev",
  outputShape: (_, input) => {
    const features = input.at(-1);
    if (features === undefined)
      throw new LayerShapeError("Expected an input of at least one dimension");
    return [...input.slice(0, -1), features + 1];
  },
  apply: (tf, { epsilon }, x) => {
    const centred = tf.sub(x, tf.mean(x, 0, true));
    const variance = tf.mean(tf.square(centred), 0, true);
    const variation = tf.mean(tf.sqrt(tf.add(variance, epsilon)));
    const feature = [...x.shape.slice(0, -1), 1];
    return tf.concat([x, tf.broadcastTo(variation, feature)], x.rank - 1);
  },
  couplesSamples: () => true,
};
