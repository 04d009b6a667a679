/**
 * Class balance by a classifier's predictions, for data without a finite set of true images:
 *
 *     kl                = KL(shares of predicted classes ‖ frequencies)   in nats, 0 is perfect, −ln(smallest frequency) at worst
 *     covered           = classes predicted at least once
 *     coveredOnePercent = classes predicted for at least 1 % of n / classes samples (at least once)
 */
import { klFromCounts } from "./divergence.ts";

export interface ClassBalance {
  readonly covered: number;
  readonly coveredOnePercent: number;
  readonly kl: number;
}

/** `predictions`: a class for each sample; `frequencies`: of the training data, or all equal. */
export function classBalance(
  predictions: ArrayLike<number>,
  frequencies: ArrayLike<number>,
): ClassBalance {
  const counts = new Float64Array(frequencies.length);
  for (let i = 0; i < predictions.length; i++) {
    const predicted = predictions[i] ?? 0;
    counts[predicted] = (counts[predicted] ?? 0) + 1;
  }
  const often = Math.max(1, 0.01 * (predictions.length / frequencies.length));
  return {
    covered: counts.filter((count) => count > 0).length,
    coveredOnePercent: counts.filter((count) => count >= often).length,
    kl: klFromCounts(counts, frequencies),
  };
}
