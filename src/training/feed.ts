/**
 * Fills the inputs of a phase before it runs: real batches, latents, dropout masks. Every number is a function of the
 * run's seed, the input's stream and the phase's use count, so a resumed run draws what an uninterrupted one draws.
 */
import type { LatentSpec } from "../config/spec.ts";
import { drawClass } from "../data/batches.ts";
import type { BatchSource } from "../data/dataset.ts";
import type { TrainingSession } from "../engine/executor.ts";
import type { Phase, StepInput, StepPlan } from "../gan/step-plan.ts";
import type { Seed } from "../shared/brand.ts";
import { createStream, fillUniform } from "../shared/random.ts";
import type { RandomStream } from "../shared/random.ts";
import { fillLatents } from "./sampler-inputs.ts";

export interface FeedOptions {
  readonly plan: StepPlan;
  readonly session: TrainingSession;
  readonly batches: BatchSource;
  readonly latent: LatentSpec;
  /** shared: the generator's update sees the latents (and labels of fakes) of the latest discriminator update. */
  readonly latents: "fresh" | "shared";
  /** Probability of each class for the labels of fakes; needed where the networks join labels. */
  readonly classWeights?: Float64Array | null;
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
      fillFakeInput(options, place, out);
      return;
    case "labels":
      if (source.of === "fakes") fillFakeInput(options, place, out);
      else fillRealLabels(options.batches, place, out);
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

/** Latents or labels of fakes. Where the generator's are shared: what the latest use of the discriminator's phase had. */
function fillFakeInput(options: FeedOptions, place: Place, out: Float32Array): void {
  const shared = options.latents === "shared" ? latestDiscriminatorUse(options.plan, place) : null;
  const ready =
    shared !== null && shared.phaseIndex < place.phaseIndex
      ? options.session.inputs[shared.phaseIndex]?.get(shared.input.name)
      : undefined;
  if (ready !== undefined) out.set(ready);
  else drawFakeInput(options, shared ?? place, out);
}

function drawFakeInput(
  { seed, latent, classWeights }: FeedOptions,
  { phase, input, use }: Place,
  out: Float32Array,
): void {
  const { source, name } = input;
  const stream = createStream(seed, `${source.kind}/${phase.name}/${name}`, use);
  if (source.kind === "latents") fillLatents(stream, latent, out);
  else fillLabels(stream, classWeights ?? null, out);
}

/** Fills one-hot rows with labels drawn by their weights. */
function fillLabels(stream: RandomStream, weights: Float64Array | null, out: Float32Array): void {
  if (weights === null) throw new Error("Expected data with labels for networks that join them");
  out.fill(0);
  for (let row = 0; row < out.length; row += weights.length)
    out[row + drawClass(stream, weights)] = 1;
}

function fillRealLabels(batches: BatchSource, { input, use }: Place, out: Float32Array): void {
  const [rows = 0, classes = 0] = input.shape;
  const labels = new Uint32Array(rows);
  batches.fillLabels(use, labels);
  out.fill(0);
  labels.forEach((label, row) => (out[row * classes + label] = 1));
}

/**
 * The use of the discriminator's phase that comes last before this use of the generator's; null where this is no
 * generator's phase, where there is none before it (generator first, step 0), or where it has latents of another shape.
 */
function latestDiscriminatorUse(plan: StepPlan, place: Place): Place | null {
  if (place.phase.name !== "generator") return null;
  const phaseIndex = plan.phases.findIndex(({ name }) => name === "discriminator");
  const phase = plan.phases[phaseIndex];
  const { shape, source } = place.input;
  const input = phase?.inputs.find(
    (other) => isOfFakes(other, source.kind) && other.shape.join() === shape.join(),
  );
  if (phase === undefined || input === undefined) return null;
  const step = Math.floor(place.use / place.phase.repeat);
  const use = (phaseIndex < place.phaseIndex ? step + 1 : step) * phase.repeat - 1;
  return use < 0 ? null : { phaseIndex, phase, input, use };
}

const isOfFakes = ({ source }: StepInput, kind: StepInput["source"]["kind"]): boolean =>
  source.kind === kind && !(source.kind === "labels" && source.of === "real");

/** 0 with probability `rate`, otherwise 1/(1 − rate): inverted dropout. */
function fillMask(stream: RandomStream, rate: number, out: Float32Array): void {
  const keep = 1 / (1 - rate);
  for (let i = 0; i < out.length; i++) out[i] = stream.uniform() < rate ? 0 : keep;
}
