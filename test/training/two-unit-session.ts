/**
 * A real training session of two units: G(z) = z + g and D(x) = d·x on one-dimensional samples, least squares with labels
 * (0, 1, 1), plain gradient descent. Small enough to check by hand, and everything train/ and watch/ ask of a session.
 */
import type { TrainingSession, UpdateMeasures } from "../../src/engine/executor.ts";
import type { NetworkName, Phase, StepInput, StepPlan } from "../../src/gan/step-plan.ts";
import type { Program } from "../../src/program/program.ts";

const NO_PROGRAM: Program = {
  types: [],
  inputs: [],
  constants: new Map(),
  operations: [],
  outputs: [],
};

export interface TwoUnits {
  readonly batchSize?: number;
  readonly discriminatorSteps?: number;
  readonly learningRate?: number;
  readonly order?: "discriminator-first" | "generator-first" | "simultaneous";
}

export interface TwoUnitSession {
  readonly plan: StepPlan;
  readonly session: TrainingSession;
  /** Phases in the order they were run, with whether they were measured. */
  readonly ran: readonly { readonly phase: Phase["name"]; readonly measure: boolean }[];
}

export function createTwoUnits(options: TwoUnits = {}): TwoUnitSession {
  const { learningRate = 0.1 } = options;
  const plan = planOf(options);
  const g = Float32Array.of(0);
  const d = Float32Array.of(0.5);
  const ran: { phase: Phase["name"]; measure: boolean }[] = [];
  const inputs = plan.phases.map(
    (phase) =>
      new Map(phase.inputs.map(({ name, shape }) => [name, new Float32Array(shape[0] ?? 0)])),
  );
  const outputs = plan.phases.map(() => new Map<string, Float32Array>());
  const read = (index: number, name: string): Float32Array =>
    inputs[index]?.get(name) ?? new Float32Array();

  const updateDiscriminator = (index: number): UpdateMeasures => {
    const real = read(index, "real");
    const fake = read(index, "latents").map((z) => z + (g[0] ?? 0));
    const [realScores, fakeScores] = [real, fake].map((xs) => xs.map((x) => x * (d[0] ?? 0)));
    if (realScores === undefined || fakeScores === undefined) throw new Error("two batches");
    const lossReal = 0.5 * mean(realScores.map((s) => (s - 1) ** 2));
    const lossFake = 0.5 * mean(fakeScores.map((s) => s ** 2));
    outputs[index]?.set("scores/real", realScores).set("scores/fake", fakeScores);
    outputs[index]?.set("loss/real", Float32Array.of(lossReal));
    outputs[index]?.set("loss/fake", Float32Array.of(lossFake));
    outputs[index]?.set("loss/discriminator", Float32Array.of(lossReal + lossFake));
    const gradient =
      mean(realScores.map((s, i) => (s - 1) * (real[i] ?? 0))) +
      mean(fakeScores.map((s, i) => s * (fake[i] ?? 0)));
    return descend(d, gradient, learningRate);
  };
  const updateGenerator = (index: number): UpdateMeasures => {
    const weight = d[0] ?? 0;
    const scores = read(index, "latents").map((z) => (z + (g[0] ?? 0)) * weight);
    outputs[index]?.set(
      "loss/generator",
      Float32Array.of(0.5 * mean(scores.map((s) => (s - 1) ** 2))),
    );
    return descend(g, mean(scores.map((s) => (s - 1) * weight)), learningRate);
  };

  const session: TrainingSession = {
    executor: "eager",
    variables: new Map([
      ["generator/g", g],
      ["discriminator/d", d],
    ]),
    slots: new Map(),
    inputs,
    outputs,
    runPhase: (index, { measure } = { measure: false }) => {
      const phase = plan.phases[index];
      if (phase === undefined) throw new Error(`no phase ${index}`);
      ran.push({ phase: phase.name, measure });
      const measures: Partial<Record<NetworkName, UpdateMeasures>> = {};
      for (const network of phase.updates)
        measures[network] =
          network === "discriminator" ? updateDiscriminator(index) : updateGenerator(index);
      return Promise.resolve(measure ? measures : {});
    },
    pull: () => Promise.resolve(),
    sample: (latents) => Promise.resolve(latents.map((z) => z + (g[0] ?? 0))),
    saveClocks: () => ({}),
    restoreClocks: () => undefined,
    dispose: () => Promise.resolve(),
  };
  return { plan, session, ran };
}

function planOf({
  batchSize = 4,
  discriminatorSteps = 1,
  order = "discriminator-first",
}: TwoUnits): StepPlan {
  const latents: StepInput = {
    name: "latents",
    shape: [batchSize, 1],
    source: { kind: "latents" },
  };
  const real: StepInput = { name: "real", shape: [batchSize, 1], source: { kind: "real" } };
  const program = NO_PROGRAM;
  const discriminator: Phase = {
    name: "discriminator",
    program,
    inputs: [real, latents],
    updates: ["discriminator"],
    repeat: discriminatorSteps,
  };
  const generator: Phase = {
    name: "generator",
    program,
    inputs: [latents],
    updates: ["generator"],
    repeat: 1,
  };
  const simultaneous: Phase = {
    name: "simultaneous",
    program,
    inputs: [real, latents],
    updates: ["discriminator", "generator"],
    repeat: 1,
  };
  const optimizer = {
    program,
    slots: [],
    createClock: () => ({ next: () => ({}), save: () => ({}), restore: () => undefined }),
  };
  return {
    variables: [],
    phases: {
      "discriminator-first": [discriminator, generator],
      "generator-first": [generator, discriminator],
      simultaneous: [simultaneous],
    }[order],
    optimizers: { generator: optimizer, discriminator: optimizer },
    sharedClock: false,
    sampler: { program, batchSize },
  };
}

function descend(variable: Float32Array, gradient: number, rate: number): UpdateMeasures {
  const before = variable[0] ?? 0;
  variable[0] = before - rate * gradient;
  return {
    gradientNorm: Math.abs(gradient),
    updateRatio: Math.abs((rate * gradient) / before),
  };
}

const mean = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
