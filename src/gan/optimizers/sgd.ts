/**
 * Gradient descent as Keras has it: p ← p − learningRate·g. With momentum:
 *
 *     u ← momentum·u − learningRate·g
 *     p ← p + u, or with Nesterov's momentum p ← p + momentum·u − learningRate·g
 *
 * Source: Keras SGD.
 */
import { constantClock, flush, GRADIENT_FLOOR } from "./optimizer.ts";
import type { Optimizer, OptimizerSpecOf } from "./optimizer.ts";

export const sgd: Optimizer<OptimizerSpecOf<"sgd">> = {
  kind: "sgd",
  slots: ({ momentum }) => (momentum > 0 ? [{ name: "u", initial: 0 }] : []),
  scalars: ({ momentum }) => ["learning-rate", ...(momentum > 0 ? ["momentum"] : [])],
  update: (tf, { momentum, nesterov }, { parameter, gradient, slot, scalar }) => {
    const length = tf.mul(gradient, scalar("learning-rate"));
    if (momentum === 0) return { parameter: tf.sub(parameter, length), slots: {} };
    const kept = tf.mul(slot("u"), scalar("momentum"));
    const u = flush(tf, tf.sub(kept, length), GRADIENT_FLOOR);
    const change = nesterov ? tf.sub(tf.mul(u, scalar("momentum")), length) : u;
    return { parameter: tf.add(parameter, change), slots: { u } };
  },
  createClock: ({ learningRate, momentum }) =>
    constantClock({ "learning-rate": learningRate, ...(momentum > 0 ? { momentum } : {}) }),
};
