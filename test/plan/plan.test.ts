import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { ConfigError } from "../../src/config/issue.ts";
import { loadExperiment } from "../../src/config/load.ts";
import { canonicalJson } from "../../src/plan/canonical.ts";
import { runIdOf } from "../../src/plan/identity.ts";
import { planDocument } from "../../src/plan/plan-file.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import type { Plan } from "../../src/plan/plan.ts";

const folder = mkdtempSync(join(tmpdir(), "lsgan-plan-"));
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
`;

/** The plan of the settings above with more lines. */
async function planOf(lines: string, set: readonly string[] = []): Promise<Plan> {
  const file = join(folder, "tiny.yaml");
  writeFileSync(file, SETTINGS + lines);
  return buildPlan(await loadExperiment(file, { set }));
}

const labelsOf = ({ cells }: Plan): readonly string[] => cells.map(({ label }) => label);

describe("buildPlan", () => {
  test("makes one cell of an experiment without a sweep", async () => {
    const plan = await planOf("");
    expect(labelsOf(plan)).toEqual(["base"]);
    expect(plan.runs.map(({ cell, seed }) => [cell, seed])).toEqual([
      [0, 5],
      [0, 6],
    ]);
  });

  test("plans every cell with the first seed before any with the second", async () => {
    const plan = await planOf("sweep: [{ grid: { objective.labels: [binary, pearson] } }]");
    expect(plan.runs.map(({ cell, seed }) => [cell, seed])).toEqual([
      [0, 5],
      [1, 5],
      [0, 6],
      [1, 6],
    ]);
  });

  test("gives every run the id of its whole spec, and every cell a name of its own", async () => {
    const plan = await planOf("sweep: [{ grid: { latent.size: [2, 3, 4] } }]");
    for (const { cell, seed, id } of plan.runs) {
      const spec = plan.cells[cell]?.spec;
      expect(spec && runIdOf({ ...spec, seed })).toBe(id);
    }
    expect(new Set(plan.cells.map(({ name }) => name)).size).toBe(3);
    expect(new Set(plan.runs.map(({ id }) => id)).size).toBe(6);
  });

  test("gives the same ids whatever the order of keys in the file, and whatever is logged", async () => {
    const reordered = SETTINGS.trim().split("\n").toReversed().join("\n");
    const file = join(folder, "reordered.yaml");
    writeFileSync(file, reordered.replace("name: tiny", "name: other\nquestion: Why?"));
    const other = buildPlan(await loadExperiment(file));
    const logged = await planOf(
      "logging: { everySteps: 7 }\nsnapshots: 50\nengine: { executor: eager, threads: 2 }",
    );
    const { runs } = await planOf("");
    expect(other.runs).toEqual(runs);
    expect(logged.runs).toEqual(runs);
  });

  test("gives other ids where a number changes", async () => {
    const { runs } = await planOf("");
    const changed = await planOf("", ["optimizer.beta1=0.4"]);
    expect(changed.runs.map(({ id }) => id)).not.toEqual(runs.map(({ id }) => id));
  });

  test("resolves a condition on a value as the file writes it and on a value as it resolves", async () => {
    const plan = await planOf(`
sweep:
  - grid: { objective.labels: [binary, pearson] }
  - list: [{ objective: { kind: cross-entropy } }]
  - when: { objective.labels: pearson }
    grid: { latent.size: [2, 3] }
  - when: { objective.kind: cross-entropy }
    grid: { latent.size: [4] }
`);
    expect(labelsOf(plan)).toEqual([
      "labels: binary",
      "labels: pearson, size: 2",
      "labels: pearson, size: 3",
      "size: 4, objective: cross-entropy",
    ]);
  });

  test("keeps the first of equal cells and warns of the other on its line", async () => {
    const plan = await planOf(`
sweep:
  - grid: { objective.labels: [binary, pearson] }
  - list: [{ objective.labels: { a: 0, b: 1, c: 1 } }]
`);
    expect(plan.cells).toHaveLength(2);
    expect(plan.warnings.map(({ position, message }) => [position.line, message])).toEqual([
      [
        13,
        "this cell (objective.labels: (0, 1, 1)) is left out beside an earlier one (objective.labels: binary), which has the same settings",
      ],
    ]);
  });

  test("collects the mistakes of all cells, each told once and on its own line", async () => {
    const error = await planOf(`
sweep:
  - grid:
      objective.labels: [binary, pearson]
      latent.size:
        - 2
        - 0
  - zip: { latent.size: [2, 3], training.steps: [1] }
`).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    const lines =
      error instanceof ConfigError ? error.issues.map(({ position }) => position.line) : [];
    expect(lines.toSorted((one, other) => one - other)).toEqual([16, 17]);
  });

  test("refuses a sweep that leaves no cell", async () => {
    const error = await planOf(
      "sweep: [{ grid: { latent.size: [2] }, exclude: [{ latent.size: 2 }] }]",
    ).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("expected at least one cell, got none");
  });

  test("gives the same plan again", async () => {
    const lines =
      "sweep: [{ random: { count: 5, parameters: { latent.size: { kind: choice, values: [2, 3, 4] } } } }]";
    expect(JSON.stringify(await planOf(lines))).toBe(JSON.stringify(await planOf(lines)));
  });
});

describe("planDocument", () => {
  test("holds every cell's whole spec, with what all have in common written once", async () => {
    const plan = await planOf("sweep: [{ grid: { latent.size: [2, 3] } }]");
    const { sharedSpec, cells, runs } = planDocument(plan, 1, { claims: [], outcomes: [] });
    expect(Object.keys(cells[0]?.spec ?? {})).toEqual(["latent"]);
    cells.forEach(({ spec }, i) => {
      expect(canonicalJson({ ...sharedSpec, ...spec })).toBe(canonicalJson(plan.cells[i]?.spec));
    });
    expect(runs).toHaveLength(4);
  });
});
