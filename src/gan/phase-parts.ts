/** What the phases of a step are made of: passes of both networks, losses, gradients and inputs. */
import type {
  GradientClipSpec,
  ObjectiveSpec,
  OptimizersSpec,
  TrainingSpec,
} from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";
import type { Tensor } from "../program/tensor-library.ts";
import type { TraceTools } from "../program/trace.ts";
import { clipGradients } from "./clip-gradients.ts";
import { moveAverages } from "./generator-average.ts";
import type { GradientPenalty } from "./gradient-penalty.ts";
import { couplesSamples, networkVariables } from "./network.ts";
import type { Network } from "./network.ts";
import type { ScoredPair } from "./objectives/objective.ts";
import { objectiveModule } from "./objectives/registry.ts";
import { applyNetwork, readInput } from "./pass.ts";
import type { Pass, PassLabels, PassTensors } from "./pass.ts";
import type { NetworkName, StepInput } from "./step-plan.ts";

export interface GanModel {
  readonly generator: Network;
  readonly discriminator: Network;
  readonly objective: ObjectiveSpec;
  readonly training: TrainingSpec;
  readonly optimizer: OptimizersSpec;
}

/** Name of the input with the fakes' labels, where networks join labels and a phase makes one batch of fakes. */
const FAKE_LABELS = "labels/fake";

/** How G makes the fakes that D trains on. `fakeLabels` names the input with their labels. */
export function fakesForDiscriminator(
  { generator, training }: GanModel,
  fakeLabels = FAKE_LABELS,
): Pass {
  const batchSize = halfOrFull(training);
  return {
    network: generator,
    label: "for-discriminator",
    mode: training.fakesForDiscriminator,
    batchSize,
    labels: [{ name: fakeLabels, of: "fakes", rows: batchSize }],
    movesStatistics: false,
  };
}

/** G's pass and D's pass over its fakes in the generator's update. */
export function generatorPasses(
  { generator, discriminator, training }: GanModel,
  fakeLabels = FAKE_LABELS,
): [Pass, Pass] {
  const { batchSize } = training;
  const labels = [{ name: fakeLabels, of: "fakes", rows: batchSize }] as const;
  const pass = { label: "for-generator", mode: "training", batchSize, labels } as const;
  return [
    { ...pass, network: generator, movesStatistics: true },
    { ...pass, network: discriminator, movesStatistics: false },
  ];
}

/** D's passes in its own update: one over fakes and reals together, or one over each, reals first. */
export function discriminatorPasses(
  { discriminator, training }: GanModel,
  fakeLabels = FAKE_LABELS,
): Pass[] {
  const batchSize = halfOrFull(training);
  const pass = { network: discriminator, mode: "training", movesStatistics: true } as const;
  const apart = training.realAndFake === "separate" && couplesSamples(discriminator);
  const real = realLabels(batchSize);
  const fake = { name: fakeLabels, of: "fakes", rows: batchSize } as const;
  return apart
    ? [
        { ...pass, label: "real", batchSize, labels: [real] },
        { ...pass, label: "fake", batchSize, labels: [fake] },
      ]
    : [{ ...pass, label: "fake-and-real", batchSize: 2 * batchSize, labels: [fake, real] }];
}

const realLabels = (rows: number): PassLabels => ({ name: "labels/real", of: "real", rows });

export function judge(
  passes: readonly Pass[],
  samples: ScoredPair,
  tensors: PassTensors,
): ScoredPair {
  const [first, second] = passes;
  if (first === undefined) throw new Error("Expected one or two passes of the discriminator");
  if (second !== undefined) {
    const real = applyNetwork(first, samples.real, tensors);
    return { real, fake: applyNetwork(second, samples.fake, tensors) };
  }
  const { tf } = tensors;
  const outputs = applyNetwork(first, tf.concat([samples.fake, samples.real], 0), tensors);
  // A layer may have packed several samples into one.
  const [rowsOfBoth = 0, ...rest] = outputs.shape;
  const half = rowsOfBoth / 2;
  if (!Number.isInteger(half)) {
    throw new LabError(
      "CONFIG",
      "Expected training.batchSize to be a multiple of the samples in a pack, so that no pack holds real and fake ones",
    );
  }
  const rows = (start: number): Tensor =>
    tf.slice(outputs, [start, ...rest.map(() => 0)], [half, ...rest]);
  return { fake: rows(0), real: rows(half) };
}

