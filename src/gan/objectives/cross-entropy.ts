/**
 * The regular GAN with the non-saturating generator loss, from D's linear output s (D = sigmoid(s)):
 *
 *     D: mean(−log D(x)) + mean(−log(1 − D(G(z)))) = mean(softplus(−s_real)) + mean(softplus(s_fake))
 *     G: mean(−log D(G(z))) = mean(softplus(−s_fake))
 *
 * softplus(s) = log(1 + eˢ) is finite for every finite s. `reduction: sum` has sums over the batch.
 *
 * Source: Goodfellow et al., arXiv:1406.2661, sec. 3.
 */
import { reduce } from "./objective.ts";
import type { Objective, ObjectiveSpecOf } from "./objective.ts";

export const crossEntropy: Objective<ObjectiveSpecOf<"cross-entropy">> = {
  kind: "cross-entropy",
  discriminatorLoss: (tf, { reduction }, { real, fake }) => ({
    real: reduce(tf, reduction, tf.softplus(tf.neg(real))),
    fake: reduce(tf, reduction, tf.softplus(fake)),
  }),
  generatorLoss: (tf, { reduction }, fake) => reduce(tf, reduction, tf.softplus(tf.neg(fake))),
};
