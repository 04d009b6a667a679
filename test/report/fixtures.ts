/** Small sweeps with results made by hand, for the tests of report/. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CellSpec } from "../../src/config/experiment.ts";
import type { ObjectiveSpec } from "../../src/config/spec.ts";
import type { Plan, PlannedCell } from "../../src/plan/plan.ts";
import type { SweepResults } from "../../src/report/summarise.ts";
import { runDirectory, sweepPaths } from "../../src/runs/paths.ts";
import type { RunResult } from "../../src/runs/result.ts";
import type { SurveyedRun, SurveyState } from "../../src/runs/survey.ts";
import { runId, seed as brandSeed } from "../../src/shared/brand.ts";
import { RESULTS_VERSION } from "../../src/shared/results-version.ts";

export const BINARY = leastSquares(0, 1, 1);
export const PEARSON = leastSquares(-1, 1, 0);
export const CROSS_ENTROPY: ObjectiveSpec = {
  kind: "cross-entropy",
  reduction: "mean",
  realSmoothing: 0,
  gradientPenalty: { kind: "none" },
};

export function leastSquares(
  a: number,
  b: number,
  c: number,
  changes: Partial<Extract<ObjectiveSpec, { kind: "least-squares" }>> = {},
): ObjectiveSpec {
  return {
    kind: "least-squares",
    labels: { a, b, c },
    discriminatorFactor: 0.5,
    generatorFactor: 0.5,
    reduction: "mean",
    discriminatorScale: "none",
    gradientPenalty: { kind: "none" },
    ...changes,
  };
}

export function cellSpec(objective: ObjectiveSpec, changes: Partial<CellSpec> = {}): CellSpec {
  const adam = {
    kind: "adam",
    learningRate: 2e-4,
    beta1: 0.5,
    beta2: 0.999,
    epsilon: 1e-7,
    weightDecay: 0,
    convention: "keras",
    schedule: { kind: "constant" },
    gradientClip: { kind: "none" },
    weightLimit: null,
  } as const;
  return {
    dataset: {
      kind: "synthetic-digits",
      variation: "shift",
      limit: null,
      shuffle: true,
      stepsPerEpoch: null,
    },
    latent: { size: 2, distribution: "normal" },
    generator: { layers: [{ kind: "tanh" }] },
    discriminator: { layers: [{ kind: "flatten" }] },
    objective,
    optimizer: { generator: adam, discriminator: adam, shared: false },
    training: {
      steps: 100,
      batchSize: 32,
      discriminatorSteps: 1,
      order: "discriminator-first",
      latents: "fresh",
      discriminatorBatch: "full",
      realAndFake: "separate",
      fakesForDiscriminator: "training",
      generatorAverage: null,
    },
    evaluation: {
      everySteps: 50,
      samples: 2000,
      metrics: [{ kind: "class-kl" }, { kind: "matched-share" }],
      primary: "matched-share",
    },
    extensions: {},
    ...changes,
  };
}

export interface MadeCell {
  readonly label: string;
  readonly spec: CellSpec;
  /** One for each seed, from seed 1 up. */
  readonly runs: readonly MadeRun[];
}

export interface MadeRun {
  readonly state: SurveyState;
  readonly reason?: string;
  readonly result?: Partial<RunResult>;
}

/** A run that finished with these metrics. */
export const done = (
  metrics: Readonly<Record<string, number>>,
  result: Partial<RunResult> = {},
): MadeRun => ({ state: "done", result: { metrics, ...result } });

export const diverged = (step: number): MadeRun => ({
  state: "diverged",
  result: { status: "diverged", diverged: { step, what: "loss/g" } },
});

export function makeResult(changes: Partial<RunResult> = {}): RunResult {
  return {
    format: 1,
    id: "00",
    status: "finished",
    diverged: null,
    resultsVersion: RESULTS_VERSION,
    executor: "onnx",
    threads: 1,
    steps: 100,
    durationMs: 1000,
    weightsDigest: "00",
    dataDigest: "00",
    metrics: {},
    evaluations: [],
    references: {
      "perfect-sampler": { "matched-share": 1, "class-kl": 0.002 },
      "uniform-noise": { "matched-share": 0, "class-kl": 1.5 },
      "untrained-generator": { "matched-share": 0, "class-kl": 1.25 },
    },
    losses: { discriminator: 0.25, generator: 0.5 },
    ...changes,
  };
}

/** A sweep's plan and survey; run directories are below `changes.paths`, and no file is there. */
export function makeSweep(
  made: readonly MadeCell[],
  changes: Partial<SweepResults> = {},
): SweepResults {
  const { paths = sweepPaths("runs", "tiny") } = changes;
  const cells = made.map(({ label, spec }, index) => planCell(index, label, spec));
  const survey = made.flatMap(({ runs }, cell) =>
    runs.map((run, i) => {
      const place = { cell: cells[cell]?.name ?? "", seed: i + 1 };
      return surveyRun(cell, i + 1, runDirectory(paths.directory, place), run);
    }),
  );
  const plan: Plan = {
    experiment: "tiny",
    question: "Do the label schemes differ?",
    cells,
    runs: survey.map(({ run }) => run),
    claims: [],
    outcomes: [],
    lastEvaluations: 1,
    warnings: [],
  };
  return {
    plan,
    paths,
    survey,
    keepStale: false,
    boardCommand: "npx lsgan board tiny.yaml",
    reportCommand: "npx lsgan report tiny.yaml",
    declarations: { claims: [], outcomes: [] },
    ...changes,
  };
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), "lsgan-report-"));
}

function planCell(index: number, label: string, spec: CellSpec): PlannedCell {
  return {
    index,
    name: `cell-${String(index)}`,
    label,
    fullLabel: label,
    axes: {},
    spec,
    settings: {
      engine: { executor: "auto", threads: 1 },
      logging: { everySteps: 10, histogramsEverySteps: null },
      snapshots: [0, 100],
    },
    hash: String(index).padStart(64, "0"),
    overrides: [],
    warnings: [],
  };
}

function surveyRun(cell: number, seed: number, directory: string, made: MadeRun): SurveyedRun {
  return {
    run: { cell, seed: brandSeed(seed), id: runId("00") },
    directory,
    state: made.state,
    reason: made.reason ?? made.state,
    result: made.result === undefined ? null : makeResult(made.result),
    takenOver: false,
  };
}
