/**
 * Fills the inputs of a phase before it runs: real batches, latents, dropout masks. Every number is a function of the
 * run's seed, the input's stream and the phase's use count, so a resumed run draws what an uninterrupted one draws.
 */
import type { LatentSpec } from "../config/spec.ts";
import type { BatchSource } from "../data/dataset.ts";
import type { TrainingSession } from "../engine/executor.ts";
import type { Phase, StepInput, StepPlan } from "../gan/step-plan.ts";
import type { Seed } from "../shared/brand.ts";
import { createStream, fillNormal, fillUniform } from "../shared/random.ts";
import type { RandomStream } from "../shared/random.ts";

export interface FeedOptions {
  readonly plan: StepPlan;
  readonly session: TrainingSession;
  readonly batches: BatchSource;
  readonly latent: LatentSpec;
  /** shared: the generator's update sees the latents of the latest discriminator update. */
  readonly latents: "fresh" | "shared";
  readonly seed: Seed;
}

/** Fills every input of phase number `phaseIndex`, for its use number `use` counted over the whole run. */
export type Feed = (phaseIndex: number, use: number) => void;

export function createFeed(options: FeedOptions): Feed {
  const { plan, session } = options;
  return (phaseIndex, use) => {
    const phase = plan.phases[phaseIndex];
    if (phase === undefined) return;
    for (const input of phase.inputs) {
      const target = session.inputs[phaseIndex]?.get(input.name);
      if (target !== undefined) fillInput(options, phase, input, use, target);
    }
  };
}

/** Fills `out` with draws of the latent distribution. */
export function fillLatents(stream: RandomStream, latent: LatentSpec, out: Float32Array): void {
  if (latent.distribution === "normal") fillNormal(stream, out);
  else fillUniform(stream, out, -1, 1);
}

function fillInput(
  options: FeedOptions,
  phase: Phase,
  input: StepInput,
  use: number,
  out: Float32Array,
): void {
  const { source } = input;
  switch (source.kind) {
    case "real":
      options.batches.fill(use, out);
      return;
    case "latents": {
      const shared =
        options.latents === "shared" ? sharedLatents(options, phase, input) : undefined;
      if (shared === undefined) {
        const stream = createStream(options.seed, `latents/${phase.name}/${input.name}`, use);
        fillLatents(stream, options.latent, out);
      } else out.set(shared);
      return;
    }
    case "dropout":
      fillMask(createStream(options.seed, `${phase.name}/${input.name}`, use), source.rate, out);
      return;
    default:
      source satisfies never;
  }
}

/** The latents of the discriminator's phase, where this is the generator's phase and they have the same shape. */
function sharedLatents(
  options: FeedOptions,
  phase: Phase,
  input: StepInput,
): Float32Array | undefined {
  if (phase.name !== "generator") return undefined;
  const index = options.plan.phases.findIndex(({ name }) => name === "discriminator");
  return options.session.inputs[index]?.get(input.name);
}

/** 0 with probability `rate`, otherwise 1/(1 − rate): inverted dropout. */
function fillMask(stream: RandomStream, rate: number, out: Float32Array): void {
  const keep = 1 / (1 - rate);
  for (let i = 0; i < out.length; i++) out[i] = stream.uniform() < rate ? 0 : keep;
}
