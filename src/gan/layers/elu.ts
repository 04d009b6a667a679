/** x where x > 0, alpha·(eˣ − 1) elsewhere. */
import { activation } from "./activation.ts";
import type { LayerSpecOf } from "./layer.ts";

export const elu = activation<LayerSpecOf<"elu">>("elu", (tf, x, { alpha }) => {
  if (alpha === 1) return tf.elu(x);
  // The exponential never sees a positive number, where it could overflow and 0·∞ is no number.
  const below = tf.mul(tf.expm1(tf.minimum(x, 0)), alpha);
  return tf.where(tf.greater(x, 0), x, below);
});
