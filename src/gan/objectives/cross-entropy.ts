/**
 * The regular GAN with the non-saturating generator loss, from D's linear output s (D = sigmoid(s)):
 *
 *     D: mean(−log D(x)) + mean(−log(1 − D(G(z)))) = mean(softplus(−s_real)) + mean(softplus(s_fake))
 *     G: mean(−log D(G(z))) = mean(softplus(−s_fake))
 *
 * With `realSmoothing` ε, D's loss on reals is mean(−(1 − ε)·log D(x) − ε·log(1 − D(x))) (Salimans et al.,
 * arXiv:1606.03498, sec. 3.4).
 *
 * softplus(s) = log(1 + eˢ) is finite for every finite s. `reduction: sum` has sums over the batch.
 *
 * Source: Goodfellow et al., arXiv:1406.2661, sec. 3.
 */
import { reduce } from "./objective.ts";
import type { Objective, ObjectiveSpecOf } from "./objective.ts";

export const crossEntropy: Objective<ObjectiveSpecOf<"cross-entropy">> = {
  kind: "cross-entropy",
  gradientPenalty: (spec) => spec.gradientPenalty,
  discriminatorLoss: (tf, { reduction, realSmoothing }, { real, fake }) => ({
    // softplus(s) = softplus(−s) + s, so both terms together are softplus(−s) + ε·s.
    real: reduce(
      tf,
      reduction,
      realSmoothing === 0
        ? tf.softplus(tf.neg(real))
        : tf.add(tf.softplus(tf.neg(real)), tf.mul(real, realSmoothing)),
    ),
    fake: reduce(tf, reduction, tf.softplus(fake)),
  }),
  generatorLoss: (tf, { reduction }, fake) => reduce(tf, reduction, tf.softplus(tf.neg(fake))),
};
