/**
 * Real data N(0, 1) against fakes N(m, 1): divergences, G's loss and G's gradient under the best possible D, by quadrature.
 *
 * With u(x) = log(p_d/p_g) = m²/2 − m·x, everything is a function of σ(u) = p_d/(p_d + p_g), the best possible regular D;
 * the best possible least-squares D is D* = (b·p_d + a·p_g)/(p_d + p_g) = a + (b − a)·σ(u).
 *
 * Source: Mao et al., arXiv:1611.04076, sec. 3.2; Goodfellow et al., arXiv:1406.2661.
 */
import type { LabelScheme } from "../config/spec.ts";
import { integrate } from "./quadrature.ts";

export interface Divergences {
  /** Jensen-Shannon, nats; at most ln 2. */
  readonly js: number;
  /** KL(p_d‖p_g), nats. */
  readonly kl: number;
  /** Triangular discrimination ∫ (p_d − p_g)²/(p_d + p_g); at most 2. */
  readonly delta: number;
  /** d/dm of E_pg[log(1 − D)] with D frozen: what the saturating GAN's step sees. */
  readonly saturating: number;
  /** d/dm of −E_pg[log D] with D frozen. */
  readonly nonSaturating: number;
}

export interface SchemeValues {
  /** 2C(G) = ∫ ((b − c)·p_d + (a − c)·p_g)²/(p_d + p_g), integrated as it stands. */
  readonly criterion: number;
  /** ½E_pg[(D* − c)²]. */
  readonly generatorLoss: number;
  /** d/dm of the generator's loss with D frozen. */
  readonly generatorGradient: number;
}

/** Numbers that hold for every label scheme. `m` ≥ 0. */
export function computeDivergences(m: number): Divergences {
  const over = integralsAt(m);
  return {
    // log(2·p_d/(p_d + p_g)) = ln 2 − log(1 + e^(−u)), and the same for p_g with u.
    js:
      (over(({ pd, u }) => pd * (Math.LN2 - softplus(-u))) +
        over(({ pg, u }) => pg * (Math.LN2 - softplus(u)))) /
      2,
    kl: over(({ pd, u }) => pd * u),
    delta: over(({ pd, pg, u }) => (pd + pg) * Math.tanh(u / 2) ** 2),
    // x = m + z moves with m, and du/dx = −m.
    saturating: over(({ pg, u }) => pg * sigmoid(u) * m),
    nonSaturating: over(({ pg, u }) => pg * sigmoid(-u) * m),
  };
}

/** Numbers of one label scheme. `m` ≥ 0. */
export function computeScheme(m: number, { a, b, c }: LabelScheme): SchemeValues {
  const over = integralsAt(m);
  // Both ends written from their own side: far away one of them is a rounding error of the other.
  const score = (u: number): number =>
    u < 0 ? a + (b - a) * sigmoid(u) : b - (b - a) * sigmoid(-u);
  return {
    criterion: over(
      ({ pd, pg, u }) => (pd + pg) * ((b - c) * sigmoid(u) + (a - c) * sigmoid(-u)) ** 2,
    ),
    generatorLoss: over(({ pg, u }) => (pg * (score(u) - c) ** 2) / 2),
    generatorGradient: over(
      ({ pg, u }) => pg * (score(u) - c) * -(b - a) * sigmoid(u) * sigmoid(-u) * m,
    ),
  };
}

/** (a + b − 2c)²/2 + ((b − a)²/4)·Δ: what 2C(G) is for every scheme. */
export const criterionIdentity = ({ a, b, c }: LabelScheme, delta: number): number =>
  (a + b - 2 * c) ** 2 / 2 + ((b - a) ** 2 / 4) * delta;

interface Place {
  /** Densities of real data and fakes. */
  readonly pd: number;
  readonly pg: number;
  readonly u: number;
}

/** Beyond so many standard deviations a density is less than 1e-40. */
const REACH = 14;

function integralsAt(m: number): (f: (place: Place) => number) => number {
  // σ(u) has its nearest poles at ±iπ/m: this step leaves them an error below exp(−2π²·2.5).
  const range = { from: -REACH, to: m + REACH, step: Math.min(0.05, 0.4 / m) };
  return (f) =>
    integrate((x) => f({ pd: density(x), pg: density(x - m), u: (m * m) / 2 - m * x }), range);
}

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

export const sigmoid = (x: number): number =>
  x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));

/** log(1 + eˣ). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
