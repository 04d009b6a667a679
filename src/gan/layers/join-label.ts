/**
 * Appends the samples' mapped labels to the last dimension: [batch, …, n] → [batch, …, n + size]; every pixel of an image
 * gets the same `size` further channels. The network's label map is one learned matrix, [classes, size], for all places
 * where the network joins labels; a bias would be one number too many for each, because every label has exactly one row.
 *
 * Source: Mirza and Osindero, arXiv:1411.1784; Mao et al., arXiv:1611.04076, sec. 3.3.
 */
import type { Tensor } from "../../program/tensor-library.ts";
import { LayerShapeError } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";

export const joinLabel: LayerModule<LayerSpecOf<"join-label">> = {
  kind: "join-label",
  outputShape: ({ size }, input) => {
    const features = input.at(-1);
    if (features !== undefined) return [...input.slice(0, -1), features + size];
    throw new LayerShapeError("Expected an input of at least one dimension");
  },
  apply: (tf, { size }, x, { mappedLabels }): Tensor => {
    if (mappedLabels === undefined) throw new Error("Expected a network with a label map");
    const mapped = mappedLabels();
    const [batch = 0, ...sample] = x.shape;
    if (mapped.shape[0] !== batch) {
      throw new LayerShapeError(
        `Expected a sample for each of ${mapped.shape[0]} labels, got ${batch}`,
        "join labels before samples are packed",
      );
    }
    const ones = sample.slice(0, -1).map(() => 1);
    const pixel = tf.reshape(mapped, [batch, ...ones, size]);
    return tf.concat([x, tf.broadcastTo(pixel, [...x.shape.slice(0, -1), size])], x.rank - 1);
  },
};
