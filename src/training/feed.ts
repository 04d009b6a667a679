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
      if (target !== undefined) fillInput(options, { phaseIndex, phase, input, use }, target);
    }
  };
}

/** Fills `out` with draws of the latent distribution. */
export function fillLatents(stream: RandomStream, latent: LatentSpec, out: Float32Array): void {
  if (latent.distribution === "normal") fillNormal(stream, out);
  else fillUniform(stream, out, -1, 1);
}

interface Place {
  readonly phaseIndex: number;
  readonly phase: Phase;
  readonly input: StepInput;
  /** Use number of the phase, counted over the whole run. */
  readonly use: number;
}

function fillInput(options: FeedOptions, place: Place, out: Float32Array): void {
  const { source, name } = place.input;
  switch (source.kind) {
    case "real":
      options.batches.fill(place.use, out);
      return;
    case "latents":
      fillLatentInput(options, place, out);
      return;
    case "dropout": {
      const stream = createStream(options.seed, `${place.phase.name}/${name}`, place.use);
      fillMask(stream, source.rate, out);
      return;
    }
    case "uniform": {
      const use = source.frozen ? 0 : place.use;
      const stream = createStream(options.seed, `${place.phase.name}/${name}`, use);
      fillUniform(stream, out, 0, source.high);
      return;
    }
    default:
      source satisfies never;
  }
}

/** The generator's latents where they are shared: what the latest use of the discriminator's phase had. */
function fillLatentInput(options: FeedOptions, place: Place, out: Float32Array): void {
  const shared = options.latents === "shared" ? latestDiscriminatorUse(options.plan, place) : null;
  const ready =
    shared !== null && shared.phaseIndex < place.phaseIndex
      ? options.session.inputs[shared.phaseIndex]?.get(shared.input.name)
      : undefined;
  if (ready !== undefined) out.set(ready);
  else fillLatents(latentStream(options.seed, shared ?? place), options.latent, out);
}

const latentStream = (seed: Seed, { phase, input, use }: Place): RandomStream =>
  createStream(seed, `latents/${phase.name}/${input.name}`, use);

/**
 * The use of the discriminator's phase that comes last before this use of the generator's; null where this is no
 * generator's phase, where there is none before it (generator first, step 0), or where it has latents of another shape.
 */
function latestDiscriminatorUse(plan: StepPlan, place: Place): Place | null {
  if (place.phase.name !== "generator") return null;
  const phaseIndex = plan.phases.findIndex(({ name }) => name === "discriminator");
  const phase = plan.phases[phaseIndex];
  const shape = place.input.shape.join();
  const input = phase?.inputs.find((i) => i.source.kind === "latents" && i.shape.join() === shape);
  if (phase === undefined || input === undefined) return null;
  const step = Math.floor(place.use / place.phase.repeat);
  const use = (phaseIndex < place.phaseIndex ? step + 1 : step) * phase.repeat - 1;
  return use < 0 ? null : { phaseIndex, phase, input, use };
}

/** 0 with probability `rate`, otherwise 1/(1 − rate): inverted dropout. */
function fillMask(stream: RandomStream, rate: number, out: Float32Array): void {
  const keep = 1 / (1 - rate);
  for (let i = 0; i < out.length; i++) out[i] = stream.uniform() < rate ? 0 : keep;
}
