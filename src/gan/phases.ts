/**
 * The phases of one training step, each one differentiated program, as the training options ask for them.
 *
 * Batch statistics. A network's moving statistics move in the phase that updates it and nowhere else: G's in the
 * generator's phase, D's in the discriminator's. Where D runs on real and fake samples apart, they move twice, by the
 * real batch first. Both networks run in training mode, except that the fakes D trains on come from G in the mode
 * `fakesForDiscriminator` says (the seed article: inference). In the generator's phase D normalises by the fakes' own
 * statistics and drops out, and moves nothing.
 *
 * Real and fake. `separate` and `joint` differ only where a layer of D makes samples of one batch depend on each other.
 * Elsewhere both run as one concatenated batch, fakes first, which is the faster way to the same numbers.
 */
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
import { gradientPenalty, penaltyInputs } from "./gradient-penalty.ts";
import type { GradientPenalty } from "./gradient-penalty.ts";
import { couplesSamples, networkVariables } from "./network.ts";
import type { Network } from "./network.ts";
import type { ScoredPair } from "./objectives/objective.ts";
import { objectiveModule } from "./objectives/registry.ts";
import { applyNetwork, passInputs, readInput } from "./pass.ts";
import type { Pass, PassTensors } from "./pass.ts";
import type { NetworkName, Phase, StepInput } from "./step-plan.ts";

export interface GanModel {
  readonly generator: Network;
  readonly discriminator: Network;
  readonly objective: ObjectiveSpec;
  readonly training: TrainingSpec;
  readonly optimizer: OptimizersSpec;
}

/** A phase before it is traced. */
export interface PhaseSource extends Omit<Phase, "program"> {
  /** Outputs of the phase's program, from its variables and inputs by name. */
  readonly build: (
    tensors: Readonly<Record<string, Tensor>>,
    tools: TraceTools,
  ) => Record<string, Tensor>;
}

/** The phases in the order they run in a step. @throws LabError CONFIG for options that exclude each other. */
export function createPhases(model: GanModel): PhaseSource[] {
  const { order, discriminatorSteps } = model.training;
  if (order === "simultaneous") {
    if (discriminatorSteps > 1) {
      throw new LabError(
        "CONFIG",
        `Expected training.discriminatorSteps to be 1 where order is simultaneous, got ${discriminatorSteps}`,
      );
    }
    return [simultaneousPhase(model)];
  }
  const phases = [discriminatorPhase(model), generatorPhase(model)];
  return order === "generator-first" ? phases.reverse() : phases;
}

function discriminatorPhase(model: GanModel): PhaseSource {
  const makesFakes = fakesForDiscriminator(model);
  const judges = discriminatorPasses(model);
  const penalty = penaltyOf(model);
  const latents = latentsInput("latents", model, makesFakes.batchSize);
  return {
    name: "discriminator",
    inputs: [
      realInput(model),
      latents,
      ...[makesFakes, ...judges].flatMap(passInputs),
      ...penalty.flatMap(penaltyInputs),
    ],
    updates: ["discriminator"],
    repeat: model.training.discriminatorSteps,
    build: (inputs, tools) => {
      const tensors: PassTensors = { tf: tools.tf, inputs, moved: new Map() };
      const fakes = applyNetwork(makesFakes, readInput(inputs, latents.name), tensors);
      const samples = { real: readInput(inputs, "real"), fake: fakes };
      const penalties = penalty.map((one) =>
        gradientPenalty(one, samples, tensors, tools.gradient),
      );
      const outputs = judge(judges, samples, tensors);
      const { loss, named } = discriminatorLoss(model, tensors, { outputs, penalties });
      return {
        ...named,
        ...gradientsOf(loss, "discriminator", model, { inputs, tools }),
        ...statisticsOf(tensors),
      };
    },
  };
}

function generatorPhase(model: GanModel): PhaseSource {
  const [makesFakes, judgesFakes] = generatorPasses(model);
  const latents = latentsInput("latents", model, makesFakes.batchSize);
  return {
    name: "generator",
    inputs: [latents, ...[makesFakes, judgesFakes].flatMap(passInputs)],
    updates: ["generator"],
    repeat: 1,
    build: (inputs, tools) => {
      const tensors: PassTensors = { tf: tools.tf, inputs, moved: new Map() };
      const fakes = applyNetwork(makesFakes, readInput(inputs, latents.name), tensors);
      const loss = generatorLoss(model, tensors, applyNetwork(judgesFakes, fakes, tensors));
      return {
        "loss/generator": loss,
        ...gradientsOf(loss, "generator", model, { inputs, tools }),
        ...averagesOf(model, tensors),
        ...statisticsOf(tensors),
      };
    },
  };
}

/**
 * Both updates from the same weights. With shared latents and fakes in training mode, G's loss is of the very scores
 * that D's loss is of, as in the authors' code: one forward pass for both.
 */
