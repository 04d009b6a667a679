import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { loadExperiment } from "../../src/config/load.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import type { Plan } from "../../src/plan/plan.ts";

const folder = mkdtempSync(join(tmpdir(), "lsgan-claims-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SETTINGS = `
name: tiny
dataset: { kind: mixture, modes: { kind: ring } }
generator: { kind: preset, name: ring-mlp }
discriminator: { kind: preset, name: ring-mlp }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 1e-3, beta1: 0.5 }
training: { steps: 100, batchSize: 64 }
seeds: { count: 2, first: 5 }
sweep:
  - grid: { objective.labels: [binary, pearson, { a: 0, b: 1, c: 0.5 }] }
  - list: [{ objective: { kind: cross-entropy } }]
`;

async function planOf(lines: string, set: readonly string[] = []): Promise<Plan> {
  const file = join(folder, "tiny.yaml");
  writeFileSync(file, SETTINGS + lines);
  return buildPlan(await loadExperiment(file, { set }));
}

const claim = (cells: string, more = ""): string =>
  `  - { metric: modes, cells: ${cells}, baseline: cross-entropy, relation: greater${more} }\n`;

/** Indices of the cells that a claim is about. */
async function cellsOf(cells: string): Promise<readonly number[]> {
  const { claims } = await planOf(`expect:\n${claim(cells)}`);
  return claims.map(({ cell }) => cell);
}

describe("planClaims", () => {
  test("finds cells by label, by the value of an axis, and by keys as the file or the spec has them", async () => {
    expect(await cellsOf('"labels: pearson"')).toEqual([1]);
    expect(await cellsOf("pearson")).toEqual([1]);
    expect(await cellsOf('"(0, 1, 0.5)"')).toEqual([2]);
    expect(await cellsOf("{ objective.labels: pearson }")).toEqual([1]);
    expect(await cellsOf("{ objective.labels: { a: -1, b: 1, c: 0 } }")).toEqual([1]);
    expect(await cellsOf("{ objective.labels: [binary, pearson] }")).toEqual([0, 1]);
    expect(await cellsOf("[pearson, binary]")).toEqual([1, 0]);
  });

  test("finds cells by the label of a network, which is no part of their identity", async () => {
    const networks = (label: string): string => `sweep:
  - grid:
      discriminator:
        - { kind: layers, label: ${label}, layers: [{ kind: dense, units: 1 }] }
        - { kind: layers, label: deep, layers: [{ kind: dense, units: 4 }, { kind: dense, units: 1 }] }
expect:
  - { metric: modes, cells: deep, baseline: { discriminator.label: ${label} }, relation: greater }
`;
    const planned = async (label: string): Promise<Plan> => {
      const file = join(folder, "networks.yaml");
      const [head = ""] = SETTINGS.split("sweep:");
      writeFileSync(file, head + networks(label));
      return buildPlan(await loadExperiment(file));
    };
    const plan = await planned("shallow");
    expect(plan.cells.map(({ label }) => label)).toEqual([
      "discriminator: shallow",
      "discriminator: deep",
    ]);
    expect(plan.claims).toMatchObject([{ cell: 1, baseline: 0 }]);
    const renamed = await planned("flat");
    expect(renamed.cells.map(({ hash }) => hash)).toEqual(plan.cells.map(({ hash }) => hash));
  });

  test("makes one comparison for each cell, and never one of the baseline with itself", async () => {
    const { claims } = await planOf(`expect:\n${claim("{ training.steps: 100 }")}`);
    expect(claims.map(({ cell, baseline }) => [cell, baseline])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
  });

  test("fills defaults, and takes the first claim for the primary one where none says so", async () => {
    const { claims } = await planOf(`expect:\n${claim("pearson")}${claim("binary")}`);
    expect(claims[0]).toEqual({
      declared: 0,
      metric: "modes",
      cell: 1,
      baseline: 3,
      relation: "greater",
      margin: 0,
      paired: false,
      primary: true,
    });
    expect(claims[1]?.primary).toBe(false);
  });

  test("puts the primary claim first", async () => {
    const lines = `expect:\n${claim("pearson")}${claim("binary", ", primary: true")}`;
    const { claims } = await planOf(lines);
    expect(claims.map(({ cell, primary }) => [cell, primary])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  test("is no part of a run's identity, and neither are outcomes and lastEvaluations", async () => {
    const before = await planOf("");
    const after = await planOf(
      `expect:\n${claim("pearson")}outcomes: [{ name: good, when: { modes: { atLeast: 8 } } }]\n`,
      ["evaluation.lastEvaluations=3"],
    );
    expect(after.runs).toEqual(before.runs);
    expect(after.cells.map(({ spec }) => spec)).toEqual(before.cells.map(({ spec }) => spec));
    expect([before.lastEvaluations, after.lastEvaluations]).toEqual([1, 3]);
  });

  test("warns of a mean over more evaluations than the shortest run has", async () => {
    const { warnings } = await planOf("", [
      "evaluation.lastEvaluations=5",
      "evaluation.everySteps=30",
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "evaluation.lastEvaluations: expected at most 4, the evaluations of the shortest run, got 5",
    ]);
  });
});

describe("planOutcomes", () => {
  test("has those of mixtures by default, and only where they are measured", async () => {
    const names = async (set: readonly string[]): Promise<readonly string[]> =>
      (await planOf("", set)).outcomes.map(({ name }) => name);
    expect(await names([])).toEqual(["covered", "collapsed", "off-target"]);
    expect(await names(["evaluation.metrics=[mixture-modes]"])).toEqual([]);
  });

  test("takes those of the file instead", async () => {
    const { outcomes } = await planOf(
      "outcomes: [{ name: good, when: { modes: { atLeast: 7, below: 9 } } }]",
    );
    expect(outcomes).toEqual([{ name: "good", when: { modes: { atLeast: 7, below: 9 } } }]);
  });
});
