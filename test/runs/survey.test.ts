import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { identifyCell } from "../../src/plan/identity.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { thisOwner } from "../../src/runs/owner.ts";
import { createRunDirectory } from "../../src/runs/record-file.ts";
import { writeResult } from "../../src/runs/result-file.ts";
import type { RunResult } from "../../src/runs/result.ts";
import { endAttempt, plannedStatus, startAttempt } from "../../src/runs/status.ts";
import type { AttemptEnd } from "../../src/runs/status.ts";
import { writeStatus } from "../../src/runs/status-file.ts";
import { isToRun, keepDirectoryNames, surveyRuns } from "../../src/runs/survey.ts";
import type { SurveyedRun } from "../../src/runs/survey.ts";
import { runPaths } from "../../src/runs/paths.ts";
import { seed } from "../../src/shared/brand.ts";
import { RESULTS_VERSION } from "../../src/shared/results-version.ts";
import { CELL_SPEC } from "../plan/spec-fixture.ts";

const SETTINGS = {
  engine: { executor: "auto", threads: 1 },
  logging: { everySteps: 1, histogramsEverySteps: null },
  snapshots: [0, 10],
} as const;

const identity = identifyCell(CELL_SPEC);
const ID = identity.runId(1);

/** One cell, one seed. */
const PLAN: Plan = {
  experiment: "tiny",
  question: null,
  cells: [
    {
      index: 0,
      name: `base-${identity.hash.slice(0, 8)}`,
      label: "base",
      fullLabel: "base",
      axes: {},
      spec: CELL_SPEC,
      settings: SETTINGS,
      hash: identity.hash,
      overrides: [],
      warnings: [],
    },
  ],
  runs: [{ cell: 0, seed: seed(1), id: ID }],
  claims: [],
  outcomes: [],
  lastEvaluations: 1,
  warnings: [],
};

describe("surveyRuns", () => {
  let sweepDirectory = "";
  let directory = "";
  beforeEach(() => {
    sweepDirectory = mkdtempSync(join(tmpdir(), "lsgan-survey-"));
    directory = join(sweepDirectory, PLAN.cells[0]?.name ?? "", "seed-1");
  });
  afterEach(() => {
    rmSync(sweepDirectory, { recursive: true });
  });

  const survey = (executor = "onnx"): SurveyedRun => {
    const [found] = surveyRuns(PLAN, { sweepDirectory, executors: [executor] });
    if (found === undefined) throw new Error("Expected one run");
    return found;
  };

  test("calls a run without a directory new", () => {
    expect(survey()).toMatchObject({ state: "new", directory, result: null });
  });

  test("calls a run that was prepared and never started new", () => {
    createRecord(directory);
    expect(survey().state).toBe("new");
  });

  test("calls a finished run done", () => {
    createRecord(directory);
    writeResult(directory, resultOf({}));
    expect(survey()).toMatchObject({ state: "done", result: { id: ID } });
  });

  test("calls a diverged run diverged, with where", () => {
    createRecord(directory);
    writeResult(directory, resultOf({ status: "diverged", diverged: { step: 4, what: "loss/d" } }));
    expect(survey()).toMatchObject({ state: "diverged", reason: "diverged at step 4 (loss/d)" });
  });

  test("calls a result of another results version or executor stale", () => {
    createRecord(directory);
    writeResult(directory, resultOf({ resultsVersion: RESULTS_VERSION + 1 }));
    expect(survey()).toMatchObject({
      state: "stale",
      reason: `made by results version ${String(RESULTS_VERSION + 1)}, this is ${String(RESULTS_VERSION)}`,
    });
    writeResult(directory, resultOf({}));
    expect(survey("eager")).toMatchObject({
      state: "stale",
      reason: "made by executor onnx, this is eager",
    });
  });

  test.each([
    [{ state: "failed", step: 3, error: "no memory" }, "failed", "no memory"],
    [{ state: "cancelled", step: 3 }, "interrupted", "stopped at step 3"],
    [{ state: "finished", step: 3 }, "interrupted", "finished, but its result.json is gone"],
  ] as const)("reads %j as %s", (end: AttemptEnd, state, reason) => {
    createRecord(directory);
    writeStatus(directory, endAttempt(startAttempt(plannedStatus(ID), thisOwner()), end));
    expect(survey()).toMatchObject({ state, reason });
  });

  test("leaves a run alone whose process lives, even beside a stale result", () => {
    createRecord(directory);
    writeResult(directory, resultOf({ resultsVersion: RESULTS_VERSION + 1 }));
    writeStatus(directory, startAttempt(plannedStatus(ID), thisOwner()));
    expect(survey().state).toBe("running");
    expect(survey().reason).toContain(`process ${String(process.pid)}`);
  });

  test("calls a run interrupted whose process is gone without a word", () => {
    createRecord(directory);
    const owner = { ...thisOwner(), pid: 2 ** 22 + 1 }; // above the largest process id of Linux
    writeStatus(directory, startAttempt(plannedStatus(ID), owner));
    expect(survey()).toMatchObject({
      state: "interrupted",
      reason: "its process died after step 0",
    });
  });

  test("calls a directory with another run's record foreign and says what differs", () => {
    createRecord(directory, 2);
    expect(survey()).toMatchObject({ state: "foreign" });
    expect(survey().reason).toContain("which differs in seed (there `2`, wanted `1`)");
  });

  test("calls a directory with a broken record foreign", () => {
    createRecord(directory);
    writeFileSync(runPaths(directory).record, "{");
    expect(survey().state).toBe("foreign");
  });

  test("keeps a cell's directory when another axis gives it another name", () => {
    createRecord(directory);
    const [cell] = PLAN.cells;
    const renamed = {
      ...PLAN,
      cells: [{ ...cell, name: `steps-10-${identity.hash.slice(0, 8)}` }],
    };
    expect(keepDirectoryNames(renamed as Plan, sweepDirectory).cells[0]?.name).toBe(cell?.name);
    expect(keepDirectoryNames(renamed as Plan, join(sweepDirectory, "other"))).toEqual(renamed);
  });
});

