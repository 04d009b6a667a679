/**
 * RMSProp, not centred:
 *
 *     v ← v + (g² − v)·(1 − decay)
 *     p ← p − rate·g/√(v + ε)
 *
 * With momentum, the last line is u ← momentum·u + rate·g/√(v + ε), p ← p − u.
 *
 * tensorflow1: v starts at 1, so the first updates are small. pytorch: g/(√v + ε) in place of g/√(v + ε), and the rate
 * stands outside the momentum: u ← momentum·u + g/(√v + ε), p ← p − rate·u.
 *
 * Source: Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.
 */
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import { createCounter, flush, GRADIENT_FLOOR, SQUARE_FLOOR } from "./optimizer.ts";
import type { Optimizer, OptimizerSpecOf } from "./optimizer.ts";

type Spec = OptimizerSpecOf<"rmsprop">;

export const rmsprop: Optimizer<Spec> = {
  kind: "rmsprop",
  slots: ({ convention, momentum }) => [
    { name: "v", initial: convention === "tensorflow1" ? 1 : 0 },
    ...(momentum > 0 ? [{ name: "u", initial: 0 }] : []),
  ],
  scalars: ({ momentum }) => [
    "learning-rate",
    "one-minus-decay",
    ...(momentum > 0 ? ["momentum"] : []),
  ],
  update: (tf, spec, { parameter, gradient, slot, scalar }) => {
    const v = slot("v");
    const towardsSquare = tf.mul(tf.sub(tf.square(gradient), v), scalar("one-minus-decay"));
    const nextV = flush(tf, tf.add(v, towardsSquare), SQUARE_FLOOR);
    const rate = scalar("learning-rate");
    const rateIsOutside = spec.convention === "pytorch" && spec.momentum > 0;
    const length = rateIsOutside ? gradient : tf.mul(gradient, rate);
    const change = tf.div(length, root(tf, spec, nextV));
    if (spec.momentum === 0) return { parameter: tf.sub(parameter, change), slots: { v: nextV } };
    const kept = tf.mul(slot("u"), scalar("momentum"));
    const nextU = flush(tf, tf.add(kept, change), GRADIENT_FLOOR);
    const step = rateIsOutside ? tf.mul(nextU, rate) : nextU;
    return { parameter: tf.sub(parameter, step), slots: { v: nextV, u: nextU } };
  },
  createClock: ({ decay, momentum }, learningRate) =>
    createCounter((update) => ({
      "learning-rate": learningRate(update),
      "one-minus-decay": 1 - decay,
      ...(momentum > 0 ? { momentum } : {}),
    })),
};

function root(tf: TensorLibrary, { convention, epsilon }: Spec, v: Tensor): Tensor {
  return convention === "pytorch" ? tf.add(tf.sqrt(v), epsilon) : tf.sqrt(tf.add(v, epsilon));
}
