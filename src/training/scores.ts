/** What the discriminator says, as a handful of numbers: the two health signals of a GAN. */
import type { LabelScheme } from "../config/spec.ts";

export interface ScoreStatistics {
  readonly mean: number;
  /** Population standard deviation over the batch. */
  readonly std: number;
}

/** Mean and standard deviation of scores, in float64. */
export function scoreStatistics(scores: Float32Array): ScoreStatistics {
  let sum = 0;
  for (const score of scores) sum += score;
  const mean = sum / scores.length;
  let squares = 0;
  for (const score of scores) squares += (score - mean) ** 2;
  return { mean, std: Math.sqrt(squares / scores.length) };
}

/**
 * Share of samples the discriminator puts on the right side of `threshold`: real ones on the side of b, fakes on the
 * side of a. The threshold is (a + b)/2 for least squares, 0 for logits.
 */
export function accuracy(
  real: Float32Array,
  fake: Float32Array,
  { threshold, realIsAbove }: { readonly threshold: number; readonly realIsAbove: boolean },
): number {
  const isReal = (score: number): boolean => score > threshold === realIsAbove;
  let right = 0;
  for (const score of real) if (isReal(score)) right += 1;
  for (const score of fake) if (!isReal(score)) right += 1;
  return right / (real.length + fake.length);
}

/**
 * The scalar tags of one pair of score batches, [batch, 1] each: `d/…` as the objective sees them and, for a label
 * scheme, `d_scaled/…` = (D − a)/(b − a), where 0 means fake and 1 means real whatever the labels are.
 */
export function scoreScalars(
  real: Float32Array,
  fake: Float32Array,
  labels: LabelScheme | null,
): Record<string, number> {
  const r = scoreStatistics(real);
  const f = scoreStatistics(fake);
  const side = labels ? labels.b > labels.a : true;
  const threshold = labels ? (labels.a + labels.b) / 2 : 0;
  const raw = {
    "d/mean_real": r.mean,
    "d/mean_fake": f.mean,
    "d/std_real": r.std,
    "d/std_fake": f.std,
    "d/accuracy": accuracy(real, fake, { threshold, realIsAbove: side }),
  };
  if (labels === null) return raw;
  const span = labels.b - labels.a;
  return {
    ...raw,
    "d_scaled/mean_real": (r.mean - labels.a) / span,
    "d_scaled/mean_fake": (f.mean - labels.a) / span,
    "d_scaled/std_real": r.std / Math.abs(span),
    "d_scaled/std_fake": f.std / Math.abs(span),
  };
}
