/**
 * Adam, with decoupled weight decay AdamW:
 *
 *     m ← m + (g − m)·(1 − β1)
 *     v ← v + (g² − v)·(1 − β2)
 *     p ← p − p·rate·weightDecay − m·α/(√v + ε̂),   α = rate·√(1 − β2ᵗ)/(1 − β1ᵗ)
 *
 * keras, tensorflow1: ε̂ = ε. pytorch: ε̂ = ε·√(1 − β2ᵗ), which is ε added to the corrected √v.
 *
 * Source: Kingma and Ba, arXiv:1412.6980, algorithm 1 (pytorch) and end of section 2 (keras); Loshchilov and Hutter,
 * arXiv:1711.05101.
 */
import type { OptimizerClock } from "../step-plan.ts";
import { flush, GRADIENT_FLOOR, SQUARE_FLOOR } from "./optimizer.ts";
import type { LearningRate, Optimizer, OptimizerSpecOf } from "./optimizer.ts";

type Spec = OptimizerSpecOf<"adam">;

export const adam: Optimizer<Spec> = {
  kind: "adam",
  slots: () => [
    { name: "m", initial: 0 },
    { name: "v", initial: 0 },
  ],
  scalars: ({ convention, weightDecay }) => [
    "alpha",
    "one-minus-beta1",
    "one-minus-beta2",
    ...(convention === "pytorch" ? ["epsilon"] : []),
    ...(weightDecay > 0 ? ["weight-decay"] : []),
  ],
  update: (tf, spec, { parameter, gradient, slot, scalar }) => {
    const [m, v] = [slot("m"), slot("v")];
    const towardsGradient = tf.mul(tf.sub(gradient, m), scalar("one-minus-beta1"));
    const towardsSquare = tf.mul(tf.sub(tf.square(gradient), v), scalar("one-minus-beta2"));
    const nextM = flush(tf, tf.add(m, towardsGradient), GRADIENT_FLOOR);
    const nextV = flush(tf, tf.add(v, towardsSquare), SQUARE_FLOOR);
    const epsilon = spec.convention === "pytorch" ? scalar("epsilon") : spec.epsilon;
    const change = tf.div(tf.mul(nextM, scalar("alpha")), tf.add(tf.sqrt(nextV), epsilon));
    const kept =
      spec.weightDecay > 0
        ? tf.sub(parameter, tf.mul(parameter, scalar("weight-decay")))
        : parameter;
    return { parameter: tf.sub(kept, change), slots: { m: nextM, v: nextV } };
  },
  createClock,
};

/** The powers of β are running products, because `Math.pow` differs from one JavaScript engine to the next. */
function createClock(
  { beta1, beta2, epsilon, convention, weightDecay }: Spec,
  learningRate: LearningRate,
): OptimizerClock {
  let updates = 0;
  let power1 = 1;
  let power2 = 1;
  return {
    next: () => {
      updates += 1;
      power1 *= beta1;
      power2 *= beta2;
      const rate = learningRate(updates);
      const correction = Math.sqrt(1 - power2);
      return {
        alpha: (rate * correction) / (1 - power1),
        "one-minus-beta1": 1 - beta1,
        "one-minus-beta2": 1 - beta2,
        ...(convention === "pytorch" ? { epsilon: epsilon * correction } : {}),
        ...(weightDecay > 0 ? { "weight-decay": rate * weightDecay } : {}),
      };
    },
    save: () => ({ updates, power1, power2 }),
    restore: (state) => {
      updates = state["updates"] ?? 0;
      power1 = state["power1"] ?? 1;
      power2 = state["power2"] ?? 1;
    },
  };
}
