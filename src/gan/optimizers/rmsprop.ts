/**
 * RMSProp as Keras has it, not centred, with ε inside the root:
 *
 *     v ← v + (g² − v)·(1 − decay)
 *     p ← p − learningRate·g/√(v + ε)
 *
 * With momentum, the last line is u ← momentum·u + learningRate·g/√(v + ε), p ← p − u.
 *
 * Source: Tieleman and Hinton, Lecture 6.5 of "Neural networks for machine learning", 2012; Keras RMSprop.
 */
import { constantClock, flush, GRADIENT_FLOOR, SQUARE_FLOOR } from "./optimizer.ts";
import type { Optimizer, OptimizerSpecOf } from "./optimizer.ts";

export const rmsprop: Optimizer<OptimizerSpecOf<"rmsprop">> = {
  kind: "rmsprop",
  slots: ({ momentum }) => [
    { name: "v", initial: 0 },
    ...(momentum > 0 ? [{ name: "u", initial: 0 }] : []),
  ],
  scalars: ({ momentum }) => [
    "learning-rate",
    "one-minus-decay",
    ...(momentum > 0 ? ["momentum"] : []),
  ],
  update: (tf, { momentum, epsilon }, { parameter, gradient, slot, scalar }) => {
    const v = slot("v");
    const towardsSquare = tf.mul(tf.sub(tf.square(gradient), v), scalar("one-minus-decay"));
    const nextV = flush(tf, tf.add(v, towardsSquare), SQUARE_FLOOR);
    const length = tf.mul(gradient, scalar("learning-rate"));
    const change = tf.div(length, tf.sqrt(tf.add(nextV, epsilon)));
    if (momentum === 0) return { parameter: tf.sub(parameter, change), slots: { v: nextV } };
    const kept = tf.mul(slot("u"), scalar("momentum"));
    const nextU = flush(tf, tf.add(kept, change), GRADIENT_FLOOR);
    return { parameter: tf.sub(parameter, nextU), slots: { v: nextV, u: nextU } };
  },
  createClock: ({ learningRate, decay, momentum }) =>
    constantClock({
      "learning-rate": learningRate,
      "one-minus-decay": 1 - decay,
      ...(momentum > 0 ? { momentum } : {}),
    }),
};
