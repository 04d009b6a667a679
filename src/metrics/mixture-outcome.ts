/**
 * How a run on a mixture ended, by rules fixed before it began. A sample is near a mode within a radius of 0.2, twenty
 * standard deviations of the paper's ring (radius 1): what a person would see as eight dots. The rules are made for rings of
 * that size; where modes are less than 0.4 apart a sample counts for its nearest.
 *
 *     off-target = 1 where fewer than 20 % of the samples are near any mode
 *     collapsed  = 1 where at least 80 % of the samples are nearest to at most two modes
 *     covered    = 1 where every mode has at least 0.8 % of the samples near it (20 of 2,500), and at least 30 % of the
 *                  samples are near any mode
 *     near-share = share of the samples near a mode
 *
 * The first three are 0 or 1 for one run, and shares over seeds. A run may be none of them, or collapsed and off target.
 * The published rule of `covered` asks for the 20 of 2,500 alone, which uniform noise in a square about the ring meets: 19 %
 * of it is near some mode. Of 500 such samples more than 20 % are near in every fourth draw, more than 30 % never.
 */
import type { Metric } from "./metric.ts";
import { countNearModes, mixtureOf } from "./nearest-mode.ts";
import { unsuitedToMixtures } from "./suitability.ts";

export const OUTCOME_RULES = {
  radius: 0.2,
  coveredShare: 20 / 2500,
  coveredNearShare: 0.3,
  collapsedModes: 2,
  collapsedShare: 0.8,
  offTargetShare: 0.2,
} as const;

export const mixtureOutcome: Metric = {
  kind: "mixture-outcome",
  unsuited: unsuitedToMixtures,
  values: [
    { tag: "covered", minimum: 0, maximum: 1, better: "higher", type: "outcome" },
    { tag: "collapsed", minimum: 0, maximum: 1, better: "lower", type: "outcome" },
    { tag: "off-target", minimum: 0, maximum: 1, better: "lower", type: "outcome" },
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
      covered: everywhere && share >= OUTCOME_RULES.coveredNearShare ? 1 : 0,
      collapsed: canCollapse && most >= OUTCOME_RULES.collapsedShare ? 1 : 0,
      "off-target": offTarget ? 1 : 0,
      "near-share": share,
    };
  },
};

const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0);
