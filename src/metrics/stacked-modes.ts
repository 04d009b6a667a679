/**
 * Modes of stacked MNIST: three digits as colour channels, so 10³ = 1,000 modes. Each channel is classified by itself.
 *
 *     modes = distinct triples seen
 *     kl    = KL(shares of triples ‖ 1/1000 each)   in nats, 0 is perfect, ln 1000 = 6.9078 at worst
 *
 * A perfect sampler of 26,000 sees all modes (each is missed with probability 0.999^26000 = 5e-12) and has a KL of about
 * 999 / (2 · 26000) = 0.0192. Source: Metz et al., arXiv:1611.02163; protocol of Srivastava et al., arXiv:1705.07761.
 */
import { klFromCounts } from "./divergence.ts";

export interface StackedModes {
  readonly modes: number;
  readonly kl: number;
}

/** `predictions`: [n, 3] flattened, the class of each channel. */
export function stackedModes(predictions: ArrayLike<number>, classes = 10): StackedModes {
  const total = classes ** 3;
  const counts = new Float64Array(total);
  for (let i = 0; i + 2 < predictions.length; i += 3) {
    const [red, green, blue] = [predictions[i], predictions[i + 1], predictions[i + 2]];
    const mode = ((red ?? 0) * classes + (green ?? 0)) * classes + (blue ?? 0);
    counts[mode] = (counts[mode] ?? 0) + 1;
  }
  return {
    modes: counts.filter((count) => count > 0).length,
    kl: klFromCounts(counts, new Float64Array(total).fill(1 / total)),
  };
}

/** Channels of [n, height, width, 3] as images of their own: [3n, height, width, 1], channel by channel of each sample. */
export function splitChannels(samples: Float32Array, pixels: number): Float32Array {
  const split = new Float32Array(samples.length);
  const n = samples.length / (3 * pixels);
  for (let i = 0; i < n; i++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        split[(3 * i + channel) * pixels + pixel] =
          samples[(i * pixels + pixel) * 3 + channel] ?? 0;
      }
    }
  }
  return split;
}
