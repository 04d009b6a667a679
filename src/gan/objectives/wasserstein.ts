/**
 * The Wasserstein GAN:
 *
 *     D: mean(D(G(z))) − mean(D(x))
 *     G: −mean(D(G(z)))
 *
 * D is linear, [batchSize, 1]; a gradient penalty or a weight limit keeps it from growing without end.
 *
 * Source: Arjovsky et al., arXiv:1701.07875; with a penalty Gulrajani et al., arXiv:1704.00028.
 */
import type { Objective, ObjectiveSpecOf } from "./objective.ts";

export const wasserstein: Objective<ObjectiveSpecOf<"wasserstein">> = {
  kind: "wasserstein",
  gradientPenalty: (spec) => spec.gradientPenalty,
  discriminatorLoss: (tf, _, { real, fake }) => ({
    real: tf.neg(tf.mean(real)),
    fake: tf.mean(fake),
  }),
  generatorLoss: (tf, _, fake) => tf.neg(tf.mean(fake)),
};
