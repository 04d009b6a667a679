/** What of metrics can be said without loading them: which data they judge, and the tags of the values they give. */
import type { ClassifierMetricKind, FeatureMetricKind, MetricKind } from "./spec.ts";

export interface MetricFacts {
  /** Kind of data set that is judged by this metric unless the file says otherwise; the others: only where named. */
  readonly judges: "synthetic-digits" | "mixture" | "images" | "mnist" | "stacked-digits";
  readonly tags: readonly string[];
}

/** The same as the metrics' own files say, in the order of their registry; a test holds the two together. */
export const METRIC_FACTS = {
  "matched-share": { judges: "synthetic-digits", tags: ["matched-share"] },
  "digit-modes": { judges: "synthetic-digits", tags: ["modes-covered", "modes-covered-5"] },
  "class-kl": { judges: "synthetic-digits", tags: ["class-kl", "classes-covered"] },
  "mixture-modes": { judges: "mixture", tags: ["modes", "modes-20"] },
  "high-quality-share": {
    judges: "mixture",
    tags: ["high-quality-share", "high-quality-share-loose"],
  },
  "reverse-kl": { judges: "mixture", tags: ["reverse-kl"] },
  "mixture-outcome": {
    judges: "mixture",
    tags: ["covered", "collapsed", "off-target", "near-share"],
  },
  "pixel-kernel-distance": { judges: "images", tags: ["pixel-kernel-distance"] },
  "pixel-precision-recall": { judges: "images", tags: ["pixel-precision", "pixel-recall"] },
  "pixel-density-coverage": { judges: "images", tags: ["pixel-density", "pixel-coverage"] },
  "pixel-frechet-distance": {
    judges: "images",
    tags: ["pixel-frechet-distance", "pixel-frechet-distance-unsquared"],
  },
  "classifier-frechet-distance": { judges: "mnist", tags: ["classifier-frechet-distance"] },
  "classifier-kernel-distance": { judges: "mnist", tags: ["classifier-kernel-distance"] },
  "classifier-score": { judges: "mnist", tags: ["classifier-score"] },
  "classifier-balance": {
    judges: "mnist",
    tags: ["classifier-kl", "classifier-classes", "classifier-classes-one-percent"],
  },
  "classifier-density-coverage": {
    judges: "mnist",
    tags: ["classifier-density", "classifier-coverage"],
  },
  "classifier-accuracy": { judges: "mnist", tags: ["classifier-accuracy"] },
  "stacked-modes": { judges: "stacked-digits", tags: ["stacked-modes", "stacked-kl"] },
  "feature-frechet-distance": { judges: "images", tags: ["feature-frechet-distance"] },
  "feature-kernel-distance": { judges: "images", tags: ["feature-kernel-distance"] },
  "feature-precision-recall": { judges: "images", tags: ["feature-precision", "feature-recall"] },
  "feature-density-coverage": { judges: "images", tags: ["feature-density", "feature-coverage"] },
} as const satisfies Record<MetricKind, MetricFacts>;

/** Kinds of data set that are judged by a metric only where the file names it. */
export const isJudgedByDefault = (judges: string): boolean =>
  judges === "synthetic-digits" || judges === "mixture";

/**
 * SHA-256 of the weights of the classifier for `mnist` and stacks of it, experiments/classifiers/mnist.safetensors: part of the identity of
 * every run that is judged by it. `lsgan classifier` prints it.
 */
export const CLASSIFIER_DIGEST = "ff1decc189d029b9b870c835555c19939de51cb533de02ceeffd81d2a68d441f";

export const isClassifierMetric = (kind: string): kind is ClassifierMetricKind =>
  isMetricKind(kind) && ["mnist", "stacked-digits"].includes(METRIC_FACTS[kind].judges);

/** Metrics that need `features:`, a network of the user's. */
export const isFeatureMetric = (kind: string): kind is FeatureMetricKind =>
  isMetricKind(kind) && kind.startsWith("feature-");

/** The value that ranks cells where the file names none. */
export const USUAL_PRIMARY: Readonly<Record<string, string>> = {
  "synthetic-digits": "matched-share",
  mixture: "high-quality-share",
};

export const isMetricKind = (kind: string): kind is MetricKind => Object.hasOwn(METRIC_FACTS, kind);
