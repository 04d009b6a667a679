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
 *
 * Labels. Networks that join labels see real samples with their own, and fakes with labels drawn with the classes'
 * frequencies in the data: G made them for these labels, D judges them under the same ones. Shared latents share them.
 */
import { LabError } from "../shared/errors.ts";
import type { Tensor } from "../program/tensor-library.ts";
import type { TraceTools } from "../program/trace.ts";
import { gradientPenalty, penaltyInputs } from "./gradient-penalty.ts";
import { applyNetwork, passInputs, readInput } from "./pass.ts";
import type { PassTensors } from "./pass.ts";
import {
  averagesOf,
  fakesForDiscriminator,
  gradientsOf,
  statisticsOf,
  generatorPasses,
  discriminatorPasses,
  judge,
  discriminatorLoss,
  penaltyOf,
  generatorLoss,
  realInput,
  latentsInput,
} from "./phase-parts.ts";
import type { GanModel } from "./phase-parts.ts";
import type { Phase } from "./step-plan.ts";

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
  const labels =
    latents === "shared"
      ? ({ own: "labels/fake", others: "labels/fake" } as const)
      : ({ own: "labels/generator", others: "labels/discriminator" } as const);
  const [makesFakes, judgesFakes] = generatorPasses(model, labels.own);
  const makesOthers = fakesForDiscriminator(model, labels.others);
  const judges = discriminatorPasses(model, labels.others);
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
