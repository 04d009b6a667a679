/** Training on WebGPU beside the CPU, on whatever adapter there is; SwiftShader takes about a second per step. */
import { afterAll, describe, expect, test } from "vitest";

import type { CellSpec } from "../../../src/config/experiment.ts";
import type { LayerSpec } from "../../../src/config/spec.ts";
import { createExecutor } from "../../../src/engine/create-executor.ts";
import type { TrainingSession } from "../../../src/engine/executor.ts";
import { initializeVariables } from "../../../src/gan/initialize.ts";
import type { StepPlan } from "../../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import { seed } from "../../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../../src/shared/random.ts";
import { ADAM, batchNormalization, cell, dense, leaky, SEED_CELL } from "../../gan/specs.ts";
import { feedPhase, runStep } from "../support/feed.ts";
import { openWebgpu } from "../support/webgpu.ts";

/** Largest |difference| / |CPU's number| of a loss. Both compute in float32 and add in different orders. */
const LOSSES = 1e-4;

const { executor: webgpu, missing } = await openWebgpu();

const opened: TrainingSession[] = [];
afterAll(async () => {
  for (const session of opened) await session.dispose();
});

async function openPair(plan: StepPlan): Promise<readonly [TrainingSession, TrainingSession]> {
  const initial = initializeVariables(plan.variables, seed(1));
  const onnx = await createExecutor("onnx");
  const pair = [
    await (webgpu ?? onnx).prepare(plan, initial, { threads: 1 }),
    await onnx.prepare(plan, initial, { threads: 1 }),
  ] as const;
  opened.push(...pair);
  return pair;
}

async function openOne(plan: StepPlan): Promise<TrainingSession> {
  return (await openPair(plan))[0];
}

const lossesOf = (session: TrainingSession): number[] =>
  ["loss/discriminator", "loss/generator"].map(
    (name) => session.outputs.find((said) => said.has(name))?.get(name)?.[0] ?? NaN,
  );

/** Trains both and returns the largest relative difference of a loss. */
async function trainBoth(plan: StepPlan, steps: number): Promise<number> {
  const [gpu, cpu] = await openPair(plan);
  let worst = 0;
  for (let step = 0; step < steps; step++) {
    for (const session of [gpu, cpu]) await runStep(session, plan, step);
    const expected = lossesOf(cpu);
    lossesOf(gpu).forEach((loss, i) => {
      const apart = Math.abs(loss - (expected[i] ?? NaN)) / Math.abs(expected[i] ?? NaN);
      worst = Number.isNaN(apart) ? Infinity : Math.max(worst, apart);
    });
  }
  return worst;
}

const image = (kind: "conv2d" | "conv2d-transpose", filters: number): LayerSpec => ({
  ...(kind === "conv2d" ? { kind } : { kind, outputSize: null }),
  filters,
  kernel: 5,
  stride: 2,
  padding: "same",
  bias: true,
  initializer: { kind: "glorot-uniform" },
  biasInitializer: { kind: "zeros" },
});

/** A DCGAN for 8×8 images, with a pool and batch normalisation of images. */
const CONVOLUTIONAL: CellSpec = cell({
  generator: {
    layers: [
      ...[dense(2 * 2 * 6), { kind: "reshape", shape: [2, 2, 6] } as const],
      ...[batchNormalization(), { kind: "relu" } as const],
      ...[image("conv2d-transpose", 4), batchNormalization(), { kind: "relu" } as const],
      ...[image("conv2d-transpose", 1), { kind: "tanh" } as const],
    ],
  },
  discriminator: {
    layers: [
      ...[image("conv2d", 4), leaky],
      { kind: "max-pool", size: 2, stride: 2, padding: "same" },
      ...[{ kind: "flatten" } as const, dense(1)],
    ],
  },
});

