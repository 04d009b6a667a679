/** Judges the generator: the same latents at every evaluation of a run, and what the metrics say of their samples. */
import type { RunSpec } from "../config/spec.ts";
import type { Dataset } from "../data/dataset.ts";
import type { TrainingSession } from "../engine/executor.ts";
import { joinsLabels } from "../gan/label-map.ts";
import type { Metric } from "../metrics/metric.ts";
import { referenceSamples } from "../metrics/references.ts";
import { judgeSamples } from "../metrics/registry.ts";
import { seed as brandSeed } from "../shared/brand.ts";
import { drawLabels, drawSamplerInputs } from "./sampler-inputs.ts";

export type MetricValues = Readonly<Record<string, number>>;

export interface Evaluator {
  /** Metric values of the generator as it is now, by tag without `eval/`. */
  readonly generator: (session: TrainingSession) => Promise<MetricValues>;
  /** The same metrics for a perfect sampler and for uniform noise, with as many samples. */
  readonly references: () => Promise<References>;
}

interface References {
  readonly "perfect-sampler": MetricValues;
  readonly "uniform-noise": MetricValues;
}

export function createEvaluator(
  spec: Pick<RunSpec, "latent" | "generator" | "evaluation" | "seed">,
  dataset: Dataset,
  metrics: readonly Metric[],
): Evaluator {
  const { samples: count } = spec.evaluation;
  const seed = brandSeed(spec.seed);
  const draws = { seed, purpose: "evaluation", count };
  const inputs = drawSamplerInputs(spec, dataset, draws);
  const labels = joinsLabels(spec.generator) ? drawLabels(dataset, draws) : undefined;
  const judge = (
    samples: Float32Array,
    asked: readonly number[] | undefined = labels,
  ): Promise<MetricValues> => judgeSamples(metrics, samples, dataset, asked);
  return {
    generator: async (session) => (metrics.length === 0 ? {} : judge(await session.sample(inputs))),
    references: async () => {
      if (metrics.length === 0) return { "perfect-sampler": {}, "uniform-noise": {} };
      const { perfectSampler, perfectLabels, uniformNoise } = referenceSamples(
        dataset,
        count,
        seed,
      );
      return {
        "perfect-sampler": await judge(perfectSampler, perfectLabels),
        "uniform-noise": await judge(uniformNoise),
      };
    },
  };
}