export interface NamedLoss {
  readonly loss: Tensor;
  readonly named: Record<string, Tensor>;
}

export interface Judged {
  readonly outputs: ScoredPair;
  /** None or one. */
  readonly penalties: readonly Tensor[];
}

export function discriminatorLoss(
  { objective }: GanModel,
  { tf }: PassTensors,
  { outputs, penalties }: Judged,
): NamedLoss {
  const module = objectiveModule(objective);
  const parts = module.discriminatorLoss(tf, objective, outputs);
  const loss = penalties.reduce(
    (sum, penalty) => tf.add(sum, penalty),
    tf.add(parts.real, parts.fake),
  );
  const scores = (output: Tensor): Tensor => module.scores?.(tf, objective, output) ?? output;
  const named = {
    "loss/discriminator": loss,
    "loss/real": parts.real,
    "loss/fake": parts.fake,
    ...Object.fromEntries(penalties.map((penalty) => ["loss/penalty", penalty])),
    "scores/real": scores(outputs.real),
    "scores/fake": scores(outputs.fake),
  };
  return { loss, named };
}

/** The objective's penalty on D's slope, in a list of none or one. */
export function penaltyOf({ discriminator, objective, training }: GanModel): GradientPenalty[] {
  const spec = objectiveModule(objective).gradientPenalty?.(objective) ?? { kind: "none" };
  if (spec.kind === "none") return [];
  const batchSize = halfOrFull(training);
  const pass = {
    network: discriminator,
    label: "penalty",
    mode: "training",
    batchSize,
    labels: [realLabels(batchSize)],
    movesStatistics: false,
  } as const;
  return [{ spec, pass }];
}

export function generatorLoss(
  { objective }: GanModel,
  { tf }: PassTensors,
  outputs: Tensor,
): Tensor {
  return objectiveModule(objective).generatorLoss(tf, objective, outputs);
}

export interface Traced {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly tools: TraceTools;
}

/** `gradient/<variable>` for a network's trainable variables, within the limit its optimizer sets. */
export function gradientsOf(
  loss: Tensor,
  network: NetworkName,
  model: GanModel,
  { inputs, tools }: Traced,
): Record<string, Tensor> {
  const names = networkVariables(model[network])
    .filter(({ role }) => role === "trainable")
    .map(({ name }) => name);
  const weights = names.map((name) => readInput(inputs, name));
  const clip = gradientClipOf(model, network);
  const gradients = clipGradients(tools.tf, clip, tools.gradient(loss, weights));
  return Object.fromEntries(
    gradients.map((gradient, index) => [`gradient/${names[index] ?? ""}`, gradient]),
  );
}

export function gradientClipOf({ optimizer }: GanModel, network: NetworkName): GradientClipSpec {
  const spec = optimizer[network];
  return "options" in spec ? { kind: "none" } : spec.gradientClip;
}

/** G's averaged weights, where it has them. */
export function averagesOf(
  { generator, training }: GanModel,
  { tf, inputs }: PassTensors,
): Record<string, Tensor> {
  const decay = training.generatorAverage;
  return decay === null ? {} : moveAverages(tf, generator, { decay, inputs });
}

export function statisticsOf({ moved }: PassTensors): Record<string, Tensor> {
  return Object.fromEntries([...moved].map(([name, tensor]) => [`next/${name}`, tensor]));
}

export function realInput({ discriminator, training }: GanModel): StepInput {
  const shape = [halfOrFull(training), ...discriminator.inputShape];
  return { name: "real", shape, source: { kind: "real" } };
}

export function latentsInput(
  name: string,
  { generator, training }: GanModel,
  batchSize = training.batchSize,
): StepInput {
  return { name, shape: [batchSize, ...generator.inputShape], source: { kind: "latents" } };
}

/** Samples of each sort in one update of D. */
export function halfOrFull({ batchSize, discriminatorBatch }: TrainingSpec): number {
  if (discriminatorBatch === "full") return batchSize;
  if (batchSize % 2 === 0) return batchSize / 2;
  throw new LabError(
    "CONFIG",
    `Expected training.batchSize to be even where discriminatorBatch is half, got ${batchSize}`,
  );
}
