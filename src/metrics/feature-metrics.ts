/**
 * Distances on the features that a network of the user's gives (Inception, say), by the formulas of frechet-distance.ts,
 * kernel-distance.ts, precision-recall.ts and density-coverage.ts. Figures of two networks are never compared.
 *
 * The real side has as many images as there are samples: held-out ones where the data set has them, else its own rows.
 */
import type { FeatureMetricKind } from "../config/spec.ts";
import type { DatasetDescription } from "../data/dataset-module.ts";
import type { Dataset } from "../data/dataset.ts";
import { densityCoverage } from "./density-coverage.ts";
import type { FeatureNetwork } from "./feature-network.ts";
import type { FeatureMatrix } from "./features.ts";
import { frechetDistance, momentsOf } from "./frechet-distance.ts";
import { blockKernelDistance } from "./kernel-distance.ts";
import type { Metric, MetricValue } from "./metric.ts";
import { precisionRecall } from "./precision-recall.ts";
import { referenceImages } from "./reference-images.ts";
import { unsuitedToPixels } from "./suitability.ts";

interface Formula {
  readonly values: readonly MetricValue[];
  readonly judge: (real: FeatureMatrix, fake: FeatureMatrix) => Readonly<Record<string, number>>;
}

const share = (tag: string): MetricValue => ({
  tag,
  minimum: 0,
  maximum: 1,
  better: "higher",
  type: "share",
});

const FORMULAS: Readonly<Record<FeatureMetricKind, Formula>> = {
  "feature-frechet-distance": {
    values: [
      {
        tag: "feature-frechet-distance",
        minimum: 0,
        maximum: Infinity,
        better: "lower",
        type: "real",
      },
    ],
    judge: (real, fake) => ({
      "feature-frechet-distance": frechetDistance(momentsOf(real), momentsOf(fake)),
    }),
  },
  "feature-kernel-distance": {
    values: [
      {
        tag: "feature-kernel-distance",
        minimum: -Infinity,
        maximum: Infinity,
        better: "lower",
        type: "real",
      },
    ],
    judge: (real, fake) => ({ "feature-kernel-distance": blockKernelDistance(real, fake).mean }),
  },
  "feature-precision-recall": {
    values: [share("feature-precision"), share("feature-recall")],
    judge: (real, fake) => {
      const { precision, recall } = precisionRecall(real, fake);
      return { "feature-precision": precision, "feature-recall": recall };
    },
  },
  "feature-density-coverage": {
    values: [
      {
        tag: "feature-density",
        minimum: 0,
        maximum: Infinity,
        better: "higher",
        type: "real",
      },
      share("feature-coverage"),
    ],
    judge: (real, fake) => {
      const { density, coverage } = densityCoverage(real, fake);
      return { "feature-density": density, "feature-coverage": coverage };
    },
  },
};

/** Without a network the metric can be described, and cannot evaluate: the parent never opens one. */
export function featureMetric(kind: FeatureMetricKind, network: FeatureNetwork | null): Metric {
  const { values, judge } = FORMULAS[kind];
  const prepared = new WeakMap<Float32Array, readonly [FeatureMatrix, FeatureMatrix]>();
  return {
    kind,
    values,
    unsuited: unsuitedToPixels,
    smallestSamples: () => 2,
    largestSamples: ({ heldOutCount = Infinity }: Pick<DatasetDescription, "heldOutCount">) =>
      heldOutCount,
    network: network === null ? null : { file: network.file, sha256: network.sha256 },
    async prepare(samples: Float32Array, dataset: Dataset) {
      if (network === null) return;
      const { sampleShape } = dataset;
      const real = await network.features(referenceImages(dataset, samples.length), sampleShape);
      prepared.set(samples, [real, await network.features(samples, sampleShape)]);
    },
    evaluate(samples) {
      const both = prepared.get(samples);
      if (both === undefined) throw new Error(`Expected \`${kind}\` to be prepared with samples`);
      return judge(...both);
    },
  };
}
