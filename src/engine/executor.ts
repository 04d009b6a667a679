/** The one interface of every executor: memory for two networks, and a compiled step over it. */
import type { NetworkName, StepPlan } from "../gan/step-plan.ts";

export const EXECUTORS = ["onnx", "tensorflow", "webgpu", "eager"] as const;
export type ExecutorName = (typeof EXECUTORS)[number];

/** Compiles a plan. `initial` holds the first value of every variable, by name. */
export interface Executor {
  readonly name: ExecutorName;
  prepare(
    plan: StepPlan,
    initial: ReadonlyMap<string, Float32Array>,
    options: ExecutorOptions,
  ): Promise<TrainingSession>;
}

export interface ExecutorOptions {
  readonly threads: number;
}

/** What one network's update did; asked for with `measure`, because it costs a pass over the weights. */
export interface UpdateMeasures {
  /** ‖gradient‖₂ over all trainable variables. */
  readonly gradientNorm: number;
  /** ‖change of weights‖₂ / ‖weights before‖₂. */
  readonly updateRatio: number;
}

/**
 * Two networks in memory, ready to train. All arrays are views that live as long as the session: write inputs and read
 * outputs at will, read and (to restore) write variables and slots after pull(), keep none after dispose().
 */
export interface TrainingSession {
  readonly executor: ExecutorName;
  /** Current value of every variable, by name. */
  readonly variables: ReadonlyMap<string, Float32Array>;
  /** Optimizer slots, by `<variable>/<slot>`. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Where the loop writes a phase's inputs before running it: `inputs[phase index].get(name)`. */
  readonly inputs: readonly ReadonlyMap<string, Float32Array>[];
  /**
   * What the last run of a phase said: losses and scores, by output name, and gradients under `gradient/<variable>` (of
   * the last run that measured; where the state is not kept on a device, after pull() too).
   */
  readonly outputs: readonly ReadonlyMap<string, Float32Array>[];
  /** Runs one phase once: forward, gradients, optimizer update, moving statistics. */
  runPhase(
    index: number,
    options?: { readonly measure: boolean },
  ): Promise<Partial<Record<NetworkName, UpdateMeasures>>>;
  /**
   * Brings `variables` and `slots` up to date: an executor may keep them on a device while it trains. From here to the
   * next runPhase() the views are the state, so what is written into them is what training goes on from. A new session
   * needs no pull().
   */
  pull(): Promise<void>;
  /** Samples from the generator's current weights; `latents` is [n, latentSize] for any n. */
  sample(latents: Float32Array): Promise<Float32Array>;
  /** Optimizer clocks, to save and restore. */
  saveClocks(): Readonly<Record<string, Readonly<Record<string, number>>>>;
  restoreClocks(state: Readonly<Record<string, Readonly<Record<string, number>>>>): void;
  dispose(): Promise<void>;
}
