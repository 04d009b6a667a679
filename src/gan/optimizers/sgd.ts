/**
 * Gradient descent: p ← p − rate·g. With momentum:
 *
 *     keras:                u ← momentum·u − rate·g,  p ← p + u
 *     pytorch, tensorflow1: u ← momentum·u + g,       p ← p − rate·u
 *
 * Nesterov's momentum ends with p ← p + momentum·u − rate·g, or p ← p − rate·(g + momentum·u). Both are the same while the
 * learning rate stays the same.
 *
 * Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013.
 */
import { createCounter, flush, GRADIENT_FLOOR } from "./optimizer.ts";
import type { Optimizer, OptimizerSpecOf } from "./optimizer.ts";

export const sgd: Optimizer<OptimizerSpecOf<"sgd">> = {
  kind: "sgd",
  slots: ({ momentum }) => (momentum > 0 ? [{ name: "u", initial: 0 }] : []),
  scalars: ({ momentum }) => ["learning-rate", ...(momentum > 0 ? ["momentum"] : [])],
  update: (tf, { convention, momentum, nesterov }, { parameter, gradient, slot, scalar }) => {
    const rate = scalar("learning-rate");
    const length = tf.mul(gradient, rate);
    if (momentum === 0) return { parameter: tf.sub(parameter, length), slots: {} };
    const kept = tf.mul(slot("u"), scalar("momentum"));
    if (convention === "keras") {
      const u = flush(tf, tf.sub(kept, length), GRADIENT_FLOOR);
      const change = nesterov ? tf.sub(tf.mul(u, scalar("momentum")), length) : u;
      return { parameter: tf.add(parameter, change), slots: { u } };
    }
    const u = flush(tf, tf.add(kept, gradient), GRADIENT_FLOOR);
    const direction = nesterov ? tf.add(gradient, tf.mul(u, scalar("momentum"))) : u;
    return { parameter: tf.sub(parameter, tf.mul(direction, rate)), slots: { u } };
  },
  createClock: ({ momentum }, learningRate) =>
    createCounter((update) => ({
      "learning-rate": learningRate(update),
      ...(momentum > 0 ? { momentum } : {}),
    })),
};