describe.skipIf(missing !== null)("the webgpu executor", () => {
  test("trains the seed model to the CPU's losses for 50 steps", { timeout: 600_000 }, async () => {
    const worst = await trainBoth(buildStepPlan(SEED_CELL, [28, 28, 1]), 50);
    expect(worst).toBeLessThan(LOSSES);
  });

  test(
    "trains a convolutional pair to the CPU's losses for 5 steps",
    { timeout: 300_000 },
    async () => {
      const worst = await trainBoth(buildStepPlan(CONVOLUTIONAL, [8, 8, 1]), 5);
      expect(worst).toBeLessThan(LOSSES);
    },
  );

  test("gives the CPU's weights and slots when they are pulled, and not before", async () => {
    const plan = buildStepPlan(cell(), [2]);
    const [gpu, cpu] = await openPair(plan);
    const before = new Map([...gpu.variables].map(([name, values]) => [name, values.slice()]));
    for (const index of plan.phases.keys())
      for (const session of [gpu, cpu]) {
        feedPhase(session, plan, index, 0);
        await session.runPhase(index);
      }
    expect(new Map(gpu.variables)).toEqual(before);
    for (const session of [gpu, cpu]) await session.pull();
    expect(changedMost(gpu.variables, before)).toBeGreaterThan(1e-4);
    expect(changedMost(gpu.slots, cpu.slots)).toBeLessThan(1e-6);
  });

  test("restored from variables, slots and clocks goes on as if it had not stopped", async () => {
    const plan = buildStepPlan(cell({ optimizer: { ...ADAM, shared: true } }), [2]);
    const [whole, resumed] = [await openOne(plan), await openOne(plan)];
    for (let step = 0; step < 3; step++) await runStep(whole, plan, step);
    await whole.pull();
    for (const kind of ["variables", "slots"] as const)
      for (const [name, values] of whole[kind]) resumed[kind].get(name)?.set(values);
    resumed.restoreClocks(whole.saveClocks());
    for (let step = 3; step < 5; step++)
      for (const session of [whole, resumed]) await runStep(session, plan, step);
    for (const session of [whole, resumed]) await session.pull();
    expect([...resumed.variables]).toEqual([...whole.variables]);
    expect([...resumed.slots]).toEqual([...whole.slots]);
  });

  test("measures what the CPU measures, and keeps the gradients of such a phase", async () => {
    const plan = buildStepPlan(cell({ generator: { layers: [dense(4), leaky, dense(2)] } }), [2]);
    const [gpu, cpu] = await openPair(plan);
    for (const session of [gpu, cpu]) await runStep(session, plan, 0);
    const [measured, expected] = [
      (await gpu.runPhase(1, { measure: true })).generator,
      (await cpu.runPhase(1, { measure: true })).generator,
    ];
    expect(measured?.gradientNorm).toBeCloseTo(expected?.gradientNorm ?? NaN, 6);
    expect(measured?.updateRatio).toBeCloseTo(expected?.updateRatio ?? NaN, 6);
    expect(changedMost(gpu.outputs[1] ?? new Map(), cpu.outputs[1] ?? new Map())).toBeLessThan(
      1e-6,
    );
  });

  test("samples with the weights that are on the device", async () => {
    const plan = buildStepPlan(cell(), [2]);
    const [gpu, cpu] = await openPair(plan);
    for (const session of [gpu, cpu]) await runStep(session, plan, 0);
    const latents = new Float32Array(300 * 3);
    fillNormal(createStream(seed(9), "latents"), latents);
    const samples = [await gpu.sample(latents), await cpu.sample(latents)] as const;
    expect(samples[0].length).toBe(600);
    expect(largest(samples[0], samples[1])).toBeLessThan(1e-3);
  });
});

type Views = ReadonlyMap<string, Float32Array>;

const changedMost = (arrays: Views, others: Views): number =>
  Math.max(...[...arrays].map(([name, values]) => largest(values, others.get(name) ?? [])));

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN))));
