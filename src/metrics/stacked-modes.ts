/**
 * Modes of stacked MNIST: digits as colour channels, so 10³ = 1,000 modes of three and 10² of two. Each channel is classified
 * by itself, by our small classifier of digits.
 *
 *     modes = distinct tuples seen
 *     kl    = KL(shares of tuples ‖ 1/1000 each)   in nats, 0 is perfect, ln 1000 = 6.9078 at worst
 *
 * A perfect sampler of 26,000 sees all thousand modes (each is missed with probability 0.999^26000 = 5e-12) and has a KL of
 * about 999 / (2 · 26000) = 0.0192. Source: Metz et al., arXiv:1611.02163; protocol of Srivastava et al., arXiv:1705.07761.
 */
import { sampleSizeOf } from "../data/dataset.ts";
import type { DatasetDescription } from "../data/dataset-module.ts";
import { predictedClasses } from "./classifier.ts";
import { digitClassifier } from "./digit-classifier.ts";
import { klFromCounts } from "./divergence.ts";
import type { Metric } from "./metric.ts";

const KINDS = 10;
const CHANNELS = 3;

export const stackedModesMetric: Metric = {
  kind: "stacked-modes",
  unsuited: unsuitedToStacks,
  values: [
    {
      tag: "stacked-modes",
      minimum: 0,
      maximum: ({ classes }) => classes,
      better: "higher",
      type: "count",
    },
    {
      tag: "stacked-kl",
      minimum: 0,
      maximum: ({ classes }) => Math.log(classes),
      better: "lower",
      type: "real",
    },
  ],
  /** `samples`: [n, 28, 28, 3] flattened; of two digits, the third channel is not looked at. */
  evaluate(samples, dataset) {
    const digits = Math.round(Math.log10(dataset.classes));
    const images = splitChannels(samples, sampleSizeOf(dataset) / CHANNELS, digits);
    const predictions = predictedClasses(digitClassifier().classify(images).probabilities);
    const { modes, kl } = stackedModes(predictions, digits);
    return { "stacked-modes": modes, "stacked-kl": kl };
  },
};

function unsuitedToStacks({
  kind,
  stackedFrom,
}: Pick<DatasetDescription, "kind" | "stackedFrom">): string | null {
  if (kind !== "stacked-digits") {
    return "it counts tuples of digits in colour channels, which only `stacked-digits` has";
  }
  return stackedFrom === "mnist"
    ? null
    : "it reads digits with a classifier of MNIST's, and these stacks have others: `source: mnist`";
}

export interface StackedModes {
  readonly modes: number;
  readonly kl: number;
}

/** `predictions`: [n, digits] flattened, the class of each channel. */
export function stackedModes(predictions: ArrayLike<number>, digits = 3): StackedModes {
  const total = KINDS ** digits;
  const counts = new Float64Array(total);
  for (let i = 0; i + digits <= predictions.length; i += digits) {
    let mode = 0;
    for (let channel = 0; channel < digits; channel++)
      mode = mode * KINDS + (predictions[i + channel] ?? 0);
    counts[mode] = (counts[mode] ?? 0) + 1;
  }
  return {
    modes: counts.filter((count) => count > 0).length,
    kl: klFromCounts(counts, new Float64Array(total).fill(1 / total)),
  };
}

/**
 * The first `channels` of the three of [n, height, width, 3] as images of their own: [n · channels, height, width, 1], channel
 * by channel of each sample.
 */
export function splitChannels(
  samples: Float32Array,
  pixels: number,
  channels = CHANNELS,
): Float32Array {
  const n = samples.length / (CHANNELS * pixels);
  const split = new Float32Array(n * channels * pixels);
  for (let i = 0; i < n; i++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        split[(channels * i + channel) * pixels + pixel] =
          samples[(i * pixels + pixel) * CHANNELS + channel] ?? 0;
      }
    }
  }
  return split;
}