describe("isToRun", () => {
  test("starts stale runs unless they are to be kept", () => {
    expect(isToRun("stale", { keepStale: false })).toBe(true);
    expect(isToRun("stale", { keepStale: true })).toBe(false);
  });

  test("starts failed and interrupted runs again, and never one that is done, diverged or running", () => {
    const started = (
      ["new", "failed", "interrupted", "done", "diverged", "running"] as const
    ).filter((state) => isToRun(state, { keepStale: false }));
    expect(started).toEqual(["new", "failed", "interrupted"]);
  });
});

function createRecord(directory: string, runSeed = 1): void {
  createRunDirectory(directory, {
    format: 1,
    id: identity.runId(runSeed),
    experiment: "tiny",
    question: null,
    cell: "base",
    cellLabel: "base",
    axes: {},
    seed: runSeed,
    spec: { ...CELL_SPEC, seed: runSeed },
    settings: SETTINGS,
    extensionFiles: [],
    resolvedYaml: "",
    resultsVersion: RESULTS_VERSION,
    provenance: {
      createdAt: new Date(0).toISOString(),
      commit: null,
      dirty: null,
      node: "20.19.0",
      platform: "linux-x64",
      packages: {},
      cpu: { model: "", features: [] },
      threads: 1,
      executor: "onnx",
    },
  });
}

function resultOf(parts: Partial<RunResult>): RunResult {
  return {
    format: 1,
    id: ID,
    status: "finished",
    diverged: null,
    resultsVersion: RESULTS_VERSION,
    executor: "onnx",
    threads: 1,
    steps: 10,
    durationMs: 5,
    weightsDigest: "",
    dataDigest: "",
    metrics: {},
    evaluations: [],
    references: { "perfect-sampler": {}, "uniform-noise": {}, "untrained-generator": {} },
    losses: { discriminator: 0, generator: 0 },
    ...parts,
  };
}
