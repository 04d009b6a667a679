/**
 * Reverse KL: KL(shares of the modes among high-quality samples ‖ true weights of the modes), in nats.
 *
 * 0 is perfect; a single mode of 8 equal ones gives ln 8 = 2.079. The true weights are those of the data, so a ring whose
 * top mode is doubled has 2/9 there: against equal weights a perfect sampler of it would score 0.0363, not 0.
 * Without any high-quality sample there are no shares: the value is then the largest possible, −ln(smallest weight).
 *
 * Source: Lin et al. (PacGAN), arXiv:1712.04086, whose target is uniform.
 */
import type { Mixture } from "../data/dataset.ts";
import { klFromCounts } from "./divergence.ts";
import type { Metric } from "./metric.ts";
import { countNearModes, HIGH_QUALITY_DEVIATIONS, mixtureOf } from "./nearest-mode.ts";
import { unsuitedToMixtures } from "./suitability.ts";

export const reverseKl: Metric = {
  kind: "reverse-kl",
  unsuited: unsuitedToMixtures,
  values: [
    {
      tag: "reverse-kl",
      minimum: 0,
      maximum: ({ mixture }) => (mixture === null ? Infinity : largestKl(mixture)),
      better: "lower",
      type: "real",
    },
  ],
  evaluate(samples, dataset) {
    const mixture = mixtureOf(dataset);
    const counts = countNearModes(samples, mixture, HIGH_QUALITY_DEVIATIONS);
    const none = counts.every((count) => count === 0);
    return { "reverse-kl": none ? largestKl(mixture) : klFromCounts(counts, mixture.weights) };
  },
};

function largestKl({ weights }: Mixture): number {
  return -Math.log(Math.min(...weights));
}
