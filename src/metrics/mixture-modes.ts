/**
 * Modes captured: modes that are nearest to at least one high-quality sample (one within 3σ of its nearest mode), and to
 * at least twenty. One stray sample counts a mode in the published definition, which is why the second number is given.
 *
 * Source: Srivastava et al. (VEEGAN), arXiv:1705.07761: 2,500 samples, 3 standard deviations.
 */
import type { Metric } from "./metric.ts";
import { countNearModes, HIGH_QUALITY_DEVIATIONS, mixtureOf } from "./nearest-mode.ts";
import { unsuitedToMixtures } from "./suitability.ts";

const OFTEN = 20;

export const mixtureModes: Metric = {
  kind: "mixture-modes",
  unsuited: unsuitedToMixtures,
  values: ["modes", "modes-20"].map((tag) => ({
    tag,
    minimum: 0,
    maximum: ({ mixture }) => mixture?.weights.length ?? Infinity,
    better: "higher",
    type: "count",
  })),
  evaluate(samples, dataset) {
    const counts = countNearModes(samples, mixtureOf(dataset), HIGH_QUALITY_DEVIATIONS);
    return {
      modes: counts.filter((count) => count >= 1).length,
      "modes-20": counts.filter((count) => count >= OFTEN).length,
    };
  },
};
