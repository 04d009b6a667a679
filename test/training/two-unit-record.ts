/** The record of a run of the two-unit session: least squares with labels (−1, 1, 0), ten steps, logged every four. */
import type { RunSpec } from "../../src/config/spec.ts";
import type { RunRecord } from "../../src/runs/record.ts";

export interface RecordOptions {
  readonly steps?: number;
  readonly objective?: RunSpec["objective"];
  readonly axes?: RunRecord["axes"];
}

export const PEARSON: RunSpec["objective"] = {
  kind: "least-squares",
  labels: { a: -1, b: 1, c: 0 },
  discriminatorFactor: 0.5,
  generatorFactor: 0.5,
  reduction: "mean",
  discriminatorScale: "none",
  gradientPenalty: { kind: "none" },
};

export function twoUnitRecord(options: RecordOptions = {}): RunRecord {
  const { steps = 10, objective = PEARSON, axes = { "objective.labels": "pearson" } } = options;
  return {
    format: 1,
    id: "0".repeat(64),
    experiment: "two-units",
    question: "Do two units learn?",
    cell: "labels-pearson-abcdef",
    cellLabel: "labels: pearson",
    axes,
    seed: 1,
    spec: twoUnitSpec(steps, objective),
    settings: {
      engine: { executor: "eager", threads: 1 },
      logging: { everySteps: 4, histogramsEverySteps: null },
      snapshots: [0, steps],
    },
    extensionFiles: [],
    resolvedYaml: "name: two-units\nlatent:\n  size: 1\n",
    resultsVersion: 1,
    provenance: {
      createdAt: "2026-01-01T00:00:00Z",
      commit: null,
      dirty: null,
      node: "20.19.0",
      platform: "linux-x64",
      packages: {},
      cpu: { model: "", features: [] },
      threads: 1,
      executor: "eager",
    },
  };
}

function twoUnitSpec(steps: number, objective: RunSpec["objective"]): RunSpec {
  const zeros = { kind: "zeros" } as const;
  const unit = {
    layers: [{ kind: "dense", units: 1, bias: true, initializer: zeros, biasInitializer: zeros }],
  } as const;
  const descent = {
    kind: "sgd",
    learningRate: 0.1,
    momentum: 0,
    nesterov: false,
    convention: "keras",
    schedule: { kind: "constant" },
    gradientClip: { kind: "none" },
    weightLimit: null,
  } as const;
  const modes = { kind: "grid", side: 1, spacing: 1 } as const;
  return {
    dataset: { kind: "mixture", modes, standardDeviation: 1 },
    latent: { size: 1, distribution: "normal" },
    generator: unit,
    discriminator: unit,
    objective,
    optimizer: { generator: descent, discriminator: descent, shared: false },
    training: {
      steps,
      batchSize: 4,
      discriminatorSteps: 1,
      order: "discriminator-first",
      latents: "fresh",
      discriminatorBatch: "full",
      realAndFake: "separate",
      fakesForDiscriminator: "training",
      generatorAverage: null,
    },
    evaluation: { everySteps: 5, samples: 8, metrics: [], primary: null },
    extensions: {},
    seed: 1,
  };
}
