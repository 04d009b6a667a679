/**
 * What a label scheme (a, b, c) says before anything is trained. a: label of fakes; b: label of real data; c: what the
 * generator wants the discriminator to say of a fake.
 *
 * Source: Mao et al., Least Squares Generative Adversarial Networks, arXiv:1611.04076, sections 3.2.2 and 3.2.3.
 */
import type { LabelScheme, ObjectiveSpec } from "../config/spec.ts";

type LeastSquares = Extract<ObjectiveSpec, { kind: "least-squares" }>;

export interface LabelFacts {
  readonly labels: LabelScheme;
  /** Label position t = (c − a)/(b − a): schemes with equal t are the same game up to the scale of D's output. */
  readonly position: number;
  /** Label distance b − a: the scale that D has to reach. */
  readonly distance: number;
  /** D* = (a + b)/2, what the best discriminator says where generated and real data are alike. */
  readonly equilibriumScore: number;
  /** Losses there, with the file's factors, as they are logged (one sample's mean). */
  readonly equilibriumLosses: { readonly discriminator: number; readonly generator: number };
  /** b − c = 1 and b − a = 2: the paper's conditions for Pearson's χ², to the letter. */
  readonly isPearson: boolean;
  /** c = b: the paper's 0-1 coding, up to scale. */
  readonly isZeroOne: boolean;
  readonly warnings: readonly string[];
}

/**
 * Facts of a least-squares objective; a ≠ b. Losses are per-sample means:
 *
 *     D: factor·((D* − b)² + (D* − a)²) = factor·(b − a)²/2      G: factor·(D* − c)²
 *
 * With `discriminatorScale: labels` both are divided by (b − a)².
 */
export function labelFacts(objective: LeastSquares): LabelFacts {
  const { a, b, c } = objective.labels;
  const distance = b - a;
  const equilibriumScore = (a + b) / 2;
  const scale = objective.discriminatorScale === "labels" ? distance ** 2 : 1;
  return {
    labels: objective.labels,
    position: (c - a) / distance,
    distance,
    equilibriumScore,
    equilibriumLosses: {
      discriminator: (objective.discriminatorFactor * distance ** 2) / 2 / scale,
      generator: (objective.generatorFactor * (equilibriumScore - c) ** 2) / scale,
    },
    isPearson: nearlyEqual(b - c, 1) && nearlyEqual(distance, 2),
    isZeroOne: c === b,
    warnings: warningsFor(objective.labels),
  };
}

/**
 * The generator's objective for an optimal discriminator, twice over, with the term that does not depend on G:
 *
 *     2C(G) = (a + b − 2c)²/2 + ((b − a)²/4)·Δ,    Δ = ∫ (p_d − p_g)²/(p_d + p_g) dx,  0 ≤ Δ ≤ 2
 *
 * So every a ≠ b has the same minimiser and the same bounded divergence, up to an offset and a factor.
 * Source: arXiv:1611.04076, eq. 8, rewritten.
 */
export function generatorDivergence(
  { a, b, c }: LabelScheme,
  triangularDiscrimination: number,
): number {
  return (a + b - 2 * c) ** 2 / 2 + ((b - a) ** 2 / 4) * triangularDiscrimination;
}

/** Equal up to the rounding of a few operations on labels as they are written (0.1 + 0.2 is 0.3). */
export function nearlyEqual(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-12 * Math.max(1, Math.abs(one), Math.abs(other));
}

function warningsFor({ a, b, c }: LabelScheme): readonly string[] {
  const position = (c - a) / (b - a);
  if (c === a) {
    return [
      "c = a: G wants what D is taught to say of fakes, so G is already content where D is right",
    ];
  }
  if (position < 0) return ["c lies on the fakes' side of a: G is pulled away from the real label"];
  if (position > 1)
    return ["c lies beyond b: G wants scores that D is not taught to give even to real data"];
  return [];
}
