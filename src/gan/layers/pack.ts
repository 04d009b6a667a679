/**
 * PacGAN's packing: every `count` samples that follow each other in a batch become one, their last dimensions joined. D
 * then judges them together: [batch, …, n] → [batch/count, …, count·n].
 *
 * Source: Lin et al., arXiv:1712.04086, sec. 2.
 */
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const pack: LayerModule<LayerSpecOf<"pack">> = {
  kind: "pack",
  outputShape: ({ count }, input) => {
    const features = input.at(-1);
    if (features !== undefined) return [...input.slice(0, -1), count * features];
    throw new LayerShapeError("Expected an input of at least one dimension");
  },
  apply: (tf, { count }, x) => {
    const [batch = 0, ...sample] = x.shape;
    if (batch % count !== 0) {
      throw new LayerShapeError(
        `Expected a batch that is a multiple of ${count} where ${count} samples are packed, got ${batch}`,
        "choose training.batchSize accordingly",
      );
    }
    const groups = batch / count;
    // [groups, count, …sample] → [groups, …, count, n] → [groups, …, count·n]
    const grouped = tf.reshape(x, [groups, count, ...sample]);
    const leading = sample.slice(0, -1).map((_, index) => index + 2);
    const joined = tf.transpose(grouped, [0, ...leading, 1, sample.length + 1]);
    return tf.reshape(joined, [groups, ...sample.slice(0, -1), count * (sample.at(-1) ?? 1)]);
  },
  couplesSamples: () => true,
  packs: ({ count }) => count,
};
