/**
 * Adam as Keras has it, with ε outside the bias correction:
 *
 *     m ← m + (g − m)·(1 − β1)
 *     v ← v + (g² − v)·(1 − β2)
 *     p ← p − m·α/(√v + ε),   α = learningRate·√(1 − β2ᵗ)/(1 − β1ᵗ)
 *
 * Source: Kingma and Ba, arXiv:1412.6980, end of section 2; Keras Adam.
 */
import type { OptimizerClock } from "../step-plan.ts";
import { flush, GRADIENT_FLOOR, SQUARE_FLOOR } from "./optimizer.ts";
import type { Optimizer, OptimizerSpecOf } from "./optimizer.ts";

type Spec = OptimizerSpecOf<"adam">;

export const adam: Optimizer<Spec> = {
  kind: "adam",
  slots: () => [
    { name: "m", initial: 0 },
    { name: "v", initial: 0 },
  ],
  scalars: () => ["alpha", "one-minus-beta1", "one-minus-beta2"],
  update: (tf, { epsilon }, { parameter, gradient, slot, scalar }) => {
    const [m, v] = [slot("m"), slot("v")];
    const towardsGradient = tf.mul(tf.sub(gradient, m), scalar("one-minus-beta1"));
    const towardsSquare = tf.mul(tf.sub(tf.square(gradient), v), scalar("one-minus-beta2"));
    const nextM = flush(tf, tf.add(m, towardsGradient), GRADIENT_FLOOR);
    const nextV = flush(tf, tf.add(v, towardsSquare), SQUARE_FLOOR);
    const change = tf.div(tf.mul(nextM, scalar("alpha")), tf.add(tf.sqrt(nextV), epsilon));
    return { parameter: tf.sub(parameter, change), slots: { m: nextM, v: nextV } };
  },
  createClock,
};

/** The powers of β are running products, because `Math.pow` differs from one JavaScript engine to the next. */
function createClock({ learningRate, beta1, beta2 }: Spec): OptimizerClock {
  let power1 = 1;
  let power2 = 1;
  return {
    next: () => {
      power1 *= beta1;
      power2 *= beta2;
      return {
        alpha: (learningRate * Math.sqrt(1 - power2)) / (1 - power1),
        "one-minus-beta1": 1 - beta1,
        "one-minus-beta2": 1 - beta2,
      };
    },
    save: () => ({ power1, power2 }),
    restore: (state) => {
      power1 = state["power1"] ?? 1;
      power2 = state["power2"] ?? 1;
    },
  };
}
