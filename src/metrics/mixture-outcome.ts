/**
 * How a run on a mixture ended, by rules fixed before it began. A sample is near a mode within a radius of 0.2, twenty
 * standard deviations of the paper's ring: what a person would see as eight dots.
 *
 *     off-target = 1 where fewer than 20 % of the samples are near any mode
 *     collapsed  = 1 where at least 80 % of the samples are nearest to at most two modes
 *     covered    = 1 where every mode has at least 0.8 % of the samples near it (20 of 2,500), and it is not off target
 *     near-share = share of the samples near a mode
 *
 * The first three are 0 or 1 for one run, and shares over seeds. A run may be none of them, or collapsed and off target.
 * Without the condition on being on target, uniform noise in a square about the ring would count as covered.
 */
import type { Mixture } from "../data/dataset.ts";
import type { Metric } from "./metric.ts";
import { countNearModes, mixtureOf } from "./nearest-mode.ts";
import { unsuitedToMixtures } from "./suitability.ts";

export const OUTCOME_RULES = {
  radius: 0.2,
  coveredShare: 20 / 2500,
  collapsedModes: 2,
  collapsedShare: 0.8,
  offTargetShare: 0.2,
} as const;

export const mixtureOutcome: Metric = {
  kind: "mixture-outcome",
  unsuited(dataset) {
    const reason = unsuitedToMixtures(dataset);
    if (reason !== null || dataset.mixture === null) return reason;
    const distance = smallestDistance(dataset.mixture);
    return distance < 2 * OUTCOME_RULES.radius
      ? `its rules take ${String(OUTCOME_RULES.radius)} around a mode, and modes ${distance.toPrecision(3)} apart would share samples`
      : null;
  },
  values: [
    { tag: "covered", minimum: 0, maximum: 1, better: "higher", type: "share" },
    { tag: "collapsed", minimum: 0, maximum: 1, better: "lower", type: "share" },
    { tag: "off-target", minimum: 0, maximum: 1, better: "lower", type: "share" },
    { tag: "near-share", minimum: 0, maximum: 1, better: "higher", type: "share" },
  ],
  evaluate(samples, dataset) {
    const mixture = mixtureOf(dataset);
    const n = samples.length / 2;
    const near = countNearModes(samples, mixture, OUTCOME_RULES.radius / mixture.standardDeviation);
    const nearest = countNearModes(samples, mixture, Infinity);
    const share = sumOf(near) / n;
    const most =
      sumOf(nearest.toSorted((a, b) => b - a).slice(0, OUTCOME_RULES.collapsedModes)) / n;
    const offTarget = share < OUTCOME_RULES.offTargetShare;
    const everywhere = near.every((count) => count >= OUTCOME_RULES.coveredShare * n);
    // A mixture of one or two modes cannot collapse onto two.
    const canCollapse = nearest.length > OUTCOME_RULES.collapsedModes;
    return {
      covered: everywhere && !offTarget ? 1 : 0,
      collapsed: canCollapse && most >= OUTCOME_RULES.collapsedShare ? 1 : 0,
      "off-target": offTarget ? 1 : 0,
      "near-share": share,
    };
  },
};

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);

function smallestDistance({ means, weights }: Mixture): number {
  let smallest = Infinity;
  for (let i = 1; i < weights.length; i++) {
    for (let j = 0; j < i; j++) {
      const x = (means[2 * i] ?? 0) - (means[2 * j] ?? 0);
      const y = (means[2 * i + 1] ?? 0) - (means[2 * j + 1] ?? 0);
      smallest = Math.min(smallest, Math.sqrt(x * x + y * y));
    }
  }
  return smallest;
}
