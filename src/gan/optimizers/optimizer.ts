/**
 * The one skeleton of every optimizer: one pure function of (parameter, gradient, slots, scalars), traced once and run
 * over all weights of a network. One file each, registered in registry.ts; an extension file exports the same members.
 */
import type { OptimizerSpec } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import type { OptimizerClock } from "../step-plan.ts";

/** `Spec` is the resolved spec of our own kinds; an extension is given its `options`. */
export interface Optimizer<Spec = OptimizerSpec> {
  readonly kind: string;
  /** State kept for every weight, and what it starts from. */
  slots(spec: Spec): readonly OptimizerSlot[];
  /** Numbers that vary from update to update or must not lose precision: the clock gives them. */
  scalars(spec: Spec): readonly string[];
  /** Must work element by element: every tensor is [n] except the scalars, which are []. */
  update(tf: TensorLibrary, spec: Spec, state: OptimizerState): OptimizerUpdate;
  /** The scalars of update 1, 2, …, computed in float64. `learningRate` is what the schedule makes of the rate. */
  createClock(spec: Spec, learningRate: LearningRate): OptimizerClock;
}

/** The learning rate of update number `update`, counted from 1. An extension's clock is given a rate of 1. */
export type LearningRate = (update: number) => number;

export interface OptimizerSlot {
  readonly name: string;
  readonly initial: number;
}

export interface OptimizerState {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly slot: (name: string) => Tensor;
  readonly scalar: (name: string) => Tensor;
}

export interface OptimizerUpdate {
  readonly parameter: Tensor;
  /** Next value of every slot, by name. */
  readonly slots: Readonly<Record<string, Tensor>>;
}

export type OptimizerSpecOf<Kind extends OptimizerSpec["kind"]> = Extract<
  OptimizerSpec,
  { readonly kind: Kind }
>;

/** Magnitude below which a mean of gradients counts as 0; squares of gradients have `SQUARE_FLOOR`. */
export const GRADIENT_FLOOR = 1e-30;
export const SQUARE_FLOOR = 1e-36;

/**
 * x, or 0 where |x| < floor. The slots of a unit that gets no gradient shrink with every update; without a floor they
 * become denormal numbers, on which processors are many times slower.
 */
export function flush(tf: TensorLibrary, x: Tensor, floor: number): Tensor {
  // Not the other way round: a slot that is not a number must stay one, so that it is found.
  return tf.where(tf.less(tf.abs(x), floor), tf.zerosLike(x), x);
}

/** A clock whose scalars depend on nothing but the update's number. */
export function createCounter(
  scalars: (update: number) => Readonly<Record<string, number>>,
): OptimizerClock {
  let updates = 0;
  return {
    next: () => {
      updates += 1;
      return scalars(updates);
    },
    save: () => ({ updates }),
    restore: (state) => {
      updates = state["updates"] ?? 0;
    },
  };
}
