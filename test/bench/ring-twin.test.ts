/** The PyTorch twin of the ring does the same arithmetic as ours: bench/peers/ring_twin.py, docs/ring-twin.md. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { describe, expect, test } from "vitest";

import type { CellSpec } from "../../src/config/experiment.ts";
import { loadExperiment } from "../../src/config/load.ts";
import { loadDataset } from "../../src/data/registry.ts";
import { createExecutor } from "../../src/engine/create-executor.ts";
import type { TrainingSession } from "../../src/engine/executor.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import { NETWORKS } from "../../src/gan/step-plan.ts";
import type { NetworkName } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { metricsFor } from "../../src/metrics/registry.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";
import { createReferenceSession } from "../engine/support/reference-session.ts";

const PEERS = resolve("bench/peers");
const STEPS = 5;
/** Starting PyTorch takes seconds, on a busy machine many. */
const TIME_LIMIT = 240_000;
const python = process.env["LSGAN_TORCH_PYTHON"];
const missing = python === undefined || spawnSync(python, ["-c", "import torch"]).status !== 0;

const PRELUDE = `
import json, sys
sys.path.insert(0, ${JSON.stringify(PEERS)})
import ring_twin as twin, torch
torch.set_num_threads(1)
given = json.load(open(sys.argv[1]))
random = torch.Generator().manual_seed(0)
networks = twin.Network(*twin.GENERATOR, random), twin.Network(*twin.DISCRIMINATOR, random)
tell = lambda values: print(json.dumps(list(values)))`;

const DRAW_PROGRAM = `${PRELUDE}
tell(network.weights.tolist() for network in networks)`;

const EVALUATE_PROGRAM = `${PRELUDE}
tell(twin.evaluate(torch.tensor(samples).view(-1, 2)) for samples in given)`;

const STEP_PROGRAM = `${PRELUDE}
kind = dict(dtype=getattr(torch, given["type"]))
for network, weights in zip(networks, given["weights"]):
    network.weights = torch.tensor(weights, **kind).requires_grad_()
    network.m, network.v = torch.zeros_like(network.weights), torch.zeros_like(network.weights)
for batch in given["batches"]:
    latents, real = (torch.tensor(batch[name], **kind) for name in ("latents", "real"))
    twin.step(given["cell"], *networks, latents.view(-1, twin.LATENT), real.view(-1, 2))
tell(network.weights.tolist() for network in networks)`;

describe.skipIf(missing)(
  "the PyTorch twin of the ring (needs LSGAN_TORCH_PYTHON with torch)",
  { timeout: TIME_LIMIT },
  () => {
    test.each([
      ["lsgan", "least-squares"],
      ["gan", "cross-entropy"],
    ])("has our weights after five steps of %s from the same start", async (cell, kind) => {
      const plan = buildStepPlan(await paperCell(kind), [2]);
      const start = initializeVariables(plan.variables, seed(1));
      const batches = drawBatches();
      const weights = NETWORKS.map((name) => [...flatten(start, name)]);
      const twin = (type: string): readonly unknown[] =>
        runTwin(STEP_PROGRAM, { cell, type, weights, batches: batches.map(asLists) });
      const onnx = await createExecutor("onnx");

      const exact = await train(createReferenceSession(plan, start), batches);
      twin("float64").forEach((theirs, index) => {
        expect(distances(exact[index] ?? [], weights[index])[0]).toBeGreaterThan(4e-4);
        expect(distances(exact[index] ?? [], theirs)[0]).toBeLessThan(1e-6);
      });
      const ours = await train(await onnx.prepare(plan, start, { threads: 1 }), batches);
      twin("float32").forEach((theirs, index) => {
        // Adam's first step has the size of its rate however small the gradient: a few of 66,691 gradients are as small
        // as their rounding.
        const sorted = distances(ours[index] ?? [], theirs);
        expect(sorted[0]).toBeLessThan(1e-3);
        expect(sorted[10]).toBeLessThan(1e-5);
      });
    });

    test("scores samples as our metrics do", async () => {
      const spec = await paperCell("least-squares");
      const samples = [0.01, 0.05, 0.3].map(drawSamples);
      samples.push(new Float32Array(1000).fill(0.7), new Float32Array(1000).fill(9));
      const theirs = runTwin(
        EVALUATE_PROGRAM,
        samples.map((one) => [...one]),
      );
      const dataset = await loadDataset(spec.dataset);
      for (const [index, one] of samples.entries()) {
        const scores = new Map(
          metricsFor(dataset).flatMap((metric) => Object.entries(metric.evaluate(one, dataset))),
        );
        const twin = Object.entries(theirs[index] ?? {});
        expect(twin).toHaveLength(7);
        for (const [tag, value] of twin)
          expect(value, `${tag} of samples ${index}`).toBeCloseTo(scores.get(tag) ?? NaN, 12);
      }
    });

    test("starts from orthogonal kernels of gain 1.4 and biases of zero", () => {
      const [generator, discriminator] = runTwin(DRAW_PROGRAM, null).map(asNumbers);
      const square = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value * value, 0);
      // The squares of an orthogonal kernel's numbers add up to gain² · its smaller side.
      expect(square(generator ?? [])).toBeCloseTo(1.96 * (128 + 128 + 2), 2);
      expect(square(discriminator ?? [])).toBeCloseTo(1.96 * (2 + 128 + 1), 2);
    });
  },
);

