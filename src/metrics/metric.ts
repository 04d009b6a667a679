/** What every metric is: samples against a data set → named numbers, with the range each can take. */
import type { DatasetDescription } from "../data/dataset-module.ts";
import type { Dataset } from "../data/dataset.ts";
import type { FeatureNetwork } from "./feature-network.ts";

export interface Metric {
  readonly kind: string;
  /** One sentence: why this metric cannot judge this data set, or null if it can. */
  unsuited(
    dataset: Pick<
      DatasetDescription,
      "kind" | "sampleShape" | "mixture" | "classes" | "heldOutCount" | "stackedFrom"
    >,
  ): string | null;
  /** Each value this metric gives: tag below `eval/`, range, and which direction is better. */
  readonly values: readonly MetricValue[];
  /** With fewer samples `evaluate` throws LabError CONFIG; absent: one is enough. */
  smallestSamples?(dataset: Pick<Dataset, "sampleShape">): number;
  /** It compares with the data set's held-out images, and takes no more samples than there are of them. */
  largestSamples?(dataset: Pick<DatasetDescription, "heldOutCount">): number;
  /** It compares features of a network of the user's: which file; null in a process that has not opened it. */
  readonly network?: Pick<FeatureNetwork, "file" | "sha256"> | null;
  /** It judges each sample by the class it was asked for: only generators that join labels can be judged. */
  readonly judgesLabels?: true;
  /** What takes a tensor library is done here, before `evaluate` with the same array. @throws LabError CONFIG. */
  prepare?(samples: Float32Array, dataset: Dataset): Promise<void>;
  /** `samples`: [n, …sampleShape] flattened. Returns one number for each entry of `values`, by tag. */
  evaluate(
    samples: Float32Array,
    dataset: Dataset,
    /** The keys of an extension's metric; ours have none. */
    options?: Readonly<Record<string, unknown>>,
    /** The class each sample was asked for, [n]; absent where the generator joins no labels. */
    labels?: ArrayLike<number>,
  ): Readonly<Record<string, number>>;
}

export interface MetricValue {
  readonly tag: string;
  readonly minimum: number;
  /** Infinity where unbounded; a function of the data set where it depends on it (number of modes). */
  readonly maximum: number | ((dataset: Pick<Dataset, "size" | "mixture" | "classes">) => number);
  readonly better: "higher" | "lower";
  /** share: a proportion of samples. outcome: 0 or 1 for a run as a whole, reported as a share of runs. */
  readonly type: "share" | "outcome" | "count" | "real";
}
