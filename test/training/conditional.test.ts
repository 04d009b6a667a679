/** Labels in training: what is fed, what is sampled, and that a generator learns to heed them. */
import { describe, expect, test } from "vitest";

import type { CellSpec } from "../../src/config/experiment.ts";
import type { LayerSpec } from "../../src/config/spec.ts";
import { createBatches } from "../../src/data/batches.ts";
import { classWeights } from "../../src/data/dataset.ts";
import { loadDataset } from "../../src/data/registry.ts";
import { createExecutor } from "../../src/engine/create-executor.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { createFeed } from "../../src/training/feed.ts";
import { appendLabels, classRows, drawSamplerInputs } from "../../src/training/sampler-inputs.ts";
import { ADAM, cell, dense } from "../gan/specs.ts";

const join: LayerSpec = { kind: "join-label", size: 8, initializer: { kind: "glorot-uniform" } };
const tanh: LayerSpec = { kind: "tanh" };

const RATE = { ...ADAM.generator, learningRate: 2e-3 };

/** Four modes on a ring, the top one drawn twice as often. */
const RING: CellSpec = cell({
  dataset: {
    kind: "mixture",
    modes: { kind: "ring", count: 4, radius: 1, doubledTop: true },
    standardDeviation: 0.05,
  },
  latent: { size: 4, distribution: "normal" },
  generator: { layers: [join, dense(32), tanh, dense(2)] },
  discriminator: { layers: [join, dense(32), tanh, dense(32), tanh, dense(1)] },
  optimizer: { generator: RATE, discriminator: RATE, shared: false },
  training: { batchSize: 64 },
});

async function open(spec: CellSpec): Promise<{
  readonly step: (use: number) => Promise<void>;
  readonly input: (phase: number, name: string) => number[];
  readonly sample: (inputs: Float32Array) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}> {
  const dataset = await loadDataset(spec.dataset);
  const plan = buildStepPlan(spec, dataset.sampleShape, dataset.classes);
  const initial = initializeVariables(plan.variables, seed(1));
  const session = await (await createExecutor("onnx")).prepare(plan, initial, { threads: 1 });
  const { batchSize, latents } = spec.training;
  const feed = createFeed({
    plan,
    session,
    batches: createBatches(dataset, {
      seed: seed(1),
      batchSize,
      shuffle: true,
      stepsPerEpoch: null,
    }),
    latent: spec.latent,
    latents,
    classWeights: classWeights(dataset),
    seed: seed(1),
  });
  return {
    step: async (use) => {
      for (const index of plan.phases.keys()) {
        feed(index, use);
        await session.runPhase(index);
      }
    },
    input: (phase, name) => [...(session.inputs[phase]?.get(name) ?? [])],
    sample: (inputs) => session.sample(inputs),
    dispose: () => session.dispose(),
  };
}

describe("labels that are fed", () => {
  test("of real samples are one-hot and those of the very samples", async () => {
    const { step, input, dispose } = await open(RING);
    await step(0);
    const labels = input(0, "labels/real");
    const points = input(0, "real");
    // Modes 0 … 3 are (0, 1), (1, 0), (0, −1), (−1, 0).
    for (let i = 0; i < 64; i++) {
      const [x = 0, y = 0] = points.slice(2 * i, 2 * i + 2);
      const near = [y > 0.7, x > 0.7, y < -0.7, x < -0.7].map(Number);
      expect(labels.slice(4 * i, 4 * i + 4)).toEqual(near);
    }
    await dispose();
  });

  test("of fakes come as often as the data's, each update afresh", async () => {
    const { step, input, dispose } = await open(RING);
    const counts = [0, 0, 0, 0];
    for (let use = 0; use < 50; use++) {
      await step(use);
      for (const phase of [0, 1])
        input(phase, "labels/fake").forEach((hot, i) => {
          counts[i % 4] = (counts[i % 4] ?? 0) + hot;
        });
    }
    const drawn = 50 * 2 * 64;
    expect(counts.reduce((sum, count) => sum + count)).toBe(drawn);
    // Weights 2/5, 1/5, 1/5, 1/5; four standard deviations are 0.025.
    counts.forEach((count, i) => {
      expect(Math.abs(count / drawn - (i === 0 ? 0.4 : 0.2))).toBeLessThan(0.025);
    });
    expect(input(0, "labels/fake")).not.toEqual(input(1, "labels/fake"));
    await dispose();
  });

  test("are shared where latents are shared", async () => {
    const training = { ...RING.training, latents: "shared" } as const;
    const { step, input, dispose } = await open({ ...RING, training });
    await step(0);
    expect(input(0, "labels/fake")).toEqual(input(1, "labels/fake"));
    expect(input(0, "latents")).toEqual(input(1, "latents"));
    await dispose();
  });
});

describe("what a sampler is fed", () => {
  test("is each latent vector, then its label's one-hot vector", () => {
    const rows = appendLabels(Float32Array.of(1, 2, 3, 4), [2, 0], 3);
    expect([...rows]).toEqual([1, 2, 0, 0, 1, 3, 4, 1, 0, 0]);
  });

  test("is latents alone for a generator that joins no labels", async () => {
    const dataset = await loadDataset(RING.dataset);
    const spec = { ...RING, generator: { layers: [dense(2)] } };
    const drawn = { seed: seed(1), purpose: "evaluation", count: 5 };
    expect(drawSamplerInputs(spec, dataset, drawn)).toHaveLength(5 * 4);
    expect(drawSamplerInputs(RING, dataset, drawn)).toHaveLength(5 * (4 + 4));
  });

  test("has the same latents in the row of each class", () => {
    const rows = classRows(RING, { columns: 2, classes: 4, shown: 3 }, createStream(seed(1), "x"));
    const cells = Array.from({ length: 6 }, (_, i) => [...rows.subarray(8 * i, 8 * i + 8)]);
    expect(cells.map((one) => one.slice(4).indexOf(1))).toEqual([0, 0, 1, 1, 2, 2]);
    for (const i of [0, 1])
      for (const row of [1, 2])
        expect(cells[2 * row + i]?.slice(0, 4)).toEqual(cells[i]?.slice(0, 4));
  });
});

test("a conditional generator trained on a ring puts samples where their label says", async () => {
  const { step, sample, dispose } = await open(RING);
  for (let use = 0; use < 1500; use++) await step(use);
  const inputs = classRows(RING, { columns: 50, classes: 4, shown: 4 }, createStream(seed(2), "x"));
  const points = await sample(inputs);
  await dispose();
  const right = Array.from({ length: 200 }, (_, i) => {
    const mode = Math.floor(i / 50);
    const [x = 0, y = 0] = points.subarray(2 * i, 2 * i + 2);
    const [meanX = 0, meanY = 0] =
      [
        [0, 1],
        [1, 0],
        [0, -1],
        [-1, 0],
      ][mode] ?? [];
    return Math.hypot(x - meanX, y - meanY) < 0.5;
  }).filter(Boolean).length;
  expect(right).toBeGreaterThan(180);
});