/** (0, 1, 1) or the regular GAN as the paper's file has it. */
async function paperCell(kind: string): Promise<CellSpec> {
  const { cells } = buildPlan(await loadExperiment("experiments/paper/r1-ring.yaml"));
  const found = cells.find(({ spec }) => spec.objective.kind === kind);
  if (found === undefined) throw new Error(`Expected a cell of ${kind}`);
  return found.spec;
}

type Batch = Readonly<Record<"latents" | "real", Float32Array>>;

/** Latents [512, 256] and reals [512, 2]: both get the same, whatever it is. */
const drawBatches = (): readonly Batch[] =>
  Array.from({ length: STEPS }, (_, step) => {
    const batch = { latents: new Float32Array(512 * 256), real: new Float32Array(512 * 2) };
    for (const [name, values] of Object.entries(batch))
      fillNormal(createStream(seed(1), name, step), values);
    return batch;
  });

const asLists = (batch: Batch): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(Object.entries(batch).map(([name, values]) => [name, [...values]]));

/** Both networks' weights after a step on each batch. */
async function train(
  session: TrainingSession,
  batches: readonly Batch[],
): Promise<readonly (readonly number[])[]> {
  for (const batch of batches) {
    for (const [name, values] of Object.entries(batch)) session.inputs[0]?.get(name)?.set(values);
    await session.runPhase(0);
  }
  await session.pull();
  const weights = NETWORKS.map((name) => flatten(session.variables, name));
  await session.dispose();
  return weights;
}

/** A network's weights as the twin lays them out: kernel and bias of each layer. */
const flatten = (
  variables: ReadonlyMap<string, Float32Array>,
  network: NetworkName,
): readonly number[] =>
  [...variables].flatMap(([name, values]) => (name.startsWith(network) ? [...values] : []));

/** 2,500 points about the ring's modes, none at the last of them, with this deviation. */
function drawSamples(deviation: number): Float32Array {
  const samples = new Float32Array(5000);
  fillNormal(createStream(seed(2), "samples"), samples);
  return samples.map((value, i) => {
    const angle = (2 * Math.PI * ((i >> 1) % 7)) / 8;
    return (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle)) + deviation * value;
  });
}

function runTwin(program: string, input: unknown): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-twin-"));
  try {
    const file = join(folder, "input.json");
    writeFileSync(file, JSON.stringify(input));
    const options = { encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const { status, stdout, stderr } = spawnSync(python ?? "", ["-c", program, file], options);
    if (status !== 0) throw new Error(`Python failed: ${stderr}`);
    const printed: unknown = JSON.parse(stdout);
    if (!Array.isArray(printed)) throw new Error("Expected a list");
    return printed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const asNumbers = (values: unknown): readonly number[] =>
  Array.isArray(values) ? values.map(Number) : [];

/** Between two lists of numbers, element by element; largest first. */
function distances(first: readonly number[], second: unknown): readonly number[] {
  const others = asNumbers(second);
  if (first.length !== others.length) throw new Error("Expected as many numbers");
  return first.map((value, i) => Math.abs(value - (others[i] ?? NaN))).sort((a, b) => b - a);
}