function simultaneousPhase(model: GanModel): PhaseSource {
  const { latents, fakesForDiscriminator: mode, discriminatorBatch } = model.training;
  if (latents === "shared" && discriminatorBatch === "half") {
    throw new LabError(
      "CONFIG",
      "Expected training.latents to be fresh where discriminatorBatch is half and order is simultaneous, got shared",
    );
  }
  const sharesFakes = latents === "shared" && mode === "training";
  const [makesFakes, judgesFakes] = generatorPasses(model);
  const makesOthers = fakesForDiscriminator(model);
  const judges = discriminatorPasses(model);
  const penalty = penaltyOf(model);
  const own = latentsInput(latents === "shared" ? "latents" : "latents/generator", model);
  const others =
    latents === "shared"
      ? own
      : latentsInput("latents/discriminator", model, makesOthers.batchSize);
  const passes = [makesFakes, ...judges, ...(sharesFakes ? [] : [makesOthers, judgesFakes])];
  return {
    name: "simultaneous",
    inputs: [
      realInput(model),
      ...new Set([others, own]),
      ...passes.flatMap(passInputs),
      ...penalty.flatMap(penaltyInputs),
    ],
    updates: ["discriminator", "generator"],
    repeat: 1,
    build: (inputs, tools) => {
      const tensors: PassTensors = { tf: tools.tf, inputs, moved: new Map() };
      const fakes = applyNetwork(makesFakes, readInput(inputs, own.name), tensors);
      const otherFakes = sharesFakes
        ? fakes
        : applyNetwork(makesOthers, readInput(inputs, others.name), tensors);
      // Before D's passes move anything: what both losses see are the weights and statistics of the step's beginning.
      const fakeOutputs = sharesFakes ? undefined : applyNetwork(judgesFakes, fakes, tensors);
      const samples = { real: readInput(inputs, "real"), fake: otherFakes };
      const penalties = penalty.map((one) =>
        gradientPenalty(one, samples, tensors, tools.gradient),
      );
      const outputs = judge(judges, samples, tensors);
      const { loss, named } = discriminatorLoss(model, tensors, { outputs, penalties });
      const lossOfGenerator = generatorLoss(model, tensors, fakeOutputs ?? outputs.fake);
      return {
        ...named,
        "loss/generator": lossOfGenerator,
        ...gradientsOf(loss, "discriminator", model, { inputs, tools }),
        ...gradientsOf(lossOfGenerator, "generator", model, { inputs, tools }),
        ...averagesOf(model, tensors),
        ...statisticsOf(tensors),
      };
    },
  };
}

/** How G makes the fakes that D trains on. */
function fakesForDiscriminator({ generator, training }: GanModel): Pass {
  return {
    network: generator,
    label: "for-discriminator",
    mode: training.fakesForDiscriminator,
    batchSize: halfOrFull(training),
    movesStatistics: false,
  };
}

/** G's pass and D's pass over its fakes in the generator's update. */
function generatorPasses({ generator, discriminator, training }: GanModel): [Pass, Pass] {
  const { batchSize } = training;
  const mode = "training";
  return [
    { network: generator, label: "for-generator", mode, batchSize, movesStatistics: true },
    { network: discriminator, label: "for-generator", mode, batchSize, movesStatistics: false },
  ];
}

/** D's passes in its own update: one over fakes and reals together, or one over each, reals first. */
function discriminatorPasses({ discriminator, training }: GanModel): Pass[] {
  const batchSize = halfOrFull(training);
  const pass = { network: discriminator, mode: "training", movesStatistics: true } as const;
  const apart = training.realAndFake === "separate" && couplesSamples(discriminator);
  return apart
    ? [
        { ...pass, label: "real", batchSize },
        { ...pass, label: "fake", batchSize },
      ]
    : [{ ...pass, label: "fake-and-real", batchSize: 2 * batchSize }];
}

function judge(passes: readonly Pass[], samples: ScoredPair, tensors: PassTensors): ScoredPair {
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

interface NamedLoss {
  readonly loss: Tensor;
  readonly named: Record<string, Tensor>;
}

interface Judged {
  readonly outputs: ScoredPair;
  /** None or one. */
  readonly penalties: readonly Tensor[];
}

function discriminatorLoss(
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
function penaltyOf({ discriminator, objective, training }: GanModel): GradientPenalty[] {
  const spec = objectiveModule(objective).gradientPenalty?.(objective) ?? { kind: "none" };
  if (spec.kind === "none") return [];
  const pass = {
    network: discriminator,
    label: "penalty",
    mode: "training",
    batchSize: halfOrFull(training),
    movesStatistics: false,
  } as const;
  return [{ spec, pass }];
}

function generatorLoss({ objective }: GanModel, { tf }: PassTensors, outputs: Tensor): Tensor {
  return objectiveModule(objective).generatorLoss(tf, objective, outputs);
}

interface Traced {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly tools: TraceTools;
}

/** `gradient/<variable>` for a network's trainable variables, within the limit its optimizer sets. */
function gradientsOf(
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

function gradientClipOf({ optimizer }: GanModel, network: NetworkName): GradientClipSpec {
  const spec = optimizer[network];
  return "options" in spec ? { kind: "none" } : spec.gradientClip;
}

/** G's averaged weights, where it has them. */
function averagesOf(
  { generator, training }: GanModel,
  { tf, inputs }: PassTensors,
): Record<string, Tensor> {
  const decay = training.generatorAverage;
  return decay === null ? {} : moveAverages(tf, generator, { decay, inputs });
}

function statisticsOf({ moved }: PassTensors): Record<string, Tensor> {
  return Object.fromEntries([...moved].map(([name, tensor]) => [`next/${name}`, tensor]));
}

function realInput({ discriminator, training }: GanModel): StepInput {
  const shape = [halfOrFull(training), ...discriminator.inputShape];
  return { name: "real", shape, source: { kind: "real" } };
}

function latentsInput(
  name: string,
  { generator, training }: GanModel,
  batchSize = training.batchSize,
): StepInput {
  return { name, shape: [batchSize, ...generator.inputShape], source: { kind: "latents" } };
}

/** Samples of each sort in one update of D. */
function halfOrFull({ batchSize, discriminatorBatch }: TrainingSpec): number {
  if (discriminatorBatch === "full") return batchSize;
  if (batchSize % 2 === 0) return batchSize / 2;
  throw new LabError(
    "CONFIG",
    `Expected training.batchSize to be even where discriminatorBatch is half, got ${batchSize}`,
  );
}
