/** What gan/ hands to engine/: one training step of two networks as traced programs and their bookkeeping. */
import type { InitializerSpec } from "../config/spec.ts";
import type { Program } from "../program/program.ts";

export const NETWORKS = ["generator", "discriminator"] as const;
export type NetworkName = (typeof NETWORKS)[number];

/** One array of a network's state. Names are unique over both networks: `generator/0-dense/kernel`. */
export interface VariableDeclaration {
  readonly name: string;
  readonly network: NetworkName;
  readonly shape: readonly number[];
  /** trainable: changed by the optimizer. statistic: a moving mean or variance, written by a phase's program. */
  readonly role: "trainable" | "statistic";
  readonly initializer: InitializerSpec;
  /** Starts with the numbers of this variable (an average of it does). Default: with numbers of its own. */
  readonly initializedAs?: string;
  /** True where the exact gradient is zero (a bias straight before a normalisation): see docs/engine.md. */
  readonly gradientIsZero: boolean;
}

/** A tensor the training loop fills before each use of a phase. */
export interface StepInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly source:
    | { readonly kind: "real" } // next batch of the data set
    | { readonly kind: "latents" } // from the latent distribution
    | { readonly kind: "labels"; readonly of: "real" | "fakes" } // one-hot rows: of the real batch, or drawn for fakes
    | { readonly kind: "dropout"; readonly rate: number } // 0 or 1/(1 − rate), a fresh mask each use
    | { readonly kind: "uniform"; readonly high: number; readonly frozen: boolean }; // [0, high); frozen: same each use
}

/**
 * One differentiated pass. Program inputs: every variable it reads (by its declared name) and every StepInput (by name).
 * Program outputs, by name: `gradient/<variable>` for each trainable variable of `updates`; `next/<variable>` for each
 * statistic it moves; `loss/discriminator`, `loss/generator` [] where it computes them; `loss/real`, `loss/fake` [];
 * `loss/penalty` [] where the objective has one;
 * `scores/real`, `scores/fake` [batch, 1] as the objective sees them (the seed's linear D, after discriminatorScale).
 */
export interface Phase {
  readonly name: "discriminator" | "generator" | "simultaneous";
  readonly program: Program;
  readonly inputs: readonly StepInput[];
  readonly updates: readonly NetworkName[];
  /** How many times a step runs it (discriminatorSteps for the discriminator's phase). */
  readonly repeat: number;
}

/**
 * An optimizer traced on vectors of one length (the kernel works for any length). Program inputs: `parameter`,
 * `gradient`, `slot/<name>`…, each [n], and scalars `scalar/<name>`…, each []. Outputs: `parameter`, `slot/<name>`….
 */
export interface OptimizerProgram {
  readonly program: Program;
  readonly slots: readonly { readonly name: string; readonly initial: number }[];
  /** Opens the scalars' clock: each call of next() gives the scalar inputs of the next update. */
  readonly createClock: () => OptimizerClock;
}

/** The scalar side of an optimizer: learning rate, 1 − β, bias corrections. Running products, computed in float64. */
export interface OptimizerClock {
  next(): Readonly<Record<string, number>>;
  /** Plain data to resume from. */
  save(): Readonly<Record<string, number>>;
  restore(state: Readonly<Record<string, number>>): void;
}

/** A forward program: latents → samples, or samples → scores. Inputs: variables by name plus `latents` or `samples`. */
export interface ForwardProgram {
  readonly program: Program;
  readonly batchSize: number;
}

/** Everything an executor needs to train a pair of networks. */
export interface StepPlan {
  readonly variables: readonly VariableDeclaration[];
  /** In the order they run in a step. */
  readonly phases: readonly Phase[];
  readonly optimizers: Readonly<Record<NetworkName, OptimizerProgram>>;
  /** Both networks draw from one clock (the seed's single optimizer object). */
  readonly sharedClock: boolean;
  /**
   * G with moving statistics: input `latents` [batchSize, latentSize], output `samples`. Where G joins labels, each latent
   * vector is followed by its label's one-hot vector: [batchSize, latentSize + classes].
   */
  readonly sampler: ForwardProgram;
}
