/**
 * Penalties on the slope of D's network at points x̂ that no batch holds:
 *
 *     weight·mean((‖∇D(x̂)‖₂ − 1)²), the norm over all numbers of one sample
 *
 *     interpolates:   x̂ = real + α·(fake − real), α uniform in [0, 1) for each sample
 *     perturbed-real: x̂ = real + α·δ, α as above, δ uniform in [0, range) for each number
 *
 * D runs in training mode over the x̂ as a batch of their own and moves no statistics. Where its layers couple samples,
 * ∇D(x̂) is the gradient of the whole batch's outputs. D is the network's output, before any scale of the objective. The
 * mean stays a mean where the objective sums: the weights of the papers mean that. A conditional D sees each x̂ with the
 * label of the real sample it is made from.
 *
 * Source: Gulrajani et al., arXiv:1704.00028, eq. 3; Mao et al., arXiv:1712.06391, and its code.
 */
import type { GradientPenaltySpec } from "../config/spec.ts";
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import type { TraceTools } from "../program/trace.ts";
import type { ScoredPair } from "./objectives/objective.ts";
import { applyNetwork, passInputs, readInput } from "./pass.ts";
import type { Pass, PassTensors } from "./pass.ts";
import type { StepInput } from "./step-plan.ts";

export interface GradientPenalty {
  readonly spec: Exclude<GradientPenaltySpec, { readonly kind: "none" }>;
  readonly pass: Pass;
}

/** Random numbers and masks that the penalty needs. */
export function penaltyInputs({ spec, pass }: GradientPenalty): StepInput[] {
  const { batchSize, network } = pass;
  const ones = network.inputShape.map(() => 1);
  const place: StepInput = {
    name: PLACE,
    shape: [batchSize, ...ones],
    source: { kind: "uniform", high: 1, frozen: false },
  };
  if (spec.kind === "interpolates") return [place, ...passInputs(pass)];
  const direction: StepInput = {
    name: DIRECTION,
    shape: [batchSize, ...network.inputShape],
    source: { kind: "uniform", high: spec.range, frozen: spec.perturbation === "frozen" },
  };
  return [place, direction, ...passInputs(pass)];
}

/** The penalty as a scalar. `samples` are [batchSize, …sampleShape] each. */
export function gradientPenalty(
  { spec, pass }: GradientPenalty,
  samples: ScoredPair,
  tensors: PassTensors,
  gradient: TraceTools["gradient"],
): Tensor {
  const { tf, inputs } = tensors;
  const direction =
    spec.kind === "interpolates"
      ? tf.sub(samples.fake, samples.real)
      : readInput(inputs, DIRECTION);
  const points = tf.add(samples.real, tf.mul(readInput(inputs, PLACE), direction));
  const [slopes] = gradient(applyNetwork(pass, points, tensors), [points]);
  if (slopes === undefined) throw new Error("Expected a gradient");
  const excess = tf.sub(norms(tf, slopes), 1);
  return tf.mul(tf.mean(tf.square(excess)), spec.weight);
}

const PLACE = "penalty/place";
const DIRECTION = "penalty/direction";
/** Squared norms below this count as it: the root has no slope at 0. */
const FLOOR = 1e-24;

/** ‖x‖₂ of each sample, [batch]. */
function norms(tf: TensorLibrary, x: Tensor): Tensor {
  const axes = x.shape.slice(1).map((_, index) => index + 1);
  return tf.sqrt(tf.maximum(tf.sum(tf.square(x), axes), FLOOR));
}
